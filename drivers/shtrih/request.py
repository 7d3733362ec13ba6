"""One command to the register as data: what is sent, how its answer is read, how long it may take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from drivers.registers.request import Effect as Effect

A = TypeVar("A")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[A]):
    """`body`: code (one byte, or FFh and another) and parameters, without length and LRC.

    `read` gets what follows the error byte of an answer without error. It raises ValueError for data too short.
    """

    name: str  # for logs and errors: "10h short status"
    body: bytes
    read: Callable[[bytes], A]
    patience: float = 30.0  # seconds from ACK to the beginning of the answer (T3)
    effect: Effect = Effect.NONE

    @property
    def code(self) -> bytes:
        """What an answer begins with."""
        return self.body[:2] if self.body[0] == 0xFF else self.body[:1]

    @property
    def shown(self) -> str:
        return self.code.hex().upper()
