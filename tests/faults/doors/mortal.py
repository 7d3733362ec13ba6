"""Processes made to be killed, forked from one that has everything imported: a life costs milliseconds to begin."""

import multiprocessing
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("no fork and no SIGKILL there", allow_module_level=True)

LONGEST = 30.0  # seconds of a life, and of a silence
_LIVES = multiprocessing.get_context("forkserver")
_LIVES.set_forkserver_preload(["pytest", "tests.faults.doors.itkassa_victim", "tests.faults.doors.registry_life"])


@dataclass(frozen=True)
class Life:
    process: BaseProcess
    told: Connection

    def hear(self) -> Any:
        """The next thing it tells. Raises EOFError after its end."""
        assert self.told.poll(LONGEST), "nothing was told in time"
        return self.told.recv()

    def ended(self) -> int | None:
        """As Process.exitcode: -9 = killed."""
        self.process.join(LONGEST)
        return self.process.exitcode


@contextmanager
def born(live: Callable[..., None], *given: object) -> Iterator[Life]:
    """`live` is called with what is given and with the connection it tells over."""
    told, say = _LIVES.Pipe(duplex=False)
    process = _LIVES.Process(target=live, args=(*given, say))
    process.start()
    say.close()
    try:
        yield Life(process, told)
    finally:
        process.kill()
        process.join(LONGEST)
        process.close()
        told.close()
