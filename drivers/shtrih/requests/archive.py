"""Documents in the archive of the ФН. Source: spec/shtrih-m.md 3.6.

All of it by the system administrator. 08h: there is no such document.
"""

from dataclasses import dataclass
from datetime import datetime

from drivers.model.ffd import DocumentForm
from drivers.shtrih.numbers import Reader, u32
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests.making import command

_INN, _RNM = 12, 20  # bytes
_RECEIPTS = (DocumentForm.RECEIPT, 4, DocumentForm.CORRECTION, 41)  # 4, 41: БСО and its correction
_SHIFTS = (DocumentForm.OPEN_SHIFT, DocumentForm.CLOSE_SHIFT)
_REGISTRATIONS = (DocumentForm.REGISTRATION, DocumentForm.REREGISTRATION)


@dataclass(frozen=True, slots=True)
class FoundReceipt:
    operation: int  # ReceiptType
    total: int


@dataclass(frozen=True, slots=True)
class FoundShift:
    shift: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRegistration:
    """`tax_systems` and `modes` are bit masks: tags 1062 and see `registration.Work`."""

    inn: str
    rnm: str
    tax_systems: int = 0
    modes: int = 0
    reason: int | None = None  # of a change


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDocument:
    """`details`: by form; None where the form tells nothing more, or firmware less than is known."""

    form: int  # DocumentForm, 4 and 41 for БСО
    confirmed: bool  # the ОФД has given its ticket
    time: datetime
    number: int
    sign: int
    details: FoundReceipt | FoundShift | FoundRegistration | None = None


def find_document(password: int, document: int) -> Request[FoundDocument]:
    """FF0A by number of the ФД."""
    return command(0xFF0A, "find document", password, u32(document), read=_found)


def _found(data: bytes) -> FoundDocument:
    reader = Reader(data)
    form, confirmed, time = reader.u8(), reader.flag(), reader.moment()
    if time is None:
        raise ValueError("a document without a date")
    return FoundDocument(
        form=form,
        confirmed=confirmed,
        time=time,
        number=reader.u32(),
        sign=reader.u32(),
        details=_details(form, reader),
    )


def _details(form: int, reader: Reader) -> FoundReceipt | FoundShift | FoundRegistration | None:
    if form in _RECEIPTS and reader.left >= 5:  # texts of 2016 give the total four bytes, drivers read five
        return FoundReceipt(reader.u8(), int.from_bytes(reader.take(min(reader.left, 5)), "little"))
    if form in _SHIFTS and reader.left >= 2:
        return FoundShift(reader.u16())
    if form in _REGISTRATIONS and reader.left >= _INN + _RNM + 2:
        return _registration(reader)
    if form == DocumentForm.CLOSE_STORAGE and reader.left >= _INN + _RNM:
        return FoundRegistration(inn=reader.text(_INN), rnm=reader.text(_RNM))
    return None


def _registration(reader: Reader) -> FoundRegistration:
    return FoundRegistration(
        inn=reader.text(_INN),
        rnm=reader.text(_RNM),
        tax_systems=reader.u8(),
        modes=reader.u8(),
        reason=reader.u8() if reader.left else None,
    )


@dataclass(frozen=True, slots=True)
class TlvHead:
    form: int
    size: int  # bytes of TLV that follow by FF3B


def begin_document(password: int, document: int) -> Request[TlvHead]:
    """FF3A. Desktop models stand in mode 1 until the document is read to its end."""
    return command(0xFF3A, "begin reading a document", password, u32(document), read=_head)


def _head(data: bytes) -> TlvHead:
    reader = Reader(data)
    return TlvHead(reader.u16(), reader.u16())


def next_piece(password: int) -> Request[bytes]:
    """FF3B: TLV; empty, or error 08h, at the end.

    Not to be repeated when its answer is lost: a piece would be skipped. Begin anew by FF3A.
    """
    return command(0xFF3B, "read on in a document", password, read=bytes, effect=Effect.PAPER)


def ticket(password: int, document: int) -> Request[bytes]:
    """FF3C: what the ОФД answered to a document; mode 4."""
    return command(0xFF3C, "ticket of the OFD", password, u32(document), read=bytes)
