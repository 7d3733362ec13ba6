"""The virtual ОФД: which documents of a ФН it has confirmed. Source: spec/ffd.md 7.4.

Nothing is written down when it confirms. While the link is there, a document counts as confirmed `ofd_delay` seconds
after it was made, and what had gathered before `ofd_delay` seconds after the link came back; so it follows from the
times of the documents and from when the link was switched, which is a step of the ФН like any other.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from drivers.fiscal import limits
from drivers.fiscal.counters import Totals, TypeTotals
from drivers.model.document import Payments
from drivers.virtual.counters import Counters
from drivers.virtual.passport import passport
from drivers.virtual.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits for the ОФД."""

    count: int = 0  # 1097
    first: int = 0  # 1116
    since: datetime | None = None  # 1098, time of the first


def is_autonomous(counters: Counters) -> bool:
    return bool(counters.registration) and passport(counters.registration).registration.autonomous


def switched(counters: Counters, storage: Storage, now: datetime, *, down: bool, delay: int) -> Counters | None:
    """With a link that is switched; None when it is as it was."""
    if (down, delay) == (counters.ofd_down, counters.ofd_delay):
        return None
    waits = waiting(counters, storage, now)
    sent = counters.last_document - waits.count
    return replace(counters, ofd_down=down, ofd_delay=delay, ofd_since=now, ofd_sent=sent, unsent_since=waits.since)


def queued(counters: Counters, number: int, time: datetime, *, autonomous: bool) -> Counters:
    """With one document more, of which the counters know already. A register without an ОФД sends nothing, ever."""
    if autonomous:
        return replace(counters, ofd_sent=number, unsent_since=None)
    if counters.ofd_down and counters.unsent_since is None:
        return replace(counters, unsent_since=time)
    return counters


def waiting(counters: Counters, storage: Storage, now: datetime) -> Queue:
    """Asks the disk only where the ОФД is slow or has just come back."""
    last = counters.last_document
    sent = last if is_autonomous(counters) else _sent(counters, storage, now)
    if sent >= last:
        return Queue()
    since = counters.unsent_since if sent == counters.ofd_sent else None
    return Queue(count=last - sent, first=sent + 1, since=since or storage.time_of(sent + 1))


def _sent(counters: Counters, storage: Storage, now: datetime) -> int:
    if _is_stuck(counters, now):
        return counters.ofd_sent
    delay = timedelta(seconds=counters.ofd_delay)
    if not delay:
        return counters.last_document
    return max(storage.newest_by(now - delay), counters.ofd_sent)


def _is_stuck(counters: Counters, now: datetime) -> bool:
    """Nothing has been confirmed since the link was switched last."""
    if counters.ofd_down:
        return True
    since = counters.ofd_since
    return since is not None and now < since + timedelta(seconds=counters.ofd_delay)


def is_overdue(counters: Counters, now: datetime) -> bool:
    """The oldest document waits for more than 30 days: the ФН takes no new ones (15h). Asks no disk."""
    since = counters.unsent_since
    return since is not None and _is_stuck(counters, now) and limits.is_queue_overdue(since, now)


def totals(counters: Counters, waits: Queue, storage: Storage) -> Totals:
    """1158: of the receipts that wait."""
    if not waits.count:
        return Totals()
    sent, all_of_them = storage.counters_before(waits.first).storage_totals, counters.storage_totals
    return Totals(
        {kind: total + _minus(sent.of(kind)) for kind, total in all_of_them.by_type.items()},
        {kind: total + _minus(sent.corrected(kind)) for kind, total in all_of_them.corrections.items()},
    )


def notices(counters: Counters, waits: Queue, storage: Storage) -> int:
    """2104: notifications of marked goods go the way of the receipts they belong to."""
    return counters.notices - storage.counters_before(waits.first).notices if waits.count else 0


def _minus(total: TypeTotals) -> TypeTotals:
    paid = total.payments
    return TypeTotals(
        count=-total.count,
        payments=Payments(-paid.cash, -paid.electronic, -paid.advance, -paid.credit, -paid.provision),
        total=-total.total,
        vat={rate: -amount for rate, amount in total.vat.items()},
        by_order=-total.by_order,
    )
