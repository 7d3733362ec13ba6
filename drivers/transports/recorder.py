"""A transport that remembers what went over it and logs it: the wire log."""

import logging
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from drivers.ports import Clock, Transport

_log = logging.getLogger(__name__)
_SHOWN = 512  # bytes of one exchange that the log shows
_KEPT = 1 << 20  # bytes remembered in all


class Direction(StrEnum):
    OUT = ">"
    IN = "<"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One write, or what one read brought."""

    direction: Direction
    data: bytes
    time: datetime  # aware, UTC


class Recorder:
    """Wraps a transport. `device` stands in every log line. Remembers the newest megabyte."""

    def __init__(self, inner: Transport, clock: Clock, device: str = "") -> None:
        self._inner, self._clock, self._device = inner, clock, device
        self._exchanges: deque[Exchange] = deque()
        self._kept = 0

    @property
    def exchanges(self) -> list[Exchange]:
        """Oldest first."""
        return list(self._exchanges)

    @property
    def answers(self) -> bool:
        return self._inner.answers

    @property
    def patience(self) -> float:
        return self._inner.patience

    async def open(self) -> None:
        await self._inner.open()

    async def write(self, data: bytes) -> None:
        started = self._clock.monotonic()
        try:
            await self._inner.write(data)
        finally:  # what was tried is evidence too
            self._remember(Direction.OUT, data, started)

    async def read(self, size: int) -> bytes:
        started = self._clock.monotonic()
        data = await self._inner.read(size)
        self._remember(Direction.IN, data, started)
        return data

    async def finish(self) -> None:
        await self._inner.finish()

    async def close(self) -> None:
        await self._inner.close()

    def _remember(self, direction: Direction, data: bytes, started: float) -> None:
        self._exchanges.append(Exchange(direction, data, self._clock.now()))
        self._kept += len(data)
        while self._kept > _KEPT and len(self._exchanges) > 1:
            self._kept -= len(self._exchanges.popleft().data)
        if _log.isEnabledFor(logging.DEBUG):
            spent = (self._clock.monotonic() - started) * 1000
            _log.debug("%s %s %s %.0f ms", self._device, direction.value, _hex(data), spent)


def _hex(data: bytes) -> str:
    shown = data[:_SHOWN].hex(" ")
    return shown if len(data) <= _SHOWN else f"{shown} … ({len(data)} bytes)"
