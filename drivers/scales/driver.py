"""Scales of any make: when a reading is a weight, what is told when it is none.

Each command has a connection of its own. Nothing that scales are asked leaves a trace, a tare that is set twice is the
same tare: every error says that the command may run again.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal

from drivers.errors import DeviceOffline, KkmError, RequestRefused, named
from drivers.model.command import Command, ReadState, ReadWeight, SetTare
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import DeviceContext, Traits
from drivers.scales import texts
from drivers.scales.reading import Reading, Scale

_POLL = 0.2  # seconds between two readings; spec/scales-displays.md 1


def traits(type_id: str, model: str) -> Traits:
    commands = frozenset({ReadWeight, SetTare, ReadState})
    return Traits(kind=DeviceKind.SCALES, type_id=type_id, model=model, commands=commands)


class Scales:
    """See Driver. `wait`: seconds for a load that stands still."""

    def __init__(self, context: DeviceContext, scale: Scale, told: Traits, *, wait: float, address: str) -> None:
        self._name, self._clock = context.name, context.clock
        self._scale, self._traits, self._wait, self._address = scale, told, wait, address

    @property
    def traits(self) -> Traits:
        return self._traits

    async def execute(self, command: Command) -> Outcome:
        with named(self._name):
            return await self._do(command)

    async def state(self) -> DeviceState:
        """Online = they answer, be it nonsense."""
        try:
            async with self._opened() as scale:
                reading = await scale.glance()
        except DeviceOffline:
            return self._told(online=False)
        except KkmError as error:
            return self._told(fault=error.text)
        return self._told(fault="" if reading.in_range else texts.not_weighed(reading).text)

    async def mark(self) -> str:
        return ""

    async def settle(self, command: Command, mark: str) -> Outcome | None:  # noqa: ARG002 - part of Driver
        """Nothing was recorded, ever: it may be repeated."""
        return None

    async def close(self) -> None:
        await self._scale.close()

    async def _do(self, command: Command) -> Outcome:
        match command:
            case ReadState():
                return Outcome(state=await self.state())
            case ReadWeight():
                return Outcome(weight=await self._weigh())
            case SetTare(weight):
                await self._set_tare(weight)
                return Outcome()
            case _:
                raise texts.not_supported()

    async def _weigh(self) -> Decimal:
        async with self._opened() as scale:
            reading = await self._reading(scale, lambda it: it.usable and it.weight > 0)
        if not reading.usable or reading.weight <= 0:
            raise texts.not_weighed(reading)
        return reading.weight

    async def _set_tare(self, weight: Decimal) -> None:
        if weight < 0:
            raise RequestRefused(f"Тара не может быть меньше нуля, а задано {weight} кг.")
        async with self._opened() as scale:
            now = await self._reading(scale, lambda it: it.usable or (bool(weight) and it.in_range))
            if not now.in_range or (not weight and (not now.stable or now.gross < 0)):
                raise texts.not_weighed(now)
            await scale.set_tare(weight, now)

    async def _reading(self, scale: Scale, wanted: Callable[[Reading], bool]) -> Reading:
        """The first that is wanted, or the last one when the time is over."""
        end = self._clock.monotonic() + self._wait
        reading = await scale.read()
        while not wanted(reading) and self._clock.monotonic() < end:
            await self._clock.sleep(_POLL)
            reading = await scale.read()
        return reading

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Scale]:
        try:
            await self._scale.open()
            yield self._scale
        finally:
            await self._scale.close()

    def _told(self, *, online: bool = True, fault: str = "") -> DeviceState:
        return DeviceState(online=online, model=self._traits.model, address=self._address, fault=fault)
