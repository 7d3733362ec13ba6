"""The process that test_kill kills: takes payments and gives some back, and prints what it was told until it dies."""

import asyncio
import sys
from pathlib import Path

from drivers.clock import SystemClock
from drivers.model.card import CardAction, CardReference
from drivers.model.command import MoveCardMoney
from tests.drivers.terminals.till import done, move, pay, terminal


def command_of(amount: int, rrn: str) -> MoveCardMoney:
    """Every third one gives the payment before it back."""
    return move(CardAction.CANCEL, amount - 1, CardReference(rrn=rrn)) if amount % 3 == 0 else pay(amount)


async def _work(folder: Path, amount: int) -> None:
    driver, rrn = terminal(folder, SystemClock()), ""
    while True:
        amount += 1
        if amount % 3 == 0 and not rrn:
            continue
        command = command_of(amount, rrn)
        print("begin", amount, rrn or "-", await driver.mark(), flush=True)
        rrn = (await done(driver, command)).reference.rrn
        print("done", amount, flush=True)


if __name__ == "__main__":
    asyncio.run(_work(Path(sys.argv[1]), int(sys.argv[2])))
