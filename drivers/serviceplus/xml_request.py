"""One command of the XML protocol as data: what is sent, how its answer is read, how long it may take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from drivers.registers.request import Effect
from drivers.serviceplus.xml_data import Answered, Pa

A = TypeVar("A")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[A]):
    """`extra`: seconds on top of what an answer is waited for; `read` raises FrameError."""

    name: str
    command: int
    data: Pa | None = None
    read: Callable[[Answered], A]
    effect: Effect = Effect.NONE
    extra: float = 0.0


def nothing(answered: Answered) -> None:
    """Of commands that only confirm."""
