"""The line over a real connection: deadlines, cancelling, connections that break. The link has tests of its own."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

import pytest

from drivers.errors import DeviceOffline, OutcomeUnknown
from drivers.pirit.line import Line
from drivers.pirit.options import PiritOptions
from drivers.pirit.request import Request
from drivers.transports.connection import open_transport
from tests.clock import FakeClock
from tests.drivers.lower_level.port import RegisterPort
from tests.drivers.pirit.link_account import ASK, CLOSE, SELL, command
from tests.drivers.pirit.lower_level import Register
from tests.faults.wires.skipping import run as skipping


def runs(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @wraps(test)
    def run(**arguments: Any) -> None:
        skipping(test(**arguments))

    return run


def line_to(connection: str, **options: Any) -> Line:
    quick: dict[str, Any] = {"answer_timeout": 0.1, "byte_timeout": 0.02, "connect_timeout": 1.0}
    return Line(open_transport(connection), PiritOptions(connection=connection, **quick | options), FakeClock())


async def told(line: Line, request: Request[bytes]) -> int:
    """Which execution was answered."""
    return int((await line.ask(request)).data.rstrip(b"\x1c"))


@runs
async def test_exchanges() -> None:
    async with RegisterPort(Register()) as port:
        line = line_to(port.connection)
        assert line.broken
        await line.open()
        assert not line.broken
        for number, request in enumerate((ASK, SELL, SELL, CLOSE)):
            assert await told(line, request) == number
        await line.close()
        assert line.broken


@runs
async def test_another_password_is_another_frame() -> None:
    async with RegisterPort(Register()) as port:
        line = line_to(port.connection, password="ABCD")
        assert (await line.ask(SELL)).error == 7
        assert not port.register.executed
        await line.close()


def test_a_password_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="password"):
        PiritOptions(connection="tcp://127.0.0.1:1", password="ПИРИ")


@runs
async def test_what_a_serial_server_has_kept_is_dropped() -> None:
    async with RegisterPort(Register()) as port:
        port.greeting = b"\x06\x02 310015\x1c\x0300\x02"
        line = line_to(port.connection)
        await line.open()
        assert not line.stale
        assert await told(line, SELL) == 0
        await line.close()


@runs
async def test_without_open_it_connects_by_itself() -> None:
    async with RegisterPort(Register()) as port:
        line = line_to(port.connection)
        assert await told(line, ASK) == 0
        await line.close()
        assert await told(line, ASK) == 1
        await line.close()
        assert port.connections == 2


@pytest.mark.parametrize("left", [2, 5, 11])
@runs
async def test_a_connection_that_breaks_in_the_answer_leaves_a_document_in_doubt(left: int) -> None:
    async with RegisterPort(Register()) as port:
        line = line_to(port.connection)
        await line.open()
        port.left = left
        with pytest.raises(OutcomeUnknown):
            await line.ask(SELL)
        assert await told(line, ASK) == 1
        assert port.register.executed == [command(SELL), command(ASK)]
        await line.close()


@runs
async def test_a_connection_that_breaks_under_the_frame_leaves_it_in_doubt() -> None:
    async with RegisterPort(Register()) as port:
        line = line_to(port.connection)
        await line.open()
        port.left = 1  # ACK
        with pytest.raises(OutcomeUnknown):
            await line.ask(SELL)
        assert await told(line, SELL) == 0
        await line.close()


@runs
async def test_a_question_survives_it() -> None:
    async with RegisterPort(Register()) as port:
        line = line_to(port.connection)
        await line.open()
        port.left = 5
        assert await told(line, ASK) == 1
        await line.close()


@runs
async def test_a_connection_that_was_closed_meanwhile_is_made_again() -> None:
    async with RegisterPort(Register()) as port:
        line = line_to(port.connection)
        await line.open()
        port.hang_up()
        assert await told(line, SELL) == 0
        await line.close()


@runs
async def test_a_register_that_has_gone_before_the_command() -> None:
    async with RegisterPort(Register()) as port:
        line = line_to(port.connection)
        await line.open()
        await port.vanish()
        with pytest.raises(DeviceOffline) as error:
            await line.ask(SELL)
        assert error.value.nothing_sent
        assert line.broken


@pytest.mark.parametrize("request_", [SELL, ASK], ids=["sell", "ask"])
@runs
async def test_silence(request_: Request[bytes]) -> None:
    async with RegisterPort(Register()) as port:
        line = line_to(port.connection)
        await line.open()
        port.silent = True
        with pytest.raises(DeviceOffline) as error:
            await line.ask(request_)
        assert error.value.nothing_sent
        assert line.broken


@runs
async def test_a_command_that_is_cancelled_leaves_the_line_well() -> None:
    async with RegisterPort(Register()) as port:
        line = line_to(port.connection)
        await line.open()
        asking = asyncio.create_task(line.ask(SELL))
        while not port.register.executed:
            port.heard.clear()
            await port.heard.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert await told(line, ASK) == 1
        assert port.register.executed == [command(SELL), command(ASK)]
        await line.close()


@runs
async def test_nobody_listens() -> None:
    async with RegisterPort(Register()) as port:
        connection = port.connection
    line = line_to(connection)
    with pytest.raises(DeviceOffline):
        await line.open()
    with pytest.raises(DeviceOffline):
        await line.ask(ASK)
    await line.close()
