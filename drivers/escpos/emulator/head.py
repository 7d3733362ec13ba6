"""The print heads that are emulated: dots, fonts, what ESC * means, which commands are there at all.

Sources: Epson's specifications of TM-T88, TM-U220 and TM-U230 (ESC *, ESC 3, ESC &), Star's and Clover's tables of
ESC * for heads of 203 dpi. One unit of a thermal head is one dot. A unit of the impact head is half the pitch of its
needles: 1/160 inch across, 1/144 inch down.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

# Epson's reference, ESC t, as far as Python has the pages; 1 is Katakana. Clones have numbers of their own.
_PAGES = (
    "0:cp437 1:shift_jis 2:cp850 3:cp860 4:cp863 5:cp865 13:cp857 14:cp737 15:iso8859_7 16:cp1252 17:cp866 18:cp852 "
    "19:cp858 32:cp720 33:cp775 34:cp855 35:cp861 36:cp862 37:cp864 38:cp869 39:iso8859_2 40:iso8859_15 44:cp1125 "
    "45:cp1250 46:cp1251 47:cp1253 48:cp1254 49:cp1255 50:cp1256 51:cp1257 52:cp1258 53:kz1048"
)
CODE_PAGES: Mapping[int, str] = {int(number): codec for number, codec in (p.split(":") for p in _PAGES.split())}


@dataclass(frozen=True, slots=True)
class ColumnMode:
    """One mode of ESC *: dots of a column, and how many units lie between two dots."""

    dots: int
    across: int
    down: int
    adjacent: bool = True  # a needle may strike at two columns in a row


@dataclass(frozen=True, slots=True)
class Head:
    """`dots`: units that can be printed across. `fonts`: cell in units without magnification."""

    name: str  # what GS I 67 answers
    dots: int
    dpi: tuple[int, int]
    fonts: Mapping[str, tuple[int, int]]
    columns: Mapping[int, ColumnMode]
    line_spacing: int  # units of 1/6 inch
    font: str = "A"  # after ESC @
    pixels: bool = True  # has GS v 0, GS ( L, FS p and draws codes by itself
    code_pages: Mapping[int, str] = field(default_factory=lambda: CODE_PAGES)

    def wide(self, dots: int) -> "Head":
        """The same with another number of dots. Raises ValueError when no character fits."""
        if dots < self.fonts[self.font][0]:
            raise ValueError(f"a head of {dots} dots prints no character")
        return replace(self, dots=dots)


_THERMAL_FONTS = {"A": (12, 24), "B": (9, 17)}
_THERMAL_COLUMNS = {
    0: ColumnMode(8, 2, 3),
    1: ColumnMode(8, 1, 3),
    32: ColumnMode(24, 2, 1),
    33: ColumnMode(24, 1, 1),
}
# 30 dots are what ESC 2 feeds on an Epson of 180 dpi; printers of 203 dpi keep the number, not the sixth of an inch.
THERMAL_80 = Head("TM-T88V", 576, (203, 203), _THERMAL_FONTS, _THERMAL_COLUMNS, 30)
THERMAL_58 = THERMAL_80.wide(384)
IMPACT_76 = Head(
    "TM-U220",
    400,
    (160, 144),
    {"A": (12, 18), "B": (10, 18)},  # 9x9 and 7x9 needles: 33 and 40 columns
    {0: ColumnMode(8, 2, 2), 1: ColumnMode(8, 1, 2, adjacent=False)},
    24,
    font="B",
    pixels=False,
)
HEADS: Mapping[str, Head] = {"thermal-80": THERMAL_80, "thermal-58": THERMAL_58, "impact-76": IMPACT_76}
