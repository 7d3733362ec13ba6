"""VAT that is included in a sum. Money is kopecks, halves go up. Source: spec/ffd.md, section 5."""

from collections.abc import Iterable

from drivers.model.document import Position
from drivers.model.ffd import VatRate
from drivers.model.money import divide

# Rate -> the percents r of r/(100+r).
PERCENT = {
    VatRate.VAT_20: 20,
    VatRate.VAT_10: 10,
    VatRate.VAT_20_120: 20,
    VatRate.VAT_10_110: 10,
    VatRate.VAT_0: 0,
    VatRate.NO_VAT: 0,
    VatRate.VAT_5: 5,
    VatRate.VAT_7: 7,
    VatRate.VAT_5_105: 5,
    VatRate.VAT_7_107: 7,
    VatRate.VAT_22: 22,
    VatRate.VAT_22_122: 22,
}

# Rates that report the turnover instead of a tax.
UNTAXED = frozenset({VatRate.VAT_0, VatRate.NO_VAT})

# The rate to use instead of a plain one while goods are paid for in advance (расчётная ставка).
CALCULATED = {
    VatRate.VAT_20: VatRate.VAT_20_120,
    VatRate.VAT_10: VatRate.VAT_10_110,
    VatRate.VAT_5: VatRate.VAT_5_105,
    VatRate.VAT_7: VatRate.VAT_7_107,
    VatRate.VAT_22: VatRate.VAT_22_122,
}


def included(amount: int, rate: VatRate) -> int:
    """Tax within `amount` kopecks; 0 for VAT_0 and NO_VAT."""
    percent = PERCENT[rate]
    return divide(amount * percent, 100 + percent)


def sums(positions: Iterable[Position], *, per_line: bool = False) -> dict[VatRate, int]:
    """Per rate that occurs: the tax; for VAT_0 and NO_VAT the turnover.

    The tax is taken from the total of a rate, or with `per_line` is the sum of the lines' taxes. The two may differ by
    half a kopeck a line; registers know both. Source: spec/ffd.md 5.2.
    """
    turnover: dict[VatRate, int] = {}
    taxes: dict[VatRate, int] = {}
    for position in positions:
        turnover[position.vat] = turnover.get(position.vat, 0) + position.amount
        taxes[position.vat] = taxes.get(position.vat, 0) + included(position.amount, position.vat)
    return {rate: _of_rate(rate, turnover[rate], taxes[rate], per_line=per_line) for rate in sorted(turnover)}


def _of_rate(rate: VatRate, turnover: int, taxes: int, *, per_line: bool) -> int:
    if rate in UNTAXED:
        return turnover
    return taxes if per_line else included(turnover, rate)


def on_paper(rates: Iterable[VatRate]) -> list[VatRate]:
    """The order people expect: from the lowest tax to the highest, turnovers without tax last."""
    return sorted(rates, key=lambda rate: (rate in UNTAXED, PERCENT[rate], rate))


def title(rate: VatRate) -> str:
    """Name on paper: "НДС 20%", "НДС 20/120", "БЕЗ НДС"."""
    if rate is VatRate.NO_VAT:
        return "БЕЗ НДС"
    percent = PERCENT[rate]
    return f"НДС {percent}/{100 + percent}" if rate in CALCULATED.values() else f"НДС {percent}%"


def sum_title(rate: VatRate) -> str:
    """Left side of the row that carries a rate's sum: "СУММА НДС 20%"; turnovers say so: "СУММА БЕЗ НДС"."""
    return f"СУММА С {title(rate)}" if rate is VatRate.VAT_0 else f"СУММА {title(rate)}"
