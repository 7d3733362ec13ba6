"""What became of a command whose answer is lost, by what stands in the register.

A mark is taken before each command, so of two equal receipts only the later one's document comes after its mark.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from drivers.errors import DeviceOffline, KkmError, OperatorNeeded, OutcomeUnknown
from drivers.fiscal import limits
from drivers.model import command as commands
from drivers.model.command import (
    CashIn,
    CashOut,
    CloseShift,
    Command,
    OfdReport,
    OpenShift,
    ReadDocument,
    RegisterReceipt,
)
from drivers.model.ffd import DocumentForm
from drivers.model.outcome import DocumentCopy, FiscalDocument, Outcome
from drivers.model.registration import RegisterDevice
from drivers.registers import archive, cash, mark, printed, records, registration, results, texts, undo
from drivers.registers.known import Found, Last, Till
from drivers.registers.mark import Mark
from drivers.registers.register import Register
from drivers.registers.talk import Garbled

_ASKS_ONLY = (
    commands.ReadState,
    commands.ReadLineLength,
    commands.ReadCounters,
    commands.CheckMarking,
    commands.ContinuePrint,
)
_FORMS: dict[type, DocumentForm] = {
    OpenShift: DocumentForm.OPEN_SHIFT,
    CloseShift: DocumentForm.CLOSE_SHIFT,
    OfdReport: DocumentForm.SETTLEMENT_STATE,
}


async def settle(register: Register, command: Command, before: Mark) -> Outcome | None:
    """See Driver.settle."""
    form = _form(command)
    if form is not None:
        return await _fiscal(register, command, before, form)
    if isinstance(command, CashIn | CashOut):
        await _taken_back(register)
        moved = cash.is_moved(command, before.till, await register.till())
        return Outcome(message=await printed.later(register, texts.DONE_PAPER_LATER)) if moved else None
    if isinstance(command, _ASKS_ONLY) or (isinstance(command, ReadDocument) and not command.copies):
        return None
    raise OutcomeUnknown(texts.UNSETTLED_PAPER)


@contextmanager
def asked_again() -> Iterator[None]:
    """Of a line that spoils what goes over it, as of one that is away: it tells nothing of the command either."""
    try:
        yield
    except Garbled as error:
        raise DeviceOffline(error.text) from error


async def take_mark(register: Register) -> Mark:
    """Questions only."""
    return mark.of(await _last(register), await register.till(), register.trace())


async def _last(register: Register) -> Last:
    """A register without a ФН still prints: an error of its own leaves that part empty."""
    try:
        return await register.last()
    except KkmError as error:
        if error.native is None:
            raise
        return Last("", 0)


def _form(command: Command) -> DocumentForm | None:
    """Of the document the command makes; None for commands that make none."""
    if isinstance(command, RegisterReceipt):
        return DocumentForm.CORRECTION if command.receipt.correction else DocumentForm.RECEIPT
    if isinstance(command, RegisterDevice):
        return registration.form(command.step)
    return _FORMS.get(type(command))


def _fits(command: Command, form: DocumentForm) -> records.Fits:
    if isinstance(command, RegisterReceipt):
        return partial(results.is_of, command.receipt)
    return partial(results.has_form, form)


async def _taken_back(register: Register) -> str:
    """The receipt that stands open is annulled first; without paper it is when the next thing is printed: a message."""
    try:
        await undo.take_back(register)
    except OperatorNeeded as error:
        return register.paper_later.format(why=error.text)
    except OutcomeUnknown as error:  # of the annulment: it may be asked for again, so that is no answer yet
        raise DeviceOffline(error.text, native=error.native) from error
    return ""


async def _fiscal(register: Register, command: Command, before: Mark, form: DocumentForm) -> Outcome | None:
    message = await _taken_back(register)
    found = await records.fitting(register, before.storage, before.last, _fits(command, form))
    if len(found) > 1:
        raise OutcomeUnknown(texts.several_fit(found))
    if not found:
        return None
    if found[0].form is None and isinstance(command, RegisterReceipt):
        await _check_cash(register, command, before.till)
    message = message or await printed.later(register, register.paper_later)
    return await _rebuilt(register, command, found[0], form, message)


async def _check_cash(register: Register, command: RegisterReceipt, before: Till) -> None:
    """Of a receipt whose sum is not told: the drawer must have changed by what it pays. Raises OutcomeUnknown."""
    wanted = limits.INTO_DRAWER[command.receipt.type] * archive.due(command.receipt).cash
    if (await register.till()).cash - before.cash != wanted:
        raise OutcomeUnknown(texts.OTHER_SUM)


async def _rebuilt(register: Register, command: Command, found: Found, form: DocumentForm, message: str) -> Outcome:
    """As it would have been told at once; what was taken is in the archive, what was handed over in the command."""
    if isinstance(command, RegisterReceipt):
        found = replace(
            found,
            type=found.type or command.receipt.type,
            total=command.receipt.total if found.total is None else found.total,
        )
    kept = await _copy(register, found, form)
    document = await _document(register, found, form, kept)
    outcome = Outcome(document=document, message=message, warnings=results.doubts(found))
    if not isinstance(command, RegisterReceipt):
        return outcome
    paid = kept.payments if kept and kept.payments else archive.due(command.receipt)
    change = 0 if command.receipt.correction else max(0, command.receipt.payments.total - command.receipt.total)
    return replace(outcome, payments=paid, change=change)


async def _document(register: Register, found: Found, form: DocumentForm, kept: DocumentCopy | None) -> FiscalDocument:
    """Its shift and its number there are told by the archive, or by the register while nothing has come after it."""
    if found.shift or (kept is not None and kept.document.shift):
        if kept is None or not kept.document.shift:
            return results.document(register, found, form)
        found = replace(found, shift=kept.document.shift, number_in_shift=kept.document.number_in_shift)
        return results.document(register, found, form)
    if (await register.last()).number == found.number:
        found = await register.placed(found)
    return results.document(register, found, form)


async def _copy(register: Register, found: Found, form: DocumentForm) -> DocumentCopy | None:
    """None where the register does not read its archive out: what is recorded is known without it."""
    try:
        told = await register.requisites(found.number)
        return archive.copy_of(register, results.document(register, found, form), told) if told else None
    except DeviceOffline:
        raise
    except KkmError:
        return None
