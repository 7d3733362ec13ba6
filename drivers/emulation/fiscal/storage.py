"""The ФН: it numbers documents, signs them and keeps them. All of it survives a power cut, its open document does not.

Source: spec/shtrih-m.md 3.6, 3.7, spec/ffd.md 7. The sign is no cryptography: 32 bits of a hash of the content.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.conditions import Conditions
from drivers.emulation.fiscal.refused import StorageRefused
from drivers.emulation.fiscal.totals import Totals

SHIFT_LASTS = timedelta(hours=24)
_NOTICE_DAYS = {0: 3, 1: 30}  # warning bits of the status by the days left
_OFD_OVERDUE = timedelta(days=30)
_OFD_LATE = timedelta(days=2)


class Form(IntEnum):
    """Form codes. Source: spec/ffd.md 2."""

    REGISTRATION, SHIFT_OPENING, RECEIPT, SHIFT_CLOSING, ARCHIVE_CLOSING = 1, 2, 3, 5, 6
    CHANGE, CALCULATION_STATE, CORRECTION = 11, 21, 31


class Open(IntEnum):
    """Its status byte for the document that is being formed."""

    NOTHING, REGISTRATION, SHIFT_OPENING, RECEIPT, SHIFT_CLOSING = 0, 1, 2, 4, 8
    ARCHIVE_CLOSING, REPLACEMENT, CHANGE, CORRECTION, CALCULATION_STATE = 0x10, 0x12, 0x13, 0x14, 0x17


_ENDS = (Open.SHIFT_CLOSING, Open.ARCHIVE_CLOSING, Open.CALCULATION_STATE)
_LAST_FORMS = (Form.SHIFT_CLOSING, Form.ARCHIVE_CLOSING, Form.CALCULATION_STATE)


class Life(IntEnum):
    SET_UP, FISCAL, CLOSED, FINISHED = 1, 3, 7, 15


_LIMITS = {Form.RECEIPT: 32768, Form.CORRECTION: 32768, Form.CALCULATION_STATE: 32768}  # bytes, spec/ffd.md 2
_MOST = 4096


@dataclass(frozen=True, slots=True)
class Document:
    """`type`: 1 sale, 2 sale return, 3 purchase, 4 purchase return (tag 1054), 0 where it has none; `total` kopecks.

    `tlv`: the requisites, without the envelope whose tag is the form. `shift`: the one it belongs to, 0 = none.
    `receipt`: its number in the shift.
    """

    number: int
    form: Form
    time: datetime
    sign: int
    tlv: bytes
    type: int = 0
    total: int = 0
    shift: int = 0
    receipt: int = 0

    def tags(self) -> dict[int, list[bytes]]:
        """Values by tag, top level."""
        found: dict[int, list[bytes]] = {}
        for tag, value in tlv.parse(self.tlv):
            found.setdefault(tag, []).append(value)
        return found


@dataclass(frozen=True, slots=True)
class Registration:
    """`taxes` tag 1062; `mode` bits 1056, 1002, 1001, 1109, 1110, 1108; `reason` of a change, 0 = the first one."""

    inn: str
    rnm: str
    taxes: int
    mode: int
    reason: int = 0


@dataclass(slots=True)
class Storage:
    """`sent`: the last document the operator has confirmed; `tickets` are its confirmations."""

    number: str
    expiry: date
    conditions: Conditions
    life: Life = Life.SET_UP
    documents: list[Document] = field(default_factory=list)
    shift: int = 0  # of the open one, or of the last one
    shift_open: bool = False
    shift_opened: datetime = datetime.min  # noqa: DTZ901  # the device knows no zones
    receipt: int = 0  # in this shift
    sent: int = 0
    forced_warnings: int = 0
    open: Open = Open.NOTHING
    requisites: list[tuple[int, bytes]] = field(default_factory=list)  # of the open document, from the host
    registered: list[tuple[int, Registration]] = field(default_factory=list)  # with the number of the document
    in_shift: Totals = field(default_factory=Totals)
    ever: Totals = field(default_factory=Totals)

    @property
    def last(self) -> int:
        return self.documents[-1].number if self.documents else 0

    @property
    def unsent(self) -> list[Document]:
        """Their numbers have no gaps, and begin with 1."""
        return self.documents[self.sent :]

    def find(self, number: int) -> Document:
        """Raises StorageRefused 08h."""
        for document in reversed(self.documents):
            if document.number == number:
                return document
        raise StorageRefused(0x08, f"no document {number}")

    def check(self) -> None:
        """That it answers at all. Raises StorageRefused."""
        if self.conditions.storage_silent:
            raise StorageRefused(0x30)
        if self.conditions.storage_broken:
            raise StorageRefused(0x03)

    def begin(self, kind: Open, now: datetime) -> None:
        """Raises StorageRefused 02h where another document is open, and whatever forbids a new one."""
        self._may_form(now, kind in _ENDS)
        if self.open is not Open.NOTHING:
            raise StorageRefused(0x02, "another document is open")
        self.open, self.requisites = kind, []

    def ensure(self, kind: Open, now: datetime) -> None:
        """`begin`, unless the host has begun it."""
        if self.open is kind:
            self._may_form(now, kind in _ENDS)
        else:
            self.begin(kind, now)

    def finish(self, kind: Open, now: datetime) -> None:
        """The host must have begun it. Raises StorageRefused 02h."""
        self._may_form(now, kind in _ENDS)
        if self.open is not kind:
            raise StorageRefused(0x02, "it was not begun")

    def hang(self, kind: Open) -> None:
        """Leave a document open, as if a program had begun it and gone."""
        self.open, self.requisites = kind, []

    def cancel(self) -> None:
        """Raises StorageRefused 02h where nothing is open."""
        self.check()
        if self.open is Open.NOTHING:
            raise StorageRefused(0x02, "no document is open")
        self.forget()

    def forget(self) -> None:
        self.open, self.requisites = Open.NOTHING, []

    def take(self, requisites: list[tuple[int, bytes]]) -> None:
        """Raises StorageRefused 02h where no document is open."""
        self.check()
        if self.open is Open.NOTHING:
            raise StorageRefused(0x02, "no document is open")
        self.requisites += requisites

    def record(
        self, form: Form, body: bytes, now: datetime, *, kind: int = 0, total: int = 0, numbers_shift: bool = True
    ) -> Document:
        """The open document is finished: from here on it exists, whatever becomes of its answer and its paper."""
        self._may_form(now, form in _LAST_FORMS)
        if len(body) > _LIMITS.get(form, _MOST):
            raise StorageRefused(0x10)
        number = self.last + 1
        inner = body + tlv.fixed(1040, number, 4) + tlv.text(1041, self.number, 16) + tlv.time(1012, now)
        sign = _sign(self.number, form, inner)
        inner += tlv.pack(1077, b"\0\0" + sign.to_bytes(4, "big"))
        shift = self.shift if numbers_shift else 0
        receipt = self.receipt if form in (Form.RECEIPT, Form.CORRECTION) else 0
        self._keep(Document(number, form, now, sign, inner, kind, total, shift, receipt))
        self.forget()
        return self.documents[-1]

    def open_shift(self, body: Callable[[], bytes], now: datetime) -> Document:
        """`body` is made when the shift has its number; where it is refused, nothing has changed."""
        before = self.shift, self.receipt
        self.shift, self.receipt = self.shift + 1, 0
        try:
            document = self.record(Form.SHIFT_OPENING, body(), now)
        except StorageRefused:
            self.shift, self.receipt = before
            raise
        self.shift_open, self.shift_opened, self.in_shift = True, now, Totals()
        return document

    def close_shift(self, body: bytes, now: datetime) -> Document:
        document = self.record(Form.SHIFT_CLOSING, body, now)
        self.shift_open = False
        return document

    def add_receipt(self, form: Form, body: Callable[[], bytes], now: datetime, *, kind: int, total: int) -> Document:
        """`body` is made when the receipt has its number; where it is refused, nothing has changed."""
        self.receipt += 1
        try:
            return self.record(form, body(), now, kind=kind, total=total)
        except StorageRefused:
            self.receipt -= 1
            raise

    def _keep(self, document: Document) -> None:
        self.documents.append(document)
        if document.form in (Form.RECEIPT, Form.CORRECTION):
            tags = document.tags()
            for totals in (self.in_shift, self.ever):
                totals.add(document.type, tags, correction=document.form is Form.CORRECTION)

    def erase(self) -> None:
        """As from the factory, under the same number."""
        self.life, self.shift_open = Life.SET_UP, False
        self.shift = self.receipt = self.sent = 0
        self.documents.clear()
        self.registered.clear()
        self.in_shift, self.ever = Totals(), Totals()
        self.forget()

    def send(self, count: int | None = None) -> None:
        """The operator has confirmed so many more documents, None = all."""
        self.sent = self.last if count is None else min(self.last, self.sent + count)

    def warnings(self, now: datetime) -> int:
        left = (self.expiry - now.date()).days
        bits = sum(1 << bit for bit, days in _NOTICE_DAYS.items() if left <= days)
        late = self._waits(now) >= _OFD_LATE
        return bits | (4 if self.conditions.archive_full else 0) | (8 if late else 0) | self.forced_warnings

    def _overdue(self, now: datetime) -> bool:
        return self.conditions.ofd_overdue or self._waits(now) > _OFD_OVERDUE

    def _waits(self, now: datetime) -> timedelta:
        """The document that was not confirmed for the longest time."""
        return now - self.documents[self.sent].time if self.sent < self.last else timedelta()

    def _may_form(self, now: datetime, ends: bool) -> None:
        """`ends`: what closes or tells is let through while the operator keeps the queue waiting."""
        self.check()
        if self.life is Life.CLOSED or self.life is Life.FINISHED:
            raise StorageRefused(0x02, "the archive is closed")
        troubles = {
            0x05: self.conditions.storage_expired or now.date() > self.expiry,
            0x06: self.conditions.archive_full,
            0x07: self.conditions.wrong_time or bool(self.documents and now < self.documents[-1].time),
            0x15: not ends and self._overdue(now),
        }
        for code, holds in troubles.items():
            if holds:
                raise StorageRefused(code)


def _sign(number: str, form: Form, content: bytes) -> int:
    digest = hashlib.sha256(number.encode("ascii") + bytes([form]) + content).digest()
    return int.from_bytes(digest[:4], "big") or 1
