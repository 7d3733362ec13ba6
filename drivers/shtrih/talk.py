"""How long a conversation with the register may take, and with what. No I/O."""

from dataclasses import dataclass
from typing import Any

from drivers.registers import talk
from drivers.shtrih.codec import Reply
from drivers.shtrih.request import Request

Link = talk.Link[Request[Any], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Source: spec 1.3."""

    tries: int  # of ENQ, of a frame, of an answer
    answer: float = 1.0  # seconds for a control byte: T1, T2
    gap: float = 0.3  # seconds between two bytes, and of silence that ends garbage: T4, T6

    def longest(self, patience: float) -> float:
        """Seconds that one exchange may last, whatever the register does."""
        return patience + 2 * (self.tries + 1) * (self.answer + self.gap)
