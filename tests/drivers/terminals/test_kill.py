"""Kill -9 at any moment of a payment: `settle` tells the truth of it, and the money is counted once."""

import random
import subprocess
import sys
import time
from pathlib import Path

from drivers.clock import SystemClock
from drivers.model.card import CardAction
from drivers.terminals.driver import TerminalDriver
from tests.drivers.terminals.till import done, money, move, pay, run
from tests.drivers.terminals.victim import command_of

ROOT = Path(__file__).parents[3]
KILLS = 6


def live(folder: Path, amount: int, seconds: float) -> list[list[str]]:
    """What the victim said until it was killed, `seconds` after its first word; `amount`: where it goes on."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.drivers.terminals.victim", str(folder), str(amount)],
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


def worth(amount: int) -> int:
    return 1 - amount if amount % 3 == 0 else amount


def test_killed_while_taking_money(tmp_path: Path) -> None:
    moments = random.Random(54)
    expected, amount, found = 0, 0, []
    for _ in range(KILLS):
        said = live(tmp_path, amount, moments.uniform(0, 0.06))
        begun = [words for words in said if words[0] == "begin"]
        assert begun, "it was killed before it began"
        answered = [int(words[1]) for words in said if words[0] == "done"]
        expected += sum(worth(one) for one in answered)
        _, word, rrn, mark = begun[-1]
        amount = int(word)
        if amount not in answered:
            found.append(settled(tmp_path, amount, rrn, mark))
            expected += worth(amount) if found[-1] else 0
        assert money(tmp_path) == expected
    assert expected > 0
    assert found, "none of them was killed in the middle"


def settled(folder: Path, amount: int, rrn: str, mark: str) -> bool:
    """Whether the one that got no answer was done, as the driver says, twice; and the till goes on."""
    answers = []

    async def scene(driver: TerminalDriver) -> None:
        command = command_of(amount, rrn)
        for _ in range(2):
            outcome = await driver.settle(command, mark)
            answers.append(None if outcome is None else outcome.card)
        paid = await done(driver, pay(500))
        await done(driver, move(CardAction.CANCEL, 500, paid.reference))

    run(folder, scene, SystemClock())
    assert answers[0] == answers[1]
    return answers[0] is not None
