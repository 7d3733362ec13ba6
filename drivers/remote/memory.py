"""Whether "no such command" proves that the other server has never had it.

Results of the original are gone after a while (`RemoveCommandInterval`, spec/kkmserver.md 2.6) and with a restart
(inferred); a server of ours keeps them for a day at least, also over a restart.
"""

import re
import uuid
from collections.abc import Mapping

from drivers.errors import DeviceOffline, FrameError, OutcomeUnknown, RequestRefused, WrongState
from drivers.notation.members import Members
from drivers.remote.options import RemoteOptions
from drivers.remote.request import cancel_query, up_time_query
from drivers.remote.server import RemoteServer

_DAY = 24 * 3600.0  # seconds
_UP_TIME = re.compile(r"(?:(\d{1,5})\.)?(\d{1,2}):(\d\d):(\d\d)(?:\.\d*)?", re.ASCII)  # "0.01:00:00" is an hour
_ROUNDED = 1.0  # seconds
_NOT_FOUND = 3


class Memory:
    """Of one server, which is asked each time: it may be another one since."""

    def __init__(self, server: RemoteServer, options: RemoteOptions) -> None:
        self._server, self._options = server, options

    async def covers(self, age: float) -> bool:
        """What it was handed `age` seconds ago. Raises DeviceOffline."""
        if age < _DAY and await self.is_ours():
            return True
        return age <= self._options.memory and await self._up_for() > age + _ROUNDED

    async def is_ours(self) -> bool:
        """The original knows no CancelCommand and says so with HTTP 501. Raises DeviceOffline."""
        try:
            answer = await self._told(cancel_query(uuid.uuid4().hex))
        except WrongState as error:
            raise DeviceOffline(error.text) from error
        return answer is not None and answer.whole("Status") == _NOT_FOUND

    async def _up_for(self) -> float:
        """Seconds since its start; 0 where it does not say. No clock of its own counts. Source: 3.2."""
        try:
            answer = await self._told(up_time_query())
        except WrongState:  # it does not let us in for that
            answer = None
        data = answer.part("ServerData") if answer else None
        found = _UP_TIME.fullmatch(data.text("ServerUpTime")) if data else None
        if found is None:
            return 0.0
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return ((days * 24.0 + hours) * 60 + minutes) * 60 + seconds

    async def _told(self, question: Mapping[str, str]) -> Members | None:
        """None where that is no question for it. Raises DeviceOffline, WrongState."""
        try:
            return await self._server.ask(question)
        except (RequestRefused, FrameError):
            return None
        except OutcomeUnknown as error:
            raise DeviceOffline(error.text) from error
