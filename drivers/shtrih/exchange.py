"""What an exchange is on either lower level: what a command that was left alone still owes. No I/O."""

from typing import Any

from drivers.errors import KkmError
from drivers.registers import exchange
from drivers.registers.talk import Talk
from drivers.shtrih.codec import Reply
from drivers.shtrih.request import Request
from drivers.shtrih.talk import Timing


class Exchanges(exchange.Exchanges[Request[Any], Reply]):
    def __init__(self, timing: Timing, address: str) -> None:
        super().__init__(address)
        self._timing = timing
        self._calm = False  # nothing that belongs to an earlier exchange can be on its way to us
        self._owed = 0.0  # seconds that a command which was left alone may still take

    def connected(self) -> None:
        super().connected()
        self._calm = True

    def ask(self, request: Request[Any]) -> Talk[Reply]:
        reply = yield from super().ask(request)
        self._owed = 0.0
        return reply

    def limit(self, request: Request[Any]) -> float:
        return self._timing.longest(request.patience + self._owed)

    def failed(self, request: Request[Any], cause: Exception) -> KkmError:
        self._owed = 0.0
        return super().failed(request, cause)
