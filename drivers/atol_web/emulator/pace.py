"""How long a request waits and runs before its result is there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds, or how often the host has to ask; where both are given both must have passed. 0 = done at once.

    `run` is for each task, `run_polls` for the whole request.
    """

    wait: float = 0.0
    run: float = 0.0
    wait_polls: int = 0
    run_polls: int = 0


AT_ONCE = Pace()
