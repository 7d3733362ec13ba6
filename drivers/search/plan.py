"""From what somebody wants to have searched to a search that can be begun."""

from collections.abc import Callable, Mapping, Sequence

from drivers.ports import Clock, Transport
from drivers.search.names import spelled_out
from drivers.search.offer import Search
from drivers.search.places import serial_places, tcp_places
from drivers.search.ranges import Range
from drivers.search.run import Run
from drivers.search.taken import taken


async def planned(
    ranges: Sequence[Range],
    ports: Sequence[str],
    *,
    searches: Sequence[Search],
    configured: Mapping[int, object],
    open_transport: Callable[[str], Transport],
    clock: Clock,
    seconds: float,
) -> Run:
    """`ports`: serial ones. `configured`: options of devices by number, whose places are left alone.

    Names are looked up; nothing else is asked yet. Raises RangeRefused.
    """
    places = [*serial_places(ports, searches), *tcp_places(await spelled_out(ranges), searches)]
    return Run(places, await taken(configured), open_transport, clock, seconds=seconds)
