"""A serial line for tests: a pseudo terminal, its far end, and what waits at it."""

import asyncio
import fcntl
import os
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import pytest

from drivers.transports.serial_port import SerialSettings, SerialTransport

Run = Callable[[Coroutine[Any, Any, None]], None]
_HANG_UP = 0x5437  # TIOCVHANGUP of Linux: what its USB does to a terminal whose adapter is pulled out


@dataclass
class Line:
    master: int
    slave: int
    name: str

    def transport(self) -> SerialTransport:
        return SerialTransport(SerialSettings(port=self.name, baud=115200))

    async def opened(self) -> SerialTransport:
        transport = self.transport()
        await transport.open()
        return transport

    def unplug(self) -> None:
        try:
            fcntl.ioctl(self.slave, _HANG_UP)
        except OSError:
            pytest.skip("only Linux hangs a terminal up, and only for root")

    def take(self, size: int) -> bytes:
        got = b""
        while len(got) < size:
            got += os.read(self.master, size - len(got))
        return got


def threads(port: str) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if port in thread.name]


def ended(port: str) -> None:
    for thread in threads(port):
        thread.join(5)
        assert not thread.is_alive()


async def hear(transport: SerialTransport, size: int) -> bytes:
    got = b""
    async with asyncio.timeout(5):
        while len(got) < size:
            got += await transport.read(100)
    return got


async def begun(work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
    """Waiting for the other end by now."""
    task = asyncio.create_task(work)
    for _ in range(3):
        await asyncio.sleep(0)
    return task
