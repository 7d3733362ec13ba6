"""A receipt from its opening to its closing, for registers with a ФН. Source: spec/shtrih-m.md 3.5, 3.7.

Everything here raises ValueError for what does not fit its field.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from drivers.model.ffd import ReceiptType, TaxSystem
from drivers.shtrih import numbers
from drivers.shtrih.numbers import Reader, money, u8
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests.making import command, nothing, operator
from drivers.shtrih.requests.status import RECEIPT_TYPES

LONGEST_NAME = 128  # bytes of the name of an item
LONGEST_TEXT = 64  # bytes of the text of a closing
LONGEST_TLV = 249  # bytes of one tag
PAYMENTS = 16
CASH, PREPAID, CREDIT, OTHER = 0, 13, 14, 15  # places among the payments; 1..12 are kinds of electronic money
_CORRECTION = 0x80
_BY_REGISTER = b"\xff" * 5  # in place of a sum that the register works out


def open_receipt(password: int, kind: ReceiptType, *, correction: bool = False) -> Request[int]:
    """8Dh, in modes 2, 4, 7, 9; with a closed shift it opens one.

    `correction`: of the ФФД 1.1 and 1.2, where `Ability.CORRECTION_AS_RECEIPT` says so.
    """
    number = RECEIPT_TYPES.index(kind) | (_CORRECTION if correction else 0)
    return command(0x8D, "open receipt", password, u8(number), read=operator, effect=Effect.MONEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An item. None for `amount` and `tax`: the register works them out."""

    kind: ReceiptType
    quantity: Decimal  # up to six decimals
    price: int
    amount: int | None = None  # the register takes price x quantity within a kopeck
    tax: int | None = None
    vat: int  # a byte of vat_codes.py
    department: int = 1
    method: int  # tag 1214
    subject: int  # tag 1212
    name: str  # from "//" on: to the ОФД, not on paper


def operation(password: int, item: Operation) -> Request[None]:
    """FF46, within a receipt."""
    parameters = b"".join(
        (
            u8(item.kind),
            numbers.quantity(item.quantity, places=6, size=6),
            money(item.price),
            _or_by_register(item.amount),
            _or_by_register(item.tax),
            u8(item.vat),
            u8(item.department),
            u8(item.method),
            u8(item.subject),
            numbers.text(item.name, most=LONGEST_NAME),
        )
    )
    return command(0xFF46, "operation", password, parameters, read=nothing, effect=Effect.MONEY)


def _or_by_register(kopecks: int | None) -> bytes:
    return _BY_REGISTER if kopecks is None else money(kopecks)


def item_tag(password: int, tlv: bytes) -> Request[None]:
    """FF4D: a tag of the operation before it; of the one to come with a cash core and МОБАЙЛ-Ф."""
    return _tag(0xFF4D, "tag of the operation", password, tlv)


def tag(password: int, tlv: bytes) -> Request[None]:
    """FF0C: a tag of the document that is open, in any order before it is closed."""
    return _tag(0xFF0C, "tag of the document", password, tlv)


def _tag(code: int, title: str, password: int, tlv: bytes) -> Request[None]:
    if not 4 <= len(tlv) <= LONGEST_TLV:
        raise ValueError(f"a tag of {len(tlv)} bytes, {LONGEST_TLV} fit")
    return command(code, title, password, tlv, read=nothing, effect=Effect.MONEY)


def buffered_tags(password: int) -> Request[None]:
    """FF64: what was loaded by FF32 and FF33 (storage.py) becomes tags of the document: for those that are too long."""
    return command(0xFF64, "tags from the buffer", password, read=nothing, effect=Effect.MONEY)


def receipt_discount(password: int, *, discount: int, surcharge: int, vat: int, text: str = "") -> Request[None]:
    """FF4B, where the settings of the register let; not for plain receipts from the ФФД 1.05 on."""
    parameters = money(discount) + money(surcharge) + u8(vat) + numbers.text(text)
    return command(0xFF4B, "receipt discount", password, parameters, read=nothing, effect=Effect.MONEY)


def subtotal(password: int) -> Request[int]:
    """89h -> kopecks."""
    return command(0x89, "subtotal", password, read=_subtotal)


def _subtotal(data: bytes) -> int:
    reader = Reader(data)
    reader.u8()
    return reader.money()


def cancel(password: int) -> Request[int]:
    """88h; 59h where another operator opened it: then with the password of the system administrator."""
    return command(0x88, "cancel receipt", password, read=operator, effect=Effect.MONEY)


def repeat_document(password: int) -> Request[int]:
    """8Ch: the last document once more, with an open shift."""
    return command(0x8C, "repeat document", password, read=operator, effect=Effect.PAPER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """`payments`: by place, see `CASH`; `taxes`: by row of table 6, of no interest where the register works them out.

    `tax_system` None: the only one the register is registered with (doubtful, spec 10.3): name it.
    """

    payments: Sequence[int]
    rounding: int = 0  # kopecks, 0..99
    taxes: Sequence[int] = ()
    tax_system: TaxSystem | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    change: int
    document: int  # number of the ФД
    sign: int  # ФП
    time: datetime | None = None  # where table 17 field 36 says so; else ask FF0A


def close(password: int, closing: Closing) -> Request[Closed]:
    """FF45: six taxes.

    Firmware that tells the change alone is known: ValueError, the document is then found as after a lost answer.
    """
    return _close(0xFF45, password, closing, 6)


def close_with_10_taxes(password: int, closing: Closing) -> Request[Closed]:
    """FF76. Known from one third-party source only (spec 10.5)."""
    return _close(0xFF76, password, closing, 10)


def close_with_12_taxes(password: int, closing: Closing) -> Request[Closed]:
    """FF7B. Known from one third-party source only, another has FF78 (spec 10.5)."""
    return _close(0xFF7B, password, closing, 12)


def _close(code: int, password: int, closing: Closing, taxes: int) -> Request[Closed]:
    if not 0 <= closing.rounding <= 99:
        raise ValueError(f"{closing.rounding} kopecks cannot be rounded off")
    parameters = b"".join(
        (
            sums(closing.payments, PAYMENTS),
            u8(closing.rounding),
            sums(closing.taxes, taxes),
            tax_system_bit(closing.tax_system),
            numbers.text(closing.text, most=LONGEST_TEXT),
        )
    )
    return command(code, "close receipt", password, parameters, read=_closed, effect=Effect.MONEY)


def sums(amounts: Sequence[int], places: int) -> bytes:
    """Sums by place, the rest 0. Raises ValueError for more than there are places."""
    if len(amounts) > places:
        raise ValueError(f"{len(amounts)} sums, {places} fit")
    return b"".join(map(money, amounts)).ljust(5 * places, b"\x00")


def tax_system_bit(system: TaxSystem | None) -> bytes:
    return u8(0 if system is None else 1 << system)


def _closed(data: bytes) -> Closed:
    reader = Reader(data)
    return Closed(change=reader.money(), document=reader.u32(), sign=reader.u32(), time=reader.later_moment())
