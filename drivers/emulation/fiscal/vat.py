"""Rates by tag 1199, and what a document says of them. Source: spec/ffd.md 5.

Written apart from drivers.fiscal.vat.
"""

from collections.abc import Iterable, Mapping

from drivers.emulation.fiscal import tlv

NAMES = {
    1: "НДС 20%",
    2: "НДС 10%",
    3: "НДС 20/120",
    4: "НДС 10/110",
    5: "НДС 0%",
    6: "БЕЗ НДС",
    7: "НДС 5%",
    8: "НДС 7%",
    9: "НДС 5/105",
    10: "НДС 7/107",
    11: "НДС 22%",
    12: "НДС 22/122",
}
TURNOVERS = (5, 6)  # of these a document tells the turnover, there is no tax
FLAT = {1: 1102, 2: 1103, 5: 1104, 6: 1105, 3: 1106, 4: 1107}  # the requisite of a rate, where it has one
_PERCENT = {1: 20, 2: 10, 3: 20, 4: 10, 5: 0, 6: 0, 7: 5, 8: 7, 9: 5, 10: 7, 11: 22, 12: 22}


def tax(code: int, sum_: int) -> int:
    """Kopecks within a sum that includes it, half up."""
    return within(100 * _PERCENT[code], sum_)


def within(hundredths: int, sum_: int) -> int:
    """As `tax`, of so many hundredths of a percent."""
    return (2 * sum_ * hundredths + 10000 + hundredths) // (2 * (10000 + hundredths))


def requisites(sums: Mapping[int, int]) -> bytes:
    """Sums by tag 1199: flat tags where there are, the container 1115 for the others."""
    flat = b"".join(tlv.vln(FLAT[code], sums[code]) for code in sorted(sums) if code in FLAT)
    others = [code for code in sorted(sums) if code not in FLAT]
    if not others:
        return flat
    return (flat or tlv.vln(1104, 0)) + tlv.nest(1115, _each(sums, others))


def _each(sums: Mapping[int, int], codes: Iterable[int]) -> list[bytes]:
    return [tlv.nest(1119, (tlv.fixed(1199, code, 1), tlv.vln(1120, sums[code]))) for code in codes]
