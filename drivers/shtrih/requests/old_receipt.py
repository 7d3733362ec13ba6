"""Receipts of firmware without FF46. Source: spec/shtrih-m.md 3.5, 3.7 (FF0D).

Result of a closing by storage.state and storage.find_document. Everything here raises ValueError for what does not fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from drivers.model.ffd import ReceiptType
from drivers.shtrih import numbers
from drivers.shtrih.numbers import Reader, money, u8
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests.making import command, nothing, operator
from drivers.shtrih.requests.receipt import sums
from drivers.shtrih.requests.status import RECEIPT_TYPES

_SELL, _STORNO, _DISCOUNT, _SURCHARGE = 0x80, 0x84, 0x86, 0x87
_DISCOUNT_STORNO, _SURCHARGE_STORNO = 0x8A, 0x8B
_TEXT = 40  # bytes
_TAXES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class OldItem:
    """`taxes`: up to four rows of table 6 (1..4)."""

    quantity: Decimal  # up to three decimals
    price: int
    department: int  # 0..16
    taxes: Sequence[int] = ()
    name: str


def sell(password: int, kind: ReceiptType, item: OldItem) -> Request[int]:
    """80h..83h by kind of receipt."""
    code = _SELL + RECEIPT_TYPES.index(kind)
    return command(code, "old operation", password, _item(item), read=operator, effect=Effect.MONEY)


def storno(password: int, item: OldItem) -> Request[int]:
    """84h; registers with a ФН may answer 37h."""
    return command(_STORNO, "storno", password, _item(item), read=operator, effect=Effect.MONEY)


def _item(item: OldItem) -> bytes:
    quantity = numbers.quantity(item.quantity, places=3, size=5)
    return quantity + money(item.price) + u8(item.department) + _taxes(item.taxes) + _text(item.name)


def discount(password: int, amount: int, *, taxes: Sequence[int] = (), text: str = "") -> Request[int]:
    """86h; registers with a ФН may answer 37h."""
    return _change(_DISCOUNT, "discount", password, amount, taxes, text)


def surcharge(password: int, amount: int, *, taxes: Sequence[int] = (), text: str = "") -> Request[int]:
    """87h; registers with a ФН may answer 37h."""
    return _change(_SURCHARGE, "surcharge", password, amount, taxes, text)


def discount_storno(password: int, amount: int, *, taxes: Sequence[int] = (), text: str = "") -> Request[int]:
    """8Ah; registers with a ФН may answer 37h."""
    return _change(_DISCOUNT_STORNO, "discount storno", password, amount, taxes, text)


def surcharge_storno(password: int, amount: int, *, taxes: Sequence[int] = (), text: str = "") -> Request[int]:
    """8Bh; registers with a ФН may answer 37h."""
    return _change(_SURCHARGE_STORNO, "surcharge storno", password, amount, taxes, text)


def _change(code: int, title: str, password: int, amount: int, taxes: Sequence[int], text: str) -> Request[int]:
    parameters = money(amount) + _taxes(taxes) + _text(text)
    return command(code, title, password, parameters, read=operator, effect=Effect.MONEY)


def close(
    password: int, payments: Sequence[int], *, discount_percent: Decimal = Decimal(0), text: str = ""
) -> Request[int]:
    """85h -> change. Up to four payments, the first is cash. `discount_percent` below zero: a surcharge."""
    return _close(0x85, password, sums(payments, 4), discount_percent, text)


def close_with_16_payments(
    password: int, payments: Sequence[int], *, discount_percent: Decimal = Decimal(0), text: str = ""
) -> Request[int]:
    """8Eh -> change. As `close`."""
    return _close(0x8E, password, sums(payments, 16), discount_percent, text)


def _close(code: int, password: int, payments: bytes, discount_percent: Decimal, text: str) -> Request[int]:
    hundredths = discount_percent.scaleb(2)
    if hundredths != hundredths.to_integral_value():
        raise ValueError(f"{discount_percent} % has more than two decimals")
    parameters = payments + numbers.signed(int(hundredths), 2) + bytes(_TAXES) + _text(text)
    return command(code, "close old receipt", password, parameters, read=_change_of, effect=Effect.MONEY)


def _change_of(data: bytes) -> int:
    reader = Reader(data)
    reader.u8()
    return reader.money()


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountedItem:
    kind: ReceiptType
    quantity: Decimal  # up to three decimals
    price: int
    discount: int = 0
    surcharge: int = 0
    department: int = 1
    vat: int
    barcode: int = 0
    texts: Sequence[str]  # name of the item, then of its discounts


def discounted_operation(password: int, item: DiscountedItem) -> Request[None]:
    """FF0D, of the ФФД 1.0; it opens a receipt."""
    names = b"".join(numbers.text(text) + numbers.PADDING for text in item.texts)
    parameters = b"".join(
        (
            u8(item.kind),
            numbers.quantity(item.quantity, places=3, size=5),
            money(item.price),
            money(item.discount),
            money(item.surcharge),
            u8(item.department),
            u8(item.vat),
            numbers.unsigned(item.barcode, 5),
            names,
        )
    )
    if len(names) > 220:
        raise ValueError(f"texts of {len(names)} bytes, 220 fit")
    return command(0xFF0D, "operation with a discount", password, parameters, read=nothing, effect=Effect.MONEY)


def _taxes(taxes: Sequence[int]) -> bytes:
    if len(taxes) > _TAXES or not all(0 <= tax <= _TAXES for tax in taxes):
        raise ValueError(f"up to four taxes of 0..4, got {list(taxes)}")
    return bytes(taxes).ljust(_TAXES, b"\x00")


def _text(text: str) -> bytes:
    return numbers.text(text).ljust(_TEXT, numbers.PADDING)
