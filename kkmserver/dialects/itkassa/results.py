"""What came of a job, in the API's numbers and words. Source: spec/itkassa.md 7, 7.1."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from drivers.errors import DeviceOffline, Fault
from drivers.model.command import CashIn, CashOut, CloseShift, OpenShift, PrintDocument, RegisterReceipt
from drivers.model.ffd import DocumentForm, ShiftState
from drivers.model.outcome import FiscalDocument
from drivers.model.state import DeviceState
from drivers.ports import Clock
from kkmserver.dialects import told
from kkmserver.dialects.itkassa.carrying import Ran
from kkmserver.dialects.itkassa.job import JobState, Result
from kkmserver.dialects.kkm.encoding import date_of
from kkmserver.store.record import Record, State

SHIFT_OPEN, OFFLINE = 83, 255
SESSION_STATES: Mapping[ShiftState | None, str] = {
    ShiftState.CLOSED: "closed",
    ShiftState.OPEN: "opened",
    ShiftState.EXPIRED: "expired",
    None: "",
}
# Numbers of ours where the device gives none: the API publishes 83 and 255 alone.
_FAULTS: Mapping[Fault, int] = {
    Fault.CLIENT: 1,
    Fault.STATE: 2,
    Fault.OPERATOR: 3,
    Fault.LINK: OFFLINE,
    Fault.DEVICE: 4,
    Fault.UNKNOWN: 5,
    Fault.INTERNAL: 6,
}
_CALLED_OFF, _BROKEN_OFF = 7, 8
NUMBERS = frozenset((SHIFT_OPEN, OFFLINE, _CALLED_OFF, _BROKEN_OFF, *_FAULTS.values()))
_PARTS = {RegisterReceipt: "Receipt", CashIn: "Cash", CashOut: "Cash", PrintDocument: "Text"}
_LEAVES: Mapping[type, ShiftState] = {
    CloseShift: ShiftState.CLOSED,
    **dict.fromkeys((OpenShift, RegisterReceipt, CashIn, CashOut), ShiftState.OPEN),
}
_RECEIPTS = (DocumentForm.RECEIPT, DocumentForm.CORRECTION)


def ended(word: str, ran: Sequence[Ran], whole: int, seen: DeviceState | None, clock: Clock) -> tuple[JobState, Result]:
    """`word`: of its first command; `whole`: how many steps it has; `seen`: its register, as it was seen last."""
    records = [one.record for one in ran if one.record]
    outcomes = [record.outcome for record in records if record.outcome]
    error, text = _error(word, ran, whole)
    result = Result(
        error=error,
        text=text,
        printed_at=max((record.finished_at for record in records if record.finished_at), default=clock.now()),
        session_state=SESSION_STATES[_shift(ran, seen)],
        session=str(_session(ran, seen) or ""),
    )
    documents = [outcome.document for outcome in outcomes if outcome.document]
    receipts = [document for document in documents if document.form in _RECEIPTS]
    unknown = any(record.state is State.UNKNOWN for record in records)
    told_of = (receipts or documents)[-1:]
    return JobState.UNKNOWN if unknown else JobState.DONE, _numbered(result, told_of, clock)


def called_off(word: str, clock: Clock) -> Result:
    text = "Задание отменено до начала печати: ничего не напечатано и не записано."
    return Result(error=_CALLED_OFF, text=f"[ {_phase(word)} ] {text}", printed_at=clock.now())


def broken(clock: Clock) -> Result:
    """Our own mistake: nobody knows how far it came."""
    text = f"{told.UNKNOWN} внутренняя ошибка сервера, подробности в его журнале. Проверьте ленту кассы."
    return Result(error=_FAULTS[Fault.INTERNAL], text=f"[ Server ] {text}", printed_at=clock.now())


def _numbered(result: Result, documents: Sequence[FiscalDocument], clock: Clock) -> Result:
    """With the numbers of its document, where it has one; a report has no number and no code."""
    if not documents:
        return result
    document = documents[0]
    return replace(
        result,
        session=str(document.shift),
        check=str(document.number) if document.form in _RECEIPTS else "",
        sign=str(document.sign),
        storage=document.storage,
        date=date_of(document.time, clock.local().tzinfo).replace("T", " "),
        url=document.qr,
        ofd_url=document.url,
    )


def _shift(ran: Sequence[Ran], seen: DeviceState | None) -> ShiftState | None:
    """As the last step that has to do with it left it; what was seen before may be older."""
    for one in reversed(ran):
        if one.done and type(one.step.command) in _LEAVES:
            return _LEAVES[type(one.step.command)]
        if one.shift:
            return one.shift
    return seen.shift if seen else None


def _session(ran: Sequence[Ran], seen: DeviceState | None) -> int:
    opened = next((one.session for one in reversed(ran) if one.session), 0)
    return opened or (seen.shift_number if seen else 0)


def _error(word: str, ran: Sequence[Ran], whole: int) -> tuple[int, str]:
    if all(one.done for one in ran):
        if len(ran) == whole:
            return 0, f"[ {_phase(word)} ] Ошибок нет"
        return _BROKEN_OFF, f"[ {_phase(word)} ] Выполнено команд: {len(ran)} из {whole}, остальные не выполнялись."
    failed = ran[-1]
    step = failed.step
    phase = f"{_phase(step.word)}.{_PARTS.get(type(step.command), 'Report')}"
    if isinstance(step.command, OpenShift) and failed.shift in (ShiftState.OPEN, ShiftState.EXPIRED):
        return SHIFT_OPEN, f"[ {phase} ] Смена открыта, операция невозможна"
    text = told.error_of(failed.record) if failed.record else failed.refused
    return _number(failed.record), f"[ {phase} ] {text}"


def _number(record: Record | None) -> int:
    """Of a device that cannot be reached, as of one that is switched off: 255."""
    failure = record.failure if record else None
    if record is None or (failure and failure.code == DeviceOffline.code):
        return OFFLINE
    return (failure and failure.native) or _FAULTS[failure.fault if failure else Fault.INTERNAL]


def _phase(word: str) -> str:
    """ "openSession" -> "OpenSession"."""
    return word[:1].upper() + word[1:]
