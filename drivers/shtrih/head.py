"""What the register prints with: paper, fonts, dots. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from fractions import Fraction

from drivers.printing.page import FONTS, WIDE, Cell, Paper
from drivers.shtrih.requests.parameters import Ability, Parameters
from drivers.shtrih.requests.pictures import LINE_SIZE
from drivers.shtrih.requests.service import Font

OWN_FONT = 1  # the font of 17h
_COLUMNS = 40  # of a register that tells nothing: the old size of a line of text, spec 2
_HEIGHT = FONTS[3].height  # dots, where nothing is told; for previews
_PLAIN_LINES, _WIDE_LINES = 200, 600  # of graphics; the second from the maker's comment to 4Dh
# The API's fonts by the share of the own font's columns that fit a line, and whether they are tall.
_SHARES = {1: (Fraction(1, 2), True), 2: (Fraction(1), True), 3: (Fraction(1), False), 4: (Fraction(4, 3), False)}


@dataclass(frozen=True, slots=True)
class Face:
    """A font of the register by its number."""

    number: int
    columns: int
    height: int = _HEIGHT  # dots


@dataclass(frozen=True, slots=True)
class Roll(Paper):
    """Paper whose lines are measured in characters of the register's own fonts."""

    faces: tuple[Face, ...] = (Face(OWN_FONT, _COLUMNS),)

    def face(self, font: int = 0, *, wide: bool = False, tall: bool = False) -> Face:
        """The nearest that the register has. Doubled both ways is what font 1 is, so `wide` changes nothing there."""
        share, is_tall = _SHARES[self.number(font)]
        wanted = self._own.columns * (share / 2 if wide and font not in WIDE else share)
        nearest = min(self.faces, key=lambda face: (abs(face.columns - wanted), face.number))
        if not (tall or is_tall):
            return nearest
        return max((face for face in self.faces if face.columns == nearest.columns), key=lambda face: face.height)

    def columns(self, font: int = 0, wide: bool = False) -> int:
        return self.face(font, wide=wide).columns

    @property
    def _own(self) -> Face:
        return next((face for face in self.faces if face.number == OWN_FONT), self.faces[0])


class Way(Enum):
    """How dots come to the paper; every way loads lines and then prints them."""

    PLAIN = auto()  # C0h, C1h: lines of 40 bytes, one at a time
    EXTENDED = auto()  # C4h, C3h: the same, several at a time
    WIDE = auto()  # 4Eh, 4Dh: lines of any size


@dataclass(frozen=True, slots=True, kw_only=True)
class Graphics:
    way: Way = Way.PLAIN
    line_bytes: int = LINE_SIZE
    dots: int = LINE_SIZE * 8  # that a picture may be wide
    lines: int = _PLAIN_LINES  # that are remembered at a time
    first: int = 1  # number of the first one
    reversed: bool = False  # the leftmost dot is the highest bit of a byte, else the lowest


@dataclass(frozen=True, slots=True)
class Head:
    roll: Roll = field(default_factory=Roll)
    graphics: Graphics = field(default_factory=Graphics)

    @property
    def layout(self) -> Roll:
        """The roll, with codes and pictures kept to the dots that graphics can reach."""
        return replace(self.roll, dots=self.graphics.dots)


def head(parameters: Parameters, fonts: Mapping[int, Font], widths: Mapping[int, int], dots: int = 0) -> Head:
    """`fonts`: answers of 26h by number, as far as they were asked; `widths`: columns by font that the owner sets.

    `dots`: width of the paper that the owner sets, 0 = as the register tells. Where nothing tells the width of a line
    it is taken for 40 characters, and the paper for what the register's graphics are wide.
    """
    told = dots or max((font.width for font in fonts.values()), default=0)
    graphics = _graphics(parameters, told)
    paper = told or graphics.dots
    faces = _faces(parameters, fonts, widths)
    return Head(Roll(dots=paper, fonts=_cells(faces, paper), faces=faces), graphics)


def _faces(parameters: Parameters, fonts: Mapping[int, Font], widths: Mapping[int, int]) -> tuple[Face, ...]:
    """What the owner says wins over 26h, that over F7h, which tells of two fonts how many letters fit a line.

    That the second is what F7h means by "ширина печати шрифтом" is inferred: a byte could not hold dots.
    """
    told = {1: parameters.font_1_width, 2: parameters.font_2_width}
    found = {number: Face(number, columns) for number, columns in told.items() if columns}
    found |= {
        number: Face(number, font.characters, font.character_height or _HEIGHT)
        for number, font in fonts.items()
        if font.characters
    }
    for number, columns in widths.items():
        height = found[number].height if number in found else _HEIGHT
        found[number] = Face(number, columns, height)
    if OWN_FONT not in found:
        found[OWN_FONT] = Face(OWN_FONT, _COLUMNS)
    return tuple(found[number] for number in sorted(found))


def _cells(faces: Sequence[Face], dots: int) -> Mapping[int, Cell]:
    """For pictures of the paper: the boxes of the API's fonts."""
    roll = Roll(faces=tuple(faces))
    chosen = {font: roll.face(font) for font in _SHARES}
    return {font: Cell(max(1, dots // face.columns), face.height) for font, face in chosen.items()}


def _graphics(parameters: Parameters, dots: int) -> Graphics:
    """The widest way that the register has. `dots`: of the paper, 0 = not known."""
    is_reversed = parameters.can(Ability.REVERSED_BITS)
    if parameters.can(Ability.GRAPHICS_512):
        line_bytes = parameters.wide_line_bytes or 64
        width = min(line_bytes * 8, dots or line_bytes * 8)
        return Graphics(
            way=Way.WIDE,
            line_bytes=(width + 7) // 8,
            dots=width,
            lines=parameters.wide_lines or _WIDE_LINES,
            reversed=is_reversed,
        )
    return Graphics(
        way=Way.EXTENDED if parameters.can(Ability.BLOCK_LOAD) else Way.PLAIN,
        dots=min(LINE_SIZE * 8, dots or LINE_SIZE * 8),
        lines=_PLAIN_LINES - max(0, parameters.first_graphics_line - 1),
        first=parameters.first_graphics_line,
        reversed=is_reversed,
    )
