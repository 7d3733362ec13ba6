"""How long a healthy register takes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds from a command to ACK, from ACK to the answer, between the bytes of an answer."""

    ack: float = 0.0
    answer: float = 0.0
    byte: float = 0.0
