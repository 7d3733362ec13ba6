"""What is known of a device, and when to ask it again."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from drivers.model.ffd import ShiftState
from drivers.model.state import DeviceState
from kkmserver.dispatch.backoff import Backoff

_AWAY = "Нет связи с устройством."
_SHIFT_IS_OPEN = (ShiftState.OPEN, ShiftState.EXPIRED)


class Presence:
    """Moments are those of the event loop, `offline_since` apart."""

    def __init__(self, backoff: Backoff, now: Callable[[], datetime]) -> None:
        """`now`: the clock on the wall, UTC."""
        self._now = now
        self.offline_since: datetime | None = None  # None: it is there, or nobody has seen it yet
        self.online = False
        self.state: DeviceState | None = None
        self.seen = asyncio.Event()  # the first contact was made, or has failed
        self.why = ""  # the last thing that went wrong, in the driver's words
        self.look_at = 0.0  # when the next status question is due
        self.away = False  # not just that nobody has seen it yet
        self._asked_at = 0.0
        self._backoff = backoff

    @property
    def trouble(self) -> str:
        """Why it cannot work, for people; "" = it can, or nothing is known yet."""
        if self.away:
            return self.why or _AWAY
        return self.why or (_unfit(self.state) if self.state else "")

    def saw(self, state: DeviceState) -> None:
        self.state, self.why = self._dated(state), ""
        if state.online:
            self._alive()
        else:
            self.lost(_AWAY)

    def answered(self) -> None:
        """It is there; how it is it did not say."""
        self.why = ""
        self._alive()

    def complained(self, why: str) -> None:
        """It answers, and tells no state."""
        self.why = why
        self._alive()

    def puzzled(self, why: str) -> None:
        """Nobody can tell whether it is there."""
        self.why = why

    def lost(self, why: str) -> None:
        if not self.away:
            self._ask_again()
            self.offline_since = self._now()
        self.why, self.away, self.online = why, True, False
        if self.state:
            self.state = replace(self.state, online=False)
        self.seen.set()

    def asked(self, usual: float, *, probed: bool = False) -> None:
        """A question is over; the next one is due in `usual` seconds, or when it pays to ask who is away.

        `probed`: it is asked as often whether it is away or not.
        """
        self.seen.set()
        self._asked_at = _now()
        if probed or not self.away:
            self.look_in(usual)
        elif self.look_at <= _now():
            self._ask_again()

    def look_in(self, seconds: float) -> None:
        self.look_at = _now() + seconds

    def hasten(self, pause: float) -> None:
        """Somebody waits for it: ask at once, but no sooner than `pause` seconds after the last question."""
        self.look_at = min(self.look_at, self._asked_at + pause)

    def _ask_again(self) -> None:
        self.look_in(self._backoff.next())

    def _alive(self) -> None:
        self.away, self.online, self.offline_since = False, True, None
        if self.state and not self.state.online:
            self.state = replace(self.state, online=True)
        self._backoff.reset()

    def _dated(self, state: DeviceState) -> DeviceState:
        """Since when its shift is open, where it does not tell and we saw it being opened."""
        before = self.state
        if state.shift_since or state.shift not in _SHIFT_IS_OPEN or before is None or before.shift is None:
            return state
        if before.shift in _SHIFT_IS_OPEN and before.shift_number == state.shift_number:
            return replace(state, shift_since=before.shift_since)
        return state if self.away else replace(state, shift_since=self._now())


def _unfit(state: DeviceState) -> str:
    if state.fault:
        return state.fault
    if state.cover_open:
        return "Открыта крышка."
    if state.paper_out:
        return "Нет бумаги."
    return "Смена открыта больше 24 часов, её надо закрыть." if state.shift is ShiftState.EXPIRED else ""


def _now() -> float:
    return asyncio.get_running_loop().time()
