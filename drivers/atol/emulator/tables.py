"""Tables: numbered fields with a size. Source: spec/atol.md 6.1; only the fields named there are here."""

from dataclasses import dataclass

from drivers.atol.emulator import text
from drivers.atol.emulator.command import FORMAT, LENGTH, Refused
from drivers.atol.emulator.model import Model
from drivers.atol.emulator.numbers import bcd, read_bcd
from drivers.atol.emulator.quirks import Quirks

_TABLE, _ROW, _FIELD = 145, 146, 147  # errors
_TEXT = 64  # bytes
_CLICHE = 6
_PAYMENTS = ("НАЛИЧНЫМИ", "БЕЗНАЛИЧНЫМИ", "АВАНС", "КРЕДИТ", "ИНОЕ")
_NUMBERS = {1: 1, 55: 1, 109: 1}  # fields of table 2 -> bytes
_ROWS = {2: 1, _CLICHE: 20, 12: len(_PAYMENTS)}


@dataclass(frozen=True, slots=True)
class _Place:
    table: int
    row: int
    field: int


class Tables:
    """2: till number, characters per line, compatibility; 6: cliché; 12: names of payments."""

    def __init__(self, model: Model, quirks: Quirks) -> None:
        self._quirks = quirks
        self._numbers = {_Place(2, 1, 1): 1, _Place(2, 1, 55): model.characters, _Place(2, 1, 109): 0}
        self._texts = {_Place(_CLICHE, 1, 1): "ДОБРО ПОЖАЛОВАТЬ!"}
        self._texts |= {_Place(12, row, 1): name for row, name in enumerate(_PAYMENTS, 1)}

    @property
    def characters(self) -> int:
        return self._numbers[_Place(2, 1, 55)]

    @property
    def cliche(self) -> list[str]:
        return [line for row in range(1, _ROWS[_CLICHE] + 1) if (line := self._texts.get(_Place(_CLICHE, row, 1), ""))]

    def put(self, table: int, row: int, field: int, value: int | str) -> None:
        """By a test."""
        place = self._place(table, row, field)
        if isinstance(value, int):
            self._numbers[place] = value
        else:
            self._texts[place] = value

    def read(self, table: int, row: int, field: int) -> bytes:
        """Raises Refused 145, 146, 147, as `write` does."""
        place = self._place(table, row, field)
        if place in self._numbers:
            value, width = self._numbers[place], _NUMBERS[field]
            return bcd(value, width) if self._quirks.table_numbers == "bcd" else value.to_bytes(width, "big")
        return text.encoded(self._texts.get(place, ""))[:_TEXT].ljust(_TEXT, b"\0")

    def write(self, table: int, row: int, field: int, raw: bytes) -> None:
        """Raises Refused 19, 20 too."""
        place = self._place(table, row, field)
        if len(raw) > (_NUMBERS[field] if place in self._numbers else _TEXT) or not raw:
            raise Refused(LENGTH)
        if place not in self._numbers:
            self._texts[place] = text.decoded(raw.split(b"\0")[0])
        elif self._quirks.table_numbers == "binary":
            self._numbers[place] = int.from_bytes(raw, "big")
        else:
            self._numbers[place] = _number(raw)

    def _place(self, table: int, row: int, field: int) -> _Place:
        if table not in _ROWS:
            raise Refused(_TABLE)
        if not 1 <= row <= _ROWS[table]:
            raise Refused(_ROW)
        if field not in (_NUMBERS if table == 2 else (1,)):
            raise Refused(_FIELD)
        return _Place(table, row, field)


def _number(raw: bytes) -> int:
    try:
        return read_bcd(raw)
    except ValueError as error:
        raise Refused(FORMAT) from error
