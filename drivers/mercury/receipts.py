"""Which document of a ФН is a receipt, by the counters of the shift: the service tells little of one that is over.

Source: spec/mercury.md 3, GetStatus: `checkInfo.num` counts the receipts of the shift (that it does is inferred).
"""

import re
from dataclasses import dataclass, replace

from drivers.mercury.commands.status import Status
from drivers.model.ffd import ShiftState
from drivers.registers.known import Found, NotTold

_TRACE = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)

UNCLEAR = (
    "Служба INECRMAN не сообщает, что за документ № {number} записан в ФН (последний № {last}). Проверьте чек по ленте "
    "и в личном кабинете ОФД."
)


@dataclass(frozen=True, slots=True)
class Receipts:
    """`shift`: number of the open one, 0 = none is open; `last`: number of its last receipt."""

    shift: int
    last: int

    @property
    def text(self) -> str:
        return f"{self.shift}-{self.last}"


def receipts_of(now: Status) -> Receipts:
    """The number of a check that stands open is that of a receipt to come."""
    if now.shift is ShiftState.CLOSED:
        return Receipts(0, 0)
    return Receipts(now.shift_number, max(0, now.check_number - now.check_open))


def read_receipts(trace: str) -> Receipts | None:
    """None for what `Receipts.text` has not written."""
    found = _TRACE.fullmatch(trace)
    return Receipts(int(found[1]), int(found[2])) if found else None


def by_counters(number: int, now: Status, before: Receipts | None) -> Found:
    """A receipt has its place in the shift, other documents have none. Raises NotTold where nobody can tell.

    Before its first receipt a shift has one document: its opening. What came before the last receipt but one, or
    before the end of a shift, is not known.
    """
    receipts, time = receipts_of(now), now.last_time or now.time
    is_opening = receipts.last == 1 and number == now.last - 1
    if (number != now.last and not is_opening) or time is None:
        raise NotTold(UNCLEAR.format(number=number, last=now.last))
    found = Found(number=number, form=None, time=time, shift=now.shift_number)
    if is_opening or (before is not None and _has_none(receipts, before)):
        return found
    if before is not None and _has_more(receipts, before):
        return replace(found, number_in_shift=receipts.last)
    return replace(found, unclear=True)


def _has_more(now: Receipts, before: Receipts) -> bool:
    """There is a receipt that was not there before."""
    return now.last > (before.last if now.shift == before.shift else 0)


def _has_none(now: Receipts, before: Receipts) -> bool:
    """There is none: a shift was opened or closed, or a counter that is known to count has not moved.

    One that says 0 may count nothing but open checks.
    """
    if now.shift != before.shift or not now.shift:
        return not now.last
    return now.last == before.last > 0
