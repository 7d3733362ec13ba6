"""Asking for as long as it takes, where giving up would mean to forget what was done."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from drivers.ports import Clock
from kkmserver.dispatch.device import Patience
from kkmserver.dispatch.order import Ticket
from kkmserver.store.record import JournalBroken, Record

_LOG = logging.getLogger("kkmserver.dispatch")
_LONG = 3600.0  # seconds; a device that is away may take days to tell

T = TypeVar("T")


class Insistence:
    def __init__(self, clock: Clock, patience: Patience) -> None:
        self.retired = False
        self._clock, self._patience = clock, patience

    async def on(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Until the journal can be read and written: what it does not tell may have been done."""
        while True:
            try:
                return await ask()
            except JournalBroken as error:
                _LOG.error("a command waits for the journal: %s", error)
                await self._clock.sleep(self._patience.pause_most)

    async def final(self, ticket: Ticket) -> Record | None:
        """None: the server is stopping."""
        while not (record := await ticket.wait(_LONG)).finished:
            if self.retired:
                return None
            await self._clock.sleep(self._patience.pause)
        return record
