"""A document from 30h to 31h. Source: spec/service-plus.md A3, A4.

Answered mode only: in packet mode (30h, bit 4) an error is told late, and the document has to be made anew.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, IntFlag

from drivers.model.ffd import TaxSystem
from drivers.pirit.fields import Fields, long_day, money, text, trimmed, whole
from drivers.pirit.request import Request
from drivers.pirit.requests.making import nothing, part
from drivers.pirit.requests.status import DocumentKind

_NAME, _ADDRESS, _TEXT = 64, 256, 40


class Mode(IntFlag):
    """Of 30h, beside the kind of the document."""

    NORMAL = 0
    DEFERRED = 1 << 5  # requisites are printed later
    NO_PAPER = 1 << 7


def open_document(
    kind: DocumentKind,
    who: str,
    *,
    department: int = 1,
    number: int | None = None,
    tax_system: TaxSystem | None = None,
    mode: Mode = Mode.NORMAL,
    address: str = "",
) -> Request[None]:
    """30h. `number`: only where receipts are numbered from outside; `tax_system`: 1055; `address`: 1009."""
    required = (
        whole(kind | mode),
        whole(department, 1, 99),
        text(who, _NAME),
        b"" if number is None else whole(number),
        b"" if tax_system is None else whole(tax_system),
    )
    return part(0x30, "open document", *trimmed(required, (text(address, _ADDRESS),)), read=nothing)


class Cut(IntEnum):
    """Of 31h."""

    YES = 0
    NOT_AFTER_SERVICE = 1
    NOT_AFTER_RECEIPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Requisites of the buyer; those below `inn` are of ФФД 1.2."""

    name: str = ""  # 1227
    inn: str = ""  # 1228
    born: date | None = None  # 1243
    citizenship: str = ""  # 1244: code of a country
    document_kind: str = ""  # 1245
    document: str = ""  # 1246
    address: str = ""  # 1254


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What 31h tells beside the knife. `internet`: bit 0 of the flags (P1)."""

    contact: str = ""  # 1008
    internet: bool = False
    place: str = ""  # 1187
    sender: str = ""  # 1117
    automat: str = ""  # 1036
    extra_title: str = ""  # 1085
    extra_value: str = ""  # 1086
    buyer: Buyer = Buyer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What the ФН made of a receipt. `time`: by the register's clock; None where it shows nonsense."""

    number: int  # of the ФД
    sign: int  # ФП
    shift: int
    number_in_shift: int
    time: datetime | None


@dataclass(frozen=True, slots=True)
class Closed:
    """`document`: through number. `recorded`: None of documents that are no receipts."""

    document: int
    operations: str
    recorded: Recorded | None = None


def close_document(closing: Closing = Closing(), cut: Cut = Cut.YES) -> Request[Closed]:
    """31h. Errors 08h and 09h may mean that it is recorded and not printed: ask 00h (A8)."""
    required = whole(cut), text(closing.contact, _ADDRESS)
    return part(0x31, "close document", *trimmed(required, _more(closing)), read=_closed)


def _more(closing: Closing) -> tuple[bytes, ...]:
    buyer = closing.buyer
    return (
        whole(1) if closing.internet else b"",
        text(closing.place, _ADDRESS),
        text(closing.sender, 64),
        text(closing.automat, 20),
        text(closing.extra_title, 64),
        text(closing.extra_value, 256),
        text(buyer.name, 256),
        text(buyer.inn, 12),
        long_day(buyer.born),
        text(buyer.citizenship, 3),
        text(buyer.document_kind, 2),
        text(buyer.document, 64),
        text(buyer.address, 256),
    )


def _closed(data: bytes) -> Closed:
    fields = Fields(data)
    document, operations = fields.whole(), fields.text()
    if fields.left < 5:  # the text of ФД and ФП, ФД, ФП, shift, number in it
        return Closed(document, operations)
    fields.raw()
    number, sign, shift, in_shift = fields.whole(), fields.whole(), fields.whole(), fields.whole()
    time = fields.moment() if fields.left >= 2 else None
    recorded = Recorded(number=number, sign=sign, shift=shift, number_in_shift=in_shift, time=time)
    return Closed(document, operations, recorded if number else None)


def cancel_document() -> Request[None]:
    """32h: not in stage 8."""
    return part(0x32, "cancel document", read=nothing)


def defer_document(reason: str = "") -> Request[None]:
    """33h: as 32h; without a reason it is counted in the Z report."""
    return part(0x33, "defer document", text(reason, _TEXT), read=nothing)


def subtotal() -> Request[None]:
    """44h: the second one leads to payment, as the first 47h does by itself."""
    return part(0x44, "subtotal", read=nothing)


def discount(amount: int, name: str = "") -> Request[None]:
    """45h: 0..99 kopecks off the receipt, once, after the first 44h. Raises ValueError."""
    if not 0 < amount <= 99:
        raise ValueError(f"a discount of {amount} kopecks")
    return part(0x45, "receipt discount", whole(1), text(name, 38), money(amount), read=nothing)


class PaymentType(IntEnum):
    """Of 47h; 2..12 have names of their own (setting 32) and count as electronic (inferred)."""

    CASH = 0
    ELECTRONIC = 1
    ADVANCE = 13
    CREDIT = 14
    OTHER = 15


def pay(kind: int, amount: int, comment: str = "") -> Request[None]:
    """47h. Only cash may be more than what is due. `kind`: a `PaymentType`, or 2..12."""
    return part(0x47, "payment", whole(kind, 0, 15), money(amount), text(comment, _TEXT), read=nothing)


def move_cash(amount: int, note: str = "") -> Request[None]:
    """48h: in a document of kind 4 or 5."""
    return part(0x48, "cash in or out", text(note, _TEXT), money(amount), read=nothing)


def compare_total(amount: int) -> Request[None]:
    """52h: error 03h where the total of the receipt is another (P1)."""
    return part(0x52, "compare total", money(amount), read=nothing)


class Requisite(IntEnum):
    """Of 57h. Those from 1262 on are of ФФД 1.2."""

    EXTRA = 1192
    AGENT = 1057
    SUPPLIER_PHONE = 1171
    TRANSFER_ADDRESS = 1005
    TRANSFER_INN = 1016
    TRANSFER_NAME = 1026
    AGENT_OPERATION = 1044
    AGENT_PHONE = 1073
    RECEIVER_PHONE = 1074
    TRANSFER_PHONE = 1075
    INDUSTRY_FOIV = 1262
    INDUSTRY_DATE = 1263  # ddmmyyyy
    INDUSTRY_NUMBER = 1264
    INDUSTRY_VALUE = 1265
    OPERATION_ID = 1271
    OPERATION_DATA = 1272
    OPERATION_DATE = 1273  # ddmmyy (P1)


def requisite(tag: Requisite, value: str, title: str = "") -> Request[None]:
    """57h: a requisite of the receipt that is open; `title`: before it on paper, for 1192 (P1)."""
    parameters = whole(tag), whole(0), text(title, 72), text(value, 255, 1)
    return part(0x57, "requisite", *parameters, read=nothing)
