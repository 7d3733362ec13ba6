"""Roubles on the outside, kopecks inside. Never float."""

from decimal import ROUND_HALF_UP, Decimal

_KOPECK = Decimal("0.01")


def kopecks(roubles: Decimal) -> int:
    """Roubles to whole kopecks, half away from zero: 59.699999999 -> 5970."""
    return int(roubles.quantize(_KOPECK, ROUND_HALF_UP) * 100)


def roubles(amount: int) -> Decimal:
    """Kopecks to roubles with exactly two decimals."""
    return Decimal(amount).scaleb(-2)


def divide(numerator: int, denominator: int) -> int:
    """Whole division, half away from zero; the denominator is positive."""
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def text(amount: int) -> str:
    """1234567 -> "12345.67"."""
    return f"{roubles(amount):.2f}"
