"""What an exchange is on either lower level: how it begins, how it ends, what is known when it breaks off. No I/O."""

from abc import ABC, abstractmethod
from typing import Any

from drivers.errors import KkmError
from drivers.shtrih import talk
from drivers.shtrih.codec import Reply
from drivers.shtrih.request import Request
from drivers.shtrih.talk import Nonsense, Silent, Talk, Timing


class Exchanges(ABC):
    """One per connection string; carries one exchange at a time. See talk.Link."""

    def __init__(self, timing: Timing, address: str) -> None:
        self.stale = talk.no_stale()
        self._timing, self._address = timing, address
        self._heard = bytearray()
        self._calm = False  # nothing that belongs to an earlier exchange can be on its way to us
        self._owed = 0.0  # seconds that a command which was left alone may still take
        self._sent = False  # the register may have carried out the command in hand

    def connected(self) -> None:
        self._heard.clear()
        self._calm = True

    def start(self) -> Talk[None]:
        """Take what the register has from before. Raises DeviceOffline, FrameError."""
        try:
            yield from self._begin()
        except Silent as error:
            raise talk.offline(self._address) from error
        except Nonsense as error:
            raise talk.nonsense(self._address) from error

    def ask(self, request: Request[Any]) -> Talk[Reply]:
        """Raises OutcomeUnknown where the command may have been carried out, else DeviceOffline or FrameError."""
        self._sent = False
        try:
            reply = yield from self._answered(request)
        except (Silent, Nonsense) as error:
            raise self.failed(request, error) from error
        self._owed = 0.0
        return reply

    def limit(self, request: Request[Any]) -> float:
        return self._timing.longest(request.patience + self._owed)

    def failed(self, request: Request[Any], cause: Exception) -> KkmError:
        self._owed = 0.0
        return talk.failure(request, cause, self._address, sent=self._sent)

    @abstractmethod
    def _begin(self) -> Talk[None]:
        """Raises Silent, Nonsense."""

    @abstractmethod
    def _answered(self, request: Request[Any]) -> Talk[Reply]:
        """Raises Silent, Nonsense."""
