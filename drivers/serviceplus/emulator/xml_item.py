"""One position of a receipt. Source: spec/service-plus.md C2.

Inferred: PriceWithDiscount, where it is told, is the price that counts; 1162 is the value of the tag as hexadecimal
digits, or a code as scanned.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from drivers.emulation.fiscal.goods import recognised
from drivers.emulation.fiscal.sale import Item
from drivers.emulation.fiscal.values import INN, Value, fixed, nest, text, texts
from drivers.serviceplus.emulator.xml_fields import Fields

KNOWN = (1023, 1030, 1079, 1162, 1199, 1212, 1214, 1222, 1224, 1226, "ItemText", "PriceWithDiscount")
_NAME = 128
_METHODS, _SUBJECTS, _AGENTS = 7, 33, 127
_TAG_VALUE = re.compile(
    r"(?:4508|450D|490E|444D|5246|C514|C51E|4541|1520|0005|0000)(?:[0-9A-F]{2}){1,30}", re.IGNORECASE
)


def item(asked: Fields) -> Item:
    """Raises Refused."""
    asked.only(*KNOWN)
    price, quantity = asked.money("PriceWithDiscount", asked.money(1079)), asked.quantity(1023)
    return Item(
        name=asked.text(1030, _NAME),
        price=price,
        quantity=quantity,
        amount=int((price * quantity).quantize(Decimal(1), ROUND_HALF_UP)),
        vat=asked.number(1199, 1, asked.quirks.rates),
        method=asked.number(1214, 1, _METHODS),
        subject=asked.number(1212, 1, _SUBJECTS),
        requisites=(*_code(asked), *_agent(asked)),
    )


def _code(asked: Fields) -> list[Value]:
    """1162."""
    told = asked.optional_text(1162, 400)
    if not told:
        return []
    if _TAG_VALUE.fullmatch(told):
        return [(1162, bytes.fromhex(told))]
    return [recognised(told.encode("latin-1", "replace")).requisite(old_format=True)]


def _agent(asked: Fields) -> list[Value]:
    """1222, 1224, 1226."""
    found = [fixed(1222, asked.number(1222, 1, _AGENTS))] if 1222 in asked else []
    if 1224 in asked:
        supplier = asked.inside(1224)
        supplier.only(1171, 1225)
        found.append(nest(1224, texts({tag: supplier.optional_text(tag) for tag in (1171, 1225)})))
    return found + ([text(1226, asked.text(1226, INN), INN)] if 1226 in asked else [])
