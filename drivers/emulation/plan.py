"""What a test orders to go wrong with single commands: once, several times, or by chance.

A fault waits for its command; `Plan` remembers what waits.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Generic, TypeVar


class What(StrEnum):
    """The kinds of faults a family of devices knows derive from it."""

    @property
    def may_last(self) -> bool:
        """Without `seconds` it goes on until `restore`."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`command`: as the family spells it; "" = the next one, whatever it is.

    `times`: how often, None = for ever. `skip`: so many fitting commands pass first. `chance`: of each one that fits.
    `seconds`, `at`: see the fault; `seconds` None = until `restore`. Raises ValueError for what can never be.
    """

    what: What
    command: str = ""
    times: int | None = 1
    skip: int = 0
    chance: float = 1.0
    seconds: float | None = 0.0
    at: int = 0

    def __post_init__(self) -> None:
        if self.seconds is None and not self.what.may_last:
            raise ValueError(f"{self.what} has to end some day")
        if self.seconds is not None and self.seconds < 0:
            raise ValueError(f"{self.seconds} seconds")
        if not 0 < self.chance <= 1 or self.skip < 0 or (self.times is not None and self.times < 1):
            raise ValueError(f"a fault that never comes: {self}")

    def fits(self, command: str) -> bool:
        return self.command in ("", command)


F = TypeVar("F", bound=Fault)


@dataclass(slots=True)
class _Waiting(Generic[F]):
    fault: F
    passed: int = 0  # fitting commands that have passed by `skip`
    struck: int = 0

    @property
    def spent(self) -> bool:
        return self.fault.times is not None and self.struck >= self.fault.times


@dataclass(slots=True)
class Plan(Generic[F]):
    """The faults that wait. The same seed and the same commands give the same faults."""

    seed: int = 0
    struck: list[F] = field(default_factory=list)  # in the order they came
    _waiting: list[_Waiting[F]] = field(default_factory=list)
    _chance: Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = Random(self.seed)  # noqa: S311 - no secret

    @property
    def waiting(self) -> list[F]:
        return [each.fault for each in self._waiting]

    def inject(self, *faults: F) -> None:
        self._waiting += [_Waiting(fault) for fault in faults]

    def clear(self) -> None:
        self._waiting.clear()

    def strikes(self, what: What, command: str = "") -> F | None:
        """The fault of this kind that hits this command now; it is used up by that."""
        return self.first(lambda fault: fault.what is what and fault.fits(command))

    def first(self, suits: Callable[[F], bool]) -> F | None:
        """The first one that suits and hits; it is used up by that."""
        for waiting in self._waiting:
            if suits(waiting.fault) and self._hits(waiting):
                return waiting.fault
        return None

    def _hits(self, waiting: _Waiting[F]) -> bool:
        if waiting.passed < waiting.fault.skip:
            waiting.passed += 1
            return False
        if self._chance.random() >= waiting.fault.chance:
            return False
        waiting.struck += 1
        if waiting.spent:
            self._waiting.remove(waiting)
        self.struck.append(waiting.fault)
        return True
