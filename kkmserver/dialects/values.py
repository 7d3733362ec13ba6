"""Values as clients of the further APIs send them: numbers as text, flags as numbers, sums in roubles.

`where` names the value in the API's own words (a tag, a key); every reader raises WrongValue and nothing else.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from kkmserver.dialects.kkm import fields

T = TypeVar("T")


class WrongValue(Exception):
    """`where` holds something that cannot be; `why` says what, in Russian."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where, self.why = where, why


def number(value: object, where: str) -> Decimal:
    return _read(fields.number, value, where)


def whole(value: object, where: str) -> int:
    return _read(fields.integer, value, where)


def kopecks(value: object, where: str) -> int:
    """Roubles to kopecks, half away from zero; 0 or more."""
    return _read(fields.money, value, where)


def flag(value: object, where: str) -> bool:
    return _read(fields.flag, value, where)


def words(value: object, where: str) -> str:
    """Text without blanks around it; a number becomes its digits."""
    return _read(fields.words, value, where).strip()


def contact(value: object, where: str) -> str:
    """An e-mail address, or a phone as the ФФД wants it where it can be told to be Russian."""
    return _read(fields.contact, value, where)


def one_of(allowed: type[T], value: object, where: str) -> T:
    """A member of an enumeration of whole numbers."""
    read = whole(value, where)
    try:
        return allowed(read)  # type: ignore[call-arg]
    except ValueError:
        known = ", ".join(str(int(one)) for one in allowed)  # type: ignore[attr-defined]
        raise WrongValue(where, f"здесь {fields.shown(value)}, допустимы: {known}") from None


def _read(reader: Callable[[object], T], value: object, where: str) -> T:
    try:
        return reader(value)
    except ValueError as error:
        raise WrongValue(where, str(error)) from error
