"""How much is taken: commands in the whole server, and commands a second from one client."""

from collections import OrderedDict
from dataclasses import dataclass

from kkmserver.dispatch.order import Overloaded, TooFast

_CLIENTS = 1000  # that are remembered; who was silent longest is forgotten first
_BURST = 2.0  # seconds' worth that may come at once


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limits:
    def __init__(self, in_flight: int = 20_000, rate: float = 0.0) -> None:
        """`rate`: commands a second of one client; 0 = any number."""
        self._in_flight, self._rate = in_flight, rate
        self._burst = max(1.0, rate * _BURST)
        self._clients: OrderedDict[str, _Bucket] = OrderedDict()

    def admit(self, client: str, in_flight: int, now: float) -> None:
        """Of a new command; `now`: monotonic seconds. Raises Overloaded, TooFast."""
        if in_flight >= self._in_flight:
            raise Overloaded
        if self._rate:
            self._count(client, now)

    def _count(self, client: str, now: float) -> None:
        bucket = self._clients.setdefault(client, _Bucket(self._burst, now))
        self._clients.move_to_end(client)
        if len(self._clients) > _CLIENTS:
            self._clients.popitem(last=False)
        bucket.left = min(self._burst, bucket.left + (now - bucket.at) * self._rate)
        bucket.at = now
        if bucket.left < 1:
            raise TooFast((1 - bucket.left) / self._rate)
        bucket.left -= 1
