"""Which documents a ФН has recorded meanwhile, by its counters: the register tells nothing of one that is over. Pure.

Source: spec/service-plus.md C2 (40, 44); SP2 reads the number of the last document, the number of the shift, and by
kind of receipt their count and sum, which it takes for those of the shift. Whether they are summed up over all shifts
is not certain: both are tried, and where they contradict each other nothing is claimed.
"""

import re
from dataclasses import dataclass

from drivers.model.counters import CounterBlock
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.registers.known import NotTold

UNCLEAR = (
    "После команды в ФН записано документов: {new}, последний № {last}, а каких, касса не сообщает. Проверьте чек по "
    "ленте и в личном кабинете ОФД."
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_TRACE = re.compile(r"([oc])-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)")
_KINDS = tuple(ReceiptType)
Document = tuple[DocumentForm, ReceiptType | None, int | None]  # kopecks
_OPENING: Document = (DocumentForm.OPEN_SHIFT, None, None)
_CLOSING: Document = (DocumentForm.CLOSE_SHIFT, None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """`shift`: number of the open one, or of the one before; `count`: receipts; `totals`: kopecks by kind."""

    last: int
    is_open: bool
    shift: int
    count: int
    totals: tuple[int, ...]

    @property
    def text(self) -> str:
        numbers = (self.last, self.shift, self.count, *self.totals)
        return "-".join(["co"[self.is_open], *map(_short, numbers)])


def read(text: str) -> Tally | None:
    """None for what `Tally.text` has not written."""
    found = _TRACE.fullmatch(text)
    if found is None:
        return None
    last, shift, count, *totals = (int(number, 36) for number in found.groups()[1:])
    return Tally(last=last, is_open=found[1] == "o", shift=shift, count=count, totals=tuple(totals))


def summed(blocks: tuple[CounterBlock, ...]) -> tuple[int, tuple[int, ...]]:
    """Count and totals."""
    totals = {block.type: block.total for block in blocks}
    return sum(block.count for block in blocks), tuple(totals.get(kind, 0) for kind in _KINDS)


def documents(before: Tally, now: Tally, *, reporting: bool = False) -> dict[int, Document]:
    """By number, as one command makes them: an old shift is closed, one is opened, the receipt or the report follows.

    `reporting`: the report for the ОФД is known to be under way. Raises NotTold where nobody can tell.
    """
    opened, new = now.shift - before.shift, now.last - before.last
    closed = opened + before.is_open - now.is_open
    rest = new - opened - closed
    if not (0 <= opened <= 1 and 0 <= closed <= 1 and 0 <= rest <= 1):
        raise NotTold(UNCLEAR.format(new=new, last=now.last))
    other = [_other(before, now, reporting=reporting)] if rest else []
    opening, closing = [_OPENING] * opened, [_CLOSING] * closed
    found = closing + opening + other if now.is_open or not closed else opening + other + closing
    return dict(enumerate(found, before.last + 1))


def _other(before: Tally, now: Tally, *, reporting: bool) -> Document:
    """A receipt where the counters have moved by one, else the one document they do not count."""
    readings = {_sold(before, now)} | ({_sold(None, now)} if now.shift != before.shift else set())
    receipts = [reading for reading in readings if reading]
    if len(receipts) == 1:
        return receipts[0]
    still = (now.count, now.totals) == (before.count, before.totals)
    if not receipts and still and (reporting or now.count):
        return DocumentForm.SETTLEMENT_STATE, None, None
    raise NotTold(UNCLEAR.format(new=now.last - before.last, last=now.last))


def _sold(before: Tally | None, now: Tally) -> Document | None:
    """The one receipt since; None where there is not exactly one."""
    count, totals = (before.count, before.totals) if before else (0, (0,) * len(_KINDS))
    grown = [total - old for total, old in zip(now.totals, totals, strict=True)]
    moved = [(kind, total) for kind, total in zip(_KINDS, grown, strict=True) if total]
    if now.count - count != 1 or len(moved) > 1 or min(grown) < 0:
        return None
    kind, total = moved[0] if moved else (None, 0)
    return DocumentForm.RECEIPT, kind, total


def _short(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"
