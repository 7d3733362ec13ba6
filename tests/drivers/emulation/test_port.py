"""What no printer of ours shows: a device that is closed before it begins, and one that loses its power by itself."""

import asyncio
import gc

import pytest

from drivers.emulation.faults import WELL, Faults
from drivers.emulation.machine import CannotEmulate, Conditions, Document
from drivers.emulation.port import TcpDevice


class Echo:
    """Says what it hears. "!" is beyond it."""

    room = 100

    def __init__(self) -> None:
        self.conditions = Conditions()

    def feed(self, data: bytes) -> bytes:
        if b"!" in data:
            raise CannotEmulate("Нечем ответить")
        return data

    def switch(self, name: str, on: bool) -> bytes:
        self.conditions.put(name, on)
        return b""


class TcpEcho(TcpDevice[Echo, Document, Faults]):
    def __init__(self) -> None:
        super().__init__(Echo(), WELL, keep=10, clock=None)

    def _fresh(self) -> list[Document]:
        return []

    async def burn_out(self) -> None:
        """In a task of its own, as print heads have one."""
        task = asyncio.create_task(self._after(self.machine.switch("power", on=False)))
        self._tasks.append(task)
        await task


async def ask(device: TcpEcho, question: bytes) -> bytes:
    async with asyncio.timeout(5):
        reader, writer = await asyncio.open_connection(device.host, device.port)
        try:
            writer.write(question)
            return await reader.readexactly(len(question))
        finally:
            writer.transport.abort()


def test_closed_before_it_has_begun_to_serve() -> None:
    async def main() -> None:
        async with TcpEcho() as device:
            pass
        for _ in range(2):
            with pytest.raises(ConnectionRefusedError):
                await ask(device, b"x")
            await device.switch("power", on=True)  # who has left it may look at it, and switch

    asyncio.run(main())


def test_power_that_goes_by_itself_hangs_up(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with asyncio.timeout(20), TcpEcho() as device:
            reader, writer = await asyncio.open_connection(device.host, device.port)
            writer.write(b"x")
            assert await reader.readexactly(1) == b"x"
            await device.burn_out()
            with pytest.raises(ConnectionResetError):
                await reader.read(1)
            writer.transport.abort()
            with pytest.raises(ConnectionRefusedError):
                await ask(device, b"x")
            await asyncio.gather(*(device.switch("power", on=True) for _ in range(3)))
            assert await ask(device, b"y") == b"y"
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())
    gc.collect()
    assert caplog.messages == []  # no task has died unnoticed


def test_what_it_cannot_do_is_logged_and_ends_the_connection(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with TcpEcho() as device:
            with pytest.raises(ConnectionResetError):
                await ask(device, b"!")
            assert await ask(device, b"y") == b"y"

    asyncio.run(main())
    assert caplog.messages == ["Нечем ответить"]


def test_answers_in_pieces_and_cut() -> None:
    async def main() -> None:
        async with asyncio.timeout(20), TcpEcho() as device:
            device.faults = Faults(answer_pause=0.001)
            assert await ask(device, b"hello") == b"hello"
            await device.served()
            for end in (0, 2):
                device.faults = Faults(cut_answer=end)
                reader, writer = await asyncio.open_connection(device.host, device.port)
                writer.write(b"hello")
                assert await reader.read() == b"hello"[:end]
                writer.transport.abort()
            device.faults = Faults(cut_answer=5)
            assert await ask(device, b"hello") == b"hello"

    asyncio.run(main())
