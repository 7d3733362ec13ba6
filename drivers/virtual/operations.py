"""The short journal inside the virtual ФН: it proves of every command whether it was done, also those without a ФД."""

import json
import re
from typing import Any, TypeVar

from drivers.errors import OutcomeUnknown
from drivers.model.command import CashIn, CashOut, Command, PrintDocument, ReadDocument, RegisterReceipt
from drivers.model.document import Payments
from drivers.model.marking import MarkingAnswer
from drivers.model.outcome import Outcome
from drivers.model.registration import RegisterDevice
from drivers.virtual.archive import copy_of, payments_list
from drivers.virtual.ledger import Done, Ledger, Step
from drivers.virtual.standing import Standing
from drivers.virtual.stored import StoredDocument

_S = TypeVar("_S", bound=Standing)
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


def subject(command: Command) -> str:
    """What was asked, in short: equal for equal commands, also after an update of this program."""
    name = type(command).__name__
    match command:
        case RegisterReceipt(receipt):
            paid = "/".join(str(amount) for amount in payments_list(receipt.payments))
            what = " correction" if receipt.correction else ""
            return f"{name}{what} type={receipt.type} total={receipt.total} paid={paid}"
        case CashIn(amount) | CashOut(amount):
            return f"{name} {amount}"
        case PrintDocument(lines, copies):
            return f"{name} lines={len(lines)} copies={copies}"
        case ReadDocument(number, copies):
            return f"{name} {number} copies={copies}"
        case RegisterDevice(step=step):
            return f"{name} {step.value}"
        case _:
            return name


def step(command: Command, outcome: Outcome, document: StoredDocument | None = None) -> Step:
    """A command and all its effect. `document`: the one it made."""
    answer: dict[str, Any] = {"warnings": outcome.warnings, "change": outcome.change}
    if outcome.payments is not None:
        answer["payments"] = payments_list(outcome.payments)
    if outcome.line_length is not None:
        answer["line_length"] = outcome.line_length
    if outcome.copy is not None:
        answer["copy"] = outcome.copy.document.number
    if outcome.marking:
        answer["marking"] = [[one.code, one.name, one.result, one.text] for one in outcome.marking]
    return Step(document=document, subject=subject(command), answer=json.dumps(answer))


def mark(counters: Standing) -> str:
    return f"fd={counters.last_document};op={counters.last_operation}"


def settle(storage: Ledger[_S], counters: Standing, command: Command, begun: str) -> Outcome | None:
    """See Driver.settle. Raises OutcomeUnknown for a mark of another ФН, or if another program has used this one."""
    last = _operation_of(begun)
    if last is None or last > counters.last_operation:
        raise OutcomeUnknown(f"Виртуальный ФН подменён: отметка «{begun}» сделана на другом. Проверьте чек по ленте.")
    after = storage.steps_after(last)
    if not after:
        return None
    mine = [row for row in after if row.subject == subject(command)]
    if len(mine) == 1:
        return _outcome(storage, mine[0])
    raise OutcomeUnknown(
        f"После отметки «{begun}» на кассе выполнены другие команды ({len(after)}). Проверьте чек по ленте."
    )


def _operation_of(begun: str) -> int | None:
    """ "fd=17;op=40" -> 40; None for anything else."""
    _, found, number = begun.partition(";op=")
    return int(number) if found and _NUMBER.fullmatch(number) else None


def _outcome(storage: Ledger[_S], row: Done) -> Outcome:
    answer = json.loads(row.answer)
    made, copied = _document(storage, row.document), _document(storage, answer.get("copy"))
    payments = answer.get("payments")
    return Outcome(
        document=None if made is None else made.document,
        payments=None if payments is None else Payments(*payments),
        change=answer["change"],
        line_length=answer.get("line_length"),
        copy=None if copied is None else copy_of(copied),
        marking=tuple(
            MarkingAnswer(code=code, name=name, result=result, text=text)
            for code, name, result, text in answer.get("marking", ())
        ),
        warnings=tuple(answer["warnings"]),
    )


def _document(storage: Ledger[_S], number: int | None) -> StoredDocument | None:
    return storage.document(number) if number else None
