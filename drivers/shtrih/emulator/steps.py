"""What a register does at its port, one after the other."""

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


class Leaves(Enum):
    LINE = "line"  # the connection is reset, others may come at once
    PORT = "port"  # nobody listens
    POWER = "power"


@dataclass(frozen=True, slots=True)
class Leave:
    """`seconds` until it is back, None = until somebody brings it back. `ram_lost`: it starts in mode 9."""

    what: Leaves
    seconds: float | None = 0.0
    ram_lost: bool = False


Step = Say | Wait | Leave
