"""A person's word on a command whose outcome is unknown."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial

from drivers.errors import Fault, KkmError
from drivers.model.card import CardResult
from drivers.model.command import Command, MoveCardMoney, RegisterReceipt
from drivers.model.document import Payments, Receipt
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.ports import Clock, HearsDecisions
from kkmserver.dispatch.around import Around
from kkmserver.dispatch.books import Books
from kkmserver.dispatch.everyone import id_of_part
from kkmserver.dispatch.follow import Follow
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.order import Decision, DeviceNotFound, NotUnknown, Resolution, Target
from kkmserver.dispatch.recovery import Decoder, decoded
from kkmserver.dispatch.staff import Staff
from kkmserver.dispatch.steward import Steward
from kkmserver.dispatch.together import Part, combined
from kkmserver.dispatch.verdict import Verdict, final, not_done
from kkmserver.store.record import Entry, Journal, Record, State

_LOG = logging.getLogger("kkmserver.dispatch")

TOLD: Mapping[Decision, str] = {
    Decision.PRINTED: "напечатан",
    Decision.NOT_PRINTED: "не напечатан",
    Decision.PRINT_AGAIN: "печатать ещё раз",
}


class Decisions:
    """One at a time on each command. A word on one that every member of a pool had to do is meant for those parts of
    it that are unknown, and makes of the whole what its parts make of it."""

    def __init__(
        self,
        journal: Journal,
        books: Books,
        clock: Clock,
        staff: Staff,
        steward: Steward,
        decoders: Mapping[str, Decoder],
        around: Around,
        again: Callable[[Record], Awaitable[Job]],
    ) -> None:
        """`again`: makes a further attempt of a record with its request."""
        self._journal, self._books, self._clock = journal, books, clock
        self._staff, self._steward, self._decoders, self._again = staff, steward, decoders, again
        self._deciding: set[str] = set()
        self._follow = Follow(
            books,
            around.trails,
            around.undoing,
            decide=self._plainly,
            again=self._once_more,
            undo=self._anew,
            write=self._write_verdict,
        )

    async def decide(self, id: str, resolution: Resolution) -> Job | None:  # noqa: A002
        """Raises what Dispatch.resolve raises."""
        job = await self._books.find(id)
        if job is None:
            return None
        record = job.record
        receipt = await self._follow.parent(record.entry)
        key = (receipt or record).entry.id  # who decides on a step decides on its receipt
        if record.state is not State.UNKNOWN or key in self._deciding:
            raise NotUnknown(id)
        self._deciding.add(key)
        try:
            return (
                await self._of_step(receipt, record, resolution) if receipt else await self._decided(record, resolution)
            )
        finally:
            self._deciding.discard(key)

    async def _of_step(self, receipt: Record, step: Record, resolution: Resolution) -> Job:
        once_more = resolution.decision is Decision.PRINT_AGAIN
        word = replace(resolution, decision=Decision.NOT_PRINTED) if once_more else resolution
        told = await self._plainly(step, word)
        await self._follow.on(receipt, once_more=once_more)
        return told

    async def _decided(self, record: Record, resolution: Resolution) -> Job:
        if record.entry.staged and (followed := await self._follow.told(record, resolution)):
            return followed
        return await self._plainly(record, resolution)

    async def _plainly(self, record: Record, resolution: Resolution) -> Job:
        """The row by itself, with its parts where several devices had to do it."""
        entry, once_more = record.entry, resolution.decision is Decision.PRINT_AGAIN
        await self._decide_parts(entry, resolution)
        command = await self._command(entry)
        await self._tell(record, command)
        if once_more:
            return await self._once_more(record)
        verdict = await self._whole(entry) or decided(record, resolution, command)
        return await self._write_verdict(record, verdict)

    async def _tell(self, record: Record, command: Command | None) -> None:
        """A driver that waits for the word."""
        worker = self._staff.workers.get(record.device)
        if worker and command and isinstance(worker.device.driver, HearsDecisions):
            try:
                await worker.device.driver.decided(command, record.mark)
            except KkmError as error:
                _LOG.warning("device %d: not told what was decided: %s", record.device, error.text)

    async def _once_more(self, record: Record) -> Job:
        """Raises DeviceNotFound."""
        entry = record.entry
        if entry.device not in self._staff.workers and entry.device not in self._steward.pools:
            raise DeviceNotFound(Target(number=entry.device))
        return await self._anew(record)

    async def _anew(self, record: Record) -> Job:
        return await self._again(await self._journal.find(record.entry.id) or record)

    async def _write_verdict(self, record: Record, verdict: Verdict) -> Job:
        return await self._write(final(record, verdict, self._clock.now()))

    async def _command(self, entry: Entry) -> Command | None:
        stored = await self._journal.find(entry.id)
        return decoded(stored.entry, self._decoders) if stored else None

    async def _decide_parts(self, entry: Entry, resolution: Resolution) -> None:
        """The numbers on one paper are not those of several."""
        parts = await self._parts(entry)
        unknown = [part.entry.id for part in parts.values() if part.record.state is State.UNKNOWN]
        word = resolution if len(unknown) == 1 else replace(resolution, document=None)
        for part in unknown:
            await self.decide(part, word)

    async def _whole(self, entry: Entry) -> Verdict | None:
        """None where there are no parts, or they do not tell."""
        parts = await self._parts(entry)
        if not parts or not all(part.record.finished for part in parts.values()):
            return None
        return combined([Part.of(number, self._name(number), job.record) for number, job in parts.items()])

    async def _parts(self, entry: Entry) -> dict[int, Job]:
        """By the number of the device."""
        numbers = entry.among if entry.everyone else ()
        found = {number: await self._books.find(id_of_part(entry.id, number)) for number in numbers}
        return {number: part for number, part in found.items() if part}

    def _name(self, number: int) -> str:
        worker = self._staff.workers.get(number)
        return worker.device.name if worker else f"№ {number}"

    async def _write(self, final: Record) -> Job:
        """Whoever decided may go away at any moment: what follows the journal's answer is no step of its task."""
        assert final.finished_at
        writing = self._journal.finish(
            final.row, final.state, final.finished_at, outcome=final.outcome, failure=final.failure
        )
        job = Job(final.entry, None, final)
        writing.add_done_callback(partial(self._written, job))
        await asyncio.wait((writing,))
        writing.result()
        return job

    def _written(self, job: Job, writing: asyncio.Future[None]) -> None:
        if writing.exception() is None:
            self._books.close(job)


def decided(record: Record, resolution: Resolution, command: Command | None) -> Verdict:
    """Not for PRINT_AGAIN, which makes a further attempt of it. `command`: what was asked for, where it can be read."""
    if resolution.decision is not Decision.PRINTED:
        return not_done("not_printed", _not_done(command), Fault.STATE)
    remark = f"Результат подтверждён вручную: {resolution.who}."
    known = record.outcome or Outcome()  # what the steps before it have brought
    if isinstance(command, MoveCardMoney):
        card = CardResult(action=command.action, amount=command.amount, reference=command.reference)
        return Verdict(State.DONE, outcome=replace(known, card=card, warnings=(remark,)))
    receipt = command.receipt if isinstance(command, RegisterReceipt) else None
    document = _of_receipt(resolution.document, receipt) if receipt else resolution.document
    payments = _taken(receipt) if receipt and document else None
    done = replace(known, document=document, payments=payments, progress=record.progress, warnings=(remark,))
    return Verdict(State.DONE, outcome=done)


def _not_done(command: Command | None) -> str:
    if isinstance(command, MoveCardMoney):
        return "Операция по карте не проведена: терминал проверен человеком."
    return "Документ не напечатан: устройство проверено человеком. Команду можно повторить с тем же IdCommand."


def _of_receipt(document: FiscalDocument | None, receipt: Receipt) -> FiscalDocument | None:
    """With what the request tells and nobody wrote off the paper: the kind of the receipt and its sum."""
    if document is None:
        return None
    total = receipt.total if document.total is None else document.total
    return replace(document, receipt_type=document.receipt_type or receipt.type, total=total)


def _taken(receipt: Receipt) -> Payments:
    """What stays of the payments: change is given from the cash."""
    paid = receipt.payments
    return replace(paid, cash=min(paid.cash, max(0, receipt.total - paid.cashless)))
