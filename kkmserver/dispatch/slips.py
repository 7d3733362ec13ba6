"""Slips of a bank terminal, printed where the receipt was."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

from drivers.model.command import Command
from drivers.model.outcome import Outcome
from kkmserver.dispatch import cards
from kkmserver.dispatch.giving import Giving
from kkmserver.dispatch.insistence import Insistence
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.order import Ticket
from kkmserver.dispatch.processing import Processing
from kkmserver.dispatch.steps import SLIP
from kkmserver.store.own import Own
from kkmserver.store.record import Failure, Journal, JournalBroken, State

_LOG = logging.getLogger("kkmserver.dispatch")


class Slips:
    """The receipt is told done at once: a slip that fails is a remark, and comes later."""

    def __init__(
        self, journal: Journal, giving: Giving, insistence: Insistence, processing: Callable[[], Processing]
    ) -> None:
        self._journal, self._giving, self._insist, self._processing = journal, giving, insistence, processing

    async def print(self, job: Job, command: Command | None, outcome: Outcome | None) -> None:
        """Of a receipt that is registered. `command`: as its device was given it."""
        card = outcome.card if outcome else None
        copies = cards.slip_copies(command, self._processing(), card) if command else 0
        if card is None or not copies:
            return
        wanted = Own(paper=cards.slip(card.slip), copies=copies - 1)
        given = await self._giving.give(job, SLIP, wanted, job.record.device, owed=True)
        failure = given if isinstance(given, Failure) else await self._failure(given)
        if failure:
            await self._remark(job, f"Слип не напечатан: {failure.text}")

    async def _failure(self, slip: Ticket) -> Failure | None:
        record = await self._insist.final(slip)
        return record.failure if record else None

    async def _remark(self, job: Job, text: str) -> None:
        """The result was told already; whoever asks again is told more."""
        _LOG.warning("id %.80r: %s", job.entry.id, text)
        record = await self._insist.final(job)
        if record is None or record.state is not State.DONE or record.outcome is None or record.finished_at is None:
            return
        outcome = replace(record.outcome, warnings=(*record.outcome.warnings, text))
        writing = self._journal.finish(record.row, State.DONE, record.finished_at, outcome=outcome)
        await asyncio.wait((writing,))
        if isinstance(error := writing.exception(), JournalBroken):
            _LOG.error("id %.80r: remark not written: %s", job.entry.id, error)
        job.move(replace(record, outcome=outcome))
