"""The short journal inside the virtual ФН: it proves of every command whether it was done, also those without a ФД."""

import json
import re
from typing import Any

from drivers.errors import OutcomeUnknown
from drivers.model.command import CashIn, CashOut, Command, PrintDocument, ReadDocument, RegisterReceipt
from drivers.model.document import Payments
from drivers.model.outcome import Outcome
from drivers.virtual.archive import copy_of, payments_list
from drivers.virtual.storage import Counters, Operation, Storage

_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


def subject(command: Command) -> str:
    """What was asked, in short: equal for equal commands, also after an update of this program."""
    name = type(command).__name__
    match command:
        case RegisterReceipt(receipt):
            paid = "/".join(str(amount) for amount in payments_list(receipt.payments))
            return f"{name} type={receipt.type} total={receipt.total} paid={paid}"
        case CashIn(amount) | CashOut(amount):
            return f"{name} {amount}"
        case PrintDocument(lines, copies):
            return f"{name} lines={len(lines)} copies={copies}"
        case ReadDocument(number, copies):
            return f"{name} {number} copies={copies}"
        case _:
            return name


def operation(command: Command, counters: Counters, outcome: Outcome) -> Operation:
    """The row to be written in the transaction of the command's effect."""
    document = outcome.document or (outcome.copy and outcome.copy.document)
    answer: dict[str, Any] = {"warnings": outcome.warnings, "change": outcome.change}
    if outcome.payments is not None:
        answer["payments"] = payments_list(outcome.payments)
    if outcome.line_length is not None:
        answer["line_length"] = outcome.line_length
    answer["copy"] = outcome.copy is not None
    number = counters.last_operation + 1
    return Operation(number, subject(command), document.number if document else None, json.dumps(answer))


def mark(counters: Counters) -> str:
    return f"fd={counters.last_document};op={counters.last_operation}"


def settle(storage: Storage, counters: Counters, command: Command, begun: str) -> Outcome | None:
    """See Driver.settle. Raises OutcomeUnknown for a mark of another ФН, or if another program has used this one."""
    last = _operation_of(begun)
    if last is None or last > counters.last_operation:
        raise OutcomeUnknown(f"Виртуальный ФН подменён: отметка «{begun}» сделана на другом. Проверьте чек по ленте.")
    after = storage.operations_after(last)
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


def _outcome(storage: Storage, row: Operation) -> Outcome:
    answer = json.loads(row.answer)
    stored = None if row.document is None else storage.document(row.document)
    payments = answer.get("payments")
    return Outcome(
        document=stored.document if stored and not answer["copy"] else None,
        payments=None if payments is None else Payments(*payments),
        change=answer["change"],
        line_length=answer.get("line_length"),
        copy=copy_of(stored) if stored and answer["copy"] else None,
        warnings=tuple(answer["warnings"]),
    )
