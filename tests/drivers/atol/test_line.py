"""The line over a real connection: deadlines, cancelling, connections that break. The links have tests of their own."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, cast

import pytest

from drivers.atol.line import Line
from drivers.atol.options import AtolOptions
from drivers.atol.reply import Reply
from drivers.atol.request import Request
from drivers.errors import DeviceOffline, OutcomeUnknown
from drivers.transports.connection import open_transport
from tests.drivers.atol.conversation import CLOSE, PAY, TOTAL
from tests.drivers.atol.levels import Buffer, Old, Peer
from tests.drivers.lower_level.port import RegisterPort
from tests.faults.wires.skipping import LoopClock
from tests.faults.wires.skipping import run as skipping


def runs(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @wraps(test)
    def run(**arguments: Any) -> None:
        skipping(test(**arguments))

    return run


def port_of(peer: Peer) -> RegisterPort:
    """It takes whatever hears and says."""
    return RegisterPort(cast("Any", peer))


def line_to(connection: str, **options: Any) -> Line:
    quick: dict[str, Any] = {"answer_timeout": 0.1, "connect_timeout": 1.0}
    settings = AtolOptions(connection=connection, **quick | options)
    return Line(open_transport(connection), settings, LoopClock())


def reply(number: int) -> Reply:
    return Reply(0, 0, bytes([0xA5, number, 0, 0x5A]))


def bodies(peer: Peer) -> list[bytes]:
    return [task[2:] for task in peer.executed]


@pytest.mark.parametrize("link", ["auto", "v3", "v2"])
@runs
async def test_exchanges(link: str) -> None:
    peer: Peer = Old() if link == "v2" else Buffer()
    async with port_of(peer) as port:
        line = line_to(port.connection, link=link, password_operator=30)
        assert line.broken
        await line.open()
        assert not line.broken
        for number, request in enumerate((TOTAL, PAY, PAY, CLOSE)):
            assert await line.ask(request) == reply(number)
        assert (line.next_tid is None) == (link == "v2")
        assert peer.executed[0] == b"\0\x30\x58"
        await line.close()
        assert line.broken


@runs
async def test_without_open_it_connects_by_itself() -> None:
    async with port_of(Buffer()) as port:
        line = line_to(port.connection)
        assert await line.ask(TOTAL) == reply(0)
        await line.close()
        assert await line.ask(PAY) == reply(1)
        await line.close()
        assert port.connections == 2


@pytest.mark.parametrize("left", [*range(6), *range(7, 17)])
@runs
async def test_a_connection_that_breaks_anywhere_loses_nothing(left: int) -> None:
    """After so many bytes of the answer to Ack, of A1 and of the result that comes by itself."""
    peer = Buffer()
    async with port_of(peer) as port:
        line = line_to(port.connection)
        await line.open()
        await line.ask(TOTAL)
        port.left = left
        assert await line.ask(PAY) == reply(1)
        port.left = None
        assert await line.ask(PAY) == reply(2)
        assert bodies(peer) == [TOTAL.body, PAY.body, PAY.body]
        await line.close()


@runs
async def test_a_connection_that_breaks_under_the_command_leaves_it_in_doubt() -> None:
    """After the answer to Ack: the task never came to the register, but nobody can know."""
    peer = Buffer()
    async with port_of(peer) as port:
        line = line_to(port.connection)
        await line.ask(TOTAL)
        port.left = 6
        with pytest.raises(OutcomeUnknown):
            await line.ask(PAY)
        assert line.tid_in_flight is None
        assert await line.ask(PAY) == reply(1)
        await line.close()


@runs
async def test_a_connection_that_was_closed_meanwhile_is_made_again() -> None:
    async with port_of(Buffer()) as port:
        line = line_to(port.connection)
        await line.ask(TOTAL)
        port.hang_up()
        assert await line.ask(PAY) == reply(1)
        await line.close()


@pytest.mark.parametrize(("request_", "kind"), [(PAY, OutcomeUnknown), (TOTAL, DeviceOffline)], ids=["pay", "ask"])
@runs
async def test_a_register_that_goes_after_the_command(request_: Request[bytes], kind: type[Exception]) -> None:
    peer = Buffer()
    async with port_of(peer) as port:
        line = line_to(port.connection)
        await line.open()
        port.left = 0
        asking = asyncio.create_task(line.ask(request_))
        while not peer.executed:
            port.heard.clear()
            await port.heard.wait()
        await port.vanish()
        with pytest.raises(kind):
            await asking
        assert line.tid_in_flight is not None


@runs
async def test_a_register_that_has_gone_before_the_command() -> None:
    async with port_of(Buffer()) as port:
        line = line_to(port.connection)
        await line.ask(TOTAL)
        await port.vanish()
        with pytest.raises(DeviceOffline) as error:
            await line.ask(PAY)
        assert error.value.nothing_sent
        assert line.broken
        assert line.tid_in_flight is None


@pytest.mark.parametrize("resumed", [True, False])
@runs
async def test_the_command_of_an_earlier_process(resumed: bool) -> None:
    peer = Buffer()
    async with port_of(peer) as port:
        line = line_to(port.connection)
        await line.open()
        tid = line.next_tid
        assert tid is not None
        port.silent = False
        asking = asyncio.create_task(line.ask(CLOSE))
        while not peer.executed:
            port.silent = bool(peer.executed)
            port.heard.clear()
            await port.heard.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await line.close()
        port.silent = False
        after = line_to(port.connection)
        if resumed:
            after.resume(tid)
            assert after.tid_in_flight == tid
        await after.open()
        assert list(after.stale) == ([reply(0)] if resumed else [])
        assert await after.ask(TOTAL) == reply(1)
        await after.close()


@runs
async def test_a_command_that_is_cancelled_is_settled_before_the_next() -> None:
    peer = Buffer(sends=False, busy=3600.0)
    async with port_of(peer) as port:
        line = line_to(port.connection)
        await line.open()
        asking = asyncio.create_task(line.ask(PAY))
        while not peer.executed:
            port.heard.clear()
            await port.heard.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        with pytest.raises(DeviceOffline, match="прежнюю"):
            await line.ask(CLOSE)
        assert bodies(peer) == [PAY.body]
        await line.close()


@pytest.mark.parametrize("link", ["v3", "v2"])
@runs
async def test_silence(link: str) -> None:
    peer = Buffer()
    async with port_of(peer) as port:
        line = line_to(port.connection, link=link)
        port.silent = True
        with pytest.raises(DeviceOffline) as error:
            await line.ask(PAY)
        assert error.value.nothing_sent
        assert line.broken
        assert not peer.executed


@runs
async def test_nobody_listens() -> None:
    async with port_of(Buffer()) as port:
        connection = port.connection
    line = line_to(connection)
    with pytest.raises(DeviceOffline):
        await line.open()
    assert line.broken


@runs
async def test_a_register_that_goes_while_the_task_of_an_earlier_process_is_looked_for() -> None:
    async with port_of(Buffer()) as port:
        line = line_to(port.connection)
        line.resume(7)
        port.silent = True
        opening = asyncio.create_task(line.open())
        await port.heard.wait()
        await port.vanish()
        with pytest.raises(DeviceOffline):
            async with asyncio.timeout(3600):
                await opening
        assert line.tid_in_flight == 7
