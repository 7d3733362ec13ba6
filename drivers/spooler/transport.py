"""Bytes in a printer's own language as one job of a spooler: the way to ESC/POS and label printers behind one."""

import secrets

from drivers.errors import DeviceOffline, KkmError, OperatorNeeded
from drivers.ports import Transport
from drivers.spooler import follow
from drivers.spooler.address import open_queue
from drivers.spooler.follow import Ticket
from drivers.spooler.queue import Queue, Raw

_MOST = 64 << 20  # bytes of one job
_JOB, _LONGEST_JOB = 120.0, 240.0  # seconds from the document to its end, of a small job and of the largest
_SLOWEST = 20_000  # bytes a second that any printer manages: a label of 50x30 mm as a picture
_CALLING_OFF = 30.0  # seconds until a job that took too long is cancelled and asked once more


def open_spooler(address: str) -> Transport:
    """`address` as in drivers.spooler.address; nothing is asked yet. Raises RequestRefused."""
    return SpoolerTransport(open_queue(address, "raw"))


class SpoolerTransport:
    """One way only. Nothing leaves before `finish`, so a document that breaks off here is never half printed.

    `close` drops what was not finished, and cancels a job that is still on its way: its sender has stopped waiting.
    A job that does not end is cancelled by `finish` itself, which then knows what the spooler can prove.
    """

    patience = _LONGEST_JOB + _CALLING_OFF

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._data: bytearray | None = None
        self._ticket: Ticket | None = None

    def __str__(self) -> str:
        return str(self._queue)

    @property
    def answers(self) -> bool:
        return False

    async def open(self) -> None:
        """Raises DeviceOffline: no spooler, no such printer, or one whose queue is stopped."""
        await self.close()
        try:
            await follow.check(self._queue)
        except DeviceOffline:
            raise
        except KkmError as error:
            raise DeviceOffline(error.text) from error
        self._data = bytearray()

    async def write(self, data: bytes) -> None:
        collected = self._opened()
        if len(collected) + len(data) > _MOST:
            raise DeviceOffline(f"Задание для принтера {self} больше {_MOST >> 20} МБ.")
        collected += data

    async def read(self, size: int) -> bytes:  # noqa: ARG002
        raise DeviceOffline(f"{self} только принимает данные, ответа от него не бывает.")

    async def finish(self) -> None:
        """Hand the job over and wait until it is completed.

        Raises DeviceOffline where something may have been printed. Where the spooler proves that nothing was, raises
        what it was (OperatorNeeded, Cancelled, DeviceFaulty), `nothing_sent` set.
        """
        data, self._data = self._opened(), None
        if not data:
            return
        self._ticket = await self._book()
        try:
            await follow.deliver(self._queue, self._ticket, Raw(bytes(data)), _seconds(data))
        except KkmError as error:
            self._ticket = None
            if error.nothing_sent:
                raise
            raise DeviceOffline(error.text, nothing_sent=False) from error
        self._ticket = None

    async def close(self) -> None:
        self._data = None
        ticket, self._ticket = self._ticket, None
        if ticket is not None:
            await follow.withdraw(self._queue, ticket)
        await self._queue.close()

    async def _book(self) -> Ticket:
        title = f"kkmserver-{secrets.token_hex(8)}"
        try:
            await self._queue.forget()
            return Ticket(await self._queue.book(title), title)
        except DeviceOffline as error:
            raise OperatorNeeded(f"{error.text} Ничего не напечатано.", nothing_sent=True) from error

    def _opened(self) -> bytearray:
        if self._data is None:
            raise DeviceOffline(f"Соединение с принтером {self} не открыто.")
        return self._data


def _seconds(data: bytearray) -> float:
    return min(_LONGEST_JOB, _JOB + len(data) / _SLOWEST)
