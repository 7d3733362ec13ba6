"""The roll of paper: dots, rows of text, codes; cut into pieces."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from PIL import Image, ImageDraw

from drivers.escpos.emulator.glyphs import Style

SIDES = 32  # dots of paper that no head reaches: 80 mm of paper carry 72 mm of print


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of text on the paper. `text` has blanks for the space before and between; none trail."""

    text: str
    style: Style  # of the first character
    mixed: bool  # more than one style in the row
    wrapped: bool  # the printer broke the line by itself because the next character did not fit
    y: int


@dataclass(frozen=True, slots=True)
class Cut:
    """`blank` is the white paper between the last dot printed and the head, the command's own feed included.

    `to_knife`: the printer first feeds the print past its knife by itself (GS V 65/66).
    """

    kind: str  # "full" or "partial"
    y: int
    blank: int
    to_knife: bool


@dataclass(slots=True)
class Piece:
    """Paper from one cut to the next; `y` counts from the beginning of the roll. `bottom` -1: still in the printer."""

    number: int
    top: int
    bottom: int = -1
    inked: int = -1  # the lowest dot printed so far
    rows: list[PrintedRow] = field(default_factory=list)
    barcodes: list[tuple[str, str]] = field(default_factory=list)  # kind, what a scanner reads
    marks: list[tuple[int, int, Image.Image]] = field(default_factory=list)

    @property
    def printed(self) -> bool:
        return bool(self.marks or self.rows)


class Roll:
    """Grows downwards; `y` is where the head stands. The oldest pieces are forgotten beyond `keep`."""

    def __init__(self, dots: int, keep: int | None = None) -> None:
        self.dots, self.y = dots, 0
        self.cuts: deque[Cut] = deque(maxlen=keep)
        self.pieces: deque[Piece] = deque([Piece(1, 0)], maxlen=keep)

    @property
    def piece(self) -> Piece:
        """The one in the printer."""
        return self.pieces[-1]

    @property
    def rows(self) -> list[PrintedRow]:
        return [row for piece in self.pieces for row in piece.rows]

    @property
    def barcodes(self) -> list[tuple[str, str]]:
        return [code for piece in self.pieces for code in piece.barcodes]

    def ink(self, x: int, y: int, mask: Image.Image) -> None:
        """Put dots on the paper; what lies outside the head's reach is lost."""
        box = mask.getbbox()
        if box is not None:
            self.piece.marks.append((x, y, mask))
            self.piece.inked = max(self.piece.inked, y + box[3])

    def feed(self, dots: int) -> None:
        self.y += dots

    def cut(self, kind: str, *, to_knife: bool) -> None:
        self.cuts.append(Cut(kind, self.y, self.y - max(self.piece.inked, self.piece.top, 0), to_knife))
        self.tear()

    def tear(self) -> None:
        """The piece ends here."""
        self.piece.bottom = self.y
        self.pieces.append(Piece(self.piece.number + 1, self.y))

    def image(self) -> Image.Image:
        """The whole roll, black on white, with the unprintable `SIDES` all around; a dashed line is a cut."""
        top, bottom = self.pieces[0].top, max(self.y, *(piece.inked for piece in self.pieces))
        paper = self._draw(self.pieces, top, bottom)
        pen = ImageDraw.Draw(paper)
        for cut in self.cuts:
            for x in range(0, SIDES, 8):
                pen.line((x, cut.y - top + SIDES, x + 3, cut.y - top + SIDES), fill=0)
        return paper

    def piece_image(self, piece: Piece) -> Image.Image:
        """One piece, with `SIDES` all around."""
        bottom = max(piece.bottom if piece.bottom >= 0 else self.y, piece.inked)
        return self._draw([piece], piece.top, bottom)

    def _draw(self, pieces: Iterable[Piece], top: int, bottom: int) -> Image.Image:
        sheet = Image.new("L", (self.dots, max(bottom - top, 1)), 255)
        for x, y, mask in _marks(pieces):
            sheet.paste(0, (x, y - top), mask)
        paper = Image.new("L", (sheet.width + 2 * SIDES, sheet.height + 2 * SIDES), 255)
        paper.paste(sheet, (SIDES, SIDES))
        return paper


def _marks(pieces: Iterable[Piece]) -> Iterator[tuple[int, int, Image.Image]]:
    return (mark for piece in pieces for mark in piece.marks)
