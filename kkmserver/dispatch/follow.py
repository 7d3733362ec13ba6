"""A person's word on a receipt whose steps are in doubt, or on such a step: where the receipt goes from there."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from drivers.errors import Fault
from kkmserver.dispatch.books import Books
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.order import Decision, Resolution
from kkmserver.dispatch.steps import Child, Trail, Trails, child_of
from kkmserver.dispatch.undoing import Undoing, summed_up
from kkmserver.dispatch.undone import verdict
from kkmserver.dispatch.verdict import Verdict, not_done
from kkmserver.store.record import Entry, Failure, Record, State

_NOT_PRINTED = "Документ не напечатан: устройство проверено человеком."
_NOT_TAKEN = "Чек не зарегистрирован: операция перед ним не проведена, это проверено человеком."


class Follow:
    """What was done before a receipt counts as the rows of its steps say, so only those that are unknown need a word.

    Printed: a step that was done is not done again, and the receipt goes on from there. Not printed: what stands is
    undone. Print again: what stands is kept, and the rest is done anew.
    """

    def __init__(
        self,
        books: Books,
        trails: Trails,
        undoing: Undoing,
        *,
        decide: Callable[[Record, Resolution], Awaitable[Job]],
        again: Callable[[Record], Awaitable[Job]],
        undo: Callable[[Record], Awaitable[Job]],
        write: Callable[[Record, Verdict], Awaitable[Job]],
    ) -> None:
        """`decide`: a word on a row by itself. `again`: a further attempt; `undo`: one that only undoes, for which its
        device need not be there any more. `write`: a result."""
        self._books, self._trails, self._undoing = books, trails, undoing
        self._decide, self._again, self._undo, self._write = decide, again, undo, write

    async def parent(self, entry: Entry) -> Record | None:
        """The receipt that is unknown because of this row."""
        child = child_of(entry)
        job = await self._books.find(child.parent) if child else None
        record = job.record if job else None
        return record if child and record and _waits_for(record, child) else None

    async def told(self, receipt: Record, resolution: Resolution) -> Job | None:
        """None: the word is on the receipt itself, and nothing has to be undone."""
        entry, once_more = receipt.entry, resolution.decision is Decision.PRINT_AGAIN
        trail = await self._trails.of(entry.id, receipt.attempt)
        for row in trail.unknown:
            word = Decision.NOT_PRINTED if once_more else resolution.decision
            await self._decide(row, replace(resolution, decision=word, document=None))
        refused = resolution.decision is Decision.NOT_PRINTED
        if trail.unknown or trail.because or (receipt.started_at is None and not refused):
            return await self.on(receipt, once_more=once_more)
        if refused and trail.standing:
            return await self._take_back(receipt, trail, _failure(_NOT_PRINTED))
        return None

    async def on(self, receipt: Record, *, once_more: bool) -> Job | None:
        """Once a step that was in doubt is decided. None: another one still is."""
        trail = await self._trails.of(receipt.entry.id, receipt.attempt)
        if not all(row.finished and row.state is not State.UNKNOWN for row in trail.rows):
            return await self._books.find(receipt.entry.id)
        if why := trail.because:
            if once_more:
                return await self._take_back(receipt, trail, why)
            return await self._write(receipt, verdict(why, summed_up(trail)))
        refused = any(taken.record.state is State.FAILED for taken in trail.taken if trail.counts(taken))
        if once_more or not refused:
            return await self._again(receipt)
        if trail.standing:
            return await self._take_back(receipt, trail, _failure(_NOT_TAKEN))
        return await self._write(receipt, Verdict(State.FAILED, failure=_failure(_NOT_TAKEN)))

    async def _take_back(self, receipt: Record, trail: Trail, why: Failure) -> Job:
        """A further attempt that only undoes; that it does is on the disk before it is."""
        if await self._undoing.begin(Job(receipt.entry, None, receipt), trail, receipt.attempt + 1, why):
            return await self._undo(receipt)
        return await self._write(receipt, verdict(why, summed_up(trail)))


def _waits_for(receipt: Record, child: Child) -> bool:
    return receipt.state is State.UNKNOWN and receipt.entry.staged and receipt.attempt == child.attempt


def _failure(text: str) -> Failure:
    made = not_done("not_printed", text, Fault.STATE).failure
    assert made
    return made
