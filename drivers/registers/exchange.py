"""What an exchange is on any lower level: how it begins, how it ends, what is known when it breaks off. No I/O."""

from abc import ABC, abstractmethod
from collections import deque
from typing import Generic, TypeVar

from drivers.errors import KkmError
from drivers.registers import talk
from drivers.registers.talk import Asked, Busy, Nonsense, Silent, Stale, Talk

_REMEMBERED = 8  # answers that nobody waited for; the oldest ones go first
Q = TypeVar("Q", bound=Asked)
R = TypeVar("R")


class Exchanges(ABC, Generic[Q, R]):
    """One per connection string; carries one exchange at a time. See talk.Link."""

    def __init__(self, address: str) -> None:
        self.stale: Stale[R] = deque(maxlen=_REMEMBERED)
        self._address = address
        self._heard = bytearray()
        self._sent = False  # the register may have carried out the command in hand

    def connected(self) -> None:
        self._heard.clear()

    def start(self) -> Talk[None]:
        """Find the register, and take what it has from before. Raises DeviceOffline, FrameError."""
        try:
            yield from self._begin()
        except (Silent, Nonsense, Busy) as error:
            raise talk.reason(error, self._address) from error

    def ask(self, request: Q) -> Talk[R]:
        """Raises OutcomeUnknown where the command may have been carried out, else DeviceOffline or FrameError."""
        self._sent = False
        try:
            return (yield from self._answered(request))
        except (Silent, Nonsense, Busy) as error:
            raise self.failed(request, error) from error

    def failed(self, request: Q, cause: Exception) -> KkmError:
        return talk.failure(request, cause, self._address, sent=self._sent)

    @abstractmethod
    def limit(self, request: Q) -> float:
        """Seconds that `ask` may last, whatever the register does."""

    @abstractmethod
    def _begin(self) -> Talk[None]:
        """Raises Silent, Nonsense, Busy."""

    @abstractmethod
    def _answered(self, request: Q) -> Talk[R]:
        """Raises Silent, Nonsense, Busy."""
