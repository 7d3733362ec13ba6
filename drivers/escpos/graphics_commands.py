"""ESC/POS commands that put dots on paper, as bytes: raster, columns, and pictures kept in the printer's memory.

Source: Epson "ESC/POS Application Programming Guide": GS v 0, ESC *, GS ( L functions 64, 67 and 69.
"""

import re

from drivers.escpos.codec import ESC, GS, line_spacing
from drivers.printing.bitmap import Bitmap

BAND = 128  # dots of height in one raster command: small printers have small buffers
MOST_STORED = 65_000  # bytes of a picture that one GS ( L can carry

# DLE EOT, DLE ENQ, DLE DC4: done at once wherever they stand, so dots could open the drawer or clear the buffer.
_REAL_TIME = re.compile(rb"\x10(?=\x04[\x01-\x04]|\x05[\x00-\x02]|\x14[\x01\x02\x08])")


def raster(bitmap: Bitmap) -> bytes:
    """GS v 0 m xL xH yL yH d1..dk: 1D 76 30 00, bytes per row, rows, rows top down; in bands of BAND rows."""
    data, stride, bands = _harmless(bitmap.data), bitmap.stride, []
    for first in range(0, bitmap.height, BAND):
        rows = min(BAND, bitmap.height - first)
        bands += [GS + b"v0\x00", _u16(stride), _u16(rows), data[first * stride : (first + rows) * stride]]
    return b"".join(bands)


def columns(bitmap: Bitmap, *, mode: int, rows: int, spacing: int, spacing_after: int) -> bytes:
    """ESC * m nL nH d1..dk LF for each band: 1B 2A m, columns, `rows` / 8 bytes a column from the left, topmost dot in
    the highest bit. At most 1023 columns.

    `spacing`: n of ESC 3 that makes bands touch; a printer feeds at least the height of what it prints.
    `spacing_after`: what the text before had, see codec.line_spacing.
    """
    head = ESC + b"*" + bytes([mode]) + _u16(bitmap.width)
    bands = [head + _harmless(band) + b"\n" for band in _bands(bitmap, rows)]
    return line_spacing(spacing) + b"".join(bands) + line_spacing(spacing_after)


def _bands(bitmap: Bitmap, rows: int) -> list[bytes]:
    """The bitmap turned on its side, cut into bands of `rows` dots; the last one is filled up with white."""
    from PIL import Image

    stride, height = rows // 8, -(-bitmap.height // rows) * rows
    upright = Image.new("1", (bitmap.width, height))
    upright.paste(Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data), (0, 0))
    turned = upright.transpose(Image.Transpose.TRANSPOSE).tobytes()
    # A row of `turned` is a column of the bitmap, height / 8 bytes of it.
    whole = height // 8
    return [
        b"".join(turned[at : at + stride] for at in range(first, len(turned), whole))
        for first in range(0, whole, stride)
    ]


def ask_keys() -> bytes:
    """GS ( L, function 64: 1D 28 4C 04 00 30 40 4B 43. Answer: 37 72 40|41, two bytes for each key, 00."""
    return GS + b"(L\x04\x00\x30\x40KC"


def store(key: bytes, bitmap: Bitmap) -> bytes:
    """GS ( L, function 67: 1D 28 4C pL pH 30 43 30 kc1 kc2 01 xL xH yL yH 31 d1..dk: one colour, kept without power.

    Manufacturers ask for at most ten writes a day (Citizen CT-S2000 manual). Raises ValueError over MOST_STORED bytes.
    """
    if len(bitmap.data) > MOST_STORED:
        raise ValueError("picture too large for one command")
    head = b"\x30\x43\x30" + key + b"\x01" + _u16(bitmap.width) + _u16(bitmap.height) + b"\x31"
    return GS + b"(L" + _u16(len(head) + len(bitmap.data)) + head + _harmless(bitmap.data)


def print_stored(key: bytes) -> bytes:
    """GS ( L, function 69: 1D 28 4C 06 00 30 45 kc1 kc2 01 01, at its own size; nothing if the key is unknown."""
    return GS + b"(L\x06\x00\x30\x45" + key + b"\x01\x01"


def _harmless(dots: bytes) -> bytes:
    """Where eight dots and what follows would be a real-time command, one more of them is black.

    Source: Epson's ESC/POS reference, DLE EOT, DLE ENQ, DLE DC4, which are done in graphics data too.
    """
    return _REAL_TIME.sub(b"\x18", dots)


def _u16(number: int) -> bytes:
    return number.to_bytes(2, "little")
