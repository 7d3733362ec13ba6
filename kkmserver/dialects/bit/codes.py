"""Numbers of errors. Source: spec/bit-driver.md 6.4; those from 90 on are ours but 99."""

from drivers.errors import Fault
from drivers.model.command import CashOut, CloseShift, Command, OpenShift, RegisterReceipt
from kkmserver.store.record import Failure, Record, State

UNKNOWN_COMMAND, NOT_JSON, UNKNOWN_TOKEN, NO_TOKEN, REPEATED = 1, 2, 3, 4, 5
SHIFT_CLOSED, SHIFT_OPEN, SHIFT_OVER = 10, 11, 12
TOO_LITTLE_PAID, TOO_LITTLE_CASH, WRONG_VALUE, DECLINED = 13, 14, 15, 20
NOT_ACCEPTED, OUTCOME_UNKNOWN, OTHER, NO_LINK = 90, 97, 98, 99

_SHIFT = "смена"
_CASH = "наличными"


def code_of(record: Record, command: Command) -> int:
    """Of one that was not done."""
    failure = record.failure
    if record.state is State.UNKNOWN or not record.finished:
        return OUTCOME_UNKNOWN
    if failure is None:
        return OTHER
    if failure.fault is Fault.LINK:
        return NO_LINK
    if failure.code == "card_declined":
        return DECLINED
    if failure.fault is Fault.STATE and _SHIFT in failure.text.lower():
        return _of_shift(command)
    return _of_request(failure, command) if failure.code == "request_refused" else failure.native or OTHER


def _of_shift(command: Command) -> int:
    """A closed shift is opened for everything but its own closing, so what else it refuses has lasted too long."""
    if isinstance(command, OpenShift):
        return SHIFT_OPEN
    return SHIFT_CLOSED if isinstance(command, CloseShift) else SHIFT_OVER


def _of_request(failure: Failure, command: Command) -> int:
    if isinstance(command, CashOut) and _CASH in failure.text:
        return TOO_LITTLE_CASH
    if isinstance(command, RegisterReceipt) and command.receipt.payments.total < command.receipt.total:
        return TOO_LITTLE_PAID
    return WRONG_VALUE
