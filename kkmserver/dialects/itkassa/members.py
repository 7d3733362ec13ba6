"""Members of an object as clients send them: any letter case, numbers as text, null for nothing."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

from kkmserver.dialects import values
from kkmserver.dialects.values import WrongValue

T = TypeVar("T")
Faults = dict[str, str]  # what cannot be: member -> text for people

_THOUSANDTH = Decimal("0.001")


class Wrong(Exception):
    """The request cannot be a job; `faults` are all that were found, at least one."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{where}: {why}" for where, why in faults.items()))
        self.faults = faults


class Members:
    """One object. What is wrong is noted in `faults`, under `where` and the member's name; reading goes on."""

    def __init__(self, given: Any, where: str, faults: Faults) -> None:
        if not isinstance(given, dict):
            faults[where] = "нужен объект"
            given = {}
        self._given = {str(name).casefold(): value for name, value in given.items() if value not in (None, "")}
        self._where, self._faults = where, faults

    def has(self, name: str) -> bool:
        return name.casefold() in self._given

    def raw(self, name: str) -> Any:
        """None where it is not there, null or ""."""
        return self._given.get(name.casefold())

    def at(self, name: str) -> str:
        return f"{self._where}.{name}"

    def fault(self, name: str, why: str) -> None:
        self._faults[self.at(name)] = why

    def inner(self, given: Any, where: str) -> "Members":
        """An object within this one."""
        return Members(given, self.at(where), self._faults)

    def text(self, name: str) -> str:
        return self.read(name, values.words, "")

    def contact(self, name: str) -> str:
        return self.read(name, values.contact, "")

    def flag(self, name: str, *, default: bool) -> bool:
        return self.read(name, values.flag, default)

    def whole(self, name: str, default: int = 0) -> int:
        return self.read(name, values.whole, default)

    def kopecks(self, name: str) -> int:
        """0 where there is none."""
        return self.read(name, values.kopecks, 0)

    def quantity(self, name: str) -> Decimal:
        """Three decimals, half away from zero."""
        return self.read(name, _quantity, Decimal(0))

    def word(self, name: str, known: Mapping[str, T], default: T) -> T:
        """One of the words; letter case does not matter."""
        return self.read(name, lambda value, where: _one_of(known, value, where), default)

    def read(self, name: str, reader: Callable[[object, str], T], default: T) -> T:
        value = self.raw(name)
        if value is None:
            return default
        try:
            return reader(value, self.at(name))
        except WrongValue as error:
            self.fault(name, error.why)
            return default


def _quantity(value: object, where: str) -> Decimal:
    given = values.number(value, where)
    if given <= 0:
        raise WrongValue(where, "нужно больше нуля")
    return given.quantize(_THOUSANDTH, ROUND_HALF_UP).normalize() + 0


def _one_of(known: Mapping[str, T], value: object, where: str) -> T:
    word = values.words(value, where).casefold()
    if word not in known:
        raise WrongValue(where, f"здесь «{word[:40]}», допустимы: {', '.join(known)}")
    return known[word]
