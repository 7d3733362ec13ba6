"""Ports, fonts, clock, resets. Source: spec/shtrih-m.md 1.1, 3.1."""

from dataclasses import dataclass
from datetime import date, time

from drivers.shtrih import numbers
from drivers.shtrih.numbers import Reader, u8
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests.making import bare, command, nothing, operator

SPEEDS = (2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)
"""Baud by code; the last three only of some models."""

_REBOOT = 0xF3
_TIMEOUTS = (  # first code, milliseconds of code 0 of that range, milliseconds a step
    (0, 0, 1),
    (151, 149, 150),
    (250, 248, 15_000),
)


@dataclass(frozen=True, slots=True)
class PortSettings:
    speed: int  # baud; 0 = a code that is not known
    byte_timeout: int  # milliseconds


def timeout_of(code: int) -> int:
    """Milliseconds. Codes: 0..150 as they are, 151..249 steps of 150 ms, from 250 steps of 15 s."""
    _, offset, step = max(entry for entry in _TIMEOUTS if entry[0] <= code)
    return (code - offset) * step


def timeout_code(milliseconds: int) -> int:
    """The shortest timeout that is no shorter. Raises ValueError for more than 105 s, or less than nothing."""
    fitting = (code for code in range(256) if timeout_of(code) >= milliseconds >= 0)
    code = next(fitting, None)
    if code is None:
        raise ValueError(f"{milliseconds} ms are no timeout of a register")
    return code


def beep(password: int) -> Request[int]:
    """13h, in any mode."""
    return command(0x13, "beep", password, read=operator, effect=Effect.PAPER)


def set_port(password: int, port: int, settings: PortSettings) -> Request[None]:
    """14h, by the system administrator; the answer still comes at the old speed. Raises ValueError."""
    codes = u8(SPEEDS.index(settings.speed)) + u8(timeout_code(settings.byte_timeout))
    return command(0x14, "set port", password, u8(port) + codes, read=nothing)


def port(password: int, number: int) -> Request[PortSettings]:
    """15h, by the system administrator."""
    return command(0x15, "port", password, u8(number), read=_port)


def _port(data: bytes) -> PortSettings:
    reader = Reader(data)
    code = reader.u8()
    return PortSettings(SPEEDS[code] if code < len(SPEEDS) else 0, timeout_of(reader.u8()))


@dataclass(frozen=True, slots=True)
class Font:
    width: int  # dots of a line
    character_width: int  # dots, with the gap
    character_height: int
    fonts: int  # how many there are

    @property
    def characters(self) -> int:
        """In a line."""
        return self.width // self.character_width if self.character_width else 0


def font(password: int, number: int) -> Request[Font]:
    """26h, by the system administrator, in any mode."""
    return command(0x26, "font", password, u8(number), read=_font, patience=5.0)


def _font(data: bytes) -> Font:
    reader = Reader(data)
    return Font(reader.u16(), reader.u8(), reader.u8(), reader.u8())


def set_time(password: int, value: time) -> Request[None]:
    """21h, by the system administrator, with a closed shift."""
    return command(0x21, "set time", password, numbers.clock(value), read=nothing)


def set_date(password: int, value: date) -> Request[None]:
    """22h, by the system administrator, with a closed shift; 23h must follow."""
    return command(0x22, "set date", password, numbers.day(value), read=nothing, effect=Effect.MONEY)


def confirm_date(password: int, value: date) -> Request[None]:
    """23h, by the system administrator, after 22h or where the register asks for it."""
    return command(0x23, "confirm date", password, numbers.day(value), read=nothing, effect=Effect.MONEY)


def stop_test(password: int) -> Request[int]:
    """2Bh: ends a test run."""
    return command(0x2B, "stop test", password, read=operator, effect=Effect.PAPER)


def technological_reset() -> Request[None]:
    """16h, for service only: without a password, in mode 9."""
    return bare(0x16, "technological reset", read=nothing, patience=60.0, effect=Effect.MONEY)


def reboot() -> Request[None]:
    """FEh F3. The register restarts and the answer may not come."""
    return bare(0xFE, "reboot", u8(_REBOOT) + bytes(4), read=nothing, effect=Effect.PAPER)
