"""The one connection to a printer: opened for a job, held for the next one that waits, closed in an orderly way."""

import asyncio
from contextlib import suppress

from drivers.escpos.conversation import Conversation
from drivers.ports import Transport

TURN = 10.0  # seconds; then another host that shares the printer may have it, however much is waiting here
HOLD = 0.3  # seconds that the next document, which is waiting already, may take to come


class HeldConnection:
    """At most one at a time. Timeouts in seconds.

    Only that of a printer which has proved all it was sent is held: other jobs are over when their connection ends.
    """

    def __init__(self, transport: Transport, connect_timeout: float, close_timeout: float) -> None:
        self._transport = transport
        self._connect_timeout, self._close_timeout = connect_timeout, close_timeout
        self._talk: Conversation | None = None
        self._since = 0.0  # when it was opened, by the clock of the loop
        self._timer: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None

    @property
    def holding(self) -> bool:
        return self._timer is not None

    async def held(self) -> Conversation | None:
        """The connection of the last job, if it still stands."""
        await self._settle()
        if self._talk is not None and self._talk.lost:
            await self.close()
        return self._talk

    async def open(self, heard: dict[int, bool]) -> Conversation:
        """A new one. `heard`: see Conversation. Raises DeviceOffline, TimeoutError."""
        await self.close()
        self._since = asyncio.get_running_loop().time()
        self._talk = talk = Conversation(self._transport, heard)
        async with asyncio.timeout(self._connect_timeout):
            await self._transport.open()
        talk.start()
        return talk

    def hold(self) -> None:
        """The job is over; another one may follow, until the turn ends."""
        if asyncio.get_running_loop().time() - self._since < TURN:
            self._timer = asyncio.get_running_loop().call_later(HOLD, self._expire)

    async def close(self) -> None:
        await self._settle()
        await self._shut()

    async def _settle(self) -> None:
        """Nobody is waiting to end it any more, and nobody is ending it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._closing is not None:
            await asyncio.wait({self._closing})
            self._closing = None

    def _expire(self) -> None:
        self._timer = None
        self._closing = asyncio.get_running_loop().create_task(self._shut())

    async def _shut(self) -> None:
        talk, self._talk = self._talk, None
        if talk is not None:
            await talk.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._close_timeout):
                await self._transport.close()
