"""Kill -9 before and after everything that corrections, marked goods and registrations do to the disk."""

import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest

from drivers.model.command import CashIn, OpenShift
from drivers.virtual import storage_file
from drivers.virtual.kkt import VirtualKkt
from tests.drivers.virtual import deaths
from tests.drivers.virtual.shop import CASHIER, run

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(sys.platform == "win32", reason="has no fork")
def test_killed_at_every_moment(tmp_path: Path) -> None:
    lives = subprocess.run(
        [sys.executable, "-m", "tests.drivers.virtual.deaths", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout.splitlines()
    moments: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for life in lives:
        case, moment, mark, end = life.split()
        done = settled(tmp_path / f"{case}-{moment}", case, mark)
        assert done or end == "killed"
        moments[case] += 1
        found[case] += done
    assert set(moments) == set(deaths.CASES)
    for case, count in moments.items():  # it has died before it was done, and after
        assert 2 <= found[case] < count, f"{case}: done in {found[case]} of {count}"


def settled(folder: Path, case: str, mark: str) -> bool:
    """Whether it was done; where it was not, it can be done now. Either way all that is left is whole."""
    command, found = deaths.CASES[case], []

    async def scene(kkt: VirtualKkt) -> None:
        outcome = await kkt.settle(command, mark)
        found.append(outcome is not None)
        told = outcome or await kkt.execute(command)
        assert told.document is not None
        last = await kkt.execute(OpenShift(CASHIER)) if case not in ("close", "correction", "marked") else None
        assert last is None or last.document is not None
        state = await kkt.state()
        assert state.storage == told.document.storage
        assert state.last_document == told.document.number + (last is not None)
        assert await kkt.settle(CashIn(1), await kkt.mark()) is None

    run(folder, scene, **asdict(deaths.options(case)))
    whole(storage_file.current(folder / "1")[0])
    return found[0]


def whole(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        numbers = [number for (number,) in db.execute("SELECT document FROM steps WHERE document ORDER BY number")]
    assert numbers == list(range(1, len(numbers) + 1))
