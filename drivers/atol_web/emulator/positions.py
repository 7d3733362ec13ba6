"""One position of a receipt. Source: spec/atol-web.md 4."""

from decimal import ROUND_HALF_UP, Decimal

from drivers.atol_web.emulator import names
from drivers.atol_web.emulator.errors import (
    REQUISITE_DENIED,
    TOO_LONG,
    WRONG_MARK,
    WRONG_METHOD,
    WRONG_QUANTITY,
    WRONG_SUM,
    WRONG_TAX,
    WRONG_VALUE,
    Refused,
)
from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.marks import result
from drivers.atol_web.emulator.register import Register
from drivers.atol_web.emulator.requisites import agent_data, agents, industry, supplier_data, text
from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.goods import recognised
from drivers.emulation.fiscal.sale import Item

_LONGEST_NAME = 128
_LONGEST_OLD_CODE = 32
_PLACES = {False: 3, True: 6}  # of a quantity, since 1.2
_OLD_CODES, _NEW_CODES = ("nomenclatureCode", "markingCode"), ("imcParams", "productCodes")


def position(register: Register, told: Fields) -> Item:
    """Raises Refused 16 where the amount is more than price times quantity."""
    price, quantity, amount = told.money("price"), _quantity(register, told), told.money("amount")
    if amount > int((price * quantity).to_integral_value(ROUND_HALF_UP)):
        raise Refused(WRONG_SUM, told.path("amount"))
    tax = told.inside("tax")
    name = told.text("name")
    if len(name) > _LONGEST_NAME:
        raise Refused(TOO_LONG, told.path("name"))
    return Item(
        name=name,
        price=price,
        quantity=quantity,
        amount=amount,
        vat=names.TAXES["none"] if tax is None else rate(register, tax),
        method=told.choice("paymentMethod", names.METHODS, WRONG_METHOD, "fullPayment"),
        subject=_subject(told),
        department=told.whole("department", 1),
        tax=tax.money("sum") if tax is not None and tax.has("sum") else None,
        requisites=tuple(tlv.parse(_requisites(register, told))),
    )


def _quantity(register: Register, told: Fields) -> Decimal:
    quantity = told.number("quantity")
    if quantity <= 0 or round(quantity, _PLACES[register.marked_format]) != quantity:
        raise Refused(WRONG_QUANTITY, told.path("quantity"))
    return quantity


def rate(register: Register, told: Fields) -> int:
    """Tag 1199 of {type}. Raises Refused 144."""
    if not register.quirks.vat_22 and told.text("type") in names.NEW_TAXES:
        raise Refused(WRONG_TAX, told.path("type"))
    return told.choice("type", {**names.TAXES, **names.OLD_TAXES}, WRONG_TAX)


def _subject(told: Fields) -> int:
    """A number is as good as a name, inferred from one client."""
    if isinstance(told.values.get("paymentObject"), int):
        return told.whole("paymentObject")
    return told.choice("paymentObject", names.SUBJECTS, default="commodity")


def _requisites(register: Register, told: Fields) -> bytes:
    agent, supplier = told.inside("agentInfo"), told.inside("supplierInfo")
    body = b"" if agent is None else tlv.fixed(1222, agents(agent), 1)
    data = b"" if agent is None else agent_data(agent)
    body += tlv.pack(1223, data) if data else b""
    body += b"" if supplier is None else supplier_data(supplier)
    body += _unit(register, told) + _codes(register, told)
    body += tlv.vln(1229, told.money("exciseSum")) if told.has("exciseSum") else b""
    body += text(told, "countryCode", 1230, 3) + text(told, "customsDeclaration", 1231, 32)
    return body + industry(told, 1260) + text(told, "additionalAttribute", 1191, 64)


def _unit(register: Register, told: Fields) -> bytes:
    """1197, a word, until 1.1; 2108, a name or a number, since 1.2."""
    if not told.has("measurementUnit"):
        return b""
    if not register.marked_format:
        return text(told, "measurementUnit", 1197, 16)
    return tlv.fixed(2108, unit(told, "measurementUnit"), 1)


def unit(told: Fields, name: str) -> int:
    if isinstance(told.values.get(name), int):
        return told.whole(name)
    return told.choice(name, names.UNITS)


def _codes(register: Register, told: Fields) -> bytes:
    """Raises Refused 158 for what this ФФД does not know."""
    for name in _OLD_CODES if register.marked_format else _NEW_CODES:
        if told.has(name):
            raise Refused(REQUISITE_DENIED, told.path(name))
    if not register.marked_format:
        return _old_code(told)
    mark = told.inside("imcParams")
    return _product_code(told) if mark is None else _mark(register, mark)


def _old_code(told: Fields) -> bytes:
    """1162: as it is, or of a marking code. Its two forms are those of W3."""
    if (mark := told.inside("markingCode")) is not None:
        return tlv.pack(*recognised(mark.raw("mark")).requisite(old_format=True))
    if not told.has("nomenclatureCode"):
        return b""
    code = told.raw("nomenclatureCode")
    if not 0 < len(code) <= _LONGEST_OLD_CODE:
        raise Refused(WRONG_VALUE, told.path("nomenclatureCode"))
    return tlv.pack(1162, code)


def _product_code(told: Fields) -> bytes:
    codes = told.inside("productCodes")
    if codes is None:
        return b""
    return tlv.nest(1163, (text(codes, name, tag, 38) for name, tag in names.CODE_KINDS.items()))


def _mark(register: Register, mark: Fields) -> bytes:
    """1163, 2102, 2106, and 1291 for a part of a pack."""
    code = mark.raw("imc")
    if not code:
        raise Refused(WRONG_MARK, mark.path("imc"))
    body = tlv.pack(*recognised(code).requisite(old_format=False))
    body += tlv.fixed(2102, mark.whole("imcModeProcessing", 0), 1) + tlv.fixed(2106, _checked(register, mark, code), 1)
    return body + (_fraction(mark) if mark.has("itemFractionalAmount") else b"")


def _checked(register: Register, mark: Fields, code: bytes) -> int:
    """What the host was told, or what the register knows; 0 = nobody has checked it."""
    told = mark.inside("itemInfoCheckResult")
    if told is not None:
        return result({name: told.flag(name) for name in told.values})
    known = register.till.marking.accepted.get(code)
    return 0 if known is None else known.verdict.result


def _fraction(mark: Fields) -> bytes:
    """1291 {1293, 1294} of "1/2"."""
    sold, _, pack = mark.text("itemFractionalAmount").partition("/")
    if not (sold.isascii() and sold.isdigit() and pack.isascii() and pack.isdigit() and 0 < int(sold) < int(pack)):
        raise Refused(WRONG_VALUE, mark.path("itemFractionalAmount"))
    return tlv.nest(1291, (tlv.vln(1293, int(sold)), tlv.vln(1294, int(pack))))
