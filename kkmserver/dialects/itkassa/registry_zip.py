"""An XLSX before it is read: how much is in it, and whether its formulas are worked out."""

import io
import re
import zipfile
import zlib

_UNPACKED = 80 * 2**20  # bytes, all parts together
_SMALL = 2 * 2**20  # bytes of a part that is no sheet and no text: 10 MB of styles take minutes and gigabytes
_PARTS = 2000
_LARGE = re.compile(r"xl/(worksheets/|sharedStrings\.xml|media/|drawings/)")
# A cell with a formula and no value; an empty text is one. What Excel saves has values, what programs write may not.
_NOT_WORKED_OUT = re.compile(
    rb"""<(?:\w+:)?c\b(?![^<>]*\bt="str")[^<>]*>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)


class FileRefused(Exception):
    """It cannot be read; the text says what to do."""


def look_inside(content: bytes) -> None:
    """No part is unpacked further than its head says. Raises FileRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive.infolist())
            _refuse_formulas(archive)
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, OSError, EOFError) as error:
        raise FileRefused("Файл XLSX повреждён. Откройте его в Excel и сохраните заново.") from error


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    small = [part.file_size for part in parts if not _LARGE.match(part.filename)]
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED or max(small, default=0) > _SMALL:
        raise FileRefused("Файл XLSX слишком велик внутри. Удалите из него картинки, лишние листы и оформление.")


def _refuse_formulas(archive: zipfile.ZipFile) -> None:
    """Their cells would look empty: a sum or a contact would be lost."""
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and _NOT_WORKED_OUT.search(archive.read(name)):
            raise FileRefused("В таблице есть формулы без результата. Откройте файл в Excel и сохраните заново.")
