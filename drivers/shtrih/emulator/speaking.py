"""One connection: what the host says is told to the talk, and the talk's steps are done in their time."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator

from drivers.emulation.line import CHUNK, Line, reset_on_close
from drivers.ports import Clock
from drivers.shtrih.emulator.steps import Leave, Leaves, Say, Step, Wait
from drivers.shtrih.emulator.talk import Talk

_HUNG_UP = Leave(Leaves.LINE)


class Speaking:
    """`answer` says bytes to the line, as the faults of the emulator allow."""

    def __init__(self, talk: Talk, clock: Clock, line: Line, answer: Callable[[Line, bytes], Awaitable[None]]) -> None:
        self._talk, self._clock, self._line, self._answer = talk, clock, line, answer
        self._reading: asyncio.Task[bytes] | None = None  # a deadline leaves it be, or its bytes could be lost

    def stop(self) -> None:
        if self._reading is not None and not self._reading.cancel():
            self._reading.exception()  # it has ended by itself; what broke then is nobody's any more

    async def turn(self, room: Callable[[int], int]) -> Leave | None:
        """A portion of bytes, or the register's own deadline, and what it does then. -> how the connection ends, if so.

        `room`: how many bytes may be read, of so many. Raises OSError.
        """
        data = await self._heard(room)
        if data is None:
            return await self._do(self._talk.tick())
        if not data:
            return _HUNG_UP
        self._line.job += data
        return await self._do(self._talk.hear(data))

    async def _heard(self, room: Callable[[int], int]) -> bytes | None:
        """b"" when the host has hung up, None when the register has waited long enough."""
        if self._reading is None:
            self._reading = asyncio.get_running_loop().create_task(self._line.read(room(CHUNK)))
        deadline = self._talk.deadline
        within = None if deadline is None else max(0.0, deadline - self._clock.monotonic())
        done, _ = await asyncio.wait({self._reading}, timeout=within)
        if not done:
            return None
        reading, self._reading = self._reading, None
        return reading.result()

    async def _do(self, steps: Iterator[Step]) -> Leave | None:
        """What is said without a pause goes out together."""
        together = b""
        for step in steps:
            if isinstance(step, Say) and not step.pause:
                together += step.data
                continue
            await self._answer(self._line, together)
            together = b""
            if isinstance(step, Leave):
                reset_on_close(self._line.socket)
                return step
            await (self._spell(step) if isinstance(step, Say) else self._be_busy(step))
        await self._answer(self._line, together)
        return None

    async def _spell(self, step: Say) -> None:
        for byte in step.data:
            await self._answer(self._line, bytes([byte]))
            await self._clock.sleep(step.pause)

    async def _be_busy(self, step: Wait) -> None:
        """What comes meanwhile is lost."""
        await self._clock.sleep(step.seconds)
        with contextlib.suppress(BlockingIOError):
            while lost := self._line.socket.recv(CHUNK):
                self._line.job += lost
