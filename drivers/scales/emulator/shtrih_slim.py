"""Shtrih-Slim scales without their plug.

Source: spec/scales-displays.md 2. Beyond it, from public drivers of the maker's scales: commands 30h, 31h, 32h, FCh,
the layout of E8h (its fourth byte is the power of ten of the unit in kilograms) and the error numbers.
"""

import struct
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from drivers.scales.emulator import platform
from drivers.scales.emulator.platform import LEAST, MOST, MOST_TARE, Load, Platform, Reading, in_units
from drivers.scales.emulator.shtrih_link import Link

USUAL_PASSWORD = "0030"  # noqa: S105 - the maker tells it to everybody
_KILOGRAM = Decimal(1000)
_NAME = "ШТРИХ-СЛИМ 15"
_TARE_VALUE, _UNKNOWN, _LENGTH, _PASSWORD, _NO_ZERO, _NO_TARE, _CHANNEL = 17, 120, 121, 122, 150, 151, 185


@dataclass(slots=True)
class Conditions(platform.Conditions):
    """`underload`: less lies there than nothing, the platform is off. `broken` is "no answer of the ADC"."""

    underload: bool = False
    measuring_error: bool = False


@dataclass(frozen=True, slots=True)
class _Command:
    """`data`: bytes after the code, the password included."""

    run: Callable[[bytes], bytes]  # data without the password -> error and what follows
    data: int
    password: bool = True


class ShtrihSlim:
    """`power`: the unit is 10 to this power of a kilogram; -3 = 1 g. `confirms`: see Link. `asked`: commands run."""

    room = 1 << 16

    def __init__(
        self, loads: Iterable[Load] = (), *, password: str = USUAL_PASSWORD, power: int = -3, confirms: bool = True
    ) -> None:
        self.conditions = Conditions()
        self.platform = Platform(self.conditions, loads)
        self.link = Link(self._done, confirms=confirms)
        self.asked: deque[bytes] = deque(maxlen=1000)
        self._password, self._power = password.encode("ascii"), power
        self._unit = _KILOGRAM * Decimal(10) ** power
        self._commands = self._known()

    def feed(self, data: bytes) -> bytes:
        return self.link.feed(data)

    def spoil(self, *, bad_sum: bool, junk_before: bytes) -> None:
        self.link.bad_sum, self.link.junk_before = bad_sum, junk_before

    def hang_up(self) -> None:
        """The line broke: half a frame has no other half."""
        self.link.lose_frame()

    def switch(self, name: str, on: bool) -> bytes:
        self.conditions.put(name, on)
        if name == "power":
            self.link.power_cut()
        return b""

    def _done(self, body: bytes) -> bytes:
        self.asked.append(body)
        code, data = body[0], body[1:]
        return bytes([code]) + self._result(self._commands.get(code), data)

    def _result(self, command: _Command | None, data: bytes) -> bytes:
        if command is None:
            return bytes([_UNKNOWN])
        if len(data) != command.data:
            return bytes([_LENGTH])
        if command.password and data[:4] != self._password:
            return bytes([_PASSWORD])
        return command.run(data[4:] if command.password else data)

    def _known(self) -> Mapping[int, _Command]:
        return {
            0x30: _Command(lambda _: bytes([0 if self.platform.set_zero() else _NO_ZERO]), 4),
            0x31: _Command(lambda _: bytes([0 if self.platform.set_tare() else _NO_TARE]), 4),
            0x32: _Command(self._set_tare, 6),
            0x3A: _Command(self._channel_state, 4),
            0xE8: _Command(self._channel, 1, password=False),
            0xEA: _Command(lambda _: b"\x00\x00", 0, password=False),
            0xFC: _Command(lambda _: b"\x00" + bytes([1, 0, 1, 0, 0, 0]) + _NAME.encode("cp1251"), 0, password=False),
        }

    def _set_tare(self, data: bytes) -> bytes:
        tare = int.from_bytes(data, "little") * self._unit
        if tare > MOST_TARE:
            return bytes([_TARE_VALUE])
        return bytes([0 if self.platform.set_tare(tare) else _NO_TARE])

    def _channel_state(self, _: bytes) -> bytes:
        reading = self.platform.read()
        weight, tare = in_units(reading.net, self._unit), in_units(reading.tare, self._unit)
        return struct.pack("<BHiH", 0, self._bits(reading), weight, tare)

    def _bits(self, reading: Reading) -> int:
        now = self.conditions
        on = {
            0: reading.stable,  # fixed
            2: True,  # channel on
            3: bool(reading.tare),
            4: reading.stable,
            5: now.not_zeroed,
            6: now.overload,
            7: now.measuring_error,
            8: now.underload,
            9: now.broken,
        }
        return sum(1 << bit for bit, is_on in on.items() if is_on)

    def _channel(self, data: bytes) -> bytes:
        """Error, flags u16, place of the point, power, most, least, most tare, 3 ranges u16, 4 steps, 2 counts."""
        if data != b"\0":
            return bytes([_CHANNEL])
        limits = [min(0xFFFF, in_units(each, self._unit)) for each in (MOST, LEAST, MOST_TARE)]
        return struct.pack("<BHBb3H3H4B2B", 0, 0, max(0, -self._power), self._power, *limits, 0, 0, 0, 5, 0, 0, 0, 2, 0)
