"""Questions to the ФН through A4h. Source: spec/atol.md 6.4.

In mode 6 by the firmware of one source; others answer in any, so ask first and change the mode upon 102 and 122.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeVar

from drivers.atol.numbers import Reader, readable, u8, u32
from drivers.atol.request import Effect, Request
from drivers.atol.requests.making import command
from drivers.model.ffd import DocumentForm

A = TypeVar("A")
_NUMBER, _INN, _RNM = 16, 12, 20  # bytes


@dataclass(frozen=True, slots=True)
class ShiftNumbers:
    open: bool
    shift: int
    receipt: int  # number of the last one within the shift


def shift(order: Literal["little", "big"] = "little") -> Request[ShiftNumbers]:
    """A4 10. `order` of the bytes: AtolOptions.shift_numbers; little is inferred."""

    def read(data: bytes) -> ShiftNumbers:
        reader = Reader(data)
        opened, first, second = reader.u8(), reader.take(2), reader.take(2)
        return ShiftNumbers(opened != 0, int.from_bytes(first, order), int.from_bytes(second, order))

    return _ask(0x10, "shift of the ФН", read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """With the ОФД. `status`: bits; `first_unsent` 0 and `since` None where nothing waits."""

    status: int
    reading: bool
    unsent: int
    first_unsent: int
    since: datetime | None


def ofd() -> Request[Exchange]:
    """A4 20."""
    return _ask(0x20, "exchange with the ОФД", _exchange)


def _exchange(data: bytes) -> Exchange:
    reader = Reader(data)
    return Exchange(
        status=reader.u8(),
        reading=reader.u8() != 0,
        unsent=reader.unsigned(2),
        first_unsent=reader.unsigned(4),
        since=reader.moment(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageState:
    """`last_document`: of the ФН; inferred, None of firmware that ends before it."""

    phase: int
    document: int  # kind of the one that is open; 0 = none
    has_data: bool  # of that document
    shift_open: bool
    warnings: int
    time: datetime | None  # of the last document
    number: str  # of the ФН, 16 digits
    last_document: int | None


def state() -> Request[StorageState]:
    """A4 30."""
    return _ask(0x30, "state of the ФН", _state)


def _state(data: bytes) -> StorageState:
    reader = Reader(data)
    return StorageState(
        phase=reader.u8(),
        document=reader.u8(),
        has_data=reader.u8() != 0,
        shift_open=reader.u8() != 0,
        warnings=reader.u8(),
        time=reader.moment(),
        number=reader.text(_NUMBER),
        last_document=reader.unsigned(4) if reader.left >= 4 else None,
    )


def number() -> Request[str]:
    """A4 31: 16 digits."""
    return _ask(0x31, "number of the ФН", lambda data: Reader(data).text(_NUMBER))


@dataclass(frozen=True, slots=True)
class Expiry:
    day: date | None
    registrations_left: int
    registrations: int


def expiry() -> Request[Expiry]:
    """A4 32."""
    return _ask(0x32, "expiry of the ФН", _expiry)


def _expiry(data: bytes) -> Expiry:
    reader = Reader(data)
    return Expiry(reader.day(), reader.u8(), reader.u8())


def version() -> Request[str]:
    """A4 33."""
    return _ask(0x33, "version of the ФН", readable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Inferred as a whole. `operation` (1054) and `total` (kopecks): of receipts and corrections alone."""

    type: int  # tag of the form: a `DocumentForm`, or one that is not known
    with_ofd: bool  # its receipt has come
    time: datetime | None
    number: int
    sign: int
    operation: int | None = None
    total: int | None = None


def document(wanted: int) -> Request[Document]:
    """A4 40: the document of that number."""
    return _ask(0x40, "document of the ФН", _document, u32(wanted))


def _document(data: bytes) -> Document:
    reader = Reader(data)
    form, with_ofd, time, found, sign = (
        reader.u8(),
        reader.u8() != 0,
        reader.moment(),
        reader.unsigned(4),
        reader.unsigned(4),
    )
    told = form in (DocumentForm.RECEIPT, DocumentForm.CORRECTION) and reader.left >= 6
    return Document(
        type=form,
        with_ofd=with_ofd,
        time=time,
        number=found,
        sign=sign,
        operation=reader.u8() if told else None,
        total=reader.unsigned(5) if told else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRegistration:
    """`rest`: what follows, whose layout is inferred to be that of the ФН."""

    time: datetime | None
    inn: str
    rnm: str
    tax_systems: int  # bits
    work_modes: int  # bits
    rest: bytes


def registration() -> Request[StoredRegistration]:
    """A4 43."""
    return _ask(0x43, "registration", _registration)


def _registration(data: bytes) -> StoredRegistration:
    reader = Reader(data)
    return StoredRegistration(
        time=reader.moment(),
        inn=reader.text(_INN),
        rnm=reader.text(_RNM),
        tax_systems=reader.u8(),
        work_modes=reader.u8(),
        rest=reader.rest(),
    )


@dataclass(frozen=True, slots=True)
class StoredHead:
    form: int
    length: int  # bytes of all its tags


def begin_reading(wanted: int) -> Request[StoredHead]:
    """A4 45: the tags of that document come by `next_tag`. The layout of the answer is inferred."""
    return _ask(0x45, "tags of a document", _head, u32(wanted))


def _head(data: bytes) -> StoredHead:
    reader = Reader(data)
    return StoredHead(reader.unsigned(2), reader.unsigned(2))


def next_tag() -> Request[bytes]:
    """A4 46: one TLV; error 218 after the last.

    A repeat would skip one, so the line never repeats it: OutcomeUnknown = begin the reading again.
    """
    return _ask(0x46, "next tag", bytes, effect=Effect.PAPER)


def _ask(
    part: int, title: str, read: Callable[[bytes], A], parameters: bytes = b"", *, effect: Effect = Effect.NONE
) -> Request[A]:
    return command(0xA4, f"{part:02X} {title}", u8(part) + parameters, read=read, effect=effect)
