"""One task as data: what is sent, and how its result is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from drivers.http_service.fields import Fields
from drivers.registers.request import Effect

A = TypeVar("A")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The JSON object of a task; each kind adds its own fields."""

    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Generic[A]):
    """`long`: it may take as long as a report."""

    content: Content
    read: Callable[[Fields], A]
    effect: Effect = Effect.NONE
    long: bool = False

    @property
    def name(self) -> str:
        return self.content.type


def nothing(result: Fields) -> None:
    """Of tasks that only confirm."""
