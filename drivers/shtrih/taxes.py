"""VAT of items and receipts for this register. Source: spec/shtrih-m.md 3.7, 7, 11."""

from collections.abc import Callable, Mapping

from drivers.errors import RequestRefused
from drivers.model.ffd import VatRate
from drivers.shtrih import texts, vat_codes
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.passport import Passport
from drivers.shtrih.request import Request
from drivers.shtrih.requests import receipt
from drivers.shtrih.requests.receipt import Closed, Closing

_CLOSINGS: Mapping[int, Callable[[int, Closing], Request[Closed]]] = {
    6: receipt.close,
    10: receipt.close_with_10_taxes,
    12: receipt.close_with_12_taxes,
}


def code(rate: VatRate, known: Passport, options: ShtrihOptions) -> int:
    """The VAT byte of FF46. Raises RequestRefused for a rate that the register does not have."""
    found = vat_codes.byte_of(rate, known.taxes, options.vat_codes)
    if found is None:
        raise RequestRefused(texts.no_rate(rate))
    return found


def sums(taxes: Mapping[VatRate, int], known: Passport) -> tuple[int, ...]:
    """In the order of the shortest closing that has a place for them, of those that the register knows.

    Raises RequestRefused for a rate without a place.
    """
    for places in sorted(_CLOSINGS):
        found = vat_codes.taxes(taxes, known.taxes, places)
        if found is not None and (places == min(_CLOSINGS) or places <= len(known.taxes)):
            return found
    raise RequestRefused(texts.no_rate(max(taxes)))


def six(taxes: Mapping[VatRate, int], known: Passport) -> tuple[int, ...]:
    """Of a correction of the ФФД 1.05. Raises RequestRefused for a rate that it has no place for."""
    found = vat_codes.taxes(taxes, known.taxes, 6)
    if found is None:
        raise RequestRefused(texts.no_rate(max(taxes)))
    return found


def closing_command(places: int) -> Callable[[int, Closing], Request[Closed]]:
    """FF45, but where more taxes are told than it has places for. 0: the register works them out."""
    return _CLOSINGS[places or min(_CLOSINGS)]
