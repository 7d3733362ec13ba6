"""How the register stands. Source: spec/service-plus.md A2, A3 (00h, 04h, 06h)."""

from dataclasses import dataclass
from enum import IntEnum, IntFlag

from drivers.pirit.fields import Fields, whole
from drivers.pirit.request import Request
from drivers.pirit.requests.making import question


class Fatal(IntFlag):
    """Any of them blocks the register; with STORAGE and bit 7 a shift can still be closed."""

    MEMORY = 1 << 0  # checksum of the NVR
    CONFIGURATION = 1 << 1  # its checksum
    NO_STORAGE = 1 << 2  # no link to the ФН
    NOT_AUTHORISED = 1 << 5
    STORAGE = 1 << 6  # the ФН has failed
    CARD = 1 << 8  # SD card, of FM16


class Current(IntFlag):
    NOT_STARTED = 1 << 0  # 10h has not been sent since power came
    NOT_FISCAL = 1 << 1
    SHIFT_OPEN = 1 << 2
    SHIFT_EXPIRED = 1 << 3
    STORAGE_CLOSED = 1 << 4
    NOT_REGISTERED = 1 << 5
    CLOSING_UNFINISHED = 1 << 8  # of a shift: send 21h again
    JOURNAL = 1 << 9  # error of the control roll, of FM16


class DocumentKind(IntEnum):
    """Of a document that is open, and of 30h. Corrections are of ФФД 1.2."""

    NONE = 0
    SERVICE = 1
    SALE = 2
    SALE_RETURN = 3
    CASH_IN = 4
    CASH_OUT = 5
    PURCHASE = 6
    PURCHASE_RETURN = 7
    SALE_CORRECTION = 9
    PURCHASE_CORRECTION = 10
    SALE_RETURN_CORRECTION = 11
    PURCHASE_RETURN_CORRECTION = 12


class Stage(IntEnum):
    CLOSED = 0
    OPEN = 1  # takes positions
    SUBTOTAL = 2
    PAYMENT = 3
    PAID = 4  # takes 31h
    RECORDED = 8  # in the ФН and not on paper: it cannot be cancelled, 31h goes out again


@dataclass(frozen=True, slots=True)
class Flags:
    """`kind` and `stage` hold a `DocumentKind` and a `Stage`, or numbers that are not known."""

    fatal: Fatal
    current: Current
    kind: int
    stage: int

    @property
    def document_open(self) -> bool:
        return self.stage != Stage.CLOSED or self.kind != DocumentKind.NONE


def flags() -> Request[Flags]:
    """00h."""
    return question(0x00, "flags", read=read_flags)


def read_flags(data: bytes) -> Flags:
    fields = Fields(data)
    fatal, current, document = fields.whole(), fields.whole(), fields.whole()
    return Flags(Fatal(fatal), Current(current), document & 0x0F, document >> 4)


class Printer(IntFlag):
    NOT_READY = 1 << 0
    NO_PAPER = 1 << 1
    COVER_OPEN = 1 << 2
    CUTTER = 1 << 3
    NO_LINK = 1 << 7


def printer() -> Request[Printer]:
    """04h."""
    return question(0x04, "printer", read=lambda data: Printer(Fields(data).whole()))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the last command was refused; 0 = no reason. `text`: the register's own words, of FM16 and Punix."""

    code: int
    text: str = ""


def reason() -> Request[Reason]:
    """06h/1: after errors 01 and 03."""
    return question(0x06, "reason of an error", whole(1), read=_reason)


def _reason(data: bytes) -> Reason:
    """With the number of the query or without, with words or without (A8): two numbers are query and code."""
    fields = Fields(data)
    code = fields.whole()
    following = fields.text() if fields.left else ""
    if code == 1 and following.isdigit():
        code, following = int(following), fields.text() if fields.left else ""
    return Reason(code, following)


class Locks(IntFlag):
    """Why the register will not work with its ФН."""

    NOT_FOUND = 1 << 1
    ARCHIVE_OPEN = 1 << 2  # that of the ФН before was not closed
    ARCHIVE_TEST = 1 << 3
    NO_LINK = 1 << 4
    CLOSING_UNFINISHED = 1 << 5
    FULL = 1 << 7


def locks() -> Request[Locks]:
    """06h/2."""
    return question(0x06, "locks of the ФН", whole(2), read=lambda data: Locks(Fields.of_query(data, 2, 1).whole()))
