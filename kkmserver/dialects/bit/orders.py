"""Which row of the journal is whose: repeats of an order are told from new ones by ids alone. See 7 of the spec.

A packet that was carried out, and was forgotten since, is carried out anew as a further run, with ids of its own.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from kkmserver.dialects.bit.codes import OUTCOME_UNKNOWN, REPEATED
from kkmserver.dialects.bit.packet import Packet, Wrong
from kkmserver.dialects.tries import next_id
from kkmserver.dispatch.order import Dispatch, Ticket
from kkmserver.store.record import Record, State

_PRUNED = 8  # rows that the journal may have forgotten before one that is still remembered here

_PAID = "повтор заказа: оплата картой по этому заказу уже прошла. Для новой оплаты передайте новый bit_order_id."
_IN_DOUBT = (
    "Результат неизвестен: чем кончилась прежняя оплата картой по этому заказу, неизвестно."
    " Сверьтесь с терминалом и решите её в журнале сервера, потом повторите."
)


class PaidAlready(Exception):
    """Another packet of the same order has a card payment that was made, or may have been."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.text)
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Row:
    """The id for the next try of a command; `ticket`: what is known of it, None where it was not tried."""

    id: str
    ticket: Ticket | None = None


class Orders:
    """Everything raises JournalBroken."""

    def __init__(self, dispatch: Dispatch, remembered_since: datetime) -> None:
        """What was accepted earlier is forgotten, unless its outcome is still open."""
        self._dispatch, self._since = dispatch, remembered_since

    async def run_of(self, packet: Packet) -> int:
        """Number of the run that a packet begins, or goes on with."""
        free: list[int] = []
        for run in count(1):
            records = [record async for record in self._known(packet, run)]
            if records and not self._forgotten(records):
                return run
            free += [] if records else [run]
            if len(free) > _PRUNED:
                break
        return free[0]

    async def row(self, packet: Packet, run: int, number: int) -> Row:
        """Of command `number`, from 0. Raises PaidAlready."""
        if packet.steps[number].pays:
            return await self._payment(packet, run, number)
        return Row(*await next_id(self._dispatch, f"{packet.name}/{run}/{number + 1}"))

    async def _known(self, packet: Packet, run: int) -> AsyncIterator[Record]:
        """One after the other, as they were begun."""
        for number in range(len(packet.steps)):
            try:
                row = await self.row(packet, run, number)
            except PaidAlready:
                return
            if row.ticket is None:
                return
            yield row.ticket.record

    def _forgotten(self, records: list[Record]) -> bool:
        open_ = any(not record.finished or record.state is State.UNKNOWN for record in records)
        return not open_ and all(record.entry.accepted_at < self._since for record in records)

    async def _payment(self, packet: Packet, run: int, number: int) -> Row:
        """Payments of one order stand in a row of their own, whatever packets they belong to.

        One of its own that failed is tried again only after a look at those behind it: another packet may have paid.
        """
        free: list[Row] = []
        failed: list[Row] = []
        for place in count(1):
            row = Row(*await next_id(self._dispatch, f"{packet.wallet}/pay{place}"))
            if row.ticket is None:
                free.append(row)
                if len(free) > _PRUNED:
                    break
                continue
            record = row.ticket.record
            if record.entry.fingerprint != packet.fingerprint(run, number):
                self._check(packet, run, record)
            elif record.state is not State.FAILED:
                return row
            else:
                failed.append(row)
        return (failed or free)[0]

    def _check(self, packet: Packet, run: int, other: Record) -> None:
        """Raises PaidAlready."""
        if packet.has(other.entry.fingerprint, run):
            return
        if other.state is State.DONE and other.entry.accepted_at >= self._since:
            raise PaidAlready(Wrong(REPEATED, _PAID))
        if other.state in (State.QUEUED, State.RUNNING, State.UNKNOWN):
            raise PaidAlready(Wrong(OUTCOME_UNKNOWN, _IN_DOUBT))
