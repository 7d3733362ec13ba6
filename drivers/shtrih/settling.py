"""What became of a command whose answer is lost, by what stands in the register. Source: spec/shtrih-m.md 1.5, 6.3.

A mark is taken before each command, so of two equal receipts only the later one's document comes after its mark.
"""

import re
from dataclasses import dataclass, replace
from functools import partial

from drivers.errors import DeviceOffline, KkmError, OperatorNeeded, OutcomeUnknown
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
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.shtrih import archive, cash, printed, records, results, texts, undo
from drivers.shtrih.cash import Till
from drivers.shtrih.requests import storage
from drivers.shtrih.requests.archive import FoundDocument
from drivers.shtrih.requests.storage import ShiftNumbers
from drivers.shtrih.session import Session

_MARK = re.compile(r"fn=(\d{0,16});fd=(\d{1,10});doc=(\d{1,5});cash=(\d{1,15})", re.ASCII)
_ASKS_ONLY = (
    commands.ReadState,
    commands.ReadLineLength,
    commands.ReadCounters,
    commands.CheckMarking,
    commands.ContinuePrint,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the counters stood. `storage` is empty where there was no ФН that answered."""

    storage: str
    last: int
    till: Till

    @property
    def text(self) -> str:
        return f"fn={self.storage};fd={self.last};doc={self.till.document};cash={self.till.cash}"


async def mark(session: Session) -> Mark:
    """Questions only."""
    number, last = await _storage(session)
    return Mark(number, last, await cash.till(session))


async def _storage(session: Session) -> tuple[str, int]:
    """A register without a ФН still prints: an error of its own leaves that part empty."""
    try:
        now = await records.state(session)
    except KkmError as error:
        if error.native is None:
            raise
        return "", 0
    return now.number, now.last_document


async def settle(session: Session, command: Command, text: str) -> Outcome | None:
    """See Driver.settle."""
    before = _read(text)
    fits = _fits(command)
    if fits is not None:
        return await _fiscal(session, command, before, fits)
    if isinstance(command, CashIn | CashOut):
        moved = cash.is_moved(command, before.till, await cash.till(session))
        return Outcome(message=await printed.later(session, texts.DONE_PAPER_LATER)) if moved else None
    if isinstance(command, _ASKS_ONLY) or (isinstance(command, ReadDocument) and not command.copies):
        return None
    raise OutcomeUnknown(texts.UNSETTLED_PAPER)


def _read(text: str) -> Mark:
    found = _MARK.fullmatch(text)
    if found is None:
        raise OutcomeUnknown(texts.BAD_MARK.format(mark=text))
    storage_number, last, document, drawer = found.groups()
    return Mark(storage_number, int(last), Till(int(document), int(drawer)))


_FORMS: dict[type, DocumentForm] = {
    OpenShift: DocumentForm.OPEN_SHIFT,
    CloseShift: DocumentForm.CLOSE_SHIFT,
    OfdReport: DocumentForm.SETTLEMENT_STATE,
}
_STEPS = {RegistrationStep.OPEN: DocumentForm.REGISTRATION, RegistrationStep.CLOSE: DocumentForm.CLOSE_STORAGE}


def _fits(command: Command) -> records.Fits | None:
    """Whether a document may be the command's; None for commands that make none."""
    if isinstance(command, RegisterReceipt):
        return partial(results.is_of, command.receipt)
    if isinstance(command, RegisterDevice):
        return partial(_has_form, _STEPS.get(command.step, DocumentForm.REREGISTRATION))
    form = _FORMS.get(type(command))
    return None if form is None else partial(_has_form, form)


def _has_form(form: DocumentForm, found: FoundDocument) -> bool:
    return found.form == form


async def _fiscal(session: Session, command: Command, before: Mark, fits: records.Fits) -> Outcome | None:
    """The receipt that stands open is annulled first; without paper it is when the next thing is printed."""
    try:
        await undo.take_back(session)
        message = ""
    except OperatorNeeded as error:
        message = texts.PAPER_LATER.format(why=error.text)
    except OutcomeUnknown as error:  # of the annulment: it may be asked for again, so that is no answer yet
        raise DeviceOffline(error.text, native=error.native) from error
    found = await records.fitting(session, before.storage, before.last, fits)
    if len(found) > 1:
        raise OutcomeUnknown(texts.several_fit(found))
    if not found:
        return None
    message = message or await printed.later(session, texts.PAPER_LATER)
    return await _rebuilt(session, command, found[0], message)


async def _rebuilt(session: Session, command: Command, found: FoundDocument, message: str) -> Outcome:
    """As it would have been told at once; what was taken is in the archive, what was handed over in the command."""
    kept = await _copy(session, found)
    outcome = Outcome(document=await _document(session, found, kept), message=message)
    if not isinstance(command, RegisterReceipt):
        return outcome
    paid = kept.payments if kept and kept.payments else command.receipt.payments
    change = 0 if command.receipt.correction else max(0, command.receipt.payments.total - command.receipt.total)
    return replace(outcome, payments=paid, change=change)


async def _document(session: Session, found: FoundDocument, kept: DocumentCopy | None) -> FiscalDocument:
    """Its shift and its number there are told by the archive, or by FF40 while nothing has come after it."""
    if kept is not None and kept.document.shift:  # 1038 is not in every report
        return results.document(session, found, ShiftNumbers(True, kept.document.shift, kept.document.number_in_shift))
    if (await records.state(session)).last_document != found.number:
        return results.document(session, found)
    numbers = await session.ask(storage.shift(session.admin))
    return results.document(session, found, numbers)


async def _copy(session: Session, found: FoundDocument) -> DocumentCopy | None:
    """None where the register does not read its archive out: what is recorded is known without it."""
    try:
        return (await archive.read_document(session, ReadDocument(found.number))).copy
    except DeviceOffline:
        raise
    except KkmError:
        return None
