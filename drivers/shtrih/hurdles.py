"""What stands in the way of a command for a moment, and how it is removed. Source: spec/shtrih-m.md 5, classes R and S.

What is sent again was not carried out: an error that leaves that open passes for no hurdle.
"""

from typing import TYPE_CHECKING

from drivers.shtrih import codes, printout
from drivers.shtrih.request import Effect

if TYPE_CHECKING:
    from drivers.shtrih.session import Session

_TRIES, _PAUSE = 3, 1.0  # of other passing errors; seconds


class Hurdle:
    """Of one command."""

    def __init__(self, session: "Session", effect: Effect) -> None:
        self._session, self._effect, self._left, self._looked = session, effect, _TRIES - 1, False
        self._end = session.clock.monotonic() + session.options.print_timeout

    async def taken(self, error: int) -> bool:
        """Whether the command may be sent again now. Raises OperatorNeeded where there is no paper."""
        if error == codes.PRINTING:
            return await self._pause(printout.POLL)
        if error == codes.CONTINUE_AWAITED or error in codes.NO_PAPER:
            return await self._look()
        if self._left and codes.is_passing(error, self._effect):
            self._left -= 1
            return await self._pause(_PAUSE)
        return False

    async def _pause(self, seconds: float) -> bool:
        if self._session.clock.monotonic() >= self._end:
            return False
        await self._session.clock.sleep(seconds)
        return True

    async def _look(self) -> bool:
        """The submode decides what it is; that is asked once."""
        if self._looked:
            return False
        self._looked = True
        await self._session.printed()
        return True
