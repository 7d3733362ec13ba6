"""Status questions to one device, and what its commands tell of it beside."""

import logging
from collections.abc import Awaitable

from drivers.errors import DeviceOffline, Fault, FrameError, KkmError
from drivers.model.state import DeviceState
from kkmserver.dispatch.presence import Presence
from kkmserver.dispatch.settling import BUG
from kkmserver.dispatch.verdict import Verdict

_LOG = logging.getLogger("kkmserver.dispatch")


class Watch:
    def __init__(self, device: int, presence: Presence) -> None:
        self._device, self._presence = device, presence

    async def look(self, answer: Awaitable[DeviceState]) -> None:
        """`answer`: to the status question; in time, or it raises DeviceOffline."""
        try:
            self._presence.saw(await answer)
        except KkmError as error:
            _LOG.debug("device %d tells no state: %s", self._device, error.code)
            self._complained(error)
        except Exception:  # noqa: BLE001  # the last line of defence against a driver's bugs
            _LOG.exception("device %d: the driver has a bug", self._device)
            self._presence.puzzled(BUG)

    def note(self, verdict: Verdict, calm: float) -> None:
        """What a command tells. The rest is asked a little later, in `calm` seconds, when nobody waits."""
        if verdict.outcome and verdict.outcome.state:
            self._presence.saw(verdict.outcome.state)
        elif verdict.answered:
            self._presence.answered()
        elif verdict.offline and verdict.failure:
            self._presence.lost(verdict.failure.text)
        if not self._presence.away:
            self._presence.look_in(calm)

    def _complained(self, error: KkmError) -> None:
        if isinstance(error, DeviceOffline) or error.fault is Fault.LINK:
            self._presence.lost(error.text)
        elif isinstance(error, FrameError) or error.fault in (Fault.UNKNOWN, Fault.INTERNAL):
            self._presence.puzzled(error.text)
        else:
            self._presence.complained(error.text)
