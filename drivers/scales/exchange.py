"""Questions to scales over a wire, with deadlines.

A question that was not answered is asked again over a new connection, and what comes before the first question is
thrown away: so no answer that comes too late, or was kept for us by a serial server, is taken for that to a later one.
"""

import asyncio
from contextlib import suppress
from typing import Protocol

from drivers.errors import DeviceOffline, FrameError
from drivers.ports import Transport
from drivers.scales import texts
from drivers.scales.options import ScalesOptions
from drivers.transports.address import shown

_READ = 256  # bytes at once
_MOST = 4096  # bytes that may come without an answer among them
_LISTEN = 0.03  # seconds before the first question; what a serial server has kept comes at once


class Exchange(Protocol):
    """One question and its answer, fed with what comes; no I/O."""

    @property
    def answer(self) -> bytes | None: ...  # None: not yet
    def begin(self) -> bytes: ...  # to be sent first, and again for another try
    def feed(self, chunk: bytes) -> bytes: ...  # what is to be sent because of it, b"" = nothing


class Line:
    """The way to one pair of scales. `open` before the first question."""

    def __init__(self, transport: Transport, options: ScalesOptions) -> None:
        self._transport, self._options = transport, options
        self.address = shown(options.connection)

    async def open(self) -> None:
        """Raises DeviceOffline."""
        try:
            async with asyncio.timeout(self._options.connect_timeout):
                await self._transport.open()
        except TimeoutError as error:
            raise texts.silent(self.address) from error
        await self._clear()

    async def ask(self, exchange: Exchange) -> bytes:
        """Raises DeviceOffline where nothing came, FrameError where what came was no answer."""
        for _ in range(self._options.tries - 1):
            try:
                return await self._attempt(exchange)
            except (DeviceOffline, FrameError):
                await self.close()
                await self.open()
        return await self._attempt(exchange)

    async def close(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._options.connect_timeout):
                await self._transport.close()

    async def _clear(self) -> None:
        """A connection that breaks here the question will find broken."""
        heard = 0
        with suppress(TimeoutError, DeviceOffline):
            async with asyncio.timeout(_LISTEN):
                while heard < _MOST:
                    heard += len(await self._transport.read(_READ))

    async def _attempt(self, exchange: Exchange) -> bytes:
        heard, lost = 0, texts.silent(self.address)
        try:
            async with asyncio.timeout(self._options.timeout):
                await self._transport.write(exchange.begin())
                while exchange.answer is None and heard < _MOST:
                    chunk = await self._transport.read(_READ)
                    heard += len(chunk)
                    if reply := exchange.feed(chunk):
                        await self._transport.write(reply)
        except TimeoutError:
            pass
        except DeviceOffline as error:
            lost = error
        if exchange.answer is not None:  # though nobody may have taken our thanks for it
            return exchange.answer
        raise texts.nonsense(self.address) if heard else lost
