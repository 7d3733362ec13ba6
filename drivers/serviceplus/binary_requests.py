"""Commands of the binary family: СП101ФР-К, СП402ФР-К, СП412ФР-К, СП601-К. Source: spec/service-plus.md B.

The frame is that of drivers/pirit. Nothing tells the ФД and its sign, or what became of a command whose answer is lost.
28h (images, raw bytes), 64h to 67h (old reports), A1h, A2h (settings whose numbers nobody tells), AFh (bits likewise),
E2h and E3h (logo) are left out; 08h (fiscalisation) is never sent.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import IntEnum
from typing import TypeVar

from drivers.pirit.fields import Fields, clock, day, exact, money, text, whole
from drivers.pirit.request import Request
from drivers.pirit.requests import making
from drivers.pirit.requests.making import nothing, on_paper, question, report
from drivers.pirit.requests.status import Flags, read_flags

A = TypeVar("A")

MODELS = {
    128: "СП101ФР-К",
    130: "СП101ФР-К",
    132: "СП101ФР-К",
    160: "СП101-Ф",
    402: "СП402ФР-К",
    403: "СП402ФР-К",
    404: "СП402ФР-К",
    414: "СП412ФР-К",
    460: "СП402-Ф",
    601: "СП601-К",
}
"""By the version that A5h/0 tells; 614 is seen, its name is not known."""

_NAME, _TEXT = 64, 256  # letters; no limits are evidenced
_PLACES = Decimal("0.001")


def start_work(now: datetime) -> Request[None]:
    """00h."""
    return question(0x00, "start work", day(now.date()), clock(now.time()), read=nothing)


class DocumentKind(IntEnum):
    SERVICE = 1
    SALE = 2
    SALE_RETURN = 3
    CASH_IN = 4
    CASH_OUT = 5


def open_document(kind: DocumentKind, who: str, *, department: int = 1, number: int = 1) -> Request[None]:
    """20h."""
    parameters = whole(kind), whole(department, 0, 99), text(who, _NAME), whole(number)
    return _part(0x20, "open document", *parameters, read=nothing)


def row(value: str) -> Request[None]:
    """21h: in a document of kind 1. What its mask means is not known, so none is sent."""
    return on_paper(0x21, "row", text(value or " ", _TEXT))


def close_document(value: str = "") -> Request[None]:
    """22h. What it answers beside its error is not known."""
    return _part(0x22, "close document", text(value, _TEXT), read=nothing)


def cancel_document() -> Request[None]:
    """23h."""
    return _part(0x23, "cancel document", read=nothing)


class Symbology(IntEnum):
    """Numbers 1 to 5 are those of the Pirit family (inferred): the specification names the first and the last."""

    UPC_A = 0
    UPC_E = 1
    EAN_13 = 2
    EAN_8 = 3
    CODE_39 = 4
    ITF = 5
    CODABAR = 6


def barcode(kind: Symbology, content: str, *, width: int = 2, height: int = 100) -> Request[None]:
    """24h: with its digits below."""
    parameters = whole(2), whole(width, 2, 8), whole(height, 1, 255), whole(kind), exact(content)
    return on_paper(0x24, "barcode", *parameters)


def qr(content: str) -> Request[None]:
    """29h."""
    return on_paper(0x29, "QR", whole(5), whole(2), exact(content))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`tax`: an index whose meaning the settings of the register tell; it is not evidenced."""

    name: str
    quantity: Decimal
    price: int  # kopecks
    tax: int
    department: int = 1
    article: str = ""


def add_item(item: Item) -> Request[None]:
    """30h. Raises ValueError for a quantity with more than three decimals."""
    parameters = (
        text(item.name, _TEXT),
        text(item.article, 18),
        _quantity(item.quantity),
        money(item.price),
        whole(item.department, 0, 99),
        whole(item.tax, 0, 15),
    )
    return _part(0x30, "item", *parameters, read=nothing)


def total() -> Request[None]:
    """34h."""
    return _part(0x34, "total", read=nothing)


def pay(kind: int, amount: int, comment: str = "") -> Request[None]:
    """35h. `kind`: 0 cash, others as the settings of the register tell."""
    return _part(0x35, "payment", whole(kind, 0, 15), money(amount), text(comment, _TEXT), read=nothing)


def move_cash(amount: int, note: str = "") -> Request[None]:
    """36h: in a document of kind 4 or 5."""
    return _part(0x36, "cash in or out", text(note, _TEXT), money(amount), read=nothing)


def x_report(who: str) -> Request[None]:
    """60h."""
    return on_paper(0x60, "X report", text(who, _NAME))


def z_report(who: str) -> Request[None]:
    """61h."""
    return report(0x61, "Z report", text(who, _NAME))


def flags() -> Request[Flags]:
    """A0h: bits as in the Pirit family (inferred)."""
    return question(0xA0, "flags", read=read_flags)


def version() -> Request[int]:
    """A5h/0: see MODELS."""
    return _info(0, "version")


def next_shift() -> Request[int]:
    """A5h/1: its number; whether it moves with the Z report or with the opening is not known."""
    return _info(1, "next shift")


def serial() -> Request[str]:
    """A6h."""
    return question(0xA6, "serial number", read=lambda data: Fields(data).text())


def _info(number: int, title: str) -> Request[int]:
    """Whether the answer begins with the number of the query is not known: both are read."""
    return question(0xA5, title, whole(number), read=lambda data: Fields.of_query(data, number, 1).whole())


def _part(code: int, title: str, *parameters: bytes, read: Callable[[bytes], A]) -> Request[A]:
    """No question tells what became of it, so its answer is waited for as long as the register is at work."""
    return replace(making.part(code, title, *parameters, read=read), findable=False)


def _quantity(value: Decimal) -> bytes:
    """Three decimals, all written."""
    if not value.is_finite() or value <= 0 or value != value.quantize(_PLACES):
        raise ValueError(f"{value} is no quantity with three decimals")
    return f"{value:.3f}".encode()
