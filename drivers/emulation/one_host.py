"""A TCP port that serves one host and turns away whoever comes meanwhile. Source: spec/shtrih-m.md 1.1."""

import asyncio
import socket
from typing import TypeVar

from drivers.emulation.faults import Faults
from drivers.emulation.leaving import Leaving, Printing
from drivers.emulation.line import Line

M = TypeVar("M", bound=Printing)
F = TypeVar("F", bound=Faults)


class OneHost(Leaving[M, F]):
    """A host that has just gone does not stand in the way of the next."""

    async def _serve(self, listener: socket.socket) -> None:
        hosts: asyncio.Queue[socket.socket] = asyncio.Queue()
        try:
            with listener:
                async with asyncio.TaskGroup() as tasks:
                    door = tasks.create_task(self._watch_door(listener, hosts))
                    while self.machine.conditions.power:
                        with await hosts.get() as accepted:
                            await self._attend(Line(accepted))
                    door.cancel()
        finally:
            while not hosts.empty():
                hosts.get_nowait().close()

    async def _watch_door(self, listener: socket.socket, hosts: "asyncio.Queue[socket.socket]") -> None:
        while True:
            accepted, _ = await asyncio.get_running_loop().sock_accept(listener)
            if self._line is None or _gone(self._line.socket):
                hosts.put_nowait(accepted)
            else:
                accepted.close()


def _gone(host: socket.socket) -> bool:
    try:
        return not host.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
