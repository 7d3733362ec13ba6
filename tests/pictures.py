"""Pictures to print, made here."""

import io

from PIL import Image, ImageDraw


def _logo() -> Image.Image:
    picture = Image.new("RGBA", (115, 115), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((5, 5, 110, 110), fill=(20, 60, 160, 255))
    draw.line((30, 60, 52, 85, 88, 32), fill=(255, 255, 255, 255), width=12)
    return picture


def encode(picture: Image.Image, format: str) -> bytes:  # noqa: A002
    data = io.BytesIO()
    picture.save(data, format)
    return data.getvalue()


LOGO = _logo()
LOGO_PNG = encode(LOGO, "PNG")
