"""Money put into the drawer and taken out."""

from drivers.errors import KkmError, OutcomeUnknown, RequestRefused, WrongState
from drivers.fiscal import wording
from drivers.fiscal.check import check_cashier
from drivers.model import money
from drivers.model.command import CashIn, CashOut
from drivers.model.ffd import ShiftState
from drivers.model.outcome import Outcome
from drivers.registers import printed, records, rules, standing, texts
from drivers.registers.known import Till
from drivers.registers.register import Register

_MOST = 99_999_999_99  # kopecks: what five BCD bytes hold


def _wanted(command: CashIn | CashOut) -> int:
    return command.amount if isinstance(command, CashIn) else -command.amount


async def move(register: Register, command: CashIn | CashOut) -> Outcome:
    """Raises WrongState 61 with a closed shift, whatever the register itself would do; RequestRefused for too much."""
    if not 0 < command.amount <= _MOST:
        raise RequestRefused(texts.bad_amount(command.amount, _MOST))
    check_cashier(command.cashier, rules.rules(register))
    if (await standing.standing(register)).shift is ShiftState.CLOSED:
        raise WrongState(wording.SHIFT_NOT_OPEN, native=61)
    before = await register.till()
    if isinstance(command, CashOut) and command.amount > before.cash:
        raise RequestRefused(wording.not_enough_cash(before.cash, command.amount))
    try:
        await register.move_cash(_wanted(command), command.cashier)
    except KkmError as error:
        await _look(register, command, before, error)
    return Outcome(message=await printed.later(register, texts.DONE_PAPER_LATER))


async def _look(register: Register, command: CashIn | CashOut, before: Till, error: KkmError) -> None:
    """Returns where the money has moved: an error is no proof that it has not. Raises the error where it has not.

    OutcomeUnknown where nobody knows. A cash document that was begun and not closed is annulled.
    """
    try:
        await register.annul()
        now = await register.till()
    except KkmError as unreachable:
        raise OutcomeUnknown(error.text, native=error.native) from unreachable
    if not is_moved(command, before, now):
        raise records.proven(error)


def is_moved(command: CashIn | CashOut, before: Till, now: Till) -> bool:
    """Raises OutcomeUnknown where the drawer has changed otherwise."""
    if now.cash - before.cash == _wanted(command) and (now.operations != before.operations or not now.operations):
        return True
    if now == before:
        return False
    raise OutcomeUnknown(texts.CASH_UNCLEAR.format(before=money.text(before.cash), now=money.text(now.cash)))
