"""Rates of VAT as a family numbers them, and as an owner tells that in the settings."""

from collections.abc import Mapping
from typing import Literal, TypeVar

from drivers.errors import RequestRefused
from drivers.fiscal import vat
from drivers.model.ffd import VatRate

Key = Literal["20", "10", "0", "-1", "120", "110", "5", "7", "105", "107", "22", "122"]
"""A rate as `Tax` of the API spells it. Source: spec/kkmserver.md 3.1."""

RATES: Mapping[Key, VatRate] = {
    "20": VatRate.VAT_20,
    "10": VatRate.VAT_10,
    "0": VatRate.VAT_0,
    "-1": VatRate.NO_VAT,
    "120": VatRate.VAT_20_120,
    "110": VatRate.VAT_10_110,
    "5": VatRate.VAT_5,
    "7": VatRate.VAT_7,
    "105": VatRate.VAT_5_105,
    "107": VatRate.VAT_7_107,
    "22": VatRate.VAT_22,
    "122": VatRate.VAT_22_122,
}
KEYS: Mapping[VatRate, Key] = {rate: key for key, rate in RATES.items()}

C = TypeVar("C")


def table(told: Mapping[Key, C], usual: Mapping[VatRate, C] | None = None) -> dict[VatRate, C]:
    """`usual`: what the family is known to use, or what the register itself tells; the settings win."""
    return {**(usual or {}), **{RATES[key]: code for key, code in told.items()}}


def code(rate: VatRate, known: Mapping[VatRate, C], setting: str = "taxes") -> C:
    """Raises RequestRefused for a rate that the register does not have, or nobody has told the number of."""
    if rate not in known:
        raise RequestRefused(
            f"Как касса обозначает ставку {vat.title(rate)}, неизвестно. Узнайте это в таблице налогов кассы и укажите "
            f'в её настройке: {setting} = {{ "{KEYS[rate]}" = … }}.'
        )
    return known[rate]
