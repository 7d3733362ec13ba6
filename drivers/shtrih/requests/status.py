"""What the register is and how it stands. Source: spec/shtrih-m.md 3.1, 4."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, IntFlag

from drivers.model.ffd import ReceiptType
from drivers.shtrih.numbers import Reader
from drivers.shtrih.request import Request
from drivers.shtrih.requests.making import bare, command

RECEIPT_TYPES = (ReceiptType.SALE, ReceiptType.PURCHASE, ReceiptType.SALE_RETURN, ReceiptType.PURCHASE_RETURN)
"""In the order of this protocol (status nibble, 8Dh); that of the ФФД and of FF46 is another."""

_NO_SERIAL = 0xFFFFFFFF
_NO_INN = 0xFFFFFFFFFFFF


class Mode(IntEnum):
    WORKING = 0
    GIVING_DATA = 1
    SHIFT_OPEN = 2
    SHIFT_EXPIRED = 3
    SHIFT_CLOSED = 4
    LOCKED = 5
    DATE_UNCONFIRMED = 6
    POINT_CHANGE = 7
    DOCUMENT_OPEN = 8
    RESET_ALLOWED = 9
    TEST_RUN = 10
    MEMORY_REPORT = 11
    JOURNAL_REPORT = 12
    SLIP = 13
    SLIP_PRINTING = 14
    SLIP_READY = 15


class Submode(IntEnum):
    READY = 0
    NO_PAPER = 1  # noticed while idle
    PAPER_RAN_OUT = 2  # within a document
    PAPER_LOADED = 3  # after it ran out: waits for B0h
    PRINTING_REPORT = 4
    PRINTING = 5


class Sensors(IntFlag):
    """Not every model has every sensor: take the paper from the submode."""

    CONTROL_ROLL = 1 << 0
    RECEIPT_ROLL = 1 << 1
    SLIP_TOP = 1 << 2
    SLIP_BOTTOM = 1 << 3
    KOPECKS = 1 << 4
    JOURNAL = 1 << 5  # ЭКЛЗ
    CONTROL_PAPER = 1 << 6  # optical
    RECEIPT_PAPER = 1 << 7  # optical
    CONTROL_LEVER = 1 << 8
    RECEIPT_LEVER = 1 << 9
    COVER_OPEN = 1 << 10
    DRAWER_OPEN = 1 << 11
    RIGHT_SENSOR = 1 << 12
    LEFT_SENSOR = 1 << 13
    JOURNAL_NEARLY_FULL = 1 << 14
    BUFFER_NOT_EMPTY = 1 << 15


class PrintResult(IntEnum):
    DONE = 0
    PAPER_RAN_OUT = 1
    FAULT = 2  # overheated or other
    PRINTING = 5


_PRINT_RESULTS = {int(result): result for result in PrintResult}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortStatus:
    """Answer of 10h. `submode` holds a `Submode`, or a number that is not known.

    The temperature, the previous mode and the print result are doubtful (spec 10.1): show them, do not rely on them.
    """

    operator: int
    sensors: Sensors
    mode: Mode
    status: int  # high nibble of the mode byte
    submode: int
    operations: int  # in the open receipt
    battery: int  # 1/51 V
    supply: int  # 1/9 V
    temperature: int | None = None  # °C, of the print head
    previous_mode: int | None = None
    print_result: PrintResult | None = None

    @property
    def receipt(self) -> ReceiptType | None:
        """Kind of the receipt that is open; None for none and for a non-fiscal document."""
        return _open_receipt(self.mode, self.status)

    @property
    def cover_open(self) -> bool:
        """A witness only: see `Sensors`."""
        return Sensors.COVER_OPEN in self.sensors

    @property
    def drawer_open(self) -> bool:
        """A witness only: see `Sensors`."""
        return Sensors.DRAWER_OPEN in self.sensors

    @property
    def no_paper(self) -> bool:
        return self.submode in (Submode.NO_PAPER, Submode.PAPER_RAN_OUT)

    @property
    def printing(self) -> bool:
        return self.submode in (Submode.PRINTING, Submode.PRINTING_REPORT)


def short_status(password: int) -> Request[ShortStatus]:
    """10h, in any mode."""
    return command(0x10, "short status", password, read=_short_status, patience=3.0)


def _short_status(data: bytes) -> ShortStatus:
    reader = Reader(data)
    operator, sensors, mode = reader.u8(), reader.u16(), reader.u8()
    submode, operations, battery, supply = reader.take(4)
    reader.take(2)  # errors of memories that registers with a ФН do not have
    operations |= reader.u8() << 8
    temperature, previous_mode, result = _last_print(reader.rest())
    return ShortStatus(
        operator=operator,
        sensors=Sensors(sensors),
        mode=Mode(mode & 0x0F),
        status=mode >> 4,
        submode=submode,
        operations=operations,
        battery=battery,
        supply=supply,
        temperature=temperature,
        previous_mode=previous_mode,
        print_result=result,
    )


def _last_print(tail: bytes) -> tuple[int | None, int | None, PrintResult | None]:
    """Temperature, previous mode, print result: three bytes; or three reserved ones and the result."""
    if len(tail) == 3:
        return tail[0], tail[1], _print_result(tail[2])
    return None, None, _print_result(tail[3]) if len(tail) > 3 else None


def _print_result(value: int) -> PrintResult | None:
    return _PRINT_RESULTS.get(value)


def _open_receipt(mode: int, status: int) -> ReceiptType | None:
    return RECEIPT_TYPES[status] if mode == Mode.DOCUMENT_OPEN and status < len(RECEIPT_TYPES) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FullStatus:
    """Answer of 11h. `time` is None where the clock shows nonsense; "" or None stand for what is not set."""

    operator: int
    firmware: str  # "C.3"
    build: int
    firmware_date: date | None
    hall_number: int
    document: int  # runs through all documents, fiscal or not
    sensors: Sensors
    mode: Mode
    status: int
    submode: int
    port: int  # 0..127 COM, 128 TCP
    time: datetime | None
    serial: str
    last_closed_shift: int
    free_records: int
    registrations: int
    registrations_left: int
    inn: str

    @property
    def receipt(self) -> ReceiptType | None:
        return _open_receipt(self.mode, self.status)

    @property
    def shift(self) -> int:
        """Number of the shift that is open, or of the last one."""
        opened = self.mode in (Mode.SHIFT_OPEN, Mode.SHIFT_EXPIRED, Mode.DOCUMENT_OPEN)
        return self.last_closed_shift + opened


def full_status(password: int) -> Request[FullStatus]:
    """11h, in any mode."""
    return command(0x11, "full status", password, read=_full_status, patience=3.0)


def _full_status(data: bytes) -> FullStatus:
    reader = Reader(data)
    operator = reader.u8()
    firmware, build, firmware_date = ".".join(reader.text(2)), reader.u16(), reader.day()
    hall_number, document, sensors = reader.u8(), reader.u16(), reader.u16()
    mode, submode, port = reader.u8(), reader.u8(), reader.u8()
    reader.take(7)  # version, build and date of a memory that registers with a ФН do not have
    today, clock = reader.day(), reader.clock()
    reader.take(1)
    serial, closed, records = reader.u32(), reader.u16(), reader.u16()
    return FullStatus(
        operator=operator,
        firmware=firmware,
        build=build,
        firmware_date=firmware_date,
        hall_number=hall_number,
        document=document,
        sensors=Sensors(sensors),
        mode=Mode(mode & 0x0F),
        status=mode >> 4,
        submode=submode,
        port=port,
        time=datetime.combine(today, clock) if today and clock else None,
        serial="" if serial == _NO_SERIAL else str(serial),
        last_closed_shift=closed,
        free_records=records,
        registrations=reader.u8(),
        registrations_left=reader.u8(),
        inn=_inn(reader.unsigned(6)),
    )


def _inn(value: int) -> str:
    """Ten digits, or twelve where it takes more; "" for one that is not set."""
    if value in (0, _NO_INN):
        return ""
    return f"{value:010}" if value < 10**10 else f"{value:012}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceType:
    """Answer of FCh."""

    type: int
    subtype: int
    protocol: tuple[int, int]
    model: int
    language: int  # 0 = Russian
    name: str


def device_type() -> Request[DeviceType]:
    """FCh, in any mode, without a password."""
    return bare(0xFC, "device type", read=_device_type, patience=5.0)


def _device_type(data: bytes) -> DeviceType:
    reader = Reader(data)
    return DeviceType(
        type=reader.u8(),
        subtype=reader.u8(),
        protocol=(reader.u8(), reader.u8()),
        model=reader.u8(),
        language=reader.u8(),
        name=reader.rest_text(),
    )


def error_text(code: int | None = None, *, wide: bool = False) -> Request[str]:
    """6Bh, where `Ability.ERROR_TEXT` says so. Without `code`: the text of the last error, with its cause.

    `wide`: the code goes out as four bytes, the way of `Ability.LONG_ERROR_TEXT`.
    """
    parameters = b"" if code is None else code.to_bytes(4 if wide else 1, "little")
    return bare(0x6B, "error text", parameters, read=lambda data: Reader(data).rest_text())
