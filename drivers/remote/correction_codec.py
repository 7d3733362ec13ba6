"""What makes a receipt a correction. Source: spec/kkmserver.md 3.9.3."""

from collections.abc import Mapping

from drivers.model.document import Correction
from drivers.model.ffd import VatRate
from drivers.model.money import roubles
from drivers.notation.json_text import Json
from drivers.remote.json_dates import day

_SUMS: Mapping[VatRate, str] = {
    VatRate.NO_VAT: "SumTaxNone",
    VatRate.VAT_0: "SumTax0",
    VatRate.VAT_10: "SumTax10",
    VatRate.VAT_20: "SumTax20",
    VatRate.VAT_10_110: "SumTax110",
    VatRate.VAT_20_120: "SumTax120",
}
# The API has no members for the rates since 2025; these are ours.
_OUR_SUMS: Mapping[VatRate, str] = {
    VatRate.VAT_5: "SumTax5",
    VatRate.VAT_7: "SumTax7",
    VatRate.VAT_22: "SumTax22",
    VatRate.VAT_5_105: "SumTax105",
    VatRate.VAT_7_107: "SumTax107",
    VatRate.VAT_22_122: "SumTax122",
}
_NAMES = {**_SUMS, **_OUR_SUMS}


def correction(given: Correction | None) -> dict[str, Json]:
    """A rate that is named twice stands with the sum of both."""
    if given is None:
        return {}
    vat: dict[str, int] = {}
    for rate, amount in given.vat:
        vat[_NAMES[rate]] = vat.get(_NAMES[rate], 0) + amount
    return {
        "CorrectionType": int(given.by_order),
        "CorrectionBaseDate": day(given.date),
        "CorrectionBaseNumber": given.number,
        "CorrectionBaseName": given.name,
        "Amount": None if given.total is None else roubles(given.total),
        **{name: roubles(amount) for name, amount in vat.items()},
    }


def ours(given: Correction | None) -> set[str]:
    """Members that the original would leave out of the document."""
    return {_OUR_SUMS[rate] for rate, amount in given.vat if amount and rate in _OUR_SUMS} if given else set()
