"""Picture files made on the spot."""

import io

from PIL import Image, ImageDraw


def file(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def logo(width: int = 228, height: int = 158) -> Image.Image:
    """A black frame with a smoothed disc in it."""
    big = Image.new("L", (width * 4, height * 4), 255)
    pen = ImageDraw.Draw(big)
    pen.rectangle((0, 0, width * 4 - 1, height * 4 - 1), outline=0, width=16)
    pen.ellipse((width, height, width * 3, height * 3), fill=0)
    return big.resize((width, height), Image.Resampling.LANCZOS)


def gradient(width: int = 256, height: int = 64) -> Image.Image:
    """From black at the left to white at the right."""
    return Image.linear_gradient("L").rotate(90).resize((width, height))
