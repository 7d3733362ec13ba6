"""Rates: the bytes of FF46, the rows of table 6, tag 1199 and what a receipt says of them.

Source: spec/shtrih-m.md 2, 3.7, spec/ffd.md 5. Which of 88h and 90h is 7/107 no device has shown; the bytes of 22 % are
C0h + tag 1199 as the text has it for "others". That the rate in table 6 decides about the tag is inferred.
"""

from dataclasses import dataclass

from drivers.emulation.fiscal.vat import within
from drivers.shtrih.emulator.command import Refused
from drivers.shtrih.emulator.tables import Tables

NO_TAX = 4  # the row


@dataclass(frozen=True, slots=True)
class Tax:
    """`percent` in hundredths; `extracted`: a rate as 20/120. `byte`: of FF46."""

    byte: int
    name: str
    percent: int
    extracted: bool = False


TAXES = (
    Tax(0x01, "НДС 20%", 2000),
    Tax(0x02, "НДС 10%", 1000),
    Tax(0x04, "НДС 0%", 0),
    Tax(0x08, "БЕЗ НДС", 0),
    Tax(0x10, "НДС 20/120", 2000, extracted=True),
    Tax(0x20, "НДС 10/110", 1000, extracted=True),
    Tax(0x81, "НДС 5%", 500),
    Tax(0x82, "НДС 7%", 700),
    Tax(0x84, "НДС 5/105", 500, extracted=True),
    Tax(0x90, "НДС 7/107", 700, extracted=True),
    Tax(0xCB, "НДС 22%", 2200),
    Tax(0xCC, "НДС 22/122", 2200, extracted=True),
)
_PLAIN = {2000: 1, 1000: 2, 0: 5, 500: 7, 700: 8, 2200: 11}
_EXTRACTED = {2000: 3, 1000: 4, 500: 9, 700: 10, 2200: 12}
_WITHOUT = 6


def taxes(rows: int) -> tuple[Tax, ...]:
    """As the table begins. One without rows of their own for 22 % has it in place of 20 %."""
    if rows >= len(TAXES):
        return TAXES
    changed = {0x01: (TAXES[-2].name, 2200), 0x10: (TAXES[-1].name, 2200)}
    return tuple(
        Tax(each.byte, *changed.get(each.byte, (each.name, each.percent)), each.extracted) for each in TAXES[:rows]
    )


def row_of(byte: int, rows: int) -> int | None:
    """Of table 6, which has so many."""
    return next((row for row, tax in enumerate(TAXES[:rows], 1) if tax.byte == byte), None)


def code(tables: Tables, row: int) -> int:
    """Tag 1199. Raises Refused 35h where the table has a rate that no document knows."""
    if row == NO_TAX:
        return _WITHOUT
    percent = tables.integer(6, row, 1)
    known = _EXTRACTED if TAXES[row - 1].extracted else _PLAIN
    if percent not in known:
        raise Refused(0x35, f"rate {percent}")
    return known[percent]


def tax(tables: Tables, row: int, sum_: int) -> int:
    """Kopecks within a sum that includes it, half up."""
    return within(tables.integer(6, row, 1), sum_)
