"""The line over a real connection: deadlines, cancelling, connections that break. The link has tests of its own."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

import pytest

from drivers.errors import DeviceOffline, FrameError, OutcomeUnknown
from drivers.shtrih.codec import Reply
from drivers.shtrih.line import Line
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.request import Request
from drivers.transports.connection import open_transport
from tests.clock import FakeClock
from tests.drivers.lower_level.port import RegisterPort
from tests.drivers.shtrih.link_account import ASK, CLOSE, SELL, numbered
from tests.drivers.shtrih.lower_level import Register
from tests.faults.wires.skipping import run as skipping


def runs(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @wraps(test)
    def run(**arguments: Any) -> None:
        skipping(test(**arguments))

    return run


def line_to(connection: str, **options: Any) -> Line:
    quick: dict[str, Any] = {"answer_timeout": 0.1, "byte_timeout": 0.02, "connect_timeout": 1.0}
    settings = ShtrihOptions(connection=connection, **quick | options)
    return Line(open_transport(connection), settings, FakeClock())


def reply(request: Request[bytes], number: int) -> Reply:
    return Reply(0, numbered(request.body, number)[len(request.code) + 1 :], request.code)


@runs
async def test_exchanges() -> None:
    async with RegisterPort(Register(numbered, filler=True)) as port:
        line = line_to(port.connection)
        assert line.broken
        await line.open()
        assert not line.broken
        for number, request in enumerate((ASK, SELL, SELL, CLOSE)):
            assert await line.ask(request) == reply(request, number)
        await line.close()
        assert line.broken


@runs
async def test_what_the_register_holds_is_taken_when_it_is_opened() -> None:
    register = Register(numbered)
    for byte in bytes.fromhex("02 06 FF 45 1E 00 00 00 A2"):
        register.hear(0.0, byte)
    register.said.clear()
    async with RegisterPort(register) as port:
        line = line_to(port.connection)
        await line.open()
        assert line.stale.popleft() == reply(CLOSE, 0)
        assert await line.ask(SELL) == reply(SELL, 1)
        await line.close()


@runs
async def test_what_a_serial_server_has_kept_is_dropped() -> None:
    async with RegisterPort(Register(numbered)) as port:
        port.greeting = b"\x06\x02\x03\xff\x46\x00\xba"
        line = line_to(port.connection)
        await line.open()
        assert not line.stale
        await line.close()


@runs
async def test_without_open_it_connects_by_itself() -> None:
    async with RegisterPort(Register(numbered)) as port:
        line = line_to(port.connection)
        assert await line.ask(ASK) == reply(ASK, 0)
        await line.close()
        assert await line.ask(ASK) == reply(ASK, 1)
        await line.close()
        assert port.connections == 2


@pytest.mark.parametrize("left", range(2, 13))
@runs
async def test_a_connection_that_breaks_anywhere_loses_nothing(left: int) -> None:
    """After so many bytes of NAK, ACK and the answer; 12: after the whole answer, before our ACK is heard."""
    async with RegisterPort(Register(numbered)) as port:
        line = line_to(port.connection)
        await line.open()
        await line.ask(ASK)
        port.left = left
        assert await line.ask(SELL) == reply(SELL, 1)
        port.left = None
        assert await line.ask(SELL) == reply(SELL, 2)
        assert port.register.executed == [ASK.body, SELL.body, SELL.body]
        await line.close()


@runs
async def test_a_connection_that_breaks_under_the_command_leaves_it_in_doubt() -> None:
    async with RegisterPort(Register(numbered)) as port:
        line = line_to(port.connection)
        await line.open()
        port.left = 1
        with pytest.raises(OutcomeUnknown):
            await line.ask(SELL)
        assert await line.ask(SELL) == reply(SELL, 0)
        await line.close()


@runs
async def test_a_connection_that_was_closed_meanwhile_is_made_again() -> None:
    async with RegisterPort(Register(numbered)) as port:
        line = line_to(port.connection)
        await line.open()
        port.hang_up()
        assert await line.ask(SELL) == reply(SELL, 0)
        await line.close()


@runs
async def test_a_register_that_has_gone_before_the_command() -> None:
    async with RegisterPort(Register(numbered)) as port:
        line = line_to(port.connection)
        await line.open()
        await port.vanish()
        with pytest.raises(DeviceOffline) as error:
            await line.ask(SELL)
        assert error.value.nothing_sent
        assert line.broken


@pytest.mark.parametrize(("request_", "kind"), [(SELL, OutcomeUnknown), (ASK, DeviceOffline)], ids=["sell", "ask"])
@runs
async def test_a_register_that_goes_after_the_command(request_: Request[bytes], kind: type[Exception]) -> None:
    async with RegisterPort(Register(numbered)) as port:
        line = line_to(port.connection)
        await line.open()
        port.left = 2
        asking = asyncio.create_task(line.ask(request_))
        while not port.register.executed:
            port.heard.clear()
            await port.heard.wait()
        await port.vanish()
        with pytest.raises(kind):
            await asking
        assert line.broken


@runs
async def test_a_command_that_is_cancelled_leaves_the_line_well() -> None:
    async with RegisterPort(Register(numbered)) as port:
        line = line_to(port.connection)
        await line.open()
        asking = asyncio.create_task(line.ask(SELL))
        while not port.register.executed:
            port.silent = bool(port.register.executed)
            port.heard.clear()
            await port.heard.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert await line.ask(ASK) == reply(ASK, 1)
        assert list(line.stale) in ([], [reply(SELL, 0)])
        assert port.register.executed == [SELL.body, ASK.body]
        await line.close()


@pytest.mark.parametrize("request_", [SELL, ASK], ids=["sell", "ask"])
@runs
async def test_silence(request_: Request[bytes]) -> None:
    async with RegisterPort(Register(numbered)) as port:
        line = line_to(port.connection)
        await line.open()
        port.silent = True
        with pytest.raises(DeviceOffline) as error:
            await line.ask(request_)
        assert error.value.nothing_sent
        assert line.broken
        assert not port.register.executed


@runs
async def test_nobody_listens() -> None:
    async with RegisterPort(Register(numbered)) as port:
        connection = port.connection
    line = line_to(connection)
    with pytest.raises(DeviceOffline):
        await line.open()
    with pytest.raises(DeviceOffline):
        await line.ask(ASK)
    await line.close()


@runs
async def test_bytes_without_end_have_an_end() -> None:
    """Another device: the exchange ends by its limit at the latest."""

    async def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                writer.write(b"\xaa" * 100)
                await writer.drain()
        except ConnectionError:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    line = line_to(f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    with pytest.raises(FrameError):
        await line.open()
    assert line.broken
    server.close()
    await server.wait_closed()


class Hung:
    """A transport that never comes to an end."""

    answers, patience = True, 0.0

    async def open(self) -> None:
        await asyncio.Event().wait()

    async def write(self, data: bytes) -> None:
        await asyncio.Event().wait()

    async def read(self, size: int) -> bytes:
        await asyncio.Event().wait()
        return b""

    async def finish(self) -> None: ...

    async def close(self) -> None:
        await asyncio.Event().wait()


@runs
async def test_a_port_that_hangs_is_given_up() -> None:
    line = Line(Hung(), ShtrihOptions(connection="serial://COM3", connect_timeout=0.1), FakeClock())
    with pytest.raises(DeviceOffline):
        await line.open()


class DeafPort(Hung):
    """It opens, and holds the first write for ever."""

    async def open(self) -> None: ...
    async def close(self) -> None: ...


@runs
async def test_a_write_that_hangs_ends_with_the_limit() -> None:
    options = ShtrihOptions(connection="serial://COM3", answer_timeout=0.1, byte_timeout=0.01, tries=1)
    line = Line(DeafPort(), options, FakeClock())
    quick = Request(name="status", body=b"\x10\x1e\0\0\0", read=bytes, patience=0.01)
    with pytest.raises(DeviceOffline):
        await line.ask(quick)
