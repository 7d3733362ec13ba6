"""`itemdata`: the lines of a receipt and its discounts. Source: spec/ikkm.md 4.1."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from drivers.model import money
from kkmserver.dialects.ikkm import amounts
from kkmserver.dialects.ikkm.codes import Code, Refused
from kkmserver.dialects.kkm.lenient import Json, parse
from kkmserver.dialects.kkm.refusal import NotReadable

MOST = 79
_GRAMS = Decimal("0.001")
_LINE, _DISCOUNT = {"name", "price", "qty", "sum"}, "discount"
_DIGITS = 30
_NO_NAME = "Скидка"


@dataclass(frozen=True, slots=True)
class Item:
    """Sums in hundredths. A discount has an `amount` below zero."""

    name: str
    quantity: Decimal
    price: int
    amount: int

    @property
    def is_discount(self) -> bool:
        return self.amount < 0


def read(text: str) -> list[Item]:
    """Raises Refused. Longer lists than MOST are the caller's affair."""
    try:
        value = parse(b'{"items":%s}' % text.encode()).get("items")
    except NotReadable:
        raise Refused(Code.BAD_ITEMS) from None
    if not isinstance(value, list):
        raise Refused(Code.BAD_ITEMS)
    try:
        return [_item(element) for element in value]
    except Refused:
        raise Refused(Code.BAD_ITEMS) from None


def _item(element: Json) -> Item:
    if not isinstance(element, dict):
        raise Refused(Code.BAD_ITEMS)
    name = element.get("name", "")
    if not isinstance(name, str):
        raise Refused(Code.BAD_ITEMS)
    if _DISCOUNT in element:
        return _discount(name, element)
    if not element.keys() >= _LINE or not name.strip():
        raise Refused(Code.BAD_ITEMS)
    quantity = _number(element["qty"]).quantize(_GRAMS, ROUND_HALF_UP)
    if not quantity:
        raise Refused(Code.BAD_ITEMS)
    return Item(name, quantity, _sum(element["price"]), _sum(element["sum"]))


def _discount(name: str, element: dict[str, Json]) -> Item:
    if element.keys() & {"price", "qty", "sum"}:
        raise Refused(Code.BAD_ITEMS)
    amount = _sum(element[_DISCOUNT])
    return Item(name or _NO_NAME, Decimal(1), -amount, -amount)


def _sum(value: Json) -> int:
    return money.kopecks(_number(value))


def _number(value: Json) -> Decimal:
    """A JSON number may be written with an exponent; both it and text keep to the rules of all numbers."""
    if isinstance(value, Decimal) and abs(value.adjusted()) <= _DIGITS:  # 1e999999999 would be a gigabyte of them
        return amounts.number(f"{value:f}")
    whole = isinstance(value, int) and not isinstance(value, bool)
    return amounts.number(str(value) if whole or isinstance(value, str) else "")
