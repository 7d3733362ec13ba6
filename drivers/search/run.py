"""A search under way: many places at a time, each with a deadline of its own, all with one."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from drivers.errors import DeviceOffline, KkmError
from drivers.ports import Clock, Transport
from drivers.search.offer import Found
from drivers.search.places import Place, Way
from drivers.transports.passing import PassingTransport

_LOG = logging.getLogger(__name__)

_AT_ONCE = 64  # places
_PER_WAY = 15.0  # seconds for one connection: who is recognised has time to tell its numbers
_CLOSING = 1.0  # seconds to let go of it


class End(StrEnum):
    """How a search ended."""

    NOT_YET = ""
    DONE = "done"  # every place was asked
    TIME = "time"  # the time was over first
    STOPPED = "stopped"  # somebody called it off
    FAILED = "failed"  # our own mistake; the log has it


@dataclass(frozen=True, slots=True)
class Skipped:
    """A place that was not asked, or not as it should have been."""

    place: str
    why: str


class Run:
    """`go` once. All the rest may be looked at meanwhile; `changed` is called whenever it is worth it."""

    def __init__(
        self,
        places: Sequence[Place],
        taken: Mapping[str, int],
        open_transport: Callable[[str], Transport],
        clock: Clock,
        *,
        seconds: float,
    ) -> None:
        """`taken`: see drivers.search.taken."""
        self._places = [place for place in places if place.key not in taken]
        self._open_transport, self._clock, self.seconds = open_transport, clock, seconds
        self._room = asyncio.Semaphore(_AT_ONCE)
        self.asked, self.total = 0, sum(len(place.ways) for place in self._places)
        self.found: list[Found] = []
        self.skipped = [_taken(place, taken[place.key]) for place in places if place.key in taken]
        self.end = End.NOT_YET
        self.changed: Callable[[], None] = lambda: None

    async def go(self) -> None:
        """Until every place was asked or the time is over; nothing stays open."""
        try:
            async with asyncio.timeout(self.seconds), asyncio.TaskGroup() as tasks:
                for place in self._places:
                    tasks.create_task(self._ask(place))
        except TimeoutError:
            self.end = End.TIME
        except asyncio.CancelledError:
            self.end = End.STOPPED
            raise
        else:
            self.end = End.DONE
        finally:
            self.end = self.end or End.FAILED
            self.changed()

    async def _ask(self, place: Place) -> None:
        async with self._room:
            try:
                await self._ask_every_way(place)
            except KkmError as error:  # the name of the port is no name
                self.skipped.append(Skipped(place.name, error.text))
            except Exception:  # noqa: BLE001 - the last line of defence: a faulty driver spoils no other place
                _LOG.exception("search at %s failed", place.name)
                self.skipped.append(Skipped(place.name, "ошибка программы, подробности в её журнале"))
        self.changed()

    async def _ask_every_way(self, place: Place) -> None:
        """Until somebody is recognised."""
        opened, why = False, ""
        for number, way in enumerate(place.ways, 1):
            attempt = _Attempt(self._open_transport(way.connection))
            found = await self._try(way, attempt)
            opened, why = opened or not attempt.refusal, attempt.refusal
            self.asked += 1
            if found:
                self.found.append(found)
                self.asked += len(place.ways) - number
                return
            self.changed()
        if place.serial and not opened:  # by TCP it is what an address without a device looks like
            self.skipped.append(Skipped(place.name, why))

    async def _try(self, way: Way, attempt: "_Attempt") -> Found | None:
        try:
            async with asyncio.timeout(_PER_WAY):
                return await way.probe(attempt, way.connection, self._clock)
        except (KkmError, TimeoutError):
            return None
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(_CLOSING):
                    await attempt.close()


class _Attempt(PassingTransport):
    """A transport that remembers why it could not be opened."""

    def __init__(self, inner: Transport) -> None:
        super().__init__(inner)
        self.refusal = ""

    async def open(self) -> None:
        try:
            await self.inner.open()
        except DeviceOffline as error:
            self.refusal = error.text
            raise


def _taken(place: Place, number: int) -> Skipped:
    return Skipped(place.name, f"уже настроено: устройство {number}")
