"""What the register is, how it stands, its modes. Source: spec/atol.md 5, 6.1."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, IntFlag

from drivers.atol.numbers import Reader, bcd, readable, u8
from drivers.atol.request import Request
from drivers.atol.requests.making import command, nothing
from drivers.model.ffd import ReceiptType


class Mode(IntEnum):
    """Low nibble of the mode byte; the high one is the submode."""

    CHOICE = 0
    REGISTRATION = 1
    X_REPORTS = 2
    Z_REPORTS = 3
    PROGRAMMING = 4
    FISCAL_MEMORY = 5
    STORAGE = 6  # the ФН
    RESET = 7  # after a Z report: 45h alone is answered


class ReceiptKind(IntEnum):
    """Of 92h, and of the check state of 3Fh."""

    CLOSED = 0
    SALE = 1
    SALE_RETURN = 2
    PURCHASE = 4
    PURCHASE_RETURN = 5
    SALE_CORRECTION = 7
    PURCHASE_CORRECTION = 9


KINDS = {
    ReceiptType.SALE: ReceiptKind.SALE,
    ReceiptType.SALE_RETURN: ReceiptKind.SALE_RETURN,
    ReceiptType.PURCHASE: ReceiptKind.PURCHASE,
    ReceiptType.PURCHASE_RETURN: ReceiptKind.PURCHASE_RETURN,
}


class Flags(IntFlag):
    """Of 3Fh. Whether a set bit 2 is an open drawer or a closed one differs; paper is told by 45h."""

    FISCALIZED = 1 << 0
    SHIFT_OPEN = 1 << 1
    DRAWER = 1 << 2
    PAPER = 1 << 3  # doubtful: sources disagree
    COVER_OPEN = 1 << 5
    STORAGE_ACTIVE = 1 << 6
    BATTERY_LOW = 1 << 7


class Trouble(IntFlag):
    """Of 45h."""

    NO_PAPER = 1 << 0
    NO_PRINTER = 1 << 1
    MECHANICS = 1 << 2
    CUTTER = 1 << 3
    PRINTER = 1 << 4  # overheated, and the like


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Answer of 3Fh. `time`: by the register's clock, None where it shows nonsense."""

    cashier: int
    hall_number: int
    time: datetime | None
    flags: Flags
    serial: str  # short: the last eight digits
    model: int
    firmware: str  # "5.1"
    mode: int  # a `Mode`, or a number that is not known
    submode: int
    receipt_number: int
    last_closed_shift: int
    receipt: int  # a `ReceiptKind`, or a number that is not known; 0 = none is open
    total: int  # kopecks, of the open receipt
    point: int  # decimals of money
    port: int

    @property
    def shift_open(self) -> bool:
        return Flags.SHIFT_OPEN in self.flags

    @property
    def shift(self) -> int:
        """Number of the shift that is open, or of the last one."""
        return self.last_closed_shift + self.shift_open


def state() -> Request[State]:
    """3Fh, in any mode but 7."""
    return command(0x3F, "state", read=_state)


def _state(data: bytes) -> State:
    reader = Reader(data)
    cashier, hall, time = reader.bcd(1), reader.u8(), reader.bcd_moment()
    flags, serial, model, firmware = reader.u8(), reader.bcd(4), reader.u8(), reader.text(2)
    mode, number, shift = reader.u8(), reader.bcd(2), reader.bcd(2)
    return State(
        cashier=cashier,
        hall_number=hall,
        time=time,
        flags=Flags(flags),
        serial=f"{serial:08}",
        model=model,
        firmware=".".join(firmware),
        mode=mode & 0x0F,
        submode=mode >> 4,
        receipt_number=number,
        last_closed_shift=shift,
        receipt=reader.u8(),
        total=reader.bcd(5),
        point=reader.u8(),
        port=reader.u8(),
    )


@dataclass(frozen=True, slots=True)
class StateCode:
    """Answer of 45h."""

    mode: int
    submode: int
    trouble: Trouble


def state_code() -> Request[StateCode]:
    """45h, in any mode; what to ask while something is printed."""
    return command(0x45, "state code", read=_state_code)


def _state_code(data: bytes) -> StateCode:
    mode, trouble = Reader(data).take(2)
    return StateCode(mode & 0x0F, mode >> 4, Trouble(trouble))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceType:
    """Answer of A5h."""

    protocol: int
    type: int
    model: int
    mode: int  # bits
    version: str  # five bytes as they come: how they are to be read is not known
    name: str


def device_type() -> Request[DeviceType]:
    """A5h, in any mode."""
    return command(0xA5, "device type", read=_device_type)


def _device_type(data: bytes) -> DeviceType:
    reader = Reader(data)
    return DeviceType(
        protocol=reader.u8(),
        type=reader.u8(),
        model=reader.u8(),
        mode=reader.index(),
        version=reader.take(5).hex(),
        name=readable(reader.rest()),
    )


def enter(mode: Mode, password: int) -> Request[None]:
    """56h, from mode 0 alone (else 102). Raises ValueError for a password of more than eight digits."""
    return command(0x56, "enter mode", u8(mode) + bcd(password, 4), read=nothing)


def leave() -> Request[None]:
    """48h, to mode 0. 154, 155, 156 where a receipt is open."""
    return command(0x48, "leave mode", read=nothing)
