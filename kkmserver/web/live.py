"""What goes on, for those who look: changes are numbered and kept for a while, so that who was cut off can go on."""

import asyncio
import json
import logging
import os
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kkmserver import __version__
from kkmserver.dialects.http import Role
from kkmserver.dispatch.order import DeviceView, Dispatch
from kkmserver.store.record import JournalBroken, Record, State, Wanted
from kkmserver.web.listener import Listener
from kkmserver.web.rows import brief
from kkmserver.web.visitor import Visitor

_LOG = logging.getLogger(__name__)
_STEP = 0.2  # seconds between two looks at the devices
_LINGER = 15.0  # seconds that it goes on after the last one has left: a page that reloads comes back
_KEPT = 1000  # events
_MOST = 32  # listeners
_BURST = 200  # commands told in one step; of more, everybody gets a snapshot instead and asks the journal
_RESYNC = 1.0  # seconds between two such snapshots
_COUNT_EVERY = 10.0  # seconds after which doubts are counted though no command has changed
_COUNT_LIMIT = 1.0  # seconds

Show = Callable[[DeviceView], Mapping[str, Any]]
_UNKNOWN = Wanted(states=(State.UNKNOWN,))


@dataclass(frozen=True, slots=True)
class _Event:
    number: int
    text: bytes
    admin: bool  # for administrators alone


class Live:
    """Nothing is done while nobody listens."""

    def __init__(self, dispatch: Dispatch, show: Show, lasts: Callable[[Visitor], bool]) -> None:
        """`show`: a device as JSON. `lasts`: whether who was let in still would be."""
        self._dispatch, self._show, self._lasts = dispatch, show, lasts
        self.boot = os.urandom(4).hex()
        self._last, self._kept = 0, deque[_Event](maxlen=_KEPT)
        self._listeners: set[Listener] = set()
        self._looking: asyncio.Task[None] | None = None
        self._closed = False
        self._devices: dict[int, Mapping[str, Any]] = {}
        self._views: dict[int, DeviceView] = {}
        self._trouble, self._doubts = "", 0
        self._changed: dict[str, Record] = {}  # since the last step
        self._missed = False
        self._resync_at = self._count_at = 0.0

    async def join(self, visitor: Visitor, last_id: str) -> Listener | None:
        """`last_id`: of the last event it has. None: too many listen, or the server stops. Raises JournalBroken."""
        if self._looking is None:
            await self._begin()
        if self._closed or not self._has_room(visitor):
            return None
        listener = Listener(visitor)
        missed = self._since(last_id)
        hello = {"boot": self.boot, "version": __version__, "resumed": missed is not None}
        listener.put(_framed("hello", hello))
        if missed is None:
            listener.put(_framed("snapshot", self._snapshot(), self._id(self._last)))
        for event in missed or ():
            self._hand(event, listener)
        self._listeners.add(listener)
        return listener

    def _has_room(self, visitor: Visitor) -> bool:
        """A user's page makes room for an administrator's."""
        if len(self._listeners) >= _MOST and visitor.role is Role.ADMIN:
            users = (one for one in self._listeners if one.visitor.role is not Role.ADMIN)
            for one in list(users)[:1]:
                self._let_go(one)
        return len(self._listeners) < _MOST

    def _let_go(self, listener: Listener) -> None:
        """At once: it may be one that reads nothing, not even the end."""
        listener.end()
        self._listeners.discard(listener)

    def leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)

    def settings_read(self, tag: str) -> None:
        """The settings were read again."""
        if self._looking:
            self._tell("settings", {"tag": tag})

    async def count(self) -> int:
        """Commands whose outcome is unknown. Raises JournalBroken."""
        return (await self._dispatch.count(_UNKNOWN, _COUNT_LIMIT)).count

    def close(self) -> None:
        """The server is stopping: everybody is let go."""
        self._closed = True
        for listener in self._listeners:
            listener.end()
        if self._looking:
            self._looking.cancel()

    async def _begin(self) -> None:
        doubts = await self.count()
        if self._looking or self._closed:
            return
        self._doubts, self._trouble = doubts, self._dispatch.trouble
        self._look_at_devices(tell=False)
        self._kept.clear()  # what came between was not seen
        self._last += 1
        self._dispatch.watch(self._hear)
        self._looking = asyncio.get_running_loop().create_task(self._look())

    def _since(self, last_id: str) -> list[_Event] | None:
        """What a listener has missed; None where that is not known any more."""
        boot, _, text = last_id.partition("-")
        if boot != self.boot or not (text.isascii() and text.isdigit() and len(text) < 16):
            return None
        number, oldest = int(text), self._last - len(self._kept)
        if not oldest <= number <= self._last:
            return None
        return [event for event in self._kept if event.number > number]

    def _snapshot(self) -> dict[str, Any]:
        return {"devices": list(self._devices.values()), "doubts": self._doubts, "trouble": self._trouble}

    def _hear(self, record: Record) -> None:
        """Called for every change of every command."""
        if len(self._changed) < _BURST or record.entry.id in self._changed:
            self._changed[record.entry.id] = record
        else:
            self._missed = True

    async def _look(self) -> None:
        """Until nobody has listened for a while."""
        loop = asyncio.get_running_loop()
        alone_since = loop.time()
        try:
            while self._listeners or loop.time() - alone_since < _LINGER:
                await asyncio.sleep(_STEP)
                if self._listeners:
                    alone_since = loop.time()
                await self._step(loop.time())
        finally:
            self._dispatch.watch(None)
            self._changed.clear()
            self._looking = None

    async def _step(self, now: float) -> None:
        try:
            for listener in [one for one in self._listeners if one.over or not self._lasts(one.visitor)]:
                self._let_go(listener)
            some = self._tell_commands(now)
            self._look_at_devices()
            if self._trouble != (trouble := self._dispatch.trouble):
                self._trouble = trouble
                self._tell("trouble", {"text": trouble})
            if some or now >= self._count_at:
                self._count_at = now + _COUNT_EVERY
                await self._count_doubts()
        except Exception:  # noqa: BLE001  # the last line of defence: pages wait for what comes next
            _LOG.exception("live events")

    def _tell_commands(self, now: float) -> bool:
        """Whether there were any."""
        changed, self._changed = self._changed, {}
        if not self._missed:
            for record in changed.values():
                self._tell("command", brief(record), admin=True)
        elif now >= self._resync_at:
            self._missed, self._resync_at = False, now + _RESYNC
            self._kept.clear()  # who was cut off before gets a snapshot all the same
            self._tell("snapshot", self._snapshot())
        return bool(changed)

    def _look_at_devices(self, *, tell: bool = True) -> None:
        views = {view.number: view for view in self._dispatch.devices()}
        for number in [number for number in self._devices if number not in views]:
            del self._devices[number]
            self._tell("gone", {"number": number})
        for number, view in views.items():
            if view == self._views.get(number):
                continue
            shown = self._show(view)
            if shown != self._devices.get(number):
                self._devices[number] = shown
                if tell:
                    self._tell("device", shown)
        self._views = views

    async def _count_doubts(self) -> None:
        try:
            count = await self.count()
        except JournalBroken:
            return  # `trouble` tells
        if count != self._doubts:
            self._doubts = count
            self._tell("doubts", {"count": count})

    def _tell(self, kind: str, news: Mapping[str, Any], *, admin: bool = False) -> None:
        self._last += 1
        event = _Event(self._last, _framed(kind, news, self._id(self._last)), admin)
        self._kept.append(event)
        for listener in self._listeners:
            self._hand(event, listener)

    def _hand(self, event: _Event, listener: Listener) -> None:
        if not event.admin or listener.visitor.role is Role.ADMIN:
            listener.put(event.text)

    def _id(self, number: int) -> str:
        return f"{self.boot}-{number}"


def _framed(kind: str, news: Mapping[str, Any], event_id: str = "") -> bytes:
    """As text/event-stream has it."""
    head = f"id: {event_id}\n" if event_id else ""
    return f"{head}event: {kind}\ndata: {json.dumps(news, ensure_ascii=False)}\n\n".encode()
