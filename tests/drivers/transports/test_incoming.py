"""What comes in on a socket, under every kind of event loop."""

import asyncio
import socket
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, NoReturn

import pytest

from drivers.emulation.line import reset_on_close
from drivers.transports.incoming import Incoming


class Unwatching(asyncio.SelectorEventLoop):
    """As that of Windows."""

    def add_reader(self, *_: object) -> NoReturn:
        raise NotImplementedError


def _uvloop() -> asyncio.AbstractEventLoop:
    uvloop = pytest.importorskip("uvloop")
    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop


@pytest.fixture(params=[asyncio.SelectorEventLoop, Unwatching, _uvloop])
def run(request: pytest.FixtureRequest) -> Callable[[Coroutine[Any, Any, None]], None]:
    def run_in(work: Coroutine[Any, Any, None]) -> None:
        with asyncio.Runner(loop_factory=request.param) as runner:
            runner.run(asyncio.wait_for(work, 5))

    return run_in


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Ours, which does not block, and the device's."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ours = socket.create_connection(listener.getsockname())
        theirs, _ = listener.accept()
    ours.setblocking(False)
    with ours, theirs:
        yield ours, theirs


def test_all_of_it_in_order_then_the_end(
    run: Callable[[Coroutine[Any, Any, None]], None], ends: tuple[socket.socket, socket.socket]
) -> None:
    async def main() -> None:
        ours, theirs = ends
        incoming = Incoming(ours)
        reading = asyncio.ensure_future(incoming.read(3))
        await asyncio.sleep(0)
        theirs.sendall(b"abcde")
        assert (await reading, await incoming.read(3)) == (b"abc", b"de")
        theirs.close()
        assert await incoming.read(3) == b""
        incoming.stop()

    run(main())


def test_what_comes_while_nobody_reads_waits(
    run: Callable[[Coroutine[Any, Any, None]], None], ends: tuple[socket.socket, socket.socket]
) -> None:
    async def main() -> None:
        ours, theirs = ends
        incoming = Incoming(ours)
        reading = asyncio.ensure_future(incoming.read(3))
        await asyncio.sleep(0)
        reading.cancel()
        theirs.sendall(b"abc")
        await asyncio.sleep(0.01)
        assert await incoming.read(3) == b"abc"
        reading = asyncio.ensure_future(incoming.read(3))
        await asyncio.sleep(0)
        theirs.sendall(b"de")
        assert await reading == b"de"
        incoming.stop()

    run(main())


def test_a_reset_right_behind_an_answer_is_heard(
    run: Callable[[Coroutine[Any, Any, None]], None], ends: tuple[socket.socket, socket.socket]
) -> None:
    async def main() -> None:
        ours, theirs = ends
        incoming = Incoming(ours)
        reading = asyncio.ensure_future(incoming.read(100))
        await asyncio.sleep(0)
        theirs.sendall(b"fine")
        reset_on_close(theirs)
        theirs.close()
        assert await reading == b"fine"
        with pytest.raises(ConnectionResetError):
            await incoming.read(100)
        incoming.stop()

    run(main())
