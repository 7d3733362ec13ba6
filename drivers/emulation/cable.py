"""A serial cable to an emulated device: a pseudo-terminal whose bytes go to the device's TCP port. POSIX only."""

import asyncio
import contextlib
import os
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

CHUNK = 4096


class Listens(Protocol):
    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...


class SerialCable:
    """`async with device, SerialCable(device) as cable:` and open `cable.path` as a serial port.

    As on a real wire nothing is felt when the device hangs up or has no power: it is silent, what is sent meanwhile is
    lost, and the next byte finds it again. The cable takes the one connection of the device with the first byte and
    keeps it.
    `link`: a name for the port that stays the same; it must not exist. Raises OSError where a port cannot be made.
    """

    def __init__(self, device: Listens, link: Path | None = None) -> None:
        self._device, self._link = device, link
        self._plug: _Plug | None = None
        self._task: asyncio.Task[None] | None = None
        self._far: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None  # the device

    async def __aenter__(self) -> Self:
        plug = _Plug()
        try:
            await plug.listen()
            if self._link is not None:
                self._link.symlink_to(plug.path)
        except OSError:
            plug.close()
            raise
        self._plug = plug
        self._task = asyncio.create_task(self._carry(plug))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.unplug()

    @property
    def path(self) -> Path:
        """Raises OSError once it is unplugged."""
        if self._plug is None:
            raise FileNotFoundError("the cable is unplugged")
        return self._link or self._plug.path

    async def unplug(self) -> None:
        """Pulled out at the host's end, as an adapter for USB is: the port is gone, an open one breaks."""
        plug, self._plug = self._plug, None
        task, self._task = self._task, None
        if plug is None or task is None:
            return
        if self._link is not None:
            self._link.unlink(missing_ok=True)
        task.cancel()
        try:
            await asyncio.gather(task, return_exceptions=True)
        finally:
            plug.close()
        await asyncio.sleep(0)  # the transports let go in the next turn of the loop

    async def _carry(self, plug: "_Plug") -> None:
        """Both ways, until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                while data := await plug.heard.read(CHUNK):
                    await self._forward(data, plug, tasks)
        finally:
            self._let_go()

    async def _forward(self, data: bytes, plug: "_Plug", tasks: asyncio.TaskGroup) -> None:
        """To the device; what it is not there for is lost."""
        if self._far is not None and self._far[0].at_eof():
            self._let_go()
        with contextlib.suppress(OSError):
            if self._far is None:
                self._far = await asyncio.open_connection(self._device.host, self._device.port)
                tasks.create_task(self._bring(self._far[0], plug))
            self._far[1].write(data)
            await self._far[1].drain()

    async def _bring(self, answers: asyncio.StreamReader, plug: "_Plug") -> None:
        """What the device says, until it hangs up."""
        with contextlib.suppress(OSError):
            while data := await answers.read(CHUNK):
                plug.say(data)
        if self._far is not None and self._far[0] is answers:
            self._let_go()

    def _let_go(self) -> None:
        if self._far is not None:
            self._far[1].transport.abort()
            self._far = None


class _Plug:
    """The pseudo-terminal. The host's end stays open here too, so that hosts may come and go."""

    def __init__(self) -> None:
        """Raises OSError where the system has no pseudo-terminals."""
        try:
            import pty
            import tty
        except ImportError as error:
            raise OSError("no pseudo-terminals here") from error
        self.heard = asyncio.StreamReader()
        self._ours, self._its = pty.openpty()
        tty.setraw(self._its)  # otherwise it would echo and wait for line ends
        self.path = Path(os.ttyname(self._its))
        self._hears: asyncio.ReadTransport | None = None
        self._says: asyncio.WriteTransport | None = None

    async def listen(self) -> None:
        """From now on nothing that a host sends is lost."""
        loop = asyncio.get_running_loop()
        into, out = (os.fdopen(os.dup(self._ours), mode, 0) for mode in ("rb", "wb"))
        self._hears, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(self.heard), into)
        self._says, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, out)

    def say(self, data: bytes) -> None:
        assert self._says is not None
        self._says.write(data)

    def close(self) -> None:
        if self._hears is not None:
            self._hears.close()
        if self._says is not None:
            self._says.abort()  # what no host has read is lost
        os.close(self._ours)
        os.close(self._its)
