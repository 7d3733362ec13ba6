"""Money put into the drawer and taken out. Source: spec/shtrih-m.md 3.3, 3.4, 11."""

from dataclasses import dataclass

from drivers.errors import KkmError, OutcomeUnknown, RequestRefused, WrongState
from drivers.model import money
from drivers.model.command import CashIn, CashOut
from drivers.model.outcome import Outcome
from drivers.shtrih import codes, printed, records, texts
from drivers.shtrih.numbers import MOST_MONEY
from drivers.shtrih.request import Request
from drivers.shtrih.requests import shift, status, tables
from drivers.shtrih.requests.status import Mode
from drivers.shtrih.session import Session

IN_DRAWER = 241  # money register


@dataclass(frozen=True, slots=True)
class Till:
    """What moves with every operation: the number of the last document, kopecks in the drawer."""

    document: int
    cash: int


async def till(session: Session) -> Till:
    document = (await session.ask(status.full_status(session.operator))).document
    return Till(document, await in_drawer(session))


async def in_drawer(session: Session) -> int:
    return await session.ask(tables.money_register(session.operator, IN_DRAWER))


async def move(session: Session, command: CashIn | CashOut) -> Outcome:
    """Raises WrongState 61 with a closed shift, though the register would do it; RequestRefused for too much."""
    _check(command.amount)
    if (await session.ready()).mode == Mode.SHIFT_CLOSED:
        raise WrongState(texts.SHIFT_NOT_OPEN, native=61)
    before = await till(session)
    if isinstance(command, CashOut) and command.amount > before.cash:
        raise RequestRefused(texts.not_enough_cash(before.cash, command.amount), native=codes.NOT_ENOUGH_CASH)
    try:
        await session.ask(_request(session, command))
    except KkmError as error:
        await _look(session, command, before, error)
    return Outcome(message=await printed.later(session, texts.DONE_PAPER_LATER))


async def _look(session: Session, command: CashIn | CashOut, before: Till, error: KkmError) -> None:
    """Returns where the money has moved: an error is no proof that it has not. Raises the error where it has not.

    OutcomeUnknown where nobody knows.
    """
    try:
        moved = is_moved(command, before, await till(session))
    except KkmError as unreachable:
        raise OutcomeUnknown(error.text, native=error.native) from unreachable
    if not moved:
        raise records.proven(error)


def is_moved(command: CashIn | CashOut, before: Till, now: Till) -> bool:
    """Raises OutcomeUnknown where the drawer has changed otherwise."""
    wanted = command.amount if isinstance(command, CashIn) else -command.amount
    if now.cash - before.cash == wanted and now.document != before.document:
        return True
    if now == before:
        return False
    raise OutcomeUnknown(texts.CASH_UNCLEAR.format(before=money.text(before.cash), now=money.text(now.cash)))


def _request(session: Session, command: CashIn | CashOut) -> Request[int]:
    make = shift.deposit if isinstance(command, CashIn) else shift.withdraw
    return make(session.operator, command.amount)


def _check(amount: int) -> None:
    if not 0 < amount <= MOST_MONEY:
        raise RequestRefused(texts.bad_amount(amount, MOST_MONEY))
