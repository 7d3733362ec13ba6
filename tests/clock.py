"""A clock that tests wind by hand."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

MOSCOW = timezone(timedelta(hours=3), "MSK")


class FakeClock:
    """Stands still until `advance`; `sleep` returns at once and moves it on."""

    def __init__(self, start: datetime = datetime(2026, 11, 15, 12, 30, tzinfo=UTC)) -> None:
        self._now = start
        self._elapsed = 0.0

    def now(self) -> datetime:
        return self._now

    def local(self) -> datetime:
        return self._now.astimezone(MOSCOW)

    def monotonic(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        self.advance(seconds)
        await asyncio.sleep(0)

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._elapsed += seconds
