"""Rows of text as a picture: what a device without paper of its own shows on the page of its emulator."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from drivers.printing import coverage

_SIZE, _ROW, _MARGIN = 20, 26, 16  # dots
_ADVANCE = 12  # dots of a character at that size


@dataclass(frozen=True, slots=True)
class TextDocument:
    """`codes`: kind, content of the codes that belong to it. Drawn only when asked."""

    number: int
    time: datetime
    rows: tuple[str, ...]
    codes: tuple[tuple[str, str], ...] = ()

    @property
    def barcodes(self) -> list[tuple[str, str]]:
        return list(self.codes)

    def text(self) -> str:
        return "".join(row + "\n" for row in self.rows)

    def png(self) -> bytes:
        width = _ADVANCE * max((len(row) for row in self.rows), default=1) + 2 * _MARGIN
        sheet = Image.new("L", (width, _ROW * len(self.rows) + 2 * _MARGIN), 255)
        pen = ImageDraw.Draw(sheet)
        for number, row in enumerate(self.rows):
            pen.text((_MARGIN, _MARGIN + number * _ROW), row, fill=0, font=_font())
        file = BytesIO()
        sheet.save(file, "PNG", compress_level=1)
        return file.getvalue()


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(coverage.font(bold=False)), _SIZE, layout_engine=ImageFont.Layout.BASIC)
