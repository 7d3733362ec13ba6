"""Notifications («уведомления»): what the ОФД is told of marked goods. Source: spec/shtrih-m.md 3.8."""

from dataclasses import dataclass
from datetime import datetime

from drivers.shtrih.numbers import Reader, u32, unsigned
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests.making import command, nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifications:
    """`time`: of the first in the queue; None for none. One source reads its day first: show it, do not rely on it."""

    state: int  # 0 = nothing goes on, 1 = one is read, 2 = its ticket is awaited
    queue: int
    number: int  # of the first in the queue
    time: datetime | None
    fill: int  # per cent of the memory for them


def state(password: int) -> Request[Notifications]:
    """FF68."""
    return command(0xFF68, "notifications", password, read=_notifications)


def _notifications(data: bytes) -> Notifications:
    reader = Reader(data)
    return Notifications(
        state=reader.u8(), queue=reader.u16(), number=reader.u32(), time=reader.moment(), fill=reader.u8()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingState:
    check: int
    notification: int
    commands: int
    saved: int  # codes whose checks are kept
    notified: int  # codes in the notification
    storage: int  # 0..4: how full the memory is
    queue: int


def marking_state(password: int) -> Request[MarkingState]:
    """FF70."""
    return command(0xFF70, "state of marking", password, read=_marking_state)


def _marking_state(data: bytes) -> MarkingState:
    reader = Reader(data)
    return MarkingState(
        check=reader.u8(),
        notification=reader.u8(),
        commands=reader.u8(),
        saved=reader.u8(),
        notified=reader.u8(),
        storage=reader.u8(),
        queue=reader.u16(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Notifications of a register that works without an ОФД."""

    count: int
    first: int
    size: int  # bytes of the first


def begin_export(password: int) -> Request[Export]:
    """FF71."""
    return command(0xFF71, "begin export of notifications", password, read=_export)


def _export(data: bytes) -> Export:
    reader = Reader(data)
    return Export(count=reader.u16(), first=reader.u32(), size=reader.u16())


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportBlock:
    number: int
    size: int  # bytes of the whole notification
    offset: int
    data: bytes


def next_export_block(password: int) -> Request[ExportBlock]:
    """FF72. Not to be repeated when its answer is lost: a block would be skipped. Begin anew by FF71."""
    return command(0xFF72, "export notifications", password, read=_export_block, effect=Effect.PAPER)


def _export_block(data: bytes) -> ExportBlock:
    """With a length before the data, or without one (spec 10.4): a length that is right tells."""
    reader = Reader(data)
    number, size, offset = reader.u32(), reader.u16(), reader.u16()
    rest = reader.rest()
    told = int.from_bytes(rest[:2], "little") if len(rest) >= 2 else None
    return ExportBlock(number=number, size=size, offset=offset, data=rest[2:] if told == len(rest) - 2 else rest)


def confirm_export(password: int, number: int, checksum: int, *, checksum_size: int = 2) -> Request[None]:
    """FF73. `checksum_size`: 2 bytes, or 4; two sources differ (spec 10.4)."""
    parameters = u32(number) + unsigned(checksum, checksum_size)
    return command(0xFF73, "confirm notification", password, parameters, read=nothing, effect=Effect.MONEY)
