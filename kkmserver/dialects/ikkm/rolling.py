"""Operations that consume the key: done once, however often and however differently they are asked for.

The id of an operation in the journal follows from its key. So a crash between the register and the roll of the key is
healed by the next request with that key. Source: spec/ikkm.md 2.
"""

import sqlite3
from collections.abc import Callable

from drivers.model.command import CashIn, CashOut, RegisterReceipt
from drivers.model.ffd import ShiftState
from drivers.model.outcome import Outcome
from drivers.ports import Clock
from kkmserver.dialects.door import KeyInUse, Reply
from kkmserver.dialects.ikkm import failures, readiness, replies
from kkmserver.dialects.ikkm.codes import Code, Refused
from kkmserver.dialects.ikkm.desk import Desk
from kkmserver.dialects.ikkm.kept import Operation, Sale
from kkmserver.dialects.ikkm.keybook import KeyBook
from kkmserver.dialects.ikkm.receipt import OPERATIONS, Asked
from kkmserver.dialects.ikkm.request import DEPOSIT, OPEN, SELL, Request
from kkmserver.dialects.ikkm.shifts import Shifts, moment
from kkmserver.dialects.told import ended
from kkmserver.dialects.tries import next_id
from kkmserver.dispatch.order import Dispatch
from kkmserver.store.record import JournalBroken, Record, State

_NAMES = {kind: name for name, kind in OPERATIONS.items()}


class Rolling:
    """One operation at a time; whoever comes meanwhile hears that it is busy."""

    def __init__(self, dispatch: Dispatch, clock: Clock, desk: Desk, book: KeyBook, shifts: Shifts) -> None:
        self._dispatch, self._clock, self._desk, self._book, self._shifts = dispatch, clock, desk, book, shifts
        self.busy = False

    async def perform(self, name: str, read: Callable[[], Request], client: str) -> Reply:
        """`name` under the current key; `read` reads the rest of the request. Raises Refused."""
        if self.busy:
            raise Refused(Code.BUSY)
        self.busy = True
        try:
            return await self._once(name, read, client)
        except sqlite3.Error as error:
            raise Refused(Code.INTERNAL, "Disk error") from error
        except JournalBroken as error:
            raise failures.not_accepted(error) from error
        finally:
            self.busy = False

    async def renew(self) -> str:
        """Another key, as a person sets it; an operation would roll over it. Raises KeyInUse, sqlite3.Error."""
        if self.busy:
            raise KeyInUse
        self.busy = True
        try:
            return await self._book.renew()
        finally:
            self.busy = False

    async def _once(self, name: str, read: Callable[[], Request], client: str) -> Reply:
        key = self._book.current
        mark = f"ikkm-{self._desk.settings.device}-{self._book.mark(key)}"
        id, ticket = await next_id(self._dispatch, mark, name)  # noqa: A001
        if ticket is not None and self._is_over(ticket.record):
            return await self._rolled(key, ticket.record, client, repeated=True)
        asked = read()
        await self._check(asked, client)
        record = await ended(await self._desk.submit(asked, client, id))
        return await self._rolled(key, record, client, repeated=False)

    def _is_over(self, record: Record) -> bool:
        """Whether it was done, and only its key is still to be rolled; False: nothing counts of it, it may run again.

        Raises Refused where it is under way, or nobody knows, or something of it may be on paper.
        """
        failure = record.failure
        if record.state is State.FAILED and failure is not None and failure.may_run_again:
            return False
        if record.state is State.DONE:
            return True
        raise failures.of_record(record, own_codes=self._desk.has_own_codes)

    async def _check(self, asked: Request, client: str) -> None:
        """Raises Refused for what is wrong with it, and for what keeps the register from it."""
        command = asked.command()
        if self._desk.has_own_codes:
            return
        state = await self._desk.state(client)
        readiness.check_printer(state)
        readiness.check_shift(state)
        if isinstance(command, RegisterReceipt):
            readiness.check_drawer(state, readiness.cash_out_of(asked.receipt()))
        elif isinstance(command, CashOut):
            readiness.check_drawer(state, command.amount)
        if isinstance(command, CashIn | CashOut) and state.shift is ShiftState.CLOSED:
            await self._desk.done(self._desk.request(OPEN), client)

    async def _rolled(self, key: str, record: Record, client: str, *, repeated: bool) -> Reply:
        """Raises Refused where it was not done, sqlite3.Error."""
        outcome, asked = self._desk.outcome(record), Request.from_json(record.entry.request)
        operation = await self._operation(key, record, asked, outcome, client)
        await self._book.consume(operation, _sales(asked))
        await self._shifts.know(operation.shift, client)
        return replies.registered(operation.next_key, operation.number, repeated=repeated)

    async def _operation(self, key: str, record: Record, asked: Request, outcome: Outcome, client: str) -> Operation:
        wanted = asked.receipt() if asked.name == SELL else None
        number = await self._number(wanted, outcome)
        document, paid = outcome.document, outcome.payments
        cash = (paid or wanted.payments).cash if wanted else _cash(asked)
        return Operation(
            key=key,
            next_key=await self._book.fresh_key(),
            id=record.entry.id,
            kind=_kind(asked, wanted),
            number=number,
            document=document.number if document else 0,
            shift=document.shift if document else await self._shifts.number(client),
            at=moment(document.time if document else self._clock.local()),
            total=wanted.total if wanted else cash,
            cash=cash,
            change=outcome.change,
            tax=wanted.tax.code if wanted else 0,
            online_code=str(document.sign) if document and document.sign else "",
        )

    async def _number(self, wanted: Asked | None, outcome: Outcome) -> int:
        """Of cash in and out their own, since a register does not count them; of what a person has found as said."""
        if outcome.document is not None:
            return outcome.document.number
        if wanted is None:
            return await self._book.next_cash_number()
        last = await self._book.last_cheque()
        return last.number + 1 if last else 1


def _kind(asked: Request, wanted: Asked | None) -> str:
    if wanted is not None:
        return _NAMES[wanted.kind]
    return "deposit" if asked.name == DEPOSIT else "withdraw"


def _cash(asked: Request) -> int:
    command = asked.command()
    return command.amount if isinstance(command, CashIn | CashOut) else 0


def _sales(asked: Request) -> list[Sale]:
    items = asked.receipt().items if asked.name == SELL else ()
    return [Sale(name=one.name, quantity=f"{one.quantity:f}", price=one.price, amount=one.amount) for one in items]
