"""A serial line, and every kind of event loop that may have to serve it."""

import asyncio
import os
from collections.abc import Coroutine, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from tests.drivers.transports.serial_line import Line, Run


class Unwatching(asyncio.SelectorEventLoop):
    """As that of Windows."""

    def add_reader(self, *_: object) -> NoReturn:
        raise NotImplementedError


def _uvloop() -> asyncio.AbstractEventLoop:
    uvloop = pytest.importorskip("uvloop")
    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop


@pytest.fixture(params=[asyncio.SelectorEventLoop, _uvloop, Unwatching], ids=["asyncio", "uvloop", "threads"])
def run(request: pytest.FixtureRequest) -> "Run":
    def run_in(work: Coroutine[Any, Any, None]) -> None:
        with asyncio.Runner(loop_factory=request.param) as runner:
            runner.run(asyncio.wait_for(work, 10))

    return run_in


@pytest.fixture
def line() -> "Iterator[Line]":
    import pty

    from tests.drivers.transports.serial_line import Line

    master, slave = pty.openpty()
    yield Line(master, slave, os.ttyname(slave))
    os.close(slave)
    os.close(master)
