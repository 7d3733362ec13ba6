"""kill -9 in the middle of a registry: each of its receipts is in the ФН once."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tests.faults.doors.mortal import born
from tests.faults.doors.registry_life import live

# A registry of a thousand, killed ten times: KKMSERVER_REGISTRY=1000 pytest tests/faults/doors/test_registry.py
RECEIPTS = int(os.environ.get("KKMSERVER_REGISTRY", "24"))
DEATHS = max(2, RECEIPTS // 100)


def test_killed_in_mid_registry(tmp_path: Path) -> None:
    for death in range(1, DEATHS + 1):
        kill(tmp_path, once_done=RECEIPTS * death // (DEATHS + 1))
    with born(live, tmp_path, RECEIPTS) as one:
        while isinstance(said := one.hear(), int):
            pass
    assert said == {"done": RECEIPTS}
    assert sums_in_storage(tmp_path) == [100 * number for number in range(1, RECEIPTS + 1)]


def kill(folder: Path, once_done: int) -> None:
    with born(live, folder, RECEIPTS) as one:
        while (said := one.hear()) < once_done:
            pass
        one.process.kill()
        assert one.ended() == -9, said


def sums_in_storage(folder: Path) -> Sequence[int]:
    (file,) = folder.rglob("storage.sqlite3")
    with closing(sqlite3.connect(file)) as database:
        rows = database.execute("SELECT total FROM steps WHERE receipt_type IS NOT NULL").fetchall()
    return sorted(row[0] for row in rows)
