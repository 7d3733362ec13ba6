"""The way to one register: opened and closed with deadlines."""

import asyncio
from contextlib import suppress
from typing import Protocol

from drivers.ports import Transport
from drivers.registers.talk import offline
from drivers.transports.address import shown

_SERIAL_GAP, _TCP_GAP = 0.3, 2.0  # seconds between two bytes; ШТРИХ's T4, others allow less


class Connecting(Protocol):
    """Settings. `connect_timeout` in seconds."""

    @property
    def connection(self) -> str: ...
    @property
    def connect_timeout(self) -> float: ...


class Connection:
    def __init__(self, transport: Transport, options: Connecting) -> None:
        self._transport, self._connect_timeout = transport, options.connect_timeout
        self.address = shown(options.connection)
        self.broken = True  # there is none: `ask` makes one

    async def close(self) -> None:
        """Never raises."""
        self.broken = True
        with suppress(TimeoutError):
            async with asyncio.timeout(self._connect_timeout):
                await self._transport.close()

    async def _open(self) -> None:
        """Anew; it counts as broken until whoever opens it has seen to what came with it. Raises DeviceOffline."""
        await self.close()
        try:
            async with asyncio.timeout(self._connect_timeout):
                await self._transport.open()
        except TimeoutError as error:
            raise offline(self.address) from error


def by_tcp(connection: str) -> bool:
    return connection.strip().lower().startswith("tcp:")


def byte_gap(connection: str, told: float) -> float:
    """Seconds that may pass between two bytes of an answer. `told`: 0 = as the connection needs it."""
    return told or (_TCP_GAP if by_tcp(connection) else _SERIAL_GAP)
