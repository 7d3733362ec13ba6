"""The results of one device on their way to the disk, one at a time."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial

from drivers.ports import Clock
from kkmserver.dispatch.account import Account, Spent
from kkmserver.dispatch.crew import Crew
from kkmserver.dispatch.device import Patience
from kkmserver.dispatch.job import Job
from kkmserver.store.record import Journal, JournalBroken, Record

_LOG = logging.getLogger("kkmserver.dispatch")


class Results:
    """A result that the disk does not take is shown to its clients and offered again until the disk does."""

    def __init__(
        self,
        device: int,
        journal: Journal,
        clock: Clock,
        patience: Patience,
        on_final: Callable[[Job], None],
        account: Account,
    ) -> None:
        """`on_final` hears of every job whose final state is on disk."""
        self._device, self._journal, self._clock, self._patience = device, journal, clock, patience
        self._on_final, self._account = on_final, account
        self._writing: asyncio.Future[None] | None = None  # until its clients have heard
        self._crew = Crew()
        self._given_up = False

    def write(self, job: Job, final: Record, spent: Spent) -> None:
        """In line for the disk on return, so ahead of the start that follows. The result before must be `written`."""
        try:
            self._writing = self._finish(final)
        except Exception:  # noqa: BLE001  # the last line of defence
            self._unwritable(final)
            self._close(job, final, spent)
        else:
            self._writing.add_done_callback(partial(self._answered, job, final, spent))

    async def written(self) -> None:
        """The last result is on disk, and its clients have heard."""
        while self._writing is not None:
            await asyncio.wait((self._writing,))

    async def give_up(self) -> None:
        """Offer nothing again: the row stays as it is for the next start."""
        self._given_up = True
        await self._crew.dismiss()

    def _finish(self, final: Record) -> asyncio.Future[None]:
        assert final.finished_at is not None
        return self._journal.finish(
            final.row,
            final.state,
            final.finished_at,
            outcome=final.outcome,
            failure=final.failure,
            evidence=final.evidence,
        )

    def _answered(self, job: Job, final: Record, spent: Spent, writing: asyncio.Future[None]) -> None:
        """Called when the disk has taken it or not."""
        self._writing = None
        error = writing.exception()
        if isinstance(error, JournalBroken):
            # It has happened, whatever the disk says: the client must hear of it. What has not happened is told once
            # it is on disk, since a start from what is there now would do it.
            if not (final.failure and final.failure.may_run_again):
                job.move(final)
            if not self._given_up:
                self._writing = self._crew.spawn(self._insist(job, final, spent))
            return
        if error:
            self._unwritable(final, error)
        self._close(job, final, spent)

    async def _insist(self, job: Job, final: Record, spent: Spent) -> None:
        try:
            await self._offer(final)
        finally:
            self._writing = None
        self._close(job, final, spent)

    async def _offer(self, final: Record) -> None:
        """Again and again, until the disk takes it."""
        pause = self._patience.pause
        while True:
            _LOG.error("device %d %.80r: result not yet written", self._device, final.entry.id)
            await self._clock.sleep(pause)
            pause = min(2 * pause, self._patience.pause_most)
            try:
                return await self._finish(final)
            except JournalBroken:
                continue
            except Exception as error:  # noqa: BLE001  # the last line of defence
                return self._unwritable(final, error)

    def _unwritable(self, final: Record, error: BaseException | None = None) -> None:
        """The row stays RUNNING and is settled after the next start; the device must go on."""
        _LOG.error("device %d %.80r: result cannot be written", self._device, final.entry.id, exc_info=error or True)

    def _close(self, job: Job, final: Record, spent: Spent) -> None:
        job.move(final)
        self._on_final(job)
        self._account.close(final, spent)
