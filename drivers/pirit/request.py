"""One command to the register as data: what is sent, how its answer is read, how long it may take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from drivers.registers.request import Effect

A_co = TypeVar("A_co", covariant=True)

__all__ = ["Effect", "Request"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[A_co]):
    """`read` gets the parameters of an answer without error. It raises ValueError for data without sense."""

    name: str  # for logs and errors: "31h close document"
    code: str  # two hex digits, upper case
    parameters: tuple[bytes, ...] = ()
    read: Callable[[bytes], A_co]
    patience: float  # seconds in which the register may go on saying that it is at work
    effect: Effect = Effect.NONE
    findable: bool = False  # 00h and 78h/3 tell what became of it, so nobody waits long for its answer (A8)

    @property
    def shown(self) -> str:
        return self.code
