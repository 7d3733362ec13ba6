"""Kill -9 at any moment: the ФН stays consistent, and `settle` tells the truth of the command that was under way."""

import json
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from drivers.model.command import CashIn, ReadState, XReport
from drivers.virtual.kkt import VirtualKkt
from tests.drivers.virtual.shop import run, sale, tea

ROOT = Path(__file__).parents[3]
KILLS = 6


def live(folder: Path, seconds: float) -> list[list[str]]:
    """What the victim said until it was killed, `seconds` after its first word."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.drivers.virtual.victim", str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdout is not None
        first = victim.stdout.readline()
        time.sleep(seconds)
        victim.kill()
        return [
            line.split() for line in [first, *victim.stdout.read().splitlines(keepends=True)] if line.endswith("\n")
        ]


def recorded(folder: Path) -> tuple[int, int, int, int]:
    """Sum of receipts, sum of cash put in, drawer, and how many gaps the numbering of documents has."""
    db = sqlite3.connect(folder / "1" / "storage.sqlite3")
    (receipts,) = db.execute("SELECT coalesce(sum(total), 0) FROM steps").fetchone()
    subjects = [subject for (subject,) in db.execute("SELECT subject FROM steps WHERE subject IS NOT NULL")]
    put_in = sum(int(subject.split()[1]) for subject in subjects if subject.startswith("CashIn "))
    (gaps,) = db.execute("SELECT max(number) - count(*) FROM steps").fetchone()
    (missing,) = db.execute("SELECT max(document) - count(document) FROM steps").fetchone()
    (text,) = db.execute("SELECT counters FROM steps ORDER BY number DESC LIMIT 1").fetchone()
    (last,) = db.execute("SELECT max(document) FROM steps").fetchone()
    db.close()
    counters = json.loads(text)
    return receipts, put_in, counters.get("drawer", 0), abs(gaps) + abs(missing) + abs(counters["last_document"] - last)


def test_killed_while_registering(tmp_path: Path) -> None:
    moments = random.Random(54)
    answered_receipts = answered_cash = 0
    for _ in range(KILLS):
        said = live(tmp_path, moments.uniform(0, 0.08))
        done = [int(words[1]) for words in said if words[0] == "done"]
        answered_receipts += sum(amount for amount in done if amount % 3)
        answered_cash += sum(amount for amount in done if amount % 3 == 0)
        begun = [words for words in said if words[0] == "begin"]
        assert begun, "it was killed before it began"
        _, word, mark = begun[-1]
        amount = int(word)
        if amount not in done and lost(tmp_path, amount, mark):
            answered_receipts += amount if amount % 3 else 0
            answered_cash += 0 if amount % 3 else amount
        assert recorded(tmp_path) == (answered_receipts, answered_cash, answered_receipts + answered_cash, 0)
    assert answered_receipts > 0


def lost(folder: Path, amount: int, mark: str) -> bool:
    """Whether the command that got no answer was done, as `settle` says."""
    found: list[bool] = []

    async def scene(kkt: VirtualKkt) -> None:
        command = CashIn(amount) if amount % 3 == 0 else sale(tea(amount))
        found.append(await kkt.settle(command, mark) is not None)
        state = (await kkt.execute(ReadState())).state
        assert state is not None
        await kkt.execute(XReport())
        assert f"{state.cash // 100}.{state.cash % 100:02d}" in kkt.tape()[0].text()

    run(folder, scene)
    return found[0]
