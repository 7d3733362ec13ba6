"""One position of AddGoods. Source: spec/mercury.md 3. Which field is which tag is inferred from the names."""

from decimal import Decimal

from drivers.emulation.fiscal.sale import Item
from drivers.emulation.fiscal.values import Value, fixed, text, texts, vln
from drivers.mercury.emulator import marked_goods
from drivers.mercury.emulator.agent import agent
from drivers.mercury.emulator.core import Core
from drivers.mercury.emulator.fields import MOST_MONEY, Fields
from drivers.mercury.emulator.results import Refused, Result

FIELDS = (
    "productName",
    "qty",
    "price",
    "sum",
    "taxCode",
    "paymentFormCode",
    "productTypeCode",
    "section",
    "measureUnit",
    "nomenclatureCode",
    "markingCode",
    "mcInfo",
    "countryOfOrigin",
    "customsDeclaration",
    "additionalAttribute",
    "exciseAmount",
    "addInfo",
    "agent",
    "industryAttribute",
)
SCALE = 10_000  # of a quantity
_MOST_QUANTITY = 1 << 40
_MOST_PRICE = 2_147_483_647
_NAME, _ATTRIBUTE, _DECLARATION = 128, 64, 32  # characters
_COUNTRY = 3
_UNITS = 255
_ROUNDING = 1  # kopeck that price by quantity may differ from the sum, spec/ffd.md 6, R1


def item(core: Core, asked: Fields) -> Item:
    """Raises Refused."""
    if "industryAttribute" in asked:
        raise Refused(Result.CANNOT_EMULATE, "Эмулятор этого не умеет: состав industryAttribute не известен")
    quantity = asked.integer("qty", 1, _MOST_QUANTITY)
    price = asked.integer("price", 0, _MOST_PRICE)
    return Item(
        name=asked.text("productName", _NAME),
        price=price,
        quantity=Decimal(quantity) / SCALE,
        amount=_amount(asked, price, quantity),
        vat=_rate(core, asked),
        method=asked.integer("paymentFormCode", 1, 7),
        subject=asked.integer("productTypeCode", 1, 33),
        department=asked.integer("section", 1, 16, 1),
        requisites=(*_unit(core, asked), *marked_goods.requisites(core, asked), *_others(asked), *agent(asked)),
    )


def _amount(asked: Fields, price: int, quantity: int) -> int:
    """Half up."""
    counted = (2 * price * quantity + SCALE) // (2 * SCALE)
    told = asked.integer("sum", 0, MOST_MONEY, counted)
    if abs(told - counted) > _ROUNDING:
        raise Refused(Result.BAD_FIELD, "Неверное значение: sum")
    return told


def _rate(core: Core, asked: Fields) -> int:
    """Tag 1199."""
    code = asked.integer("taxCode", 1, 255)
    if code not in core.quirks.taxes:
        raise Refused(Result.BAD_FIELD, "Неверное значение: taxCode")
    return core.quirks.taxes[code]


def _unit(core: Core, asked: Fields) -> list[Value]:
    """2108 is known since 1.2."""
    unit = asked.integer("measureUnit", 0, _UNITS, 0)
    return [fixed(2108, unit)] if core.till.ffd == "1.2" else []


def _others(asked: Fields) -> list[Value]:
    country = asked.optional_text("countryOfOrigin", _COUNTRY)
    found = [text(1230, country, _COUNTRY)] if country else []
    found += texts(
        {
            1231: asked.optional_text("customsDeclaration", _DECLARATION),
            1191: asked.optional_text("additionalAttribute", _ATTRIBUTE),
        }
    )
    return found + ([vln(1229, asked.money("exciseAmount"))] if "exciseAmount" in asked else [])
