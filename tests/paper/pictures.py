"""Pictures of every kind."""

from PIL import Image, ImageDraw

from drivers.model.document import PictureLine
from tests.drivers.printing.images import file, gradient, logo
from tests.paper.document import document


def _tall() -> Image.Image:
    """A wedge 1100 dots high: many bands of any printer."""
    picture = Image.new("1", (96, 1100), 1)
    ImageDraw.Draw(picture).polygon([(0, 0), (95, 1099), (0, 1099)], fill=0)
    return picture


def _signed() -> Image.Image:
    """A stroke on nothing: what is transparent is white."""
    picture = Image.new("RGBA", (120, 60), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line((5, 55, 60, 5, 115, 55), fill=(10, 10, 80, 255), width=6)
    return picture


PICTURES = (
    document("logo", PictureLine(file(logo())), ">#0#<под логотипом"),
    document("photo", PictureLine(file(gradient())), "под фотографией"),
    document("wide_picture", PictureLine(file(logo(1200, 200), "JPEG")), "уменьшена"),
    document("tall_picture", PictureLine(file(_tall())), "под высокой"),
    document("one_dot", PictureLine(file(Image.new("1", (1, 1)))), "под точкой"),
    document("signature", PictureLine(file(_signed())), "подпись"),
    document(
        "formats",
        *(
            PictureLine(file(logo(80, 40).convert(mode), kind))
            for mode, kind in (("1", "BMP"), ("P", "GIF"), ("L", "PNG"))
        ),
    ),
)
