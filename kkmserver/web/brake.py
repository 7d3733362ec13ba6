"""Slows guessing of passwords: every further wrong one from the same address has to wait longer."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Network, ip_address

from drivers.ports import Clock
from kkmserver.dialects.door import TooManyAttempts

_FREE = 3  # attempts that do not wait: people mistype
_FIRST, _LONGEST = 0.5, 15.0  # seconds between attempts after that, doubling
_PATIENCE = 30.0  # seconds an attempt may wait for its turn; longer is refused at once
_FORGET = 900.0  # seconds without an attempt
_ADDRESSES = 1024  # remembered; the longest idle one goes first


@dataclass(slots=True)
class _Trail:
    failures: int
    free_at: float  # monotonic time of the next turn


class Brake:
    """Memory is bounded, and so is the number of attempts that wait: the pauses outgrow `_PATIENCE` soon."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._trails: OrderedDict[str, _Trail] = OrderedDict()

    async def turn(self, address: str) -> None:
        """Wait for the turn of this address; the attempt counts as wrong until `forgive`. Raises TooManyAttempts."""
        wait = self._reserve(network(address), self._clock.monotonic())
        if wait:
            await self._clock.sleep(wait)

    def forgive(self, address: str) -> None:
        """The attempt was right."""
        self._trails.pop(network(address), None)

    def _reserve(self, key: str, now: float) -> float:
        """Seconds to wait. The turn is taken here, before the wait: parallel guesses queue up one behind another."""
        trail = self._trails.get(key)
        if trail is None or now - trail.free_at > _FORGET:
            trail = self._trails[key] = _Trail(0, now)
        wait = max(0.0, trail.free_at - now)
        if wait > _PATIENCE:
            raise TooManyAttempts(wait)
        trail.failures += 1
        trail.free_at = now + wait + pause(trail.failures)
        self._trails.move_to_end(key)
        while len(self._trails) > _ADDRESSES:
            self._trails.popitem(last=False)
        return wait


def pause(failures: int) -> float:
    """Seconds between the attempt that was number `failures` and the next one."""
    return 0.0 if failures < _FREE else min(_LONGEST, _FIRST * 2.0 ** min(failures - _FREE, 10))


@lru_cache(maxsize=256)
def network(address: str) -> str:
    """What counts as one address: a /64 of IPv6, because a host there has as many addresses as it likes."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if ip.version == 4:
        return str(ip)
    return str(ip.ipv4_mapped or IPv6Network((ip, 64), strict=False))
