"""The directory of taxes: the register's own, or else the one of the settings."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from drivers.model.document import LocalTax
from drivers.model.ffd import VatRate
from kkmserver.config_doors import IkkmTax
from kkmserver.dialects.ikkm.codes import Code, Refused

_WITHOUT = LocalTax(code=1, name="Без НДС", percent=None)
_RATES: Mapping[Decimal | None, VatRate] = {
    None: VatRate.NO_VAT,
    Decimal(0): VatRate.VAT_0,
    Decimal(5): VatRate.VAT_5,
    Decimal(7): VatRate.VAT_7,
    Decimal(10): VatRate.VAT_10,
    Decimal(20): VatRate.VAT_20,
    Decimal(22): VatRate.VAT_22,
}


def directory(own: Sequence[LocalTax], wanted: Sequence[IkkmTax]) -> tuple[LocalTax, ...]:
    """The first one is the usual one. `own` of the register: what else it would refuse anyhow."""
    configured = (LocalTax(code=one.code, name=one.name, percent=one.percent, included=one.included) for one in wanted)
    return tuple(own) or tuple(configured) or (_WITHOUT,)


def chosen(known: Sequence[LocalTax], code: int | None) -> LocalTax:
    """Raises Refused."""
    found = known[0] if code is None else next((tax for tax in known if tax.code == code), None)
    if found is None:
        raise Refused(Code.UNKNOWN_TAX)
    return found


def vat_rate(tax: LocalTax) -> VatRate:
    """For a register that knows only those of 1199. Raises Refused."""
    if tax.percent not in _RATES:
        raise Refused(Code.UNKNOWN_TAX)
    return _RATES[tax.percent]
