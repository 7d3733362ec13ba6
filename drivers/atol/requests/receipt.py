"""A receipt from its opening to its closing, in mode 1. Source: spec/atol.md 6.2.

Everything here raises ValueError for what does not fit its field.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Literal

from drivers.atol import numbers
from drivers.atol.numbers import Reader, bcd, u8
from drivers.atol.request import Effect, Request
from drivers.atol.requests.making import command, nothing
from drivers.atol.requests.state import ReceiptKind

LONGEST_NAME = 128  # bytes of the name of a position
LONGEST_TLV = 249  # bytes of one tag in one block
_OLD_NAME = 64  # bytes of the name of E6

_PLAIN = u8(0)  # flags
_NOT_PRINTED = 0x02  # flag of 92h
_PRINTED = 0x01  # flag of E8h
_CASH_UNCHECKED = 0x02  # flag of EBh and E6h


class PaymentType(IntEnum):
    CASH = 1
    ELECTRONIC = 2
    ADVANCE = 3  # зачёт аванса
    CREDIT = 4
    OTHER = 5


def open_shift() -> Request[None]:
    """9Ah; the requisites of the cashier go before it."""
    return command(0x9A, "open shift", _PLAIN, read=nothing, effect=Effect.MONEY)


def open_receipt(kind: ReceiptKind, *, printed: bool = True) -> Request[None]:
    """92h."""
    flags = u8(0 if printed else _NOT_PRINTED)
    return command(0x92, "open receipt", flags + u8(kind), read=nothing, effect=Effect.MONEY)


def requisite(tlv: bytes, *, printed: bool = False) -> Request[None]:
    """E8h: a tag of the receipt after 92h, of the position between EAh and EBh, of the shift before 9Ah.

    One block. How a longer value is cut into several is not known.
    """
    if not 4 <= len(tlv) <= LONGEST_TLV:
        raise ValueError(f"a tag of {len(tlv)} bytes, {LONGEST_TLV} fit")
    parameters = u8(_PRINTED if printed else 0) + u8(1) + u8(0) + tlv
    return command(0xE8, "requisite", parameters, read=nothing, effect=Effect.MONEY)


def begin_position() -> Request[None]:
    """EAh."""
    return command(0xEA, "begin position", bytes([0, 1, 0]), read=nothing, effect=Effect.MONEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """`cost`: price by quantity without the discount; the register checks it. `tax`: an index of AtolOptions.taxes."""

    name: str
    price: int
    quantity: Decimal  # up to three decimals
    cost: int
    tax: int
    tax_sum: int = 0  # 0: the register works it out
    section: int = 1
    subject: int  # tag 1212
    method: int  # tag 1214
    discount: int = 0  # for the paper alone; below 0 a surcharge
    check_cash: bool = True


def end_position(
    position: Position,
    *,
    order: Literal["1212-1214", "1214-1212"] = "1212-1214",
    blanks: int = 0,
) -> Request[None]:
    """EBh. `order`, `blanks`: AtolOptions.item_tags, AtolOptions.name_blanks.

    The sign of the discount is 0 (inferred from 43h), 1 of a surcharge.
    """
    tags = (position.subject, position.method)
    parameters = b"".join(
        (
            u8(0 if position.check_cash else _CASH_UNCHECKED),
            bcd(position.price, 7),
            numbers.quantity(position.quantity),
            bcd(position.cost, 7),
            u8(position.tax),
            bcd(position.tax_sum, 7),
            bcd(position.section, 1),
            bytes(tags if order == "1212-1214" else tags[::-1]),
            _signed(position.discount, 7),
            b" " * blanks + numbers.text(position.name, most=LONGEST_NAME),
        )
    )
    return command(0xEB, "end position", parameters, read=nothing, effect=Effect.MONEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class OldPosition:
    """Of the ФФД 1.0."""

    name: str
    price: int
    quantity: Decimal
    tax: int
    section: int = 1
    discount: int = 0  # below 0 a surcharge


def old_position(position: OldPosition) -> Request[None]:
    """E6h, where table 2 row 1 field 109 is 1."""
    parameters = b"".join(
        (
            u8(_CASH_UNCHECKED),
            numbers.padded(position.name, _OLD_NAME),
            bcd(position.price, 6),
            numbers.quantity(position.quantity),
            u8(1),
            _signed(position.discount, 6),
            u8(position.tax),
            bcd(position.section, 1),
            bytes(17),
        )
    )
    return command(0xE6, "position", parameters, read=nothing, effect=Effect.MONEY)


def _signed(discount: int, size: int) -> bytes:
    """Sign and sum: 0 a discount, 1 a surcharge."""
    return u8(int(discount < 0)) + bcd(abs(discount), size)


def receipt_discount(kopecks: int) -> Request[None]:
    """43h on the whole receipt, below 0 a surcharge; 0: the total is cut to whole roubles. Last before the payments."""
    parameters = _PLAIN + bytes([0, 1]) + _signed(kopecks, 5)
    return command(0x43, "receipt discount", parameters, read=nothing, effect=Effect.MONEY)


def receipt_tax(tax: int, kopecks: int, *, size: Literal[5, 7] = 7) -> Request[None]:
    """B8h. `size`: AtolOptions.tax_sum_bytes."""
    parameters = _PLAIN + u8(0) + u8(tax) + bcd(kopecks, size)
    return command(0xB8, "tax of the receipt", parameters, read=nothing, effect=Effect.MONEY)


@dataclass(frozen=True, slots=True)
class Paid:
    """Kopecks."""

    remainder: int
    change: int


def pay(kind: PaymentType, kopecks: int) -> Request[Paid]:
    """99h. Not cash goes first: it may not exceed the total (113)."""
    return command(0x99, "payment", _payment(kind, kopecks), read=_paid, effect=Effect.MONEY)


def cancel_payment(kind: PaymentType, kopecks: int) -> Request[Paid]:
    """9Bh."""
    return command(0x9B, "cancel payment", _payment(kind, kopecks), read=_paid, effect=Effect.MONEY)


def close(kind: PaymentType = PaymentType.CASH, kopecks: int = 0) -> Request[None]:
    """4Ah. 0: after payments that cover the total it closes with them, without any it takes the exact sum.

    After any error ask what became of the receipt: 103 does not tell. Source: spec/atol.md 13.
    """
    return command(0x4A, "close receipt", _payment(kind, kopecks), read=nothing, effect=Effect.MONEY)


def cancel() -> Request[None]:
    """59h."""
    return command(0x59, "cancel receipt", read=nothing, effect=Effect.MONEY)


def _payment(kind: PaymentType, kopecks: int) -> bytes:
    return _PLAIN + u8(kind) + bcd(kopecks, 5)


def _paid(data: bytes) -> Paid:
    reader = Reader(data)
    reader.u8()
    return Paid(reader.bcd(5), reader.bcd(5))
