"""Kill -9 at named points and at random moments: nothing accepted is forgotten, nothing is printed twice."""

import asyncio
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from kkmserver.store.record import Record, State
from kkmserver.store.sqlite import SqliteJournal
from tests.faults.shop import ASKABLE, MUTE, lines

KILLS = 24
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


def _live_and_die(folder: Path, seed: int) -> list[str]:
    """The ids that were sent."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.faults.shop", str(folder), str(KILLS), str(seed)]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr
    deaths, sent = map(int, run.stdout.split())
    assert deaths >= KILLS // 2, run.stderr
    assert "Traceback" not in run.stderr
    return [str(number) for number in range(sent)]


async def _records(folder: Path, ids: list[str]) -> dict[str, Record | None]:
    journal = await SqliteJournal.open(folder / "journal.db")
    records = {one: await journal.find(one) for one in ids}
    assert await journal.unfinished() == []
    await journal.close()
    return records


def _paper(folder: Path, word: str) -> Counter[str]:
    both = [*lines(folder / f"paper {ASKABLE}"), *lines(folder / f"paper {MUTE}")]
    return Counter(text for what, text in both if what == word)


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_again_and_again(tmp_path: Path, seed: int) -> None:
    ids = _live_and_die(tmp_path, seed)
    records = asyncio.run(_records(tmp_path, ids))
    begun, printed = _paper(tmp_path, "begin"), _paper(tmp_path, "done")
    assert {one for (one,) in lines(tmp_path / "accepted")} == set(ids)
    assert not [one for one, times in printed.items() if times > 1], "printed twice"
    for one, record in records.items():
        assert record, f"{one} forgotten"
        number = record.entry.device
        if record.state is State.UNKNOWN:
            assert number == MUTE
            assert record.failure
            assert record.failure.text.startswith("Результат неизвестен:")
        else:
            assert record.state is State.DONE, record
            assert printed[one] == 1
        if number == MUTE:
            assert begun[one] <= 1, "begun again without proof"
    assert any(times > 1 for one, times in begun.items() if records[one]), "no attempt was ever repeated"
    assert any(record and record.state is State.UNKNOWN for record in records.values())
