"""What is printed: rows of `nonFiscal`, and those between, before and after the rows of a receipt.

Source: spec/atol-web.md 4, "Other items". How `pixels` is filled is inferred from W3 (as many elements as the picture
has dots): one byte a dot, 1 = black.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from drivers.atol_web.tasks.task import Content, Task, nothing
from drivers.model.document import Symbology
from drivers.printing.bitmap import Bitmap
from drivers.registers.request import Effect

Alignment = Literal["left", "center", "right"]

BARCODES: Mapping[Symbology, str] = {
    Symbology.EAN8: "EAN8",
    Symbology.EAN13: "EAN13",
    Symbology.UPCA: "UPCA",
    Symbology.ITF14: "ITF14",
    Symbology.CODE39: "CODE39",
    Symbology.CODE93: "CODE93",
    Symbology.CODE128: "CODE128",
    Symbology.GS1_128: "GS1_128",
    Symbology.QR: "QR",
    Symbology.PDF417: "PDF417",
}
"""Those that the web server draws; the others are sent as pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Content):
    type: str = "text"
    text: str
    alignment: Alignment = "left"
    wrap: Literal["none", "chars", "words"] = "none"
    font: int | None = None  # None: the register's own
    double_width: bool = False
    double_height: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Barcode(Content):
    type: str = "barcode"
    barcode: str
    barcode_type: str
    alignment: Alignment = "center"
    scale: int | None = None
    height: int | None = None
    print_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pixels(Content):
    type: str = "pixels"
    pixels: str  # base64
    width: int  # dots
    alignment: Alignment = "center"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute(Content):
    """1192, or with a name 1084: rows of a receipt that the ФН records. Source: W3."""

    type: Literal["additionalAttribute", "userAttribute"]
    name: str = ""
    value: str
    print: bool = True


Row = Text | Barcode | Pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class NonFiscal(Content):
    type: str = "nonFiscal"
    items: tuple[Row, ...]


def pixels(picture: Bitmap) -> Pixels:
    dots = b"".join(_dots(picture.rows(row, 1), picture.width) for row in range(picture.height))
    return Pixels(pixels=base64.b64encode(dots).decode("ascii"), width=picture.width)


def _dots(row: bytes, width: int) -> bytes:
    return bytes(row[x // 8] >> (7 - x % 8) & 1 for x in range(width))


def non_fiscal(rows: Sequence[Row]) -> Task[None]:
    """One plain document: all its rows, or, after an error, nobody knows how many."""
    return Task(content=NonFiscal(items=tuple(rows)), read=nothing, effect=Effect.PAPER)
