"""An exchange on either lower level: the password, and what a command that was left alone still owes. No I/O."""

from typing import Any

from drivers.atol.reply import Reply
from drivers.atol.request import Request
from drivers.errors import KkmError
from drivers.registers import exchange


class Exchanges(exchange.Exchanges[Request[Any], Reply]):
    """See talk.Link. `password`: two bytes BCD."""

    def __init__(self, password: bytes, address: str) -> None:
        super().__init__(address)
        self._password = password
        self._owed = 0.0  # seconds that a command which was left alone may still take

    @property
    def next_tid(self) -> int | None:
        return None

    @property
    def tid_in_flight(self) -> int | None:
        return None

    def resume(self, tid: int) -> None:
        """See talk.Link; for most there is nothing to look for."""

    def failed(self, request: Request[Any], cause: Exception) -> KkmError:
        self._owed = 0.0
        return super().failed(request, cause)

    def _task(self, request: Request[Any]) -> bytes:
        return self._password + request.body
