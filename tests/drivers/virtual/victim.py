"""The process that test_kill kills: registers receipts and prints what it was told, until it dies."""

import asyncio
import sys
from pathlib import Path

from drivers import registry
from drivers.clock import SystemClock
from drivers.model.command import CashIn
from tests.drivers.virtual.shop import context, sale, tea


def _say(*words: object) -> None:
    print(*words, flush=True)


async def _work(driver: str, folder: Path) -> None:
    spec = registry.load(driver)
    kkt = spec.build(context(folder, SystemClock()), spec.options())
    amount = 0
    while True:
        amount += 1
        command = CashIn(amount) if amount % 3 == 0 else sale(tea(amount))
        _say("begin", amount, await kkt.mark())
        outcome = await kkt.execute(command)
        _say("done", amount, outcome.document.number if outcome.document else 0)


if __name__ == "__main__":
    asyncio.run(_work(sys.argv[1], Path(sys.argv[2])))
