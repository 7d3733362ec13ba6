"""Limits of a shift, of the queue for the ОФД, of the clock and of the drawer. Source: spec/ffd.md 7 and 6 (R8).

Pure: whoever has the state asks.
"""

from datetime import datetime, timedelta

from drivers.fiscal.settled import Settled
from drivers.model.ffd import ReceiptType

SHIFT = timedelta(hours=24)
QUEUE = timedelta(days=30)
CLOCK_BACK = timedelta(hours=1)  # by which a shift may open before the last one was closed: the clocks were changed
CLOCK_APART = timedelta(minutes=5)  # between the register's clock and the ФН's own
SILENCE = timedelta(days=2)  # after which 1053 is raised

INTO_DRAWER = {
    ReceiptType.SALE: 1,
    ReceiptType.SALE_RETURN: -1,
    ReceiptType.PURCHASE: -1,
    ReceiptType.PURCHASE_RETURN: 1,
}


def is_shift_over(opened_at: datetime, now: datetime) -> bool:
    """A receipt is refused (ФН error 16h); the shift can always be closed."""
    return now - opened_at > SHIFT


def is_queue_overdue(unsent_since: datetime | None, now: datetime) -> bool:
    """The ФН takes nothing new (error 15h): the oldest unsent document waits over 30 calendar days."""
    return unsent_since is not None and now.date() - unsent_since.date() > QUEUE


def is_ofd_silent(unsent_since: datetime | None, now: datetime) -> bool:
    """1053."""
    return unsent_since is not None and now - unsent_since >= SILENCE


def is_clock_back(last: datetime, now: datetime, *, opens_shift: bool = False) -> bool:
    """Whether a document would be older than the one before it (ФН error 07)."""
    return now < last - (CLOCK_BACK if opens_shift else timedelta())


def are_clocks_apart(register: datetime, storage: datetime) -> bool:
    """ФН error 17h."""
    return abs(register - storage) > CLOCK_APART


def cash_moved(settled: Settled) -> int:
    """What a receipt or correction puts into the drawer, kopecks; negative when it takes out.

    That a correction moves cash as a receipt of its type does is inferred.
    """
    return INTO_DRAWER[settled.receipt.type] * settled.payments.cash


def missing_cash(drawer: int, settled: Settled) -> int:
    """Kopecks the drawer lacks for a return or a purchase; 0 when there is enough."""
    return max(0, -cash_moved(settled) - drawer) if cash_moved(settled) < 0 else 0
