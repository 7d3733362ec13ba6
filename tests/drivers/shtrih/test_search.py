"""Registers are recognised over TCP and a serial line, whatever stands beside them."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack

import pytest

from drivers.emulation.cable import SerialCable
from drivers.emulation.frame_faults import Fault, Link
from drivers.search.offer import Found
from drivers.search.plan import planned
from drivers.search.ranges import parse
from drivers.search.run import Run
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from drivers.shtrih.search import SEARCH
from drivers.transports.connection import open_transport
from tests.faults.wires.skipping import LoopClock
from tests.faults.wires.skipping import run as skipping

READING = {b"\xfc", b"\x11", b"\x1f"}
SERIAL, INN = "0149060006000651", "7707083893"


async def searched(*addresses: str, ports: Sequence[str] = (), seconds: float = 20) -> Run:
    run = await planned(
        [parse(address) for address in addresses],
        ports,
        searches=[SEARCH],
        configured={},
        open_transport=open_transport,
        clock=LoopClock(),
        seconds=seconds,
    )
    await run.go()
    return run


def register() -> ShtrihEmulator:
    return ShtrihEmulator(serial=SERIAL, inn=INN)


def told(connection: str, note: str = "") -> Found:
    return Found(
        driver="shtrih", connection=connection, model="ШТРИХ-ТЕСТ", serial=SERIAL, inn=INN, note=note
    )  # fmt: skip


def test_over_tcp() -> None:
    async def main() -> None:
        async with register() as device:
            run = await searched(f"127.0.0.1:{device.port}")
            assert run.found == [told(device.connection)]
            await device.served()  # and let go
            assert set(device.executed) <= READING
            assert device.documents == []

    skipping(main())


def test_over_a_serial_line_at_the_second_speed() -> None:
    async def main() -> None:
        async with register() as device, SerialCable(device) as cable:
            device.inject(Fault(what=Link.SPOILED, times=2))
            run = await searched(ports=[str(cable.path)])
            assert run.found == [told(f"serial://{cable.path}?baud=4800")]
            assert set(device.executed) <= READING

    asyncio.run(main())  # a serial port has threads


def test_an_answer_that_was_held_for_somebody_else_is_not_ours() -> None:
    async def main() -> None:
        async with register() as device:
            device.inject(Fault(what=Link.ANSWER_LOST, command="FC"))
            assert (await searched(f"127.0.0.1:{device.port}")).found == [told(device.connection)]
            device.inject(Fault(what=Link.RESET_AFTER_ACK, command="1F"))
            assert (await searched(f"127.0.0.1:{device.port}")).found == [told(device.connection)]

    skipping(main())


def test_another_password() -> None:
    async def main() -> None:
        async with ShtrihEmulator(passwords={row: 5000 + row for row in range(1, 31)}) as device:
            (found,) = (await searched(f"127.0.0.1:{device.port}")).found
            assert (found.model, found.serial, found.inn) == ("ШТРИХ-ТЕСТ", "", "")
            assert "admin_password" in found.note
            assert len(device.executed) == 2  # a wrong password is not tried again

    skipping(main())


def test_not_yet_registered() -> None:
    async def main() -> None:
        async with ShtrihEmulator(serial=SERIAL, registered=False) as device:
            (found,) = (await searched(f"127.0.0.1:{device.port}")).found
            assert (found.serial, found.note) == (SERIAL, "")

    skipping(main())


def test_one_that_falls_silent_is_found_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.shtrih.search._DETAILS", 0.2)

    async def main() -> None:
        async with register() as device:
            device.inject(Fault(what=Link.SILENCE, command="11", seconds=60, times=None))
            (found,) = (await searched(f"127.0.0.1:{device.port}")).found
            assert (found.model, found.serial) == ("ШТРИХ-ТЕСТ", "")
            assert "не прочитаны" in found.note

    skipping(main())


Says = Callable[[bytes], bytes | None]  # heard -> said; None hangs up


class Stranger:
    """Something at a TCP port that is no register; `heard` of all connections."""

    def __init__(self, says: Says) -> None:
        self._says = says
        self.heard = b""
        self.open = 0

    async def listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        try:
            while data := await reader.read(4096):
                self.heard += data
                answer = self._says(data)
                if answer is None:
                    break
                writer.write(answer)
        except OSError:
            pass
        finally:
            self.open -= 1
            writer.transport.abort()


STRANGERS: dict[str, Says] = {
    "silent": lambda _: b"",
    "hangs up": lambda _: None,
    "garbage": lambda data: b"\x00\x55\xaa" * len(data),
    "echo": lambda data: data,
    "http": lambda _: b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
    "flood": lambda _: bytes(100_000),
    "always ACK": lambda data: b"\x06" * len(data),
    "always NAK": lambda data: b"\x15" * len(data),
    "half a frame": lambda _: b"\x06\x02\xff",
    "another protocol's answer": lambda data: b"\x15" if data == b"\x05" else b"\x06\x02\x02\xfc\x37\xc9",
    "too short an answer": lambda data: b"\x15" if data == b"\x05" else b"\x06\x02\x03\xfc\x00\x00\xff",
    "wrong LRC": lambda data: b"\x15" if data == b"\x05" else b"\x06\x02\x02\xfc\x00\x00",
}


def test_strangers_get_enq_and_at_most_the_question_who_they_are() -> None:
    async def main() -> None:
        async with AsyncExitStack() as held:
            strangers, addresses = {name: Stranger(says) for name, says in STRANGERS.items()}, []
            for stranger in strangers.values():
                server = await stranger.listen()
                held.callback(server.close)
                addresses.append(f"127.0.0.1:{server.sockets[0].getsockname()[1]}")
            device = await held.enter_async_context(register())
            run = await searched(*addresses, f"127.0.0.1:{device.port}", seconds=30)
            assert run.found == [told(device.connection)]
            assert (run.end, run.skipped) == ("done", [])
            await _until(lambda: not any(stranger.open for stranger in strangers.values()))
            for name, stranger in strangers.items():
                rest = stranger.heard.replace(b"\x02\x01\xfc\xfd", b"")
                assert set(rest) <= {0x05, 0x06, 0x15}, name
            asked = {name for name, stranger in strangers.items() if b"\xfc" in stranger.heard}
            assert asked == {"always NAK", "another protocol's answer", "too short an answer", "wrong LRC"}

    skipping(main())


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.01)


def test_the_time_holds_with_all_of_them() -> None:
    async def main() -> None:
        async with AsyncExitStack() as held:
            addresses = []
            for says in STRANGERS.values():
                server = await Stranger(says).listen()
                held.callback(server.close)
                addresses.append(f"127.0.0.1:{server.sockets[0].getsockname()[1]}")
            begun = asyncio.get_running_loop().time()
            run = await searched(*addresses, seconds=0.3)
            assert asyncio.get_running_loop().time() - begun < 2
            assert run.end == "time"
            assert len(asyncio.all_tasks()) - 1 <= len(STRANGERS)  # those of the servers alone

    skipping(main())
