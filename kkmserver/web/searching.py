"""The search that the server has under way, and the last one."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from drivers.ports import Clock, Transport
from drivers.search.offer import Search
from drivers.search.plan import planned
from drivers.search.ranges import Range
from drivers.search.run import End, Run
from drivers.search.serial_ports import serial_ports
from kkmserver.config import Config

_LOG = logging.getLogger(__name__)


class Busy(Exception):
    """A search is under way already."""


@dataclass(frozen=True, slots=True)
class Searching:
    """`ends`: at the latest. `run` tells how far it is."""

    id: str
    began: datetime
    ends: datetime
    run: Run


class Searches:
    """One at a time; `stop` it before the event loop ends."""

    def __init__(
        self,
        config: Config,
        clock: Clock,
        open_transport: Callable[[str], Transport],
        *,
        offers: Callable[[], Sequence[Search]],
        ports: Callable[[], Awaitable[Sequence[str]]] = serial_ports,
    ) -> None:
        """`offers`: of the drivers; runs in a thread, for it may load them. `ports`: serial ones of this computer."""
        self._clock, self._open_transport, self._offers, self._ports = clock, open_transport, offers, ports
        self._planning = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._configured: Mapping[int, object] = {}
        self.last: Searching | None = None
        self.reload(config)

    def reload(self, config: Config) -> None:
        """A search that was planned for other devices ends: what it asks may have an owner now."""
        before, self._configured = self._configured, {device.number: device.options for device in config.devices}
        if self._configured != before and (task := self._running()):
            task.cancel()

    async def begin(self, ranges: Sequence[Range], *, serial: bool, seconds: float) -> Searching:
        """Raises Busy, RangeRefused."""
        if self._planning.locked() or self._running():
            raise Busy
        async with self._planning:
            run = await self._plan(ranges, await self._ports() if serial else (), seconds)
            now = self._clock.now()
            self.last = Searching(uuid4().hex, now, now + timedelta(seconds=seconds), run)
            self._task = asyncio.create_task(_carry_out(run))
            self._task.add_done_callback(lambda _: _over(run))
        return self.last

    async def _plan(self, ranges: Sequence[Range], ports: Sequence[str], seconds: float) -> Run:
        """For the devices there are when it is ready. Raises RangeRefused."""
        searches = await asyncio.to_thread(self._offers)
        while True:
            configured = self._configured
            run = await planned(
                ranges,
                ports,
                searches=searches,
                configured=configured,
                open_transport=self._open_transport,
                clock=self._clock,
                seconds=seconds,
            )
            if configured is self._configured:
                return run

    async def stop(self) -> bool:
        """Returns once nothing is open any more; whether there was something to stop."""
        async with self._planning:
            task = self._running()
            if task is None:
                return False
            task.cancel()
            await asyncio.wait([task])
            return True

    def _running(self) -> "asyncio.Task[None] | None":
        return self._task if self._task and not self._task.done() else None


def _over(run: Run) -> None:
    """One that was stopped before its task had a turn has not noticed."""
    run.end = run.end or End.STOPPED


async def _carry_out(run: Run) -> None:
    with suppress(asyncio.CancelledError):
        try:
            await run.go()
        except Exception:  # noqa: BLE001 - the last line of defence: `run.end` tells, the log tells why
            _LOG.exception("search failed")
    for found in run.found:
        _LOG.info("found %s %s at %s", found.driver, found.serial or found.model, found.connection)
