"""What a device does at its port, one after the other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Say:
    """`pause`: seconds between the bytes; 0 = all at once."""

    data: bytes
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Wait:
    """It is busy: whatever comes meanwhile is lost."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Work:
    """It is busy: whatever comes meanwhile waits for its turn."""

    seconds: float


@dataclass(frozen=True, slots=True)
class HangUp:
    """What was said arrives, then the connection ends."""


class Leaves(Enum):
    LINE = "line"  # the connection is reset, others may come at once
    PORT = "port"  # nobody listens
    POWER = "power"


@dataclass(frozen=True, slots=True)
class Leave:
    """`seconds` until it is back, None = until somebody brings it back. `ram_lost`: with what was in its memory."""

    what: Leaves
    seconds: float | None = 0.0
    ram_lost: bool = False


Step = Say | Wait | Work | HangUp | Leave


def said_at_once(steps: Iterable[Step], leave: Callable[[Leave], None]) -> bytes:
    """What is said where waiting takes no time; what would come after a power cut or a reset is not."""
    said = b""
    for step in steps:
        if isinstance(step, Say):
            said += step.data
        elif isinstance(step, Leave):
            leave(step)
            break
    return said
