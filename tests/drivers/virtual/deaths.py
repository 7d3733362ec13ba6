"""A process that dies of kill -9 at a chosen moment of a command: before or after each thing that touches the disk.

Prints a line of words for each life: case, moment, mark, and "killed" or "lived". Each life is a fork, and its register
keeps its ФН in a folder of its own: <folder>/<case>-<moment>. The moments go on until the command outlives them.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from drivers.model.command import CloseShift, Command
from drivers.model.registration import RegistrationStep
from drivers.virtual.kkt import VirtualKkt
from drivers.virtual.options import VirtualKktOptions
from drivers.virtual.storage import Storage
from tests.drivers.virtual.shop import CASHIER, context, sale, tea
from tests.drivers.virtual.test_correction import correction
from tests.drivers.virtual.test_marked import water
from tests.drivers.virtual.test_registrar import BY_COMMAND, CLOSE, FIRST, NEW_STORAGE, step

CASES: Mapping[str, Command] = {
    "correction": correction(tea(12_200)),
    "marked": sale(water()),
    "open": FIRST,
    "change": step(RegistrationStep.CHANGE_OWNER, place="Зал"),
    "close": CLOSE,
    "replace": NEW_STORAGE,
}
_MOST = 40


def options(case: str) -> VirtualKktOptions:
    return VirtualKktOptions(**BY_COMMAND) if case == "open" else VirtualKktOptions()


class _Fate:
    def __init__(self, moment: int) -> None:
        self._left = moment

    def passing(self) -> None:
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1

    def watch(self, owner: type, name: str) -> None:
        plain: Callable[..., Any] = getattr(owner, name)

        def watched(*args: Any, **kwargs: Any) -> Any:
            self.passing()
            answer = plain(*args, **kwargs)
            self.passing()
            return answer

        setattr(owner, name, watched)


async def _live(folder: Path, case: str, moment: int) -> None:
    kkt = VirtualKkt(context(folder), options(case))
    if case != "open":
        await kkt.execute(sale(tea(700)))
        await kkt.execute(CloseShift(CASHIER))
    print(case, moment, await kkt.mark(), end=" ", flush=True)
    fate = _Fate(moment)
    for owner, name in ((Storage, "__init__"), (Storage, "append"), (Storage, "make_movable"), (Path, "replace")):
        fate.watch(owner, name)
    await kkt.execute(CASES[case])
    os._exit(0)


def _fork(folder: Path, case: str, moment: int) -> bool:
    """Whether it was killed."""
    child = os.fork()
    if not child:
        asyncio.run(_live(folder / f"{case}-{moment}", case, moment))
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"{case} {moment}: ended by itself with {os.WEXITSTATUS(status)}")
    return os.WIFSIGNALED(status)


def main(folder: Path) -> None:
    for case in CASES:
        for moment in range(_MOST):
            killed = _fork(folder, case, moment)
            print("killed" if killed else "lived", flush=True)
            if not killed:
                break


if __name__ == "__main__":
    main(Path(sys.argv[1]))
