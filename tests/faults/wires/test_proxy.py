"""The wire does what it is told to, and the loop skips only what nobody needs."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest

from drivers.errors import DeviceOffline
from drivers.transports.tcp import TcpTransport
from tests.faults.wires import skipping
from tests.faults.wires.faults import HEALTHY, End, Fault, Way
from tests.faults.wires.noise import Noise, Noisy
from tests.faults.wires.proxy import Proxy

DATA = bytes(range(256)) * 4


class Echo:
    """Says back what it hears; `heard` tells how each connection went on."""

    def __init__(self) -> None:
        self.heard: list[bytearray] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        job = bytearray()
        self.heard.append(job)
        try:
            while data := await reader.read(4096):
                job += data
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            return
        finally:
            writer.close()


@asynccontextmanager
async def line(fault: Fault, noise: Noise | None = None) -> AsyncIterator[tuple[Noisy, Echo, Proxy]]:
    echo = Echo()
    server = await asyncio.start_server(echo.serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with server, Proxy(host, port) as wire:
        wire.fault = fault
        transport = Noisy(TcpTransport("127.0.0.1", wire.port), noise or Noise())
        await transport.open()
        try:
            yield transport, echo, wire
        finally:
            await transport.close()
            wire.mend()
            await wire.quiet()


async def read(transport: Noisy, size: int) -> bytes:
    """So many bytes, or those that came before the end."""
    got = b""
    try:
        async with asyncio.timeout(10):
            while len(got) < size:
                got += await transport.read(size)
    except (DeviceOffline, TimeoutError):
        pass
    return got


def over(fault: Fault, test: Callable[[Noisy, Echo, Proxy], Coroutine[Any, Any, None]]) -> Echo:
    async def talk() -> Echo:
        async with line(fault) as (transport, echo, wire):
            await test(transport, echo, wire)
        return echo

    return skipping.run(talk())


@pytest.mark.parametrize("fault", [HEALTHY, Fault(name="", down=Way(pause=1.0, piece=1), up=Way(piece=3, pause=0.1))])
def test_all_goes_over(fault: Fault) -> None:
    async def test(transport: Noisy, _echo: Echo, wire: Proxy) -> None:
        await transport.write(DATA[:100])
        async with asyncio.timeout(1000):
            assert await transport.read(1) == DATA[:1]
            got = b"".join([await transport.read(1) for _ in range(99)])
        assert got == DATA[1:100]
        assert bytes(wire.traffic[0].down) == bytes(wire.traffic[0].up) == DATA[:100]

    over(fault, test)


@pytest.mark.parametrize("end", [End.RESET, End.CLOSE, End.STALL, End.DEAD])
@pytest.mark.parametrize("after", [0, 1, 700])
def test_it_breaks_after_so_many_bytes(end: End, after: int) -> None:
    async def test(transport: Noisy, echo: Echo, wire: Proxy) -> None:
        await transport.write(DATA)
        answered = await read(transport, len(DATA))
        if end is End.RESET:
            with pytest.raises(DeviceOffline, match="разорвало"):
                await transport.write(DATA)
        elif end is not End.CLOSE:
            assert answered == bytes(echo.heard[0]) == DATA[:after]

    echo = over(Fault(name="", down=Way(end=end, after=after)), test)
    assert bytes(echo.heard[0]) == (DATA if end is End.STALL else DATA[:after])


@pytest.mark.parametrize("end", [End.RESET, End.CLOSE, End.STALL])
def test_answers_break_off_and_the_device_has_it_all(end: End) -> None:
    async def test(transport: Noisy, _echo: Echo, _wire: Proxy) -> None:
        await transport.write(DATA)
        assert len(await read(transport, len(DATA))) <= 5

    echo = over(Fault(name="", up=Way(end=end, after=5)), test)
    assert bytes(echo.heard[0]) == DATA


@pytest.mark.parametrize(("way", "answer"), [(Way(lost=True), b""), (Way(instead=b"xyz"), b"xyz")])
def test_answers_are_lost_or_noise(way: Way, answer: bytes) -> None:
    async def test(transport: Noisy, echo: Echo, _wire: Proxy) -> None:
        await transport.write(DATA)
        assert await read(transport, 3) == answer

    assert bytes(over(Fault(name="", up=way), test).heard[0]) == DATA


@pytest.mark.parametrize("at", [0, 3, 9])
def test_noise_spoils_one_byte_of_a_connection(at: int) -> None:
    async def talk() -> bytes:
        async with line(HEALTHY, Noise(lambda byte: byte + b"!", at)) as (transport, echo, _):
            for start in range(0, 10, 5):
                await transport.write(b"0123456789"[start : start + 5])
            await read(transport, 11)
        return bytes(echo.heard[0])

    assert skipping.run(talk()) == b"0123456789"[: at + 1] + b"!" + b"0123456789"[at + 1 :]


def test_the_loop_waits_for_nothing_but_threads_and_bytes() -> None:
    async def talk() -> float:
        began = asyncio.get_running_loop().time()
        await asyncio.sleep(3600)
        async with asyncio.timeout(0.5):  # real seconds while a thread is at work
            await asyncio.to_thread(time.sleep, 0.01)
        return asyncio.get_running_loop().time() - began

    began = time.monotonic()
    assert 3600 <= skipping.run(talk()) < 3610
    assert time.monotonic() - began < 5
