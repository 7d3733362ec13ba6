"""A copy of what a command has printed. It is never a fiscal document of its own: the register's archive prints it
again, or a plain document that says КОПИЯ does."""

from collections.abc import Iterator
from uuid import uuid4

from drivers.model import money
from drivers.model.command import Command, PrintDocument, PrintLabels, ReadDocument, RegisterBottles, RegisterReceipt
from drivers.model.document import Line, Payments, TextLine
from drivers.model.outcome import FiscalDocument
from drivers.model.state import DeviceKind
from kkmserver.dispatch.order import DeviceView, Order, Target
from kkmserver.store.own import OWN, Own
from kkmserver.store.record import Record, State

_HEAD = TextLine(">#0#<КОПИЯ", bold=True)
_FOOT = TextLine(">#0#<Копия, не кассовый чек")
_KINDS = (
    ("НАЛИЧНЫМИ", "cash"),
    ("БЕЗНАЛИЧНЫМИ", "electronic"),
    ("ПРЕДОПЛАТА (АВАНС)", "advance"),
    ("ПОСТОПЛАТА (КРЕДИТ)", "credit"),
    ("ИНОЕ (ВСТРЕЧНОЕ ПРЕДОСТАВЛЕНИЕ)", "provision"),
)  # as on a receipt; spec/ffd.md 4

_NOT_YET = "Команда ещё не выполнена: копировать нечего. Дождитесь её конца."
_FAILED = "Команда не выполнена, документа нет: копировать нечего."
_DOUBTFUL = "Неизвестно, вышел ли документ. Сначала решите это здесь же, в журнале."
_NO_PAPER = "После этой команды нет документа, который можно напечатать ещё раз."
_LABELS = "На этикетке негде написать, что она копия. Напечатайте такие же новым заданием в разделе «Этикетки»."
_FORGOTTEN = "Запрос этой команды уже не хранится или не читается: копию составить не из чего."
_STATES = {State.QUEUED: _NOT_YET, State.RUNNING: _NOT_YET, State.FAILED: _FAILED, State.UNKNOWN: _DOUBTFUL}


class NoCopy(Exception):
    """`str()` says why, in words."""


def in_archive(record: Record, device: DeviceView | None) -> bool:
    """Whether the register that did it still has the ФН that holds it: in another one the number is another's."""
    document = record.outcome.document if record.outcome else None
    state = device.state if device and device.kind is DeviceKind.REGISTER else None
    able = device is not None and ReadDocument in device.commands
    return able and document is not None and state is not None and state.storage == document.storage != ""


def order(record: Record, command: Command | None, device: DeviceView | None, who: str, request_id: str) -> Order:
    """A command of its own id for the device that did `record`. `command`: as `record` had it; None: forgotten.

    Raises NoCopy.
    """
    if record.state in _STATES:
        raise NoCopy(_STATES[record.state])
    own = _own(record, command, device)
    return Order(
        id=str(uuid4()),
        dialect=OWN,
        name="Copy",
        command=own.command,
        target=Target(number=record.device),
        client=who,
        request=own.written(),
        fingerprint=own.fingerprint(),
        request_id=request_id,
    )


def _own(record: Record, command: Command | None, device: DeviceView | None) -> Own:
    document = record.outcome.document if record.outcome else None
    if document and in_archive(record, device):
        return Own(document=document.number)
    if command is None:
        raise NoCopy(_FORGOTTEN)
    return Own(paper=(_HEAD, *_lines(command, document), _FOOT))


def _lines(command: Command, document: FiscalDocument | None) -> Iterator[Line]:
    match command:
        case PrintDocument(lines):
            yield from lines
        case RegisterReceipt(receipt) | RegisterBottles(receipt):
            yield from receipt.lines
            yield TextLine(f"ИТОГ<#0#>{money.text(receipt.total)}", bold=True)
            yield from _paid(receipt.payments)
            if document:
                yield TextLine(f"{document.time:%d.%m.%Y %H:%M}")
                yield TextLine(f"ФН {document.storage} ФД {document.number} ФП {document.sign:010}")
        case PrintLabels():
            raise NoCopy(_LABELS)
        case _:
            raise NoCopy(_NO_PAPER)


def _paid(payments: Payments) -> Iterator[TextLine]:
    for label, kind in _KINDS:
        if amount := getattr(payments, kind):
            yield TextLine(f"{label}<#0#>{money.text(amount)}")
