"""What is asked of a process that delivers receipts, and what it says afterwards: a line of JSON each way."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`first`: serial of the first receipt. The window `begin`..`end` is in seconds of the monotonic clock."""

    kind: str
    ports: tuple[int, ...]
    first: int
    begin: float
    end: float
    clients: int = 1
    devices: tuple[int, ...] = (1,)


@dataclass(slots=True)
class Result:
    """`done`: receipts reported as done, warm-up too. Latencies are milliseconds, of those done in the window."""

    done: int = 0
    failed: int = 0
    failure: str = ""  # the first one
    p50: float = 0.0
    p95: float = 0.0
    processor: float = 0.0  # seconds of this process, where the process is what is measured

    def timed(self, latencies: list[float]) -> Self:
        """`latencies` in seconds."""
        ordered = sorted(latencies)
        if ordered:
            self.p50, self.p95 = (1000 * ordered[int(len(ordered) * part)] for part in (0.5, 0.95))
        return self


def serve(work: Callable[[Job], Result]) -> None:
    """Do the jobs of stdin, one after the other, until it ends. A failure is a Result too."""
    for line in sys.stdin:
        try:
            result = work(Job(**json.loads(line)))
        except (OSError, TimeoutError) as error:
            result = Result(failed=1, failure=repr(error))
        print(json.dumps(asdict(result)), flush=True)
