"""VAT rates as the register codes them, by the rows of its table 6. Source: spec/shtrih-m.md 3.7, 11.

What kind of rate a row holds is fixed, its percentage can be changed while the shift is closed: where the law raised
20 % to 22 %, some registers have 22 % in row 1, newer ones have rows of their own (11 and 12).
"""

from collections.abc import Mapping, Sequence

from drivers.fiscal.vat import CALCULATED, PERCENT, UNTAXED
from drivers.model.ffd import VatRate

ROWS = {
    VatRate.VAT_20: 1,
    VatRate.VAT_10: 2,
    VatRate.VAT_0: 3,
    VatRate.NO_VAT: 4,
    VatRate.VAT_20_120: 5,
    VatRate.VAT_10_110: 6,
    VatRate.VAT_5: 7,
    VatRate.VAT_7: 8,
    VatRate.VAT_5_105: 9,
    VatRate.VAT_7_107: 10,
    VatRate.VAT_22: 11,
    VatRate.VAT_22_122: 12,
}
"""Row of table 6 as the factory sets it, and place of a sum among the taxes of FF45, FF76, FF7B."""

_BYTES = {1: 0x01, 2: 0x02, 3: 0x04, 4: 0x08, 5: 0x10, 6: 0x20, 7: 0x81, 8: 0x82, 9: 0x84, 10: 0x90}
_OTHERS = 0xC0  # and the row; from one text of the maker, never seen on a wire
_PLAIN_ROWS = frozenset({1, 2, 7, 8, 11})
_CALCULATED_ROWS = frozenset({5, 6, 9, 10, 12})


def row_of(rate: VatRate, percents: Sequence[int]) -> int | None:
    """The row of table 6 that holds `rate`. `percents`: of its rows in order, hundredths of a per cent.

    None: the register does not know the rate.
    """
    if rate in UNTAXED:
        return ROWS[rate] if ROWS[rate] <= len(percents) else None
    rows = _CALCULATED_ROWS if rate in CALCULATED.values() else _PLAIN_ROWS
    wanted = PERCENT[rate] * 100
    return next((row for row, percent in enumerate(percents, 1) if row in rows and percent == wanted), None)


def byte_of(rate: VatRate, percents: Sequence[int], given: Mapping[int, int] | None = None) -> int | None:
    """The VAT byte of FF46; None: the register does not know the rate. `given`: by tag 1199, from the settings."""
    if given and rate in given:
        return given[rate]
    row = row_of(rate, percents)
    return None if row is None else byte_of_row(row)


def byte_of_row(row: int) -> int:
    return _BYTES.get(row, _OTHERS + row)


def taxes(sums: Mapping[VatRate, int], percents: Sequence[int], places: int) -> tuple[int, ...] | None:
    """Sums by rate, in the order of a closing with so many taxes; None where one has no place there."""
    placed = [0] * places
    for rate, amount in sums.items():
        row = row_of(rate, percents)
        if row is None or row > places:
            return None
        placed[row - 1] += amount
    return tuple(placed)
