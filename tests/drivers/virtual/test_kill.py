"""Kill -9 at any moment: the ФН stays consistent, and `settle` tells the truth of the command that was under way."""

import asyncio
import json
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from drivers import registry
from drivers.model.command import CashIn, ReadState, XReport
from drivers.ports import HasTape
from tests.drivers.virtual.shop import context, sale, tea

ROOT = Path(__file__).parents[3]
FILES = {"virtual-kkt": "storage.sqlite3", "virtual-kkm-kz": "kazakh.sqlite3"}
KILLS = {"virtual-kkt": 6, "virtual-kkm-kz": 3}


def live(driver: str, folder: Path, seconds: float) -> list[list[str]]:
    """What the victim said until it was killed, `seconds` after its first word."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.drivers.virtual.victim", driver, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as victim:
        assert victim.stdout is not None
        first = victim.stdout.readline()
        time.sleep(seconds)
        victim.kill()
        return [
            line.split() for line in [first, *victim.stdout.read().splitlines(keepends=True)] if line.endswith("\n")
        ]


def recorded(file: Path) -> tuple[int, int, int, int]:
    """Sum of receipts, sum of cash put in, drawer, and how many gaps the numbering of documents has."""
    db = sqlite3.connect(file)
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


@pytest.mark.parametrize("driver", FILES)
def test_killed_while_registering(tmp_path: Path, driver: str) -> None:
    moments = random.Random(54)
    answered_receipts = answered_cash = 0
    for _ in range(KILLS[driver]):
        said = live(driver, tmp_path, moments.uniform(0, 0.08))
        done = [int(words[1]) for words in said if words[0] == "done"]
        answered_receipts += sum(amount for amount in done if amount % 3)
        answered_cash += sum(amount for amount in done if amount % 3 == 0)
        begun = [words for words in said if words[0] == "begin"]
        assert begun, "it was killed before it began"
        _, word, mark = begun[-1]
        amount = int(word)
        if amount not in done and lost(driver, tmp_path, amount, mark):
            answered_receipts += amount if amount % 3 else 0
            answered_cash += 0 if amount % 3 else amount
        assert recorded(tmp_path / "1" / FILES[driver]) == (
            answered_receipts,
            answered_cash,
            answered_receipts + answered_cash,
            0,
        )
    assert answered_receipts > 0


def lost(driver: str, folder: Path, amount: int, mark: str) -> bool:
    """Whether the command that got no answer was done, as `settle` says."""
    found: list[bool] = []
    spec = registry.load(driver)

    async def scene() -> None:
        kkt = spec.build(context(folder), spec.options())
        assert isinstance(kkt, HasTape)
        command = CashIn(amount) if amount % 3 == 0 else sale(tea(amount))
        found.append(await kkt.settle(command, mark) is not None)
        state = (await kkt.execute(ReadState())).state
        assert state is not None
        await kkt.execute(XReport())
        assert f"{state.cash // 100}.{state.cash % 100:02d}" in kkt.tape()[0].text()
        await kkt.close()

    asyncio.run(scene())
    return found[0]
