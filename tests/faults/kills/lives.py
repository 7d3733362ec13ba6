"""`python -m tests.faults.kills.lives FOLDER`: lives one life of the server after the other on the same data.

Reads a Death as a line of JSON, "null" for a life that ends when stdin does; writes the exit code of the life. Imports
everything once and forks each life, so that a life costs milliseconds.
"""

import os
import signal
import sys
import threading
import time
import traceback
from pathlib import Path

from kkmserver import building, wiring
from kkmserver.__main__ import main as kkmserver
from kkmserver.config import load
from tests.faults.kills import shop
from tests.faults.kills.deadly_devices import deadly_drivers, deadly_storage
from tests.faults.kills.deadly_journal import DeadlyJournal
from tests.faults.kills.deaths import Death, Step
from tests.faults.kills.fate import Fate


def main(folder: Path) -> None:
    building.check_devices(load(shop.settings_file(folder)))  # imports the drivers and reads their tables
    for line in iter(sys.stdin.readline, ""):
        death = None if line.strip() == "null" else Death.load(line)
        child = os.fork()
        if child == 0:
            _live(folder, death)
        if death and death.step is Step.ANY:
            time.sleep(death.moment())
            os.kill(child, signal.SIGKILL)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _live(folder: Path, death: Death | None) -> None:
    """Never returns."""
    code = 70
    try:
        os.dup2(2, 1)  # stdout is the parent's
        threading.Thread(target=_stop_with_stdin, daemon=True).start()
        _install(Fate(death))
        arguments = ["--config", str(shop.settings_file(folder)), "--data", str(shop.data_folder(folder))]
        kkmserver(["serve", *arguments], prog_name="kkmserver")
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0
    except BaseException:  # noqa: BLE001  # os._exit would swallow it
        traceback.print_exc()
    finally:
        os._exit(code)


def _install(fate: Fate) -> None:
    """In this process alone: what the server is made of, wrapped."""
    DeadlyJournal.fate = fate
    wiring.SqliteJournal = DeadlyJournal  # type: ignore[attr-defined]
    deadly_storage(fate)
    deadly_drivers(fate)


def _stop_with_stdin() -> None:
    """Also where the tests themselves were killed: no server is left behind."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
