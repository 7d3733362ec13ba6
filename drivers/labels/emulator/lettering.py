"""Text in one font for all of a printer's own: its place and size count, the shapes of its letters do not."""

from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import drivers.printing
from drivers.labels.emulator.parameters import sized

_FONT = Path(drivers.printing.__file__).parent / "fonts" / "DejaVuSansMono.ttf"
_TALLEST = 400  # dots
_LONGEST = 200  # characters


@lru_cache(maxsize=512)
def line(text: str, width: int, height: int) -> Image.Image:
    """One line in cells of `width` x `height` dots (mode "1")."""
    width, height = min(max(width, 1), _TALLEST), min(max(height, 1), _TALLEST)
    shown = text[:_LONGEST] or " "
    font = ImageFont.truetype(str(_FONT), max(6, height * 4 // 5))
    long = max(1, round(font.getlength(shown)))
    mask = Image.new("1", (long, height))
    ImageDraw.Draw(mask).text((0, 0), shown, font=font, fill=1)
    return mask.resize(sized(width * len(shown), height), Image.Resampling.NEAREST)


def block(lines: list[str], width: int, height: int, leading: int = 0) -> Image.Image:
    """Lines one below the other, at the left."""
    rows = [line(text, width, height) for text in lines] or [line("", width, height)]
    step = max(1, height + leading)
    mask = Image.new("1", (max(row.width for row in rows), step * (len(rows) - 1) + height))
    for number, row in enumerate(rows):
        mask.paste(row, (0, number * step))
    return mask


def captioned(bars: Image.Image, text: str, *, above: bool = False, height: int = 18) -> tuple[Image.Image, int]:
    """Bars with their characters in the middle below or above; -> the block and the row in it where the bars begin."""
    caption = line(text, height * 2 // 3, height)
    whole = Image.new("1", (max(bars.width, caption.width), bars.height + height))
    whole.paste(bars, (0, height if above else 0))
    whole.paste(caption, (max(0, (bars.width - caption.width) // 2), 0 if above else bars.height))
    return whole, height if above else 0
