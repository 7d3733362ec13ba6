"""A device at a TCP port: one connection at a time, as network devices have it."""

import asyncio
import contextlib
import logging
import socket
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Generic, Self, TypeVar

from drivers.clock import SystemClock
from drivers.emulation.faults import Faults
from drivers.emulation.line import CHUNK, Line, listening, reset_on_close
from drivers.emulation.machine import CannotEmulate, Document, Machine
from drivers.ports import Clock

_log = logging.getLogger(__name__)

_SLICES = 20  # of a second, when bytes are taken slowly

M = TypeVar("M", bound=Machine)
D = TypeVar("D", bound=Document)
F = TypeVar("F", bound=Faults)


class TcpDevice(ABC, Generic[M, D, F]):
    """While it is entered it listens on `host` and `port`, 0 = a free one, as long as its machine has power.

    A second connection waits until the first has ended. `keep`: how many documents and jobs are remembered.
    `received` has the bytes of each connection, in the order they were accepted.
    """

    def __init__(
        self, machine: M, faults: F, *, host: str = "127.0.0.1", port: int = 0, keep: int, clock: Clock | None
    ) -> None:
        self.machine, self.host, self.port = machine, host, port
        self.received: deque[bytearray] = deque(maxlen=keep)
        self._documents: deque[D] = deque(maxlen=keep)
        self._printed = self._accepted = 0  # number of the last document, connections
        self._clock = clock or SystemClock()
        self._changed = asyncio.Event()
        self._plug = asyncio.Lock()  # held while it begins or ceases to listen
        self._listener: socket.socket | None = None
        self._tasks: list[asyncio.Task[None]] = []  # the first one serves; none = nobody has entered
        self._line: Line | None = None
        self.faults = faults

    async def __aenter__(self) -> Self:
        self._listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._hang_up()
        self._tasks = []

    @property
    def connection(self) -> str:
        """As the settings spell it."""
        return f"tcp://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def connected(self) -> bool:
        return self._line is not None

    @property
    def documents(self) -> list[D]:
        """What came out, oldest first."""
        return list(self._documents)

    @property
    def conditions(self) -> dict[str, bool]:
        return self.machine.conditions.named()

    @property
    def faults(self) -> F:
        return self._faults

    @faults.setter
    def faults(self, faults: F) -> None:
        self._faults = faults
        self._take_effect()

    async def switch(self, name: str, on: bool) -> None:
        """A condition by its name; without power nobody listens. Raises ValueError for an unknown name."""
        await self._after(self.machine.switch(name, on))

    async def printed(self, count: int = 1, within: float = 5.0) -> list[D]:
        """The documents, once `count` of them have ever come out. Raises TimeoutError."""
        await self.until(lambda: self._printed >= count, within)
        return self.documents

    async def served(self, count: int = 1, within: float = 5.0) -> list[bytes]:
        """`received`, once `count` connections have been accepted and none is open. Raises TimeoutError."""
        await self.until(lambda: self._accepted >= count and not self.connected, within)
        return [bytes(job) for job in self.received]

    async def until(self, holds: Callable[[], bool], within: float = 5.0) -> None:
        """Return once `holds`, which may look at the machine. Raises TimeoutError."""
        async with asyncio.timeout(within):
            while not holds():
                await self._changed.wait()

    @abstractmethod
    def _fresh(self) -> Iterable[D]:
        """What has come out after document number `_printed`."""

    def _take_effect(self) -> None:
        """The faults are new."""
        self._notify()

    def _collect(self) -> None:
        for document in self._fresh():
            self._documents.append(document)
            self._printed = document.number
        self._notify()

    def _notify(self) -> None:
        """Wake everybody who waits for a change; the next change has an event of its own."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def _after(self, answers: bytes) -> None:
        """The machine was switched; what it said because of that goes to whoever is connected."""
        self._collect()
        if self._line is not None:
            await self._answer(self._line, answers)
        async with self._plug:
            if not self.machine.conditions.power:
                await self._hang_up()
            elif self._tasks and self._tasks[0].done():
                await self._hang_up()
                self._listen()

    def _listen(self) -> None:
        self._listener = listening(self.host, self.port)
        self.port = self._listener.getsockname()[1]
        self._tasks = [asyncio.get_running_loop().create_task(self._serve(self._listener))]

    async def _hang_up(self) -> None:
        """Stop listening; who is connected gets a reset."""
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        try:
            await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            if self._listener is not None:
                self._listener.close()  # a task that never began has not

    async def _serve(self, listener: socket.socket) -> None:
        with listener:
            while self.machine.conditions.power:
                accepted, _ = await asyncio.get_running_loop().sock_accept(listener)
                with accepted:
                    await self._attend(Line(accepted))

    async def _attend(self, line: Line) -> None:
        self._line = line
        self._accepted += 1
        self.received.append(line.job)
        self._notify()
        try:
            with contextlib.suppress(OSError):
                while await self._take(line):
                    pass
        except CannotEmulate as error:
            _log.error("%s", error)
            reset_on_close(line.socket)
        except asyncio.CancelledError:
            reset_on_close(line.socket)
            raise
        finally:
            self._line = None
            self._collect()

    async def _take(self, line: Line) -> bool:
        """One portion of the job; False when the connection is over. The fault that is due now comes first."""
        if await self._fails(line):
            return False
        data = await self._read(line)
        if not data:
            return False
        answers = self.machine.feed(data)
        self._collect()
        await self._answer(line, answers)
        return True

    async def _read(self, line: Line) -> bytes:
        """b"" when the host has hung up."""
        room = min(await self._room(), self._portion)
        data = await line.read(self._faults.room(len(line.job), room))
        if data and self._faults.bytes_per_second:
            await self._clock.sleep(len(data) / self._faults.bytes_per_second)
        line.job += data
        return data

    async def _fails(self, line: Line) -> bool:
        """Do what the faults have for this many bytes; True when that, or the power, ended the connection."""
        faults, taken = self._faults, len(line.job)
        if faults.power_cut_after == taken:
            self.machine.switch("power", on=False)
        if faults.reset_after == taken or not self.machine.conditions.power:
            reset_on_close(line.socket)
            return True
        while self._faults is faults and faults.stall_after == taken:
            await self._changed.wait()
        return False

    async def _room(self) -> int:
        """Wait until the receive buffer takes something."""
        while not self.machine.room:
            await self._changed.wait()
        return self.machine.room

    @property
    def _portion(self) -> int:
        return max(1, int(self._faults.bytes_per_second / _SLICES)) if self._faults.bytes_per_second else CHUNK

    async def _answer(self, line: Line, answers: bytes) -> None:
        if not answers or self._faults.silent or not self.machine.conditions.power:
            return
        if self._faults.answer_delay:
            await self._clock.sleep(self._faults.answer_delay)
        await self._say(line, self._faults.garbage or answers)

    async def _say(self, line: Line, answers: bytes) -> None:
        """Whole, in pieces, or no more than a beginning."""
        faults, end = self._faults, len(answers)
        cut = end if faults.cut_answer is None else min(faults.cut_answer, end)
        step = 1 if faults.answer_pause else max(1, cut)
        for start in range(0, cut, step):
            await line.answer(answers[start : min(start + step, cut)])
            if faults.answer_pause:
                await self._clock.sleep(faults.answer_pause)
        if cut < end:
            line.hang_up()
