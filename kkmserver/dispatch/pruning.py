"""Old commands and old lines of the audit are forgotten."""

import asyncio
import logging
from datetime import timedelta

from drivers.ports import Clock
from kkmserver.store.record import Journal, JournalBroken

_LOG = logging.getLogger("kkmserver.dispatch")
_FIRST, _EVERY = 60.0, 3600.0  # seconds


class Pruning:
    def __init__(self, journal: Journal, clock: Clock, keep_days: int, audit_days: int) -> None:
        self._journal, self._clock = journal, clock
        self._keep, self._keep_deeds = timedelta(days=keep_days), timedelta(days=audit_days)

    async def prune(self) -> int:
        """How many commands went. Raises JournalBroken."""
        now = self._clock.now()
        await self._journal.prune_deeds(now - self._keep_deeds)
        return await self._journal.prune(now - self._keep)

    async def hourly(self) -> None:
        await asyncio.sleep(_FIRST)
        while True:
            try:
                gone = await self.prune()
                _LOG.debug("%d old commands pruned", gone)
            except JournalBroken as error:
                _LOG.error("old commands not pruned: %s", error)
            await asyncio.sleep(_EVERY)
