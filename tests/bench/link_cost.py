"""What an exchange over a transport takes: bytes, time of processors, time on the wall."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drivers.ports import Transport

_STX = 0x02
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Traffic:
    """What went over a transport."""

    frames: int = 0  # sent; each begins an exchange, unless it was sent again
    sent: int = 0
    received: int = 0


class Counted:
    """A transport that counts."""

    def __init__(self, inner: Transport, traffic: Traffic) -> None:
        self._inner, self._traffic = inner, traffic
        self.open, self.finish, self.close = inner.open, inner.finish, inner.close

    @property
    def answers(self) -> bool:
        return self._inner.answers

    @property
    def patience(self) -> float:
        return self._inner.patience

    async def write(self, data: bytes) -> None:
        self._traffic.sent += len(data)
        self._traffic.frames += data[0] == _STX
        await self._inner.write(data)

    async def read(self, size: int) -> bytes:
        data = await self._inner.read(size)
        self._traffic.received += len(data)
        return data


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one receipt or question, in seconds. `peer`: of processor of the other end's process."""

    processor: float
    wall: float
    peer: float


class Watch:
    """Processor time of all our threads and of the other end's, and the time on the wall."""

    def __init__(self, peer: int) -> None:
        self._pid = peer
        self._peer, self._processor, self._wall = _processor(peer), time.process_time(), time.perf_counter()

    def cost(self, count: int) -> Cost:
        """Of one of `count` things done since."""
        processor, wall = time.process_time() - self._processor, time.perf_counter() - self._wall
        return Cost(processor / count, wall / count, (_processor(self._pid) - self._peer) / count)


def quietest(rounds: Sequence[Cost]) -> Cost:
    """The one that others have disturbed least: they only ever add, to processor time as well."""
    return min(rounds, key=lambda each: each.processor)


def _processor(pid: int) -> float:
    """Processor seconds of a process so far; nan where the system has no /proc."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return float("nan")
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / _TICKS
