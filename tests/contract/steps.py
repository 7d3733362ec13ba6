"""A transport whose steps are counted, so that a command can be cancelled at each of them."""

import asyncio
from dataclasses import dataclass
from typing import Any

from drivers.ports import Transport
from drivers.transports.passing import PassingTransport


@dataclass(slots=True)
class Scissors:
    """`victim` is cancelled at the step after which `left` is 0. A step is something sent, or something heard."""

    left: int = 0
    victim: asyncio.Task[Any] | None = None

    def step(self) -> None:
        self.left -= 1
        if self.left == 0 and self.victim:
            self.victim.cancel()


class Counted(PassingTransport):
    """See drivers.ports.Transport. The step itself is done; its caller is cancelled at the next moment it waits."""

    def __init__(self, inner: Transport, scissors: Scissors) -> None:
        super().__init__(inner)
        self._scissors = scissors

    async def write(self, data: bytes) -> None:
        await self.inner.write(data)
        self._scissors.step()

    async def read(self, size: int) -> bytes:
        data = await self.inner.read(size)
        self._scissors.step()
        return data


async def cut(work: asyncio.Task[Any], scissors: Scissors, moment: int) -> bool:
    """Cancel it at so many'th step from now; False where it was over before, with its error if it had one."""
    scissors.left, scissors.victim = moment, work
    try:
        await work
    except asyncio.CancelledError:
        return True
    finally:
        scissors.victim = None
    return False
