"""The ФН: its state, its archive, what waits for the ОФД. Source: spec/shtrih-m.md 3.6.

All of it by the system administrator.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, IntFlag

from drivers.shtrih.numbers import Reader, u8, u16
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests.making import command, nothing

_NUMBER, _VERSION = 16, 16  # bytes
LONGEST_BLOCK = 246  # bytes of one FF33


class Life(IntFlag):
    """How far a ФН is in its life: each bit stays set when the next comes."""

    CONFIGURED = 1 << 0
    FISCAL = 1 << 1
    CLOSED = 1 << 2
    HANDED_OVER = 1 << 3  # every document is with the ОФД


class OpenDocument(IntEnum):
    """What hangs in the ФН."""

    NONE = 0x00
    REGISTRATION = 0x01
    OPEN_SHIFT = 0x02
    RECEIPT = 0x04
    CLOSE_SHIFT = 0x08
    CLOSE_STORAGE = 0x10
    BSO = 0x11
    REGISTRATION_WITH_NEW_STORAGE = 0x12
    REREGISTRATION = 0x13
    CORRECTION = 0x14
    BSO_CORRECTION = 0x15
    SETTLEMENT_STATE = 0x17


class Warnings(IntFlag):
    REPLACE_NOW = 1 << 0  # three days are left
    RESOURCE_ENDS = 1 << 1  # thirty days are left
    ARCHIVE_NEARLY_FULL = 1 << 2  # 90 %
    OFD_SILENT = 1 << 3  # its answer is overdue


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageState:
    life: Life
    document: int  # an `OpenDocument`, or a number that is not known; 0 = none
    has_data: bool  # of the document that is open
    shift_open: bool
    warnings: Warnings
    time: datetime | None  # of the last document; None for none
    number: str  # of the ФН, 16 digits
    last_document: int  # number of the ФД; 0 = none


def state(password: int) -> Request[StorageState]:
    """FF01."""
    return command(0xFF01, "state of the ФН", password, read=_state)


def _state(data: bytes) -> StorageState:
    reader = Reader(data)
    return StorageState(
        life=Life(reader.u8()),
        document=reader.u8(),
        has_data=reader.flag(),
        shift_open=reader.flag(),
        warnings=Warnings(reader.u8()),
        time=reader.moment(),
        number=reader.text(_NUMBER),
        last_document=reader.u32(),
    )


def number(password: int) -> Request[str]:
    """FF02: 16 digits."""
    return command(0xFF02, "number of the ФН", password, read=lambda data: Reader(data).text(_NUMBER))


@dataclass(frozen=True, slots=True)
class Expiry:
    day: date | None
    registrations_left: int | None = None  # None where firmware does not tell
    registrations: int | None = None


def expiry(password: int) -> Request[Expiry]:
    """FF03."""
    return command(0xFF03, "expiry of the ФН", password, read=_expiry)


def _expiry(data: bytes) -> Expiry:
    reader = Reader(data)
    day = reader.year_first_day()
    return Expiry(day, reader.u8(), reader.u8()) if reader.left >= 2 else Expiry(day)


@dataclass(frozen=True, slots=True)
class StorageVersion:
    text: str
    serial: bool  # False: for debugging


def version(password: int) -> Request[StorageVersion]:
    """FF04."""
    return command(0xFF04, "version of the ФН", password, read=_version)


def _version(data: bytes) -> StorageVersion:
    reader = Reader(data)
    return StorageVersion(reader.text(_VERSION), reader.flag())


def reset_debug_storage(password: int, code: int = 0x16) -> Request[None]:
    """FF07: empties a ФН that is for debugging. Never for others: they refuse."""
    return command(0xFF07, "reset the ФН", password, u8(code), read=nothing, effect=Effect.MONEY)


def cancel_document(password: int) -> Request[None]:
    """FF08: drops the document that is open in the ФН, in any mode. 02h where none is."""
    return command(0xFF08, "cancel the document of the ФН", password, read=nothing, effect=Effect.MONEY)


@dataclass(frozen=True, slots=True)
class ShiftNumbers:
    open: bool
    shift: int
    receipt: int  # number of the last one within the shift


def shift(password: int) -> Request[ShiftNumbers]:
    """FF40."""
    return command(0xFF40, "shift of the ФН", password, read=_shift)


def _shift(data: bytes) -> ShiftNumbers:
    reader = Reader(data)
    return ShiftNumbers(reader.flag(), reader.u16(), reader.u16())


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeMemory:
    documents: int  # that fit for five years
    kilobytes: int  # for thirty days


def free_memory(password: int) -> Request[FreeMemory]:
    """FF63."""
    return command(0xFF63, "free memory of the ФН", password, read=_free_memory)


def _free_memory(data: bytes) -> FreeMemory:
    reader = Reader(data)
    return FreeMemory(documents=reader.u32(), kilobytes=reader.u32())


class Exchange(IntFlag):
    """State of the exchange with the ОФД."""

    CONNECTED = 1 << 0
    MESSAGE_WAITING = 1 << 1
    WAITING_FOR_TICKET = 1 << 2
    OFD_COMMAND = 1 << 3
    SETTINGS_CHANGED = 1 << 4
    WAITING_FOR_ANSWER = 1 << 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OfdState:
    exchange: Exchange
    reading: bool
    queue: int  # documents that were not handed over
    first_document: int  # number of the ФД; 0 = none
    first_time: datetime | None  # None for none


def ofd_state(password: int) -> Request[OfdState]:
    """FF39. Documents allow it in mode 4 only, many registers in any."""
    return command(0xFF39, "state of the exchange with the ОФД", password, read=_ofd_state)


def _ofd_state(data: bytes) -> OfdState:
    reader = Reader(data)
    return OfdState(
        exchange=Exchange(reader.u8()),
        reading=reader.flag(),
        queue=reader.u16(),
        first_document=reader.u32(),
        first_time=reader.moment(),
    )


def unconfirmed(password: int) -> Request[int]:
    """FF3F: how many documents the ОФД has not confirmed."""
    return command(0xFF3F, "unconfirmed documents", password, read=lambda data: Reader(data).u16())


def ofd_buffer(password: int) -> Request[tuple[int, int]]:
    """FF30 -> bytes that wait for the ОФД, most bytes of one FF31; where the host carries them."""
    return command(0xFF30, "OFD buffer", password, read=_ofd_buffer)


def _ofd_buffer(data: bytes) -> tuple[int, int]:
    reader = Reader(data)
    return reader.u16(), reader.u8()


def read_block(password: int, offset: int, size: int) -> Request[bytes]:
    """FF31."""
    return command(0xFF31, "read OFD buffer", password, u16(offset) + u8(size), read=bytes)


def begin_block(password: int, size: int) -> Request[int]:
    """FF32 -> most bytes of one FF33. For an answer of the ОФД, or a tag that is too long for FF0C."""
    return command(0xFF32, "begin writing the buffer", password, u16(size), read=lambda data: Reader(data).u8())


def write_block(password: int, offset: int, data: bytes) -> Request[None]:
    """FF33. Raises ValueError for more than `LONGEST_BLOCK` bytes."""
    if len(data) > LONGEST_BLOCK:
        raise ValueError(f"a block of {len(data)} bytes, {LONGEST_BLOCK} fit")
    return command(0xFF33, "write the buffer", password, u16(offset) + u8(len(data)) + data, read=nothing)


def synchronise(password: int) -> Request[None]:
    """FF62: registers take the counters of the ФН."""
    return command(0xFF62, "synchronise registers", password, read=nothing)
