"""A JSON object as it came, read field by field. What is wrong in it is refused with the driver's numbers."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from drivers.atol_web.emulator.errors import NO_REQUIRED, WRONG_SUM, WRONG_TYPE, WRONG_VALUE, Refused

_KOPECK = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Fields:
    """`where`: the way to it, for people. Numbers were read as int and Decimal, never as float."""

    values: Mapping[str, object]
    where: str = ""

    def has(self, name: str) -> bool:
        """null is as good as absent."""
        return self.values.get(name) is not None

    def path(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name

    def text(self, name: str, default: str | None = None) -> str:
        """Raises Refused 8 where it is absent and there is no default, 7 where it is no string."""
        value = self._value(name, default)
        if not isinstance(value, str):
            raise Refused(WRONG_TYPE, self.path(name))
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self._value(name, default)
        if not isinstance(value, bool):
            raise Refused(WRONG_TYPE, self.path(name))
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        value = self._value(name, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Refused(WRONG_TYPE, self.path(name))
        return value

    def number(self, name: str) -> Decimal:
        value = self._value(name, None)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise Refused(WRONG_TYPE, self.path(name))
        return Decimal(value)

    def money(self, name: str) -> int:
        """Kopecks of roubles with two digits at most. Raises Refused 16 for others and below 0."""
        roubles = self.number(name)
        if roubles < 0 or roubles != roubles.quantize(_KOPECK):
            raise Refused(WRONG_SUM, f"{self.path(name)} = {roubles}")
        return int(roubles * 100)

    def raw(self, name: str) -> bytes:
        """Of base64."""
        try:
            return base64.b64decode(self.text(name), validate=True)
        except binascii.Error as error:
            raise Refused(WRONG_VALUE, self.path(name)) from error

    def choice(self, name: str, known: Mapping[str, int], error: int = WRONG_VALUE, default: str | None = None) -> int:
        """The number of a name; names are case-sensitive."""
        value = self.text(name, default)
        if value not in known:
            raise Refused(error, f"{self.path(name)} = {value}")
        return known[value]

    def inside(self, name: str) -> "Fields | None":
        value = self.values.get(name)
        return None if value is None else fields(value, self.path(name))

    def each(self, name: str) -> list["Fields"]:
        """Objects of an array; none where it is absent."""
        return [fields(each, f"{self.path(name)}[{at}]") for at, each in enumerate(self._array(name))]

    def texts(self, name: str) -> list[str]:
        """Strings of an array."""
        found = []
        for each in self._array(name):
            if not isinstance(each, str):
                raise Refused(WRONG_TYPE, self.path(name))
            found.append(each)
        return found

    def _array(self, name: str) -> list[object]:
        value = self._value(name, [])
        if not isinstance(value, list):
            raise Refused(WRONG_TYPE, self.path(name))
        return value

    def _value(self, name: str, default: object) -> object:
        value = self.values.get(name)
        if value is None:
            value = default
        if value is None:
            raise Refused(NO_REQUIRED, self.path(name))
        return value


def fields(value: object, where: str = "") -> Fields:
    """Raises Refused 7 where it is no JSON object."""
    if not isinstance(value, dict):
        raise Refused(WRONG_TYPE, where)
    return Fields(value, where)
