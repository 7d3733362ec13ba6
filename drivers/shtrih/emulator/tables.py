"""Tables: numbered fields with types and limits, read and written by 1Fh and 1Eh. They survive a power cut."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from drivers.shtrih.emulator.command import Refused


@dataclass(frozen=True, slots=True)
class Field:
    """`size` bytes. `text`: CHAR, padded with 00; otherwise BIN, little-endian, from `least` to `most`."""

    name: str
    size: int
    least: int = 0
    most: int = 0
    text: bool = False
    locked: bool = False  # 7Ah
    closed_shift: bool = False  # C7h while a shift is open


def char(name: str, size: int, *, locked: bool = False) -> Field:
    return Field(name, size, text=True, locked=locked)


def number(name: str, most: int = 255, *, least: int = 0, size: int = 0, locked: bool = False) -> Field:
    return Field(name, size or max(1, (most.bit_length() + 7) // 8), least, most, locked=locked)


@dataclass(frozen=True, slots=True)
class Table:
    """Fields by number; a family leaves some numbers out. `first` = values of the row 1, other rows begin empty."""

    name: str
    fields: dict[int, Field]
    rows: int = 1
    first: dict[int, dict[int, int | str]] = field(default_factory=dict)  # row -> field -> value


class Tables:
    """`short_numbers`: a BIN value may come in fewer bytes than its field has, as pyshtrih sends it."""

    def __init__(self, tables: dict[int, Table], *, short_numbers: bool = True) -> None:
        self._tables, self._short = tables, short_numbers
        self._values: dict[tuple[int, int, int], int | str] = {}
        self.reset()

    def reset(self) -> None:
        """24h: as they came from the factory."""
        self._values = {
            (table, row, field): value
            for table, content in self._tables.items()
            for row, values in content.first.items()
            for field, value in values.items()
        }

    def table(self, table: int) -> Table:
        """Raises Refused 5Dh."""
        try:
            return self._tables[table]
        except KeyError:
            raise Refused(0x5D, f"table {table}") from None

    def field(self, table: int, field: int) -> Field:
        """Raises Refused 5Dh, 33h."""
        try:
            return self.table(table).fields[field]
        except KeyError:
            raise Refused(0x33, f"field {field} of table {table}") from None

    def get(self, table: int, row: int, field: int) -> int | str:
        known = self._place(table, row, field)
        return self._values.get((table, row, field), "" if known.text else 0)

    def integer(self, table: int, row: int, field: int) -> int:
        return int(self.get(table, row, field))

    def string(self, table: int, row: int, field: int) -> str:
        return str(self.get(table, row, field))

    def put(self, table: int, row: int, field: int, value: int | str) -> None:
        """By the register itself, or by a test: nothing is locked."""
        self._place(table, row, field)
        self._values[table, row, field] = value

    def read(self, table: int, row: int, field: int) -> bytes:
        known, value = self._place(table, row, field), self.get(table, row, field)
        if known.text:
            return str(value).encode("cp1251", "replace")[: known.size].ljust(known.size, b"\0")
        return int(value).to_bytes(known.size, "little")

    def write(self, table: int, row: int, field: int, data: bytes, *, shift_open: bool) -> None:
        """Raises Refused 5Dh, 7Ah, C7h, 7Eh, 33h."""
        known = self._place(table, row, field)
        if known.locked:
            raise Refused(0x7A)
        if known.closed_shift and shift_open:
            raise Refused(0xC7)
        self._values[table, row, field] = _text(known, data) if known.text else self._number(known, data)

    def _place(self, table: int, row: int, field: int) -> Field:
        if not 1 <= row <= self.table(table).rows:
            raise Refused(0x33, f"row {row} of table {table}")
        return self.field(table, field)

    def _number(self, known: Field, data: bytes) -> int:
        if len(data) > known.size or not data or (len(data) < known.size and not self._short):
            raise Refused(0x7E)
        value = int.from_bytes(data, "little")
        if not known.least <= value <= known.most:
            raise Refused(0x33, f"{known.name}: {value}")
        return value


def _text(known: Field, data: bytes) -> str:
    if len(data) > known.size:
        raise Refused(0x7E)
    return data.split(b"\0")[0].decode("cp1251", "replace")


def rows(field: int, values: Iterable[int | str]) -> dict[int, dict[int, int | str]]:
    """Values of one field, from row 1."""
    return {row: {field: value} for row, value in enumerate(values, 1)}
