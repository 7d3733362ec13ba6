"""Massa-K scales, protocol 100, without their plug.

Source: spec/scales-displays.md 1. Beyond it, from public programs that talk to such scales and quote the maker's
description: A3h sets the tare in divisions (12h done, 15h cannot be), 76h carries eight texts ended by CR LF, and the
numbers of 28h. Inferred: a frame with a wrong sum is not answered; 0 as tare takes it off; new firmware knows A0h too.
"""

import struct
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from drivers.scales.emulator import platform
from drivers.scales.emulator.platform import Load, Platform, Reading, in_units

HEADER = b"\xf8\x55\xce"
_LONGEST = 64  # bytes of a request; a longer one is taken for junk
_DIVISIONS = tuple(Decimal(each) for each in ("0.1", "1", "10", "100", "1000"))  # grams

_UNKNOWN = b"\xf0"
_ACK = b"\x27"
_OVERLOAD, _NO_ZERO, _NO_CELL, _NOT_ZEROED = 0x08, 0x15, 0x17, 0x18  # of 28h
_PARAMETERS = ("Max 15 kg", "Min 40 g", "e 5 g", "T -6 kg", "Fix 1", "1", "0.0", "0000")  # made up; their order is not


@dataclass(slots=True)
class Conditions(platform.Conditions):
    """`old_firmware`: knows neither 23h nor 75h."""

    old_firmware: bool = False


class MassaK:
    """`division` 0–4 = 100 mg, 1 g, 10 g, 100 g, 1 kg. `tells_tare`: whether 24h ends with it; some do not.

    `asked`: the commands that came whole, of the last ones.
    """

    room = 1 << 16

    def __init__(self, loads: Iterable[Load] = (), *, division: int = 1, tells_tare: bool = True) -> None:
        self.conditions = Conditions()
        self.platform = Platform(self.conditions, loads)
        self.division, self.tells_tare = division, tells_tare
        self._bad_sum, self._junk_before = False, b""
        self.asked: deque[bytes] = deque(maxlen=1000)
        self._waiting = bytearray()

    def feed(self, data: bytes) -> bytes:
        """-> the answers to what is whole by now."""
        self._waiting += data
        answers = b""
        while (body := self._taken()) is not None:
            if body:
                self.asked.append(body)
                answers += self._framed(self._done(body[0], body[1:]))
        return answers

    def spoil(self, *, bad_sum: bool, junk_before: bytes) -> None:
        self._bad_sum, self._junk_before = bad_sum, junk_before

    def hang_up(self) -> None:
        """The line broke: half a frame has no other half."""
        self._waiting.clear()

    def switch(self, name: str, on: bool) -> bytes:
        self.conditions.put(name, on)
        if name == "power":
            self.hang_up()
        return b""

    def _taken(self) -> bytes | None:
        """The next command with its data, b"" for a frame with a wrong sum, None until one is whole."""
        start = self._waiting.find(HEADER)
        if start < 0:
            del self._waiting[: max(0, len(self._waiting) - len(HEADER) + 1)]
            return None
        del self._waiting[:start]
        if len(self._waiting) < 5:
            return None
        (length,) = struct.unpack_from("<H", self._waiting, 3)
        if not 1 <= length <= _LONGEST:
            del self._waiting[: len(HEADER)]
            return b""
        end = 5 + length + 2
        if len(self._waiting) < end:
            return None
        body, told = bytes(self._waiting[5 : end - 2]), int.from_bytes(self._waiting[end - 2 : end], "little")
        del self._waiting[:end]
        return body if told == crc(body) else b""

    def _framed(self, body: bytes) -> bytes:
        told = crc(body) ^ (0xFFFF if self._bad_sum else 0)
        return self._junk_before + HEADER + struct.pack("<H", len(body)) + body + struct.pack("<H", told)

    def _done(self, command: int, data: bytes) -> bytes:
        if command in (0x23, 0x75) and self.conditions.old_firmware:
            return _UNKNOWN
        match command, len(data):
            case 0x23, 0:
                return self._weight()
            case 0xA0, 0:
                return self._weight(old=True)
            case 0xA3, 4:
                return self._set_tare(int.from_bytes(data, "little", signed=True))
            case 0x72, 0:
                return _ACK if self.platform.set_zero() else _error(_NO_ZERO)
            case 0x75, 0:
                return b"\x76" + "".join(text + "\r\n" for text in _PARAMETERS).encode("cp1251")
        return _UNKNOWN

    def _weight(self, *, old: bool = False) -> bytes:
        reading = self.platform.read()
        if trouble := self._trouble():
            return _error(trouble)
        net = in_units(reading.net, _DIVISIONS[self.division])
        if old:
            return b"\x10" + struct.pack("<iBB", net, self.division, reading.stable)
        return (
            b"\x24"
            + struct.pack("<iBBBB", net, self.division, reading.stable, bool(reading.tare), net == 0)
            + (self._tare(reading) if self.tells_tare else b"")
        )

    def _tare(self, reading: Reading) -> bytes:
        return struct.pack("<i", in_units(reading.tare, _DIVISIONS[self.division]))

    def _trouble(self) -> int:
        now = self.conditions
        if now.broken:
            return _NO_CELL
        return _NOT_ZEROED if now.not_zeroed else _OVERLOAD if now.overload else 0

    def _set_tare(self, divisions: int) -> bytes:
        return b"\x12" if self.platform.set_tare(divisions * _DIVISIONS[self.division]) else b"\x15"


def crc(data: bytes) -> int:
    """The register runs over the bytes alone, without the 16 zero bits that usually follow. One byte gives itself."""
    register = 0
    for byte in data:
        shifted = register & 0xFF00
        for _ in range(8):
            shifted = ((shifted << 1) ^ (0x1021 if shifted & 0x8000 else 0)) & 0xFFFF
        register = shifted ^ ((register << 8) & 0xFFFF) ^ byte
    return register


def _error(code: int) -> bytes:
    return bytes([0x28, code])
