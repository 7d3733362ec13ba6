"""The receipt that everybody encodes: 60 rows with a logo, EAN13, PDF417 and QR, other numbers on every receipt."""

import io
import random
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw

from drivers.model.document import BarcodeLine, Line, PictureLine, Symbology, TextLine
from drivers.printing.barcodes import check_digit

LOGO = (384, 120)  # dots
_GOODS = (
    "Чай чёрный листовой 100 г",
    "Хлеб пшеничный формовой 500 г",
    "Молоко пастеризованное 3,2 % 930 мл",
    "Сыр полутвёрдый весовой",
    "Яблоки сезонные весовые",
    "Вода питьевая негазированная 5 л",
    "Масло сливочное 82,5 % 180 г",
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """`texts`: 56 rows of at most 48 characters, ready broken and aligned; with the logo and three codes 60 rows."""

    texts: tuple[str, ...]
    ean13: str
    pdf417: str
    qr: str


def receipt(number: int) -> Receipt:
    """The same number gives the same receipt."""
    numbers = random.Random(number)
    rows = ['ООО "Ромашка"'.center(48).rstrip(), f"Чек № {number}", "-" * 48]
    for place in range(25):
        price = numbers.randrange(100, 99_999)
        rows.append(f"{place + 1}. {_GOODS[place % len(_GOODS)]}")
        rows.append(f"{numbers.randrange(1, 9)} x {price / 100:.2f}".ljust(36) + f"{price / 100:.2f}".rjust(12))
    rows += [
        "-" * 48,
        "ИТОГ".ljust(36) + f"{numbers.randrange(10_000, 999_999) / 100:.2f}".rjust(12),
        "Спасибо за покупку",
    ]
    digits = f"460{number % 10**9:09d}"
    sign = numbers.randrange(10**9)
    return Receipt(
        texts=tuple(rows),
        ean13=digits + check_digit(digits),
        pdf417=f"12345DFG Proba pera {number:09d} {sign}",
        qr=f"t=20261122T0714&s={number % 9999}.50&fn=9999078900000001&i={number}&fp={sign}&n=1",
    )


def lines(given: Receipt) -> tuple[Line, ...]:
    """The receipt as our drivers take it."""
    return (
        PictureLine(logo()),
        *map(TextLine, given.texts),
        BarcodeLine(Symbology.EAN13, given.ean13),
        BarcodeLine(Symbology.PDF417, given.pdf417),
        BarcodeLine(Symbology.QR, given.qr),
    )


@cache
def logo() -> bytes:
    """A PNG of line art, two colours."""
    picture = Image.new("1", LOGO, 1)
    pen = ImageDraw.Draw(picture)
    for ring in range(12, 60, 8):
        pen.ellipse((192 - 3 * ring, 60 - ring, 192 + 3 * ring, 60 + ring), outline=0, width=3)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
