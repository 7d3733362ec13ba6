"""`python -m tests.kkmserver.callbacks.lives CONFIG DATA STEPS`: a server that dies at its first, second … step.

After the last death it lives on until stdin ends; each line there is a further death. Imports everything once and forks
each life. A step is the moment before or after one of the things that callbacks do: ask the site, give a command, write
what is owed.
"""

import gc
import os
import signal
import sys
import threading
import traceback
from collections.abc import Awaitable, Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import ParamSpec, TypeVar

from kkmserver import building, wiring  # noqa: F401 - the second one only so that no life has to read it
from kkmserver.__main__ import main as kkmserver
from kkmserver.callbacks.errands import Errands
from kkmserver.callbacks.line import Line
from kkmserver.callbacks.poller import Poller
from kkmserver.config import load
from kkmserver.store.sqlite import SqliteJournal

# What a server imports when it serves, and when it asks a site.
LATER = (
    "httpcore",
    "anyio._backends._asyncio",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
    "kkmserver.web.app",
)
P = ParamSpec("P")
T = TypeVar("T")


class Fate:
    """`step`: the one that is the last; 0 = none."""

    def __init__(self, step: int) -> None:
        self._left = step

    def step(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def deadly(self, work: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        @wraps(work)
        async def tempted(*args: P.args, **kwargs: P.kwargs) -> T:
            self.step()
            result = await work(*args, **kwargs)
            self.step()
            return result

        return tempted


def main(config: str, data: str, steps: str) -> None:
    building.check_devices(load(Path(config)))  # imports the drivers
    for name in LATER:
        import_module(name)
    gc.freeze()  # or every life would touch all of it, and copy it
    for step in range(1, int(steps) + 1):
        code = os.waitstatus_to_exitcode(os.waitpid(_born(config, data, step), 0)[1])
        assert code == -signal.SIGKILL, (step, code)
    line = True
    while line:
        child = _born(config, data, 0)
        line = bool(sys.stdin.readline())
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _born(config: str, data: str, step: int) -> int:
    """Its process."""
    child = os.fork()
    if child == 0:
        _live(config, data, step)
    return child


def _live(config: str, data: str, step: int) -> None:
    """Never returns."""
    try:
        threading.Timer(20, os._exit, (71,)).start() if step else None
        _install(Fate(step))
        kkmserver(["serve", "--config", config, "--data", data], prog_name="kkmserver")
    except BaseException:  # noqa: BLE001  # os._exit would swallow it
        traceback.print_exc()
    finally:
        os._exit(70)


def _install(fate: Fate) -> None:
    """In this process alone."""
    for owner, names in ((Line, ["ask"]), (Errands, ["_answer"]), (SqliteJournal, ["owe", "answer", "acknowledge"])):
        for name in names:
            setattr(owner, name, fate.deadly(getattr(owner, name)))
    turn = Poller._turn

    async def quick(self: Poller) -> float:
        return min(await turn(self), 0.02)

    setattr(Poller, "_turn", quick)  # noqa: B010


if __name__ == "__main__":
    main(*sys.argv[1:])
