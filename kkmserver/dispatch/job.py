"""A command on its way: the Ticket that clients hold."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from drivers.model.command import Command
from kkmserver.dispatch.news import News
from kkmserver.store.record import Entry, Record, State

UNTRIED: Mapping[int, str] = MappingProxyType({})
_UNHEARD = News()


class Job:
    """One attempt of one command. Moved along by its worker; any number of clients may wait for it."""

    __slots__ = (
        "_admission",
        "_released",
        "_waiters",
        "amend",
        "command",
        "hold_until",
        "news",
        "parked",
        "prepare",
        "record",
        "since",
        "tried",
        "via",
    )

    def __init__(
        self, entry: Entry, command: Command | None, record: Record | None = None, via: tuple[str, ...] = ()
    ) -> None:
        """Without a `record` it is on its way into the journal. `via`: see drivers.ports.Errand."""
        self.command = command  # None while it is parked, and once it is final: nobody needs it any more
        self.record = record or Record(row=0, entry=entry, state=State.QUEUED)
        self.via = via
        self.amend: Callable[[Command], Command] = _as_it_is  # what the device is given instead of what was asked
        self.prepare: Callable[[], Awaitable[bool]] | None = None  # before its turn; False: somebody else has taken it
        self.news = _UNHEARD
        self.parked = False
        self.since: float | None = None  # Clock.monotonic when it was first queued
        self.hold_until: float | None = None  # loop time until which it may wait for a device that is away
        self.tried = UNTRIED  # members of its pool that could not do it -> why
        self._admission: list[asyncio.Future[BaseException | None]] | None = None if record else []
        self._released = False
        self._waiters: list[asyncio.Future[None]] = []

    @property
    def entry(self) -> Entry:
        return self.record.entry

    async def admitted(self) -> BaseException | None:
        """Once the journal has it, or why it has not. Cancelling the wait cancels nothing else."""
        if self._admission is None:
            return None
        waiter: asyncio.Future[BaseException | None] = asyncio.get_running_loop().create_future()
        self._admission.append(waiter)
        return await waiter

    def admit(self, error: BaseException | None = None) -> None:
        """The journal has it, or has refused it."""
        waiters, self._admission = self._admission or [], None
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(error)

    async def wait(self, seconds: float) -> Record:
        if seconds > 0 and not self.record.finished and not self._released:
            await self._sleep(seconds)
        return self.record

    def move(self, record: Record) -> None:
        """Show the new state; a final one wakes everybody."""
        self.record = record
        if self.news.told:
            self.news.told(record)
        if record.finished:
            self.command = None
            self._wake()

    def park(self) -> None:
        """Let go of all that the journal can tell again."""
        self.record, self.command, self.parked = self.record.light(), None, True

    def recall(self, request: bytes) -> None:
        """The rest is known better here: the disk may not have taken the last change yet."""
        if not self.record.finished:
            self.record, self.parked = replace(self.record, entry=replace(self.entry, request=request)), False

    def requeue(self) -> None:
        """Nothing of it has reached the device; see Journal.requeue."""
        self.move(replace(self.record, state=State.QUEUED, mark="", started_at=None, member=0, progress=None))

    def release(self) -> None:
        """Nothing will happen to it until the next start: let everybody go with what there is."""
        self._released = True
        self._wake()

    async def _sleep(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[None] = loop.create_future()
        self._waiters.append(waiter)
        timer = loop.call_later(seconds, _set, waiter)
        try:
            await waiter
        finally:
            timer.cancel()
            self._waiters.remove(waiter)

    def _wake(self) -> None:
        for waiter in self._waiters:
            _set(waiter)


def _as_it_is(command: Command) -> Command:
    return command


def _set(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)
