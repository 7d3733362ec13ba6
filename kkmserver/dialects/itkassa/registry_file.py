"""A table out of a file: XLSX as Excel and others write it, or CSV."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from kkmserver.dialects.itkassa.registry_zip import FileRefused as FileRefused
from kkmserver.dialects.itkassa.registry_zip import look_inside

MOST_BYTES = 8 * 2**20  # of a file
MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_SIGNS = 1000  # of a cell

_SCANNED = 3 * MOST_ROWS  # rows, blank ones included
_SIGNS = 20_000_000  # of all cells: in an XLSX many may share one long text
_SHEETS = 5  # that are looked at
_DELIMITERS = "\t;,"  # the first one that the headings have: a comma may stand in a heading


@dataclass(frozen=True, slots=True)
class Table:
    """`rows`: the cells below the headings, all as many as there are headings; `numbers`: as the program shows them."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def read(content: bytes) -> Table:
    """Takes its time. Raises FileRefused."""
    if len(content) > MOST_BYTES:
        raise FileRefused(f"Файл больше {MOST_BYTES // 2**20} МБ. Разделите реестр на части.")
    if content.startswith(b"PK\x03\x04"):
        return _table(_excel(content))
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise FileRefused("Это не XLSX и не CSV. Сохраните таблицу как «Книга Excel (*.xlsx)» или «CSV».")
    return _table(_filled(_csv(_decoded(content))))


def _table(rows: Iterable[tuple[int, list[str]]]) -> Table:
    """Headings are the first row with at least two filled cells: a title may stand above them."""
    filled = list(rows)
    while filled and sum(map(bool, filled[0][1])) < 2:
        del filled[0]
    if len(filled) < 2:
        raise FileRefused("В таблице нет строк: нужна строка заголовков, а под ней – хотя бы одна строка чека.")
    if len(filled) > MOST_ROWS + 1:
        raise FileRefused(f"В таблице больше {MOST_ROWS} строк. Разделите реестр на части.")
    width = max(len(cells) for _, cells in filled)
    if width > MOST_COLUMNS:
        raise FileRefused(f"В таблице больше {MOST_COLUMNS} столбцов. Оставьте нужные.")
    whole = [tuple(cells + [""] * (width - len(cells))) for _, cells in filled]
    return Table(whole[0], tuple(whole[1:]), tuple(number for number, _ in filled[1:]))


def _filled(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Those that are not blank. None is left out for lack of room. Raises FileRefused."""
    signs = 0
    for scanned, (number, cells) in enumerate(rows):
        if scanned == _SCANNED:
            raise FileRefused(f"В таблице больше {_SCANNED} строк вместе с пустыми. Удалите пустые строки.")
        signs += sum(map(len, cells))
        if signs > _SIGNS:
            raise FileRefused("В таблице слишком много текста. Разделите реестр на части.")
        if cells:
            yield number, cells


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "cp1251"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("Текст файла не читается. Сохраните его в кодировке UTF-8 или Windows-1251.")


def _csv(text: str) -> Iterator[tuple[int, list[str]]]:
    if "\0" in text:
        raise FileRefused("Это не таблица: в файле есть нулевые байты. Нужен XLSX или CSV.")
    first = next((line for line in text.splitlines() if any(sign in line for sign in _DELIMITERS)), "")
    sign = next((one for one in _DELIMITERS if one in first), ";")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        for row in reader:
            yield reader.line_num, _stripped(row)
    except csv.Error as error:
        raise FileRefused(f"Строка {reader.line_num} файла не читается: проверьте кавычки.") from error


def _excel(content: bytes) -> list[tuple[int, list[str]]]:
    """The first sheet that is not empty."""
    import openpyxl  # when somebody brings a table

    look_inside(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets[:_SHEETS]:
            sheet.reset_dimensions()  # what the file says of its size may be anything
            rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
            found = list(_filled((number, _stripped(map(_text, row))) for number, row in enumerate(rows, 1)))
            if found:
                return found
    except FileRefused:
        raise
    except Exception as error:  # whatever a damaged file makes of the library
        raise FileRefused("Файл XLSX не читается. Откройте его в Excel и сохраните заново.") from error
    return []


def _text(value: object) -> str:
    """As a person would type it: 12.5, 0.1 without the tail that binary fractions have, 2026-11-15."""
    if value is None:
        return ""
    if isinstance(value, float):
        return format(Decimal(f"{value:.15g}"), "f") if value == value and abs(value) < 1e15 else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _stripped(cells: Iterable[str]) -> list[str]:
    """Without blanks around them, and without empty ones at the end of the row."""
    made = [cell.strip().replace("\xa0", " ")[:MOST_SIGNS] for cell in cells]
    while made and not made[-1]:
        made.pop()
    return made
