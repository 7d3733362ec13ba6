"""The ФН. Source: spec/service-plus.md A3 (78h); shapes of the answers are those of P1."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntFlag
from typing import TypeVar

from drivers.model.ffd import FfdVersion
from drivers.pirit.fields import Fields, whole
from drivers.pirit.request import Request
from drivers.pirit.requests.making import question

A = TypeVar("A")
_FFD = {version.tag: version for version in FfdVersion}
_FISCAL, _CLOSED = 3, (7, 15)  # phases of its life


class Warnings(IntFlag):
    KEY_3_DAYS = 1 << 0
    KEY_30_DAYS = 1 << 1
    FULL_90_PERCENT = 1 << 2
    OFD_LATE = 1 << 3
    FAILED = 1 << 7


@dataclass(frozen=True, slots=True)
class StorageState:
    """`life`: bits 0..3 phase, 4 data of a document, 5 the shift is open.

    `document` that is open: 0 none, 1 registration, 2 opening of a shift, 4 receipt, 8 its closing, 20 correction...
    """

    life: int
    document: int
    warnings: Warnings

    @property
    def phase(self) -> int:
        """0 set-up, 1 ready to register, 3 fiscal, 7 and 15 closed."""
        return self.life & 0x0F

    @property
    def fiscal(self) -> bool:
        return self.phase == _FISCAL

    @property
    def closed(self) -> bool:
        return self.phase in _CLOSED

    @property
    def shift_open(self) -> bool:
        return bool(self.life & 1 << 5)


def number() -> Request[str]:
    """78h/1: 1041."""
    return _query(1, "number of the ФН", (1,), Fields.text)


def state() -> Request[StorageState]:
    """78h/2."""
    return _query(
        2,
        "state of the ФН",
        (3,),
        lambda fields: StorageState(fields.whole(), fields.whole(), Warnings(fields.whole())),
    )


def last_document() -> Request[int]:
    """78h/3: number of the last ФД."""
    return _query(3, "last ФД", (1,), Fields.whole)


def registered_at() -> Request[datetime | None]:
    """78h/4."""
    return _query(4, "registration", (2,), Fields.moment)


@dataclass(frozen=True, slots=True)
class ShiftOfStorage:
    number: int
    open: bool
    receipt: int  # number of the last one in it


def shift() -> Request[ShiftOfStorage]:
    """78h/6."""
    return _query(
        6, "shift of the ФН", (3,), lambda fields: ShiftOfStorage(fields.whole(), fields.whole() == 1, fields.whole())
    )


@dataclass(frozen=True, slots=True)
class Exchange:
    """With the ОФД. `state`: bits 0 connected, 1 there is something to send, 2 waits for a receipt."""

    state: int
    queue: int
    first: int  # ФД at the head of it
    since: datetime | None


def exchange() -> Request[Exchange]:
    """78h/7."""
    return _query(7, "exchange with the ОФД", (5,), _exchange)


def _exchange(fields: Fields) -> Exchange:
    state, queue, first = fields.whole(), fields.whole(), fields.whole()
    return Exchange(state, queue, first, fields.moment() if queue and fields.left >= 2 else None)


@dataclass(frozen=True, slots=True)
class Archived:
    form: int  # code of its form
    size: int  # bytes of its TLV


def find_document(document: int) -> Request[Archived]:
    """78h/15: makes `read_block` read that ФД. Error 48h: there is none of that number."""
    return _query(15, "find ФД", (2,), lambda fields: Archived(fields.whole(), fields.whole()), whole(document, 1))


def read_block(offset: int, size: int) -> Request[bytes]:
    """78h/16: so many bytes of the TLV of the document that was found. How many come at once is not known."""
    return _query(16, "block of a ФД", (1,), Fields.bytes_in_hex, whole(offset), whole(size, 1))


@dataclass(frozen=True, slots=True)
class Registered:
    document: int
    sign: int
    time: datetime | None


def registration() -> Request[Registered]:
    """78h/19: the last one."""
    return _query(
        19,
        "registration of the ФН",
        (4,),
        lambda fields: Registered(fields.whole(), fields.whole(), fields.moment()),
    )


@dataclass(frozen=True, slots=True)
class Formats:
    """None: a number that is not known."""

    current: FfdVersion | None
    most: FfdVersion | None


def formats() -> Request[Formats]:
    """78h/22: versions of the ФФД."""
    return _query(22, "formats", (2,), lambda fields: Formats(_FFD.get(fields.whole()), _FFD.get(fields.whole())))


def _query(
    number: int, title: str, sizes: tuple[int, ...], read: Callable[[Fields], A], *parameters: bytes
) -> Request[A]:
    return question(
        0x78, title, whole(number), *parameters, read=lambda data: read(Fields.of_query(data, number, *sizes))
    )
