"""The line to one register: carries out what the link wants, with deadlines, and connects again where it breaks."""

import asyncio
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

from drivers.errors import DeviceOffline, KkmError
from drivers.ports import Clock, Transport
from drivers.registers.connection import Connecting, Connection
from drivers.registers.talk import Asked, Link, Stale, Step, Talk

A = TypeVar("A")
Q = TypeVar("Q", bound=Asked)
R = TypeVar("R")
_READ = 1024  # bytes at once
_LISTEN = 0.03  # seconds after connecting; what a serial server has kept comes at once
_MOST = 4096  # bytes of it
_PAUSE = 0.5  # seconds between two attempts to connect


class Trying(Connecting, Protocol):
    """`tries`: to connect again, in one exchange."""

    @property
    def tries(self) -> int: ...


class Line(Connection, Generic[Q, R]):
    """Owned by one task, as the register itself is.

    A call that is cancelled leaves the line so that the next one finds out first what the register holds.
    """

    def __init__(self, transport: Transport, link: Link[Q, R], options: Trying, clock: Clock) -> None:
        super().__init__(transport, options)
        self._link, self._tries, self._clock = link, options.tries, clock
        self._deadline = 0.0  # of the step in hand, by the loop's clock
        self._losses = 0  # of the connection, in the exchange in hand
        self._limited = False  # that exchange has a deadline of its own

    @property
    def stale(self) -> Stale[R]:
        """Answers that nobody waited for any more, oldest first; whoever looks at them takes them out."""
        return self._link.stale

    async def open(self) -> None:
        """Connect, and take what the register holds from before: see `stale`. Raises DeviceOffline, FrameError."""
        await self._connect()
        self._losses, self._limited = 0, False
        try:
            await self._run(self._link.start())
        except KkmError:
            await self.close()
            raise

    async def ask(self, request: Q) -> R:
        """The answer, whatever its error byte says.

        Raises DeviceOffline where the command was not carried out or changes nothing, OutcomeUnknown where it may have
        been, FrameError with `nothing_sent` where what comes is no answer to anything.
        """
        self._losses, self._limited = 0, True
        if self.broken:
            await self._connect()
        try:
            async with asyncio.timeout(self._link.limit(request)):
                return await self._run(self._link.ask(request))
        except TimeoutError as error:
            raise self._link.failed(request, error) from error
        except DeviceOffline as error:
            await self.close()
            failure = self._link.failed(request, error)
            raise failure from (None if failure is error else error)

    @property
    def _clings(self) -> bool:
        """It is worth connecting again for as long as the exchange may last."""
        return False

    async def _run(self, talk: Talk[A]) -> A:
        heard = None
        try:
            while True:
                step = talk.send(heard) if heard is not None else next(talk)
                heard = await self._carry_out(step)
        except StopIteration as end:
            result: A = end.value
            return result
        finally:
            talk.close()

    async def _carry_out(self, step: Step) -> bytes:
        """What is heard; b"" for nothing, and where the connection was lost and made again."""
        try:
            if step.send:
                await self._transport.write(step.send)
            return b"" if step.seconds == 0 else await self._listen(step.seconds)
        except DeviceOffline as error:
            await self._mend(error)
            return b""

    async def _listen(self, seconds: float | None) -> bytes:
        if seconds is not None:
            self._deadline = asyncio.get_running_loop().time() + seconds
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._transport.read(_READ)
        except TimeoutError:
            return b""

    async def _mend(self, lost: DeviceOffline) -> None:
        """Connect again, the first time at once. Raises DeviceOffline."""
        while self._losses < self._tries or (self._limited and self._clings):
            if self._losses:
                await self._clock.sleep(_PAUSE)
            self._losses += 1
            try:
                return await self._connect()
            except DeviceOffline as error:
                lost = error
        raise lost

    async def _connect(self) -> None:
        """Raises DeviceOffline."""
        await self._open()
        await self._drop_input()
        self._link.connected()
        self.broken = False

    async def _drop_input(self) -> None:
        """A connection that breaks here the next step will find broken."""
        heard = 0
        with suppress(TimeoutError, DeviceOffline):
            async with asyncio.timeout(_LISTEN):
                while heard < _MOST:
                    heard += len(await self._transport.read(_READ))
