"""Which lower level is spoken on a serial port the register was told: v3 is tried, then v2. Source: spec/atol.md 1."""

from typing import Any

from drivers.atol import link_v2, link_v3
from drivers.atol.reply import Reply
from drivers.atol.request import Request
from drivers.atol.talk import Link as AnyLink
from drivers.errors import DeviceOffline, FrameError, KkmError
from drivers.registers.talk import Stale, Talk


class Link:
    """See talk.Link. What was found is kept; what answers nothing any more is looked for anew."""

    def __init__(self, v3: link_v3.Link, v2: link_v2.Link) -> None:
        self._v3, self._v2 = v3, v2
        self._found: AnyLink | None = None

    @property
    def stale(self) -> Stale[Reply]:
        return self._used.stale

    @property
    def next_tid(self) -> int | None:
        return self._used.next_tid

    @property
    def tid_in_flight(self) -> int | None:
        return self._used.tid_in_flight

    def resume(self, tid: int) -> None:
        self._v3.resume(tid)

    def connected(self) -> None:
        self._v3.connected()
        self._v2.connected()

    def start(self) -> Talk[None]:
        self._found = None
        for link in (self._v3, self._v2):
            try:
                yield from link.start()
            except (DeviceOffline, FrameError):
                if link is self._v2:
                    raise
            else:
                self._found = link
                return

    def ask(self, request: Request[Any]) -> Talk[Reply]:
        if self._found is None:
            yield from self.start()
        return (yield from self._used.ask(request))

    def limit(self, request: Request[Any]) -> float:
        if self._found is None:
            return self._v3.limit(request) + self._v2.limit(request)
        return self._found.limit(request)

    def failed(self, request: Request[Any], cause: Exception) -> KkmError:
        return self._used.failed(request, cause)

    @property
    def _used(self) -> AnyLink:
        return self._found or self._v3
