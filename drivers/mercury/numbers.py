"""How INECRMAN writes numbers and times, and its closed lists. Source: spec/mercury.md 2 and 3."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from drivers.errors import RequestRefused
from drivers.http_service.fields import Fields
from drivers.model.ffd import FfdVersion, ReceiptType, TaxSystem, VatRate

_SCALE = 10_000
_MOST_PRICE = 21_474_836 * 100  # kopecks
_MOST_QUANTITY = Decimal(214_748)

CHECK_TYPES: Mapping[ReceiptType, int] = {
    ReceiptType.SALE: 0,
    ReceiptType.SALE_RETURN: 1,
    ReceiptType.PURCHASE: 2,
    ReceiptType.PURCHASE_RETURN: 3,
}
"""1054; corrections are 4 more."""
CORRECTION = 4

TAX_SYSTEMS: Mapping[TaxSystem, int] = {
    TaxSystem.GENERAL: 0,
    TaxSystem.SIMPLE_INCOME: 1,
    TaxSystem.SIMPLE_PROFIT: 2,
    TaxSystem.AGRICULTURAL: 4,
    TaxSystem.PATENT: 5,
}
"""1055."""

VAT: Mapping[VatRate, int] = {
    VatRate.VAT_20: 1,
    VatRate.VAT_10: 2,
    VatRate.VAT_20_120: 3,
    VatRate.VAT_10_110: 4,
    VatRate.VAT_0: 5,
    VatRate.NO_VAT: 6,
    VatRate.VAT_5: 7,
    VatRate.VAT_7: 8,
    VatRate.VAT_5_105: 9,
    VatRate.VAT_7_107: 10,
}
"""1199. The codes of 22 % are unknown: the setting `taxes` tells them."""


def quantity(amount: Decimal) -> int:
    """One piece is 10000. Raises RequestRefused for more digits than four, and for what is out of range."""
    scaled = amount * _SCALE
    if scaled != int(scaled) or not 0 < amount <= _MOST_QUANTITY:
        raise RequestRefused(
            f"Касса Меркурий не примет количество {amount:f}: у неё четыре знака после запятой и не больше "
            f"{_MOST_QUANTITY}. Исправьте чек."
        )
    return int(scaled)


def price(kopecks: int) -> int:
    """Raises RequestRefused for what is out of range."""
    if not 0 <= kopecks <= _MOST_PRICE:
        raise RequestRefused(f"Касса Меркурий не примет цену или сумму больше {_MOST_PRICE // 100} рублей.")
    return kopecks


def tax_system(system: TaxSystem) -> int:
    """Raises RequestRefused for ЕНВД, which is abolished."""
    if system not in TAX_SYSTEMS:
        raise RequestRefused("Касса Меркурий не знает ЕНВД: укажите другую систему налогообложения чека.")
    return TAX_SYSTEMS[system]


def moment(answer: Fields, name: str) -> datetime | None:
    """By the register's clock, which has no zone; None where it is not told."""
    told = answer.moment(name, None)
    return None if told is None else told.replace(tzinfo=None)


def ffd(answer: Fields, name: str) -> FfdVersion | None:
    return {version.value: version for version in FfdVersion}.get(answer.text(name))
