"""What the server counts of its work; `kkmserver.web.exposition` tells it to Prometheus.

Plain tallies: a command costs half a microsecond here, a seventh of what the counters of prometheus-client take.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

MOST_NAMES, OTHER = 100, "other"
# Seconds. A command waits for others or not at all; a device takes from a tenth (a printer) to minutes (Z report).
QUEUE_BOUNDS = (0.001, 0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800)
DEVICE_BOUNDS = (0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300)
COMMIT_BOUNDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5)


class Histogram:
    """How many observations fell into which bucket; `bounds` are their upper ends."""

    __slots__ = ("_bounds", "_counts", "total")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self._bounds, self._counts = bounds, [0] * (len(bounds) + 1)
        self.total = 0.0

    def observe(self, seconds: float) -> None:
        """A clock that was set back makes no observation negative."""
        seconds = max(seconds, 0.0)
        self._counts[bisect_left(self._bounds, seconds)] += 1
        self.total += seconds

    def buckets(self) -> Iterator[tuple[str, float]]:
        """(upper end, observations up to it); the last one is "+Inf"."""
        count = 0
        for bound, here in zip((*(str(float(bound)) for bound in self._bounds), "+Inf"), self._counts, strict=True):
            count += here
            yield bound, count


class Metrics:
    """Implements kkmserver.dispatch.meter.Meter. Every label has few values, whatever clients send."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self.finished_commands: dict[tuple[int, str, str], int] = defaultdict(int)  # by device, name, state
        self.refused_commands: dict[str, int] = defaultdict(int)  # by reason
        self.door_answers: dict[tuple[str, int], int] = defaultdict(int)  # by API, HTTP status
        self.queue: dict[int, Histogram] = defaultdict(lambda: Histogram(QUEUE_BOUNDS))  # by device
        self.device: dict[int, Histogram] = defaultdict(lambda: Histogram(DEVICE_BOUNDS))
        self.commits = Histogram(COMMIT_BOUNDS)

    def finished(self, device: int, name: str, state: str, queued_s: float, device_s: float) -> None:
        """A command is final. `device_s`: 0 where it never came to its turn."""
        self.finished_commands[device, self._bounded(name), state] += 1
        self.queue[device].observe(queued_s)
        self.device[device].observe(device_s)

    def refused(self, reason: str) -> None:
        """A command was not accepted; `reason` is one of a few words."""
        self.refused_commands[reason] += 1

    def answered(self, dialect: str, status: int) -> None:
        """An API with a port of its own has answered."""
        self.door_answers[dialect, status] += 1

    def committed(self, seconds: float) -> None:
        """The journal has written to disk."""
        self.commits.observe(seconds)

    def _bounded(self, name: str) -> str:
        """The names of the APIs are far fewer; what comes beyond is counted together."""
        if name not in self._names:
            if len(self._names) >= MOST_NAMES:
                return OTHER
            self._names.add(name)
        return name
