"""What a label printer leaves: the label as dots, and what is known of how it was made."""

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Literal

from PIL import Image, ImageChops, ImageDraw

from drivers.labels.emulator.parameters import MOST_DOTS
from drivers.printing.bitmap import Bitmap

After = Literal["tear", "peel", "cut", "rewind", "applicator"]
Media = Literal["", "gap", "mark", "continuous"]
Box = tuple[int, int, int, int]  # left, top, width, height in dots

MAX_SIDE = 32_000  # dots: the longest label a ZPL printer takes
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


class Ink(Enum):
    BLACK = "black"
    WHITE = "white"  # takes dots away
    REVERSE = "reverse"  # black becomes white and white black


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A code of the printer's own. `content`: what was to be encoded; `box`: its dots without quiet zone and text."""

    kind: str
    content: bytes
    box: Box
    turn: int  # degrees clockwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How the printer was told to print; None and "" = it was not told."""

    speed: float | None = None  # as the command has it: inches a second, or a step of the maker's scale
    darkness: int | None = None
    media: Media = ""
    gap: int | None = None  # dots between two labels, or of the mark
    offset: int | None = None  # dots the label is fed beyond the gap
    after: After = "tear"
    direction: str = ""  # ZPL ^PO, TSPL DIRECTION, EPL2 Z


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    image: Bitmap
    codes: tuple[PrintedCode, ...] = ()
    texts: tuple[str, ...] = ()
    setup: Setup = field(default_factory=Setup)
    cut: bool = False  # the knife fell after it


def turned(mask: Image.Image, degrees: int) -> Image.Image:
    """Clockwise by 0, 90, 180 or 270 degrees."""
    return mask.transpose(_TURNS[degrees]) if degrees else mask


def about_corner(width: int, height: int, degrees: int) -> tuple[int, int]:
    """Where the upper left dot of a block comes to lie when it is turned clockwise about its own upper left corner."""
    return {0: (0, 0), 90: (-height, 0), 180: (-width, -height), 270: (0, -width)}[degrees]


class Canvas:
    """The printer's picture of one label. What lies outside is lost, as on the printer."""

    def __init__(self, width: int, height: int) -> None:
        across = max(1, min(width, MAX_SIDE))
        self.image = Image.new("1", (across, max(1, min(height, MAX_SIDE, MOST_DOTS // across))))
        self.codes: list[PrintedCode] = []
        self.texts: list[str] = []
        self.touched = False

    def put(self, x: int, y: int, mask: Image.Image, ink: Ink = Ink.BLACK) -> None:
        """The dots that are set in `mask` (mode "1") take the ink; the others stay as they are."""
        self.touched = True
        if ink is Ink.REVERSE:
            here = (x, y, x + mask.width, y + mask.height)
            self.image.paste(ImageChops.logical_xor(self.image.crop(here), mask), (x, y))
        else:
            self.image.paste(1 if ink is Ink.BLACK else 0, (x, y), mask)

    def copy(self, x: int, y: int, mask: Image.Image) -> None:
        """Dots and blanks of `mask` replace what is there."""
        self.touched = True
        self.image.paste(mask, (x, y))

    def fill(self, box: Box, ink: Ink = Ink.BLACK) -> None:
        left, top = max(0, box[0]), max(0, box[1])
        width = min(box[0] + box[2], self.image.width) - left
        height = min(box[1] + box[3], self.image.height) - top
        if width > 0 and height > 0:
            self.put(left, top, Image.new("1", (width, height), 1), ink)

    def frame(self, box: Box, thickness: int, ink: Ink = Ink.BLACK) -> None:
        """Four sides drawn inwards of the box; a frame too thick to leave a middle is a filled box."""
        x, y, width, height = box
        if 2 * thickness >= min(width, height):
            self.fill(box, ink)
            return
        self.fill((x, y, width, thickness), ink)
        self.fill((x, y + height - thickness, width, thickness), ink)
        self.fill((x, y + thickness, thickness, height - 2 * thickness), ink)
        self.fill((x + width - thickness, y + thickness, thickness, height - 2 * thickness), ink)

    def polygon(self, corners: list[tuple[int, int]], ink: Ink = Ink.BLACK) -> None:
        mask = Image.new("1", self.image.size)
        ImageDraw.Draw(mask).polygon(corners, fill=1)
        self.put(0, 0, mask, ink)

    def code(self, kind: str, content: bytes, x: int, y: int, mask: Image.Image, turn: int = 0) -> None:
        """`x`, `y`: the upper left corner of the turned mask."""
        self.code_at(kind, content, (x, y, mask.width, mask.height), turn)
        self.put(x, y, mask)

    def code_at(self, kind: str, content: bytes, box: Box, turn: int) -> None:
        """Note a code whose dots are put down otherwise."""
        self.codes.append(PrintedCode(kind, content, box, turn))

    def label(self, setup: Setup) -> Label:
        """The label as it stands now; drawing may go on."""
        return Label(image=bitmap(self.image), codes=tuple(self.codes), texts=tuple(self.texts), setup=setup)


def bitmap(image: Image.Image) -> Bitmap:
    """A picture of mode "1", set dots black."""
    return Bitmap(image.width, image.height, image.tobytes())


def picture(label: Label) -> Image.Image:
    """Black on white, mode "L", as a scanner sees it."""
    dots = label.image
    return Image.frombytes("1", (dots.width, dots.height), dots.data, "raw", "1;I").convert("L")


def packed(width: int, height: int, data: bytes, *, black: int = 1) -> Image.Image:
    """Rows of whole bytes, leftmost dot in the highest bit; `black` says which bit is a dot."""
    return Image.frombytes("1", (width, height), data, "raw", "1" if black else "1;I")


def with_cut(label: Label) -> Label:
    return replace(label, cut=True)
