"""The shop's side without a server around it: a dialect above a Desk, a journal, sites that are asked quickly."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from drivers.clock import SystemClock
from drivers.model.command import Command
from drivers.model.outcome import Outcome
from kkmserver.callbacks.callbacks import Callbacks
from kkmserver.config_callbacks import CallbackConfig
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.owed import Debts
from tests.kkmserver.dialects.kkm.desk import Result
from tests.kkmserver.dialects.kkm.desk import Shop as Counter

WITHIN = 20.0
DONE = Outcome()


class QuickClock(SystemClock):
    """A second takes a millisecond."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(seconds / 1000)


class Shop:
    def __init__(
        self,
        answer: Callable[[Command], Result] | Result = DONE,
        debts: Debts | None = None,
    ) -> None:
        self.counter, self.debts, self.clock = Counter(answer), debts or MemoryJournal(), QuickClock()
        self.callbacks = self._callbacks()

    def restart(self) -> None:
        """After `callbacks.stop`."""
        self.callbacks = self._callbacks()

    def _callbacks(self) -> Callbacks:
        doors = self.counter.dialect.endpoints()
        submit, lookup = doors["POST", "/execute/async"], doors["POST", "/execute"]
        return Callbacks(submit, lookup, self.debts, self.clock, lambda: 0.5)

    @property
    def done(self) -> list[str]:
        """Ids of the commands that the desk was given, in their order."""
        return [order.id for order in self.counter.desk.orders]


def site(url: str, **members: Any) -> CallbackConfig:
    return CallbackConfig(**{"name": "shop-17", "url": url, "token": "t-17", "every": 5, "timeout": 1} | members)


def running(shop: Shop, sites: Sequence[CallbackConfig], work: Callable[[], Awaitable[None]]) -> None:
    async def main() -> None:
        async with asyncio.timeout(WITHIN):
            await shop.callbacks.take(sites)
            try:
                await work()
            finally:
                await shop.callbacks.stop()

    asyncio.run(main())


def document(id: str, **members: Any) -> dict[str, Any]:  # noqa: A002
    lines = [{"PrintText": {"Text": id}}]
    return {"Command": "PrintDocument", "IdCommand": id, "NumDevice": 1, "CheckStrings": lines, **members}
