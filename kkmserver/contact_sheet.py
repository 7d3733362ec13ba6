"""Several pieces of paper as one picture, for people."""

from collections.abc import Sequence

from drivers.printing import canvas
from drivers.printing.bitmap import Bitmap

GAP = 24  # white dots between two of them


def stacked(pages: Sequence[Bitmap]) -> Bitmap:
    """Under one another, a thin line between two."""
    if len(pages) == 1:
        return pages[0]
    width = max((page.width for page in pages), default=1)
    line = Bitmap(width, 1, _black(width))
    parts: list[tuple[Bitmap, int, int]] = []
    top = 0
    for page in pages:
        if parts:
            parts.append((line, 0, top - GAP // 2))
        parts.append((page, 0, top))
        top += page.height + GAP
    return canvas.paste(parts, width, max(top - GAP, 1))


def _black(width: int) -> bytes:
    row = bytearray(b"\xff" * ((width + 7) // 8))
    row[-1] &= 0xFF << (-width % 8) & 0xFF
    return bytes(row)
