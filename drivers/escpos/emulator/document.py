"""A piece of paper that came out of the printer."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from PIL import Image

from drivers.escpos.emulator.head import Head
from drivers.escpos.emulator.roll import SIDES, Piece, Roll
from drivers.printing.bitmap import Bitmap


@dataclass(frozen=True, slots=True)
class Document:
    """Paper between two cuts, or to where it was torn off. Drawn only when asked."""

    number: int
    time: datetime
    head: Head
    roll: Roll
    piece: Piece

    @property
    def barcodes(self) -> list[tuple[str, str]]:
        """Codes the printer drew by itself: kind, what a scanner reads."""
        return self.piece.barcodes

    @property
    def rows(self) -> list[str]:
        return [row.text for row in self.piece.rows]

    def text(self) -> str:
        return "".join(row + "\n" for row in self.rows)

    def image(self) -> Image.Image:
        """8-bit grey, a pixel a unit of the head, white sides as paper has them."""
        return self.roll.piece_image(self.piece)

    def bitmap(self) -> Bitmap:
        """The dots alone, without the sides that no head reaches."""
        image = self.image()
        dots = image.crop((SIDES, SIDES, image.width - SIDES, image.height - SIDES))
        data = dots.point(lambda level: 255 - level).convert("1", dither=Image.Dither.NONE).tobytes()
        return Bitmap(dots.width, dots.height, data)

    def png(self) -> bytes:
        """In true proportions, whatever the shape of the head's dots."""
        image, (across, down) = self.image(), self.head.dpi
        if across == down:
            shown = image.convert("1", dither=Image.Dither.NONE)
        else:
            shown = image.resize((image.width, image.height * across // down), Image.Resampling.BILINEAR)
        file = BytesIO()
        shown.save(file, "PNG", compress_level=1)
        return file.getvalue()
