"""One command to the register as data: what is sent, how its answer is read, how long it may take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from drivers.registers.request import Effect

__all__ = ["Effect", "Request"]

A = TypeVar("A")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[A]):
    """`body`: code and parameters, without the password that the link puts before them.

    `read` gets what an answer without error says after its error byte, of 3Fh, 4Dh and 74h after its first byte, of 45h
    after 55h. It raises ValueError for data too short.
    """

    name: str  # for logs and errors: "3Fh state"
    body: bytes
    read: Callable[[bytes], A]
    patience: float = 10.0  # seconds from the command to the beginning of its answer (T5)
    effect: Effect = Effect.NONE

    @property
    def code(self) -> int:
        return self.body[0]

    @property
    def shown(self) -> str:
        return f"{self.code:02X}"
