"""What a request says, element by element. Whatever is missing or wrong is refused."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from drivers.serviceplus.emulator.xml_errors import Error, Refused
from drivers.serviceplus.emulator.xml_quirks import Numbers, XmlQuirks
from drivers.serviceplus.emulator.xml_tree import MOMENT, Pa, Type

_WHOLE = r"\d{1,15}"
_FRACTION = r"\d{{1,12}}(?:{point}\d{{1,{places}}})?"
_KOPECKS, _THOUSANDTHS, _MILLIONTHS = 2, 3, 6  # places


class Fields:
    """Parts of a structure. Raises Refused; a part that comes twice is wrong, but for those of a list."""

    def __init__(self, parts: Sequence[Pa], quirks: XmlQuirks) -> None:
        self._parts: dict[str, Pa] = {}
        self.quirks = quirks
        for part in parts:
            if part.name in self._parts:
                raise Refused(Error.WRONG, f"Повторяется элемент {part.name}")
            self._parts[part.name] = part

    def __contains__(self, name: int | str) -> bool:
        return str(name) in self._parts

    def only(self, *known: int | str) -> None:
        """An element nobody knows is a mistake of the host."""
        for name in self._parts:
            if name not in map(str, known):
                raise Refused(Error.WRONG, f"Неизвестный элемент {name}")

    def text(self, name: int | str, most: int = 256) -> str:
        text = self._part(name, Type.STRING).text
        if len(text) > most:
            raise self._bad(name)
        return text

    def optional_text(self, name: int | str, most: int = 256) -> str:
        """ "" where it is absent."""
        return self.text(name, most) if name in self else ""

    def number(self, name: int | str, low: int, high: int, default: int | None = None) -> int:
        """`default` None = it has to be there."""
        if default is not None and name not in self:
            return default
        text = self._part(name, Type.UNSIGNED).text.strip()
        if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
            raise self._bad(name)
        return int(text)

    def money(self, name: int | str, default: int | None = None) -> int:
        """Kopecks."""
        if default is not None and name not in self:
            return default
        return self._scaled(self._part(name, Type.MONEY), _KOPECKS)

    def quantity(self, name: int | str) -> Decimal:
        """Up to six digits after the point, or whole thousandths."""
        places = _THOUSANDTHS if self.quirks.numbers is Numbers.WHOLE else _MILLIONTHS
        return Decimal(self._scaled(self._part(name, Type.QUANTITY), places)).scaleb(-places)

    def moment(self, name: int | str) -> datetime:
        try:
            return datetime.strptime(self._part(name, Type.MOMENT).text.strip(), MOMENT)  # noqa: DTZ007 - the device's
        except ValueError as error:
            raise self._bad(name) from error

    def inside(self, name: int | str) -> "Fields":
        """A structure."""
        return Fields(self._part(name, Type.STRUCTURE).parts, self.quirks)

    def each(self, name: int | str) -> list["Fields"]:
        """The structures of a list; none where it is absent."""
        parts = self._part(name, Type.LIST).parts if name in self else ()
        return [Fields(part.parts, self.quirks) for part in parts]

    def raw(self) -> dict[str, Pa]:
        return dict(self._parts)

    def _part(self, name: int | str, type_: Type) -> Pa:
        part = self._parts.get(str(name))
        if part is None:
            raise Refused(Error.MISSING, f"Нет элемента {name}")
        if self.quirks.checks_types and part.type != type_:
            raise Refused(Error.WRONG, f"У элемента {name} тип {part.type}, нужен {int(type_)}")
        return part

    def _scaled(self, part: Pa, places: int) -> int:
        """In units of the last place."""
        text = part.text.strip()
        if self.quirks.numbers is Numbers.WHOLE:
            found, whole = re.fullmatch(_WHOLE, text, re.ASCII), text
        else:
            point = "." if self.quirks.numbers is Numbers.POINT else ","
            found = re.fullmatch(_FRACTION.format(point=re.escape(point), places=places), text, re.ASCII)
            before, _, after = text.partition(point)
            whole = before + after.ljust(places, "0")
        if not found:
            raise self._bad(part.name)
        return int(whole)

    @staticmethod
    def _bad(name: int | str) -> Refused:
        return Refused(Error.WRONG, f"Неверное значение элемента {name}")
