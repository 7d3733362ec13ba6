"""Pictures of ZPL II: the ASCII form of ^GF with its run lengths, which every printer of the language understands.

G-Y stand for 1-19 and g-z for 20-400 times the hex digit that follows; `,` fills the row with white, `:` repeats the
row above. Source: ZPL II Programming Guide, alternative data compression scheme for ~DG and ^GF. Its `!`, which fills
with black, is left out: a run says the same, and not every reader of the language knows it.
"""

import re
from functools import lru_cache

from drivers.printing.bitmap import Bitmap

_RUN = re.compile(r"([0-9A-F])\1{3,}")  # shorter ones gain nothing
_SHORT = " GHIJKLMNOPQRSTUVWXY"  # at 1-19
_LONG = " ghijklmnopqrstuvwxyz"  # at 1-20: so many times 20


@lru_cache(maxsize=256)  # most of what stands on the labels of a batch is the same
def field(bitmap: Bitmap) -> bytes:
    """`^GFA` with everything up to ^FS."""
    size = len(bitmap.data)
    return f"^GFA,{size},{size},{bitmap.stride},{packed(bitmap)}^FS".encode()


def packed(bitmap: Bitmap) -> str:
    digits, length = bitmap.data.hex().upper(), 2 * bitmap.stride
    rows, above = [], ""
    for start in range(0, len(digits), length):
        row = digits[start : start + length]
        rows.append(":" if row == above else _row(row))
        above = row
    return "".join(rows)


def _row(digits: str) -> str:
    """The guide wants whole bytes in front of a filler."""
    bare = len(digits.rstrip("0"))
    whole = bare + bare % 2
    return _RUN.sub(_run, digits[:whole]) + ("," if whole < len(digits) else "")


def _run(match: re.Match[str]) -> str:
    return count(len(match[0])) + match[1]


def count(times: int) -> str:
    """1-400 in one or two letters; more in front."""
    letters = ""
    while times > 400:
        letters, times = letters + "z", times - 400
    twenties, ones = divmod(times, 20)
    return letters + _LONG[twenties].strip() + _SHORT[ones].strip()
