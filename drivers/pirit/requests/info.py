"""What the register is, and what it remembers. Source: spec/service-plus.md A3 (02h, 03h, 05h).

Shapes of the answers are those of P1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import TypeVar

from drivers.pirit.fields import Fields, whole
from drivers.pirit.request import Request
from drivers.pirit.requests.making import question

A = TypeVar("A")

MODELS = {
    1: "Viki Mini",
    2: "Viki Tower",
    3: "Viki Print 57",
    4: "Viki Print 57 Plus",
    5: "Viki Print 80 Plus",
    8: "Пирит 2Ф",
    9: "Пирит 2СФ",
}


def serial() -> Request[str]:
    """02h/1: 1013."""
    return _info(1, "serial number", 1, Fields.text)


def firmware() -> Request[str]:
    """02h/2."""
    return _info(2, "firmware", 1, Fields.text)


def inn() -> Request[str]:
    """02h/3: 1018."""
    return _info(3, "ИНН", 1, Fields.text)


def rnm() -> Request[str]:
    """02h/4: 1037."""
    return _info(4, "РНМ", 1, Fields.text)


def last_operation() -> Request[datetime | None]:
    """02h/5: when the last fiscal document was made; after a lost answer the time for its QR code (A8)."""
    return _info(5, "last fiscal operation", 2, Fields.moment)


def cash() -> Request[int]:
    """02h/7: kopecks in the drawer."""
    return _info(7, "cash in the drawer", 1, Fields.money)


def next_document() -> Request[int]:
    """02h/8: through number, fiscal or not."""
    return _info(8, "next document", 1, Fields.whole)


def operations() -> Request[str]:
    """02h/11: a counter that P1 calls a text."""
    return _info(11, "operation counter", 1, Fields.text)


def grand_totals() -> Request[tuple[int, ...]]:
    """02h/12: kopecks; sales, sale returns, purchases, purchase returns."""
    return _info(12, "grand totals", 4, Fields.amounts)


def storage_end() -> Request[date | None]:
    """02h/14: when the key of the ФН ends."""
    return _info(14, "end of the ФН", 1, Fields.day)


def is_narrow() -> Request[bool]:
    """02h/16: the paper is 57 mm, not 80."""
    return _info(16, "paper width", 1, lambda fields: fields.whole() == 1)


def shift_opened() -> Request[datetime | None]:
    """02h/17."""
    return _info(17, "opening of the shift", 2, Fields.moment)


def columns() -> Request[int]:
    """02h/18: characters in a line of font 0; of FM16."""
    return _info(18, "characters in a line", 1, Fields.whole)


def model() -> Request[int]:
    """02h/21: see MODELS."""
    return _info(21, "model", 1, Fields.whole)


@dataclass(frozen=True, slots=True)
class WorkMode:
    """`tax_systems`: bit mask of tag 1062. `mode`, `extra`: bit masks, see the bits below."""

    tax_systems: int
    mode: int
    extra: int


def work_mode() -> Request[WorkMode]:
    """02h/23.

    `mode`: bits 0 encryption, 1 without the ОФД, 2 automatic, 3 services, 4 БСО, 5 internet, 6 excise, 7 gambling,
    8..14 agents, 15 lottery; `extra`: 0 printer in an automat, 1 marked goods, 2 pawnshop, 3 insurance (P1, 60h; that
    02h/23 has the same bits is inferred).
    """
    return _info(23, "work mode", 3, lambda fields: WorkMode(fields.whole(), fields.whole(), fields.whole()))


def firmware_version() -> Request[str]:
    """02h/70: x.y.z."""
    return _info(70, "firmware version", 1, Fields.text)


def _info(number: int, title: str, size: int, read: Callable[[Fields], A]) -> Request[A]:
    return _query(0x02, number, title, size, read)


@dataclass(frozen=True, slots=True)
class CurrentReceipt:
    total: int  # kopecks
    discount: int


def current_receipt() -> Request[CurrentReceipt]:
    """03h/1."""
    return _query(0x03, 1, "current receipt", 3, lambda fields: CurrentReceipt(fields.money(), fields.money()))


@dataclass(frozen=True, slots=True, kw_only=True)
class LastReceipt:
    kind: int  # as of 30h; 0 = it was cancelled
    operations: str
    receipt: int
    document: int  # through number, fiscal or not
    total: int  # kopecks
    discount: int
    sign: str  # ФП as the register writes it: the number, or more around it
    number: int  # of the ФД; 0 where it is not told


def last_receipt() -> Request[LastReceipt]:
    """03h/2."""
    return _query(0x03, 2, "last receipt", 9, _last_receipt)


def _last_receipt(fields: Fields) -> LastReceipt:
    kind, operations = fields.whole(), fields.text()
    receipt, document = fields.whole(), fields.whole()
    total, discount = fields.money(), fields.money()
    fields.raw()  # always 0
    sign = fields.text()
    return LastReceipt(
        kind=kind,
        operations=operations,
        receipt=receipt,
        document=document,
        total=total,
        discount=discount,
        sign=sign,
        number=fields.whole() if fields.left else 0,
    )


class Service(IntEnum):
    """Of 05h; not every model tells each."""

    SUPPLY = 1  # mV
    HEAD_TEMPERATURE = 2  # °C
    CUTS = 3
    HEAD_RUN = 4  # mm
    BATTERY = 7  # mV


def service(number: Service) -> Request[int]:
    """05h."""
    return _query(0x05, number, f"service data {number}", 1, Fields.whole)


def _query(code: int, number: int, title: str, size: int, read: Callable[[Fields], A]) -> Request[A]:
    return question(code, title, whole(number), read=lambda data: read(Fields.of_query(data, number, size)))
