"""One position of a receipt, 42h. Source: spec/service-plus.md A3; ranges are the vendor's."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.receipt_body import FRACTION, UNIT
from drivers.emulation.fiscal.sale import Item
from drivers.pirit.emulator.cashier import byte, text
from drivers.pirit.emulator.core import Core
from drivers.pirit.emulator.document import Ahead, Draft, Requisite
from drivers.pirit.emulator.parameters import Parameters, as_decimal
from drivers.pirit.emulator.refused import Why, wrong
from drivers.pirit.emulator.settings import RATES

_DISCOUNTS = (0, 2, 4)
_METHODS = range(1, 8)
_SUBJECTS, _SUBJECTS_12 = range(1, 27), (*range(1, 28), *range(30, 34))
_UNITS = (0, 10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42, 50, 51, 70, 71, 72, 73, 80, 81, 82, 83, 255)
_MOST_PRICE = 9_999_999_999  # kopecks
_WITHOUT_NAME = "Товар"
_FULL_PAYMENT, _GOODS = 4, 1
_COUNTRY, _PLACES = 3, Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class _Quantity:
    value: Decimal
    fraction: tuple[Requisite, ...] = ()


def item(core: Core, draft: Draft, p: Parameters) -> tuple[Item, int]:
    """-> the position, the index of its rate. Raises Refused 03/44..91."""
    name = p.text(256, Why.NAME) or _WITHOUT_NAME
    p.text(18, Why.ARTICLE)
    quantity, price = _quantity(core, p.text(20, Why.QUANTITY)), _price(p)
    rate = p.number(RATES, Why.RATE, empty=None)
    p.text(4, Why.POSITION)
    section = p.number(range(17), Why.SECTION) or draft.department
    sent = _more(core, draft, p)
    method = p.number(_METHODS, Why.METHOD, empty=_FULL_PAYMENT)
    subject = p.number(_SUBJECTS_12 if core.marked_format else _SUBJECTS, Why.SUBJECT, empty=_GOODS)
    sent += (*quantity.fraction, *_customs(p))
    amount = _amount(price, quantity.value)
    vat = core.settings.vat(rate)
    return Item(name, price, quantity.value, amount, vat, method, subject, section, requisites=sent), rate


def simple_item(core: Core, draft: Draft, p: Parameters) -> Item:
    """Name, article, quantity, price, department, rate, as older registers have it. Raises Refused 03."""
    name = p.text(256, Why.NAME) or _WITHOUT_NAME
    p.text(18, Why.ARTICLE)
    quantity, price = _quantity(core, p.text(20, Why.QUANTITY)), _price(p)
    section = p.number(range(17), Why.SECTION) or draft.department
    vat = core.settings.vat(p.number(RATES, Why.RATE))
    return Item(name, price, quantity.value, _amount(price, quantity.value), vat, department=section)


def _price(p: Parameters) -> int:
    price = p.money(Why.PRICE)
    if not 0 <= price <= _MOST_PRICE:
        raise wrong(Why.PRICE)
    return price


def _amount(price: int, quantity: Decimal) -> int:
    """Kopecks, half up."""
    return int((price * quantity).quantize(Decimal(1), ROUND_HALF_UP))


def tax_sum(amount: int, percent: Decimal) -> str:
    """Roubles with four digits after the point, of kopecks that include it."""
    return str((Decimal(amount) / 100 * percent / (100 + percent)).quantize(_PLACES, ROUND_HALF_UP))


def _quantity(core: Core, told: str) -> _Quantity:
    """`n/m`: a part of a marked pack; that 1023 is then n is inferred (spec/ffd.md 10)."""
    sold, stroke, pack = told.partition("/")
    value = as_decimal(sold, Why.QUANTITY)
    if not value:
        raise wrong(Why.QUANTITY)
    if not stroke:
        return _Quantity(value)
    whole = as_decimal(pack, Why.QUANTITY)
    if not core.marked_format or value >= whole or value % 1 or whole % 1:
        raise wrong(Why.QUANTITY, told)
    return _Quantity(value, ((FRACTION, tlv.vln(1293, int(value)) + tlv.vln(1294, int(whole))),))


def _more(core: Core, draft: Draft, p: Parameters) -> tuple[Requisite, ...]:
    """Discount, which is words alone, unit, and what was told ahead."""
    p.number(_DISCOUNTS, Why.DISCOUNT)
    unit = _unit(core, draft, p)
    p.money(Why.DISCOUNT)
    ahead, draft.ahead = draft.ahead, Ahead()
    return (*unit, *ahead.requisites)


def _unit(core: Core, draft: Draft, p: Parameters) -> list[Requisite]:
    """1.05: words, 1197; since 1.2 a code, 2108."""
    if core.marked_format:
        return [byte(UNIT, p.number(_UNITS))]
    words = p.text(38) or draft.ahead.unit
    if len(words) > 16:
        raise wrong(cause="the unit is too long")
    return [text(1197, words)] if words else []


def _customs(p: Parameters) -> list[Requisite]:
    country, declaration, excise = p.text(_COUNTRY, Why.COUNTRY), p.text(32, Why.DECLARATION), p.money(Why.EXCISE)
    if country and (len(country) != _COUNTRY or not country.isdigit()):
        raise wrong(Why.COUNTRY)
    told = [text(tag, value) for tag, value in {1230: country, 1231: declaration}.items() if value]
    return told + ([tlv.parse(tlv.vln(1229, excise))[0]] if excise else [])
