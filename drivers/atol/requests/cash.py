"""Cash into and out of the drawer, sums of a shift. Source: spec/atol.md 6.2."""

from dataclasses import dataclass

from drivers.atol.numbers import Reader, bcd, from_bcd
from drivers.atol.request import Effect, Request
from drivers.atol.requests.making import command, nothing


def cash_in(kopecks: int) -> Request[None]:
    """49h, in mode 1."""
    return command(0x49, "cash in", b"\0" + bcd(kopecks, 5), read=nothing, effect=Effect.MONEY)


def cash_out(kopecks: int) -> Request[None]:
    """4Fh, in mode 1. 152: there is not so much."""
    return command(0x4F, "cash out", b"\0" + bcd(kopecks, 5), read=nothing, effect=Effect.MONEY)


def cash_in_drawer() -> Request[int]:
    """4Dh -> kopecks."""
    return command(0x4D, "cash in drawer", read=from_bcd)


@dataclass(frozen=True, slots=True)
class ShiftTotals:
    """Kopecks. Which is which is not known."""

    first: int
    second: int


def shift_totals() -> Request[ShiftTotals]:
    """58h: of the last shift."""
    return command(0x58, "totals of the last shift", read=_totals)


def _totals(data: bytes) -> ShiftTotals:
    reader = Reader(data)
    return ShiftTotals(reader.bcd(7), reader.bcd(7))
