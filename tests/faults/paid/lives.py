"""`python -m tests.faults.paid.lives FOLDER`: lives one life of the server after the other on the same data.

For each line it reads it forks a life, writes its process id, and, once that has ended, its exit code. Everything is
imported once, so that a life costs milliseconds.
"""

import os
import signal
import sys
import threading
import traceback
from pathlib import Path

from kkmserver import building, wiring  # noqa: F401 - the second one only so that no life has to read it
from kkmserver.__main__ import main as kkmserver
from kkmserver.config import load
from tests.faults.paid import shop


def main(folder: Path) -> None:
    building.check_devices(load(shop.settings_file(folder)))  # imports the drivers
    for _ in iter(sys.stdin.readline, ""):
        child = os.fork()
        if child == 0:
            _live(folder)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _live(folder: Path) -> None:
    """Never returns."""
    code = 70
    try:
        os.dup2(2, 1)  # stdout is the parent's
        threading.Thread(target=_stop_with_stdin, daemon=True).start()
        arguments = ["--config", str(shop.settings_file(folder)), "--data", str(shop.data_folder(folder))]
        kkmserver(["serve", *arguments], prog_name="kkmserver")
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0
    except BaseException:  # noqa: BLE001  # os._exit would swallow it
        traceback.print_exc()
    finally:
        os._exit(code)


def _stop_with_stdin() -> None:
    """Also where the tests themselves were killed: no server is left behind."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
