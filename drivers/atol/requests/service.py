"""Versions, sounds, the drawer, the clock, power. Source: spec/atol.md 6.1."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import IntEnum

from drivers.atol import numbers
from drivers.atol.numbers import Reader, bcd, index, u8
from drivers.atol.request import Effect, Request
from drivers.atol.requests.making import command, nothing

_TONE_CLOCK = 921_600  # Hz
CONFIRM_DATE = 22  # error of 64h: the same command once more confirms it


class Program(IntEnum):
    """Whose version 9Dh tells."""

    CPU = 1
    BOOT = 3


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    sub: int
    language: int
    build: int


def version(program: Program = Program.CPU) -> Request[Version]:
    """9Dh."""
    return command(0x9D, "version", u8(program), read=_version)


def _version(data: bytes) -> Version:
    reader = Reader(data)
    return Version(reader.bcd(1), reader.bcd(1), reader.bcd(1), reader.bcd(2))


def last_error() -> Request[bytes]:
    """B3h: what follows its own error byte is not known."""
    return command(0xB3, "last error", read=bytes)


def beep() -> Request[None]:
    """47h."""
    return command(0x47, "beep", read=nothing, effect=Effect.PAPER)


def tone(hertz: int, milliseconds: int) -> Request[None]:
    """88h, in steps of 10 ms up to 2550. Raises ValueError for a tone or time that it cannot make."""
    if not 0 < hertz <= _TONE_CLOCK:
        raise ValueError(f"a tone of {hertz} Hz")
    return command(
        0x88,
        "tone",
        index(65536 - _TONE_CLOCK // hertz) + u8(milliseconds // 10),
        read=nothing,
        effect=Effect.PAPER,
    )


def open_drawer() -> Request[None]:
    """80h, in any idle mode."""
    return command(0x80, "open drawer", read=nothing, effect=Effect.PAPER)


def drawer_pulse(on: int, off: int, times: int) -> Request[None]:
    """85h: milliseconds in steps of 10."""
    return command(
        0x85, "drawer pulse", bcd(on // 10, 2) + bcd(off // 10, 2) + u8(times), read=nothing, effect=Effect.PAPER
    )


def set_date(value: date) -> Request[None]:
    """64h, in mode 4. See CONFIRM_DATE."""
    return command(0x64, "set date", numbers.day(value), read=nothing)


def set_time(value: time) -> Request[None]:
    """4Bh, in mode 4."""
    return command(0x4B, "set time", numbers.clock(value), read=nothing)


def set_date_and_time(value: datetime) -> Request[None]:
    """EDh, in mode 4."""
    return command(0xED, "set date and time", numbers.day(value) + numbers.clock(value.time()), read=nothing)


def reboot() -> Request[None]:
    """CEh. It may not answer."""
    return command(0xCE, "reboot", b"\x41", read=nothing, effect=Effect.PAPER)


def switch_off() -> Request[None]:
    """CEh. It may not answer."""
    return command(0xCE, "switch off", b"\x00", read=nothing, effect=Effect.PAPER)


def technological_reset() -> Request[None]:
    """6Bh, for service only."""
    return command(0x6B, "technological reset", read=nothing, effect=Effect.MONEY)


def protection_code(number: int) -> Request[int]:
    """74h: state of that code."""
    return command(0x74, "state of a protection code", u8(number), read=lambda data: Reader(data).u8())
