"""One connection: what the host says is told to the talk, and the talk's steps are done in their time."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from typing import Generic, Protocol, TypeVar

from drivers.emulation.line import CHUNK, Line, reset_on_close
from drivers.emulation.steps import HangUp, Leave, Leaves, Say, Step, Wait, Work
from drivers.ports import Clock

_HUNG_UP = Leave(Leaves.LINE)


class Talks(Protocol):
    """What a register says, and when. Each step is done before the next is asked for."""

    @property
    def deadline(self) -> float | None: ...  # when to call `tick`
    def tick(self) -> Iterator[Step]: ...
    def hear(self, data: bytes) -> Iterator[Step]: ...


T_co = TypeVar("T_co", bound=Talks, covariant=True)


class Speaking(Generic[T_co]):
    """`answer` says bytes to the line, as the faults of the emulator allow."""

    def __init__(self, talk: T_co, clock: Clock, line: Line, answer: Callable[[Line, bytes], Awaitable[None]]) -> None:
        self._talk, self._clock, self._line, self._answer = talk, clock, line, answer
        self._reading: asyncio.Task[bytes] | None = None  # a deadline leaves it be, or its bytes could be lost

    def stop(self) -> None:
        if self._reading is not None and not self._reading.cancel():
            self._reading.exception()  # it has ended by itself; what broke then is nobody's any more

    async def turn(self, room: Callable[[int], int]) -> Leave | None:
        """A portion of bytes, or the register's own deadline, and what it does then. -> how the connection ends, if so.

        `room`: how many bytes may be read, of so many. Raises OSError.
        """
        deadline = self._talk.deadline
        data = await self._heard(room(CHUNK), None if deadline is None else deadline - self._clock.monotonic())
        if data is None:
            return await self._do(self._talk.tick())
        return await self._do(self._talk.hear(data)) if data else _HUNG_UP

    async def _heard(self, most: int, within: float | None) -> bytes | None:
        """b"" when the host has hung up, None when it was waited long enough. Raises OSError."""
        if self._reading is None:
            self._reading = asyncio.get_running_loop().create_task(self._line.read(most))
        done, _ = await asyncio.wait({self._reading}, timeout=None if within is None else max(0.0, within))
        if not done:
            return None
        reading, self._reading = self._reading, None
        self._line.job += reading.result()
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
            if not await self._take_time(step):
                return _HUNG_UP
        await self._answer(self._line, together)
        return None

    async def _take_time(self, step: Step) -> bool:
        """False when the connection is over."""
        match step:
            case Say():
                await self._spell(step)
            case Wait():
                await self._be_deaf(step.seconds)
            case Work():
                return await self._work(step.seconds)
            case HangUp():
                self._line.hang_up()
                return False
        return True

    async def _spell(self, step: Say) -> None:
        for byte in step.data:
            await self._answer(self._line, bytes([byte]))
            await self._clock.sleep(step.pause)

    async def _be_deaf(self, seconds: float) -> None:
        """What comes meanwhile is lost."""
        await self._clock.sleep(seconds)
        with contextlib.suppress(BlockingIOError):
            while lost := self._line.socket.recv(CHUNK):
                self._line.job += lost

    async def _work(self, seconds: float) -> bool:
        """What comes meanwhile waits. False when the host has gone."""
        await self._clock.sleep(seconds)
        return True
