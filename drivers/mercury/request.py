"""One command to INECRMAN as data: what is sent, how its answer is read, how long it may take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Generic, TypeVar

from drivers.http_service.fields import Fields
from drivers.notation.json_text import Json
from drivers.registers.request import Effect

A = TypeVar("A")


class Patience(Enum):
    """Source: spec/mercury.md 1.1."""

    READ = auto()
    DOCUMENT = auto()
    MARKING = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[A]):
    """`content`: beside the key and the name. `read` raises FrameError. `keyless`: it needs no session."""

    name: str
    content: Mapping[str, Json] = field(default_factory=dict)
    read: Callable[[Fields], A]
    effect: Effect = Effect.NONE
    patience: Patience = Patience.READ
    keyless: bool = False


def nothing(answer: Fields) -> None:
    """Of commands that only confirm."""
