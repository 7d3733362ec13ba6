"""What a question says, field by field. Source: spec/mercury.md 2: kopecks, quantities by 10000, local times."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from drivers.mercury.emulator.results import Refused, Result

MOMENT = "%Y-%m-%dT%H:%M:%S"
MOST_MONEY = 1 << 47
_DAY = "%Y-%m-%d"


class Fields:
    """Members of a JSON object; `where`: its name, for texts. A member that is null is absent. Raises Refused."""

    def __init__(self, values: Mapping[str, object], where: str = "") -> None:
        self._values, self._where = values, where

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None

    def only(self, *known: str) -> None:
        """A member nobody knows is a mistake of the host."""
        for name in self._values:
            if name not in known:
                raise Refused(Result.BAD_FIELD, f"Неизвестное поле: {self._where}{name}")

    def text(self, name: str, most: int = 256, *, empty: bool = False) -> str:
        value = self._value(name)
        if not isinstance(value, str) or len(value) > most or not (value or empty):
            raise self._bad(name)
        return value

    def optional_text(self, name: str, most: int = 256) -> str:
        """ "" where it is absent."""
        return self.text(name, most, empty=True) if name in self else ""

    def several(self, name: str, most: int = 256) -> list[str]:
        """A list of texts; none where it is absent."""
        value = self._values[name] if name in self else []
        if not isinstance(value, list) or not all(isinstance(each, str) and 0 < len(each) <= most for each in value):
            raise self._bad(name)
        return value

    def integer(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """`default` None = it has to be there."""
        if default is not None and name not in self:
            return default
        value = self._value(name)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self._bad(name)
        return value

    def money(self, name: str, default: int | None = None) -> int:
        return self.integer(name, 0, MOST_MONEY, default)

    def flag(self, name: str, *, default: bool) -> bool:
        value = self._values.get(name, default)
        if not isinstance(value, bool):
            raise self._bad(name)
        return value

    def moment(self, name: str, *, day: bool = False) -> datetime:
        """`day`: a date alone will do."""
        text = self.text(name)
        for form in (MOMENT, _DAY)[: 1 + day]:
            try:
                return datetime.strptime(text, form)  # noqa: DTZ007 - the device knows no zones
            except ValueError:
                continue
        raise self._bad(name)

    def part(self, name: str) -> "Fields":
        """The object of this name; empty where it is absent."""
        value = self._values[name] if name in self else {}
        if not isinstance(value, dict):
            raise self._bad(name)
        return Fields(value, f"{self._where}{name}.")

    def parts(self, name: str) -> Iterator["Fields"]:
        value = self._values[name] if name in self else []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self._bad(name)
        return (Fields(each, f"{self._where}{name}.") for each in value)

    def _value(self, name: str) -> object:
        if name not in self:
            raise Refused(Result.MISSING_FIELD, f"Нет поля: {self._where}{name}")
        return self._values[name]

    def _bad(self, name: str) -> Refused:
        return Refused(Result.BAD_FIELD, f"Неверное значение: {self._where}{name}")
