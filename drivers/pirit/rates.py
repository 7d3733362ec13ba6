"""Rates of VAT by the index the register knows them by. Source: spec/service-plus.md A3, A8.

The maker's document has six; settings 40 and 41 hold their names and per cents, so later rates are taken as they are
set there. A rate with "/" in its name is one of those in prepayments; one without a name, or with "БЕЗ" in it, is none.
"""

from collections.abc import Mapping
from decimal import Decimal

from drivers.errors import FrameError, KkmError
from drivers.model.ffd import VatRate
from drivers.pirit.requests import settings
from drivers.pirit.requests.settings import Setting
from drivers.pirit.session import Session

USUAL: Mapping[VatRate, int] = {
    VatRate.VAT_20: 0,
    VatRate.VAT_10: 1,
    VatRate.VAT_0: 2,
    VatRate.NO_VAT: 3,
    VatRate.VAT_20_120: 4,
    VatRate.VAT_10_110: 5,
}
_PLAIN = {20: VatRate.VAT_20, 10: VatRate.VAT_10, 5: VatRate.VAT_5, 7: VatRate.VAT_7, 22: VatRate.VAT_22}
_CALCULATED = {
    20: VatRate.VAT_20_120,
    10: VatRate.VAT_10_110,
    5: VatRate.VAT_5_105,
    7: VatRate.VAT_7_107,
    22: VatRate.VAT_22_122,
}


async def read(session: Session) -> Mapping[VatRate, int]:
    """Questions only; the maker's own order where the register does not tell."""
    found: dict[VatRate, int] = {}
    for index in range(settings.TAXES):
        try:
            name = await session.ask(settings.read_setting(Setting.TAX_NAMES, index))
            rate = rate_of(name, await session.ask(settings.read_rate(index)))
        except FrameError:
            continue  # a row that cannot be read has a rate that nobody can sell by
        except KkmError as error:
            if error.native is None:
                raise
            return USUAL
        if rate is not None:
            found.setdefault(rate, index)
    return found


def rate_of(name: str, percent: Decimal) -> VatRate | None:
    """None for one that the law does not have."""
    if not percent:
        return VatRate.NO_VAT if not name or "БЕЗ" in name.upper() else VatRate.VAT_0
    known = _CALCULATED if "/" in name else _PLAIN
    return known.get(int(percent)) if percent == int(percent) else None
