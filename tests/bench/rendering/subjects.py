"""What of ours is measured: a receipt to bytes and to a picture, a label to bytes and to a picture."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drivers.escpos.composer import compose
from drivers.escpos.encoder import Encoder
from drivers.escpos.options import EscPosOptions, printer_of
from drivers.escpos.profile import load
from drivers.labels.zpl import Zpl, ZplOptions
from drivers.printing import label, preview, raster, raster_sheet
from drivers.printing.layout import lay_out
from drivers.printing.page import Cut, Page, Paper
from kkmserver.templates import Templates
from tests.bench.rendering.document import Receipt, lines

Work = Callable[[Receipt], bytes]
_TEMPLATES = Path(__file__).parents[3] / "config" / "templates"


@dataclass(frozen=True, slots=True)
class Subject:
    """`aim`: milliseconds, where one is set. `beside`: the name of its baseline."""

    name: str
    work: Work
    aim: float | None = None
    beside: str = ""


def receipt_to_escpos(barcodes: str) -> Work:
    """`barcodes`: "auto" = the printer's own, "raster" = all drawn by us."""
    options = EscPosOptions("tcp://127.0.0.1:9100", barcodes=barcodes)  # type: ignore[arg-type]
    printer = printer_of(load(options.profile), options)
    encoder = Encoder(printer)

    def encode(receipt: Receipt) -> bytes:
        composed = compose(lines(receipt), printer)
        return encoder.start + b"".join(piece.data for piece in encoder.pieces((*composed.blocks, Cut())))

    return encode


def receipt_to_png(receipt: Receipt) -> bytes:
    paper = Paper()
    return preview.png(raster.draw(Page(paper, (*lay_out(lines(receipt), paper), Cut()))))


def label_to_zpl() -> Work:
    """A price label of 58x40 mm at 203 dpi, from its fields to ZPL."""
    template, language = Templates(_TEMPLATES).get("price"), Zpl(ZplOptions("tcp://127.0.0.1:9100"))
    return lambda receipt: language.label(label.lay_out(template, fields(receipt), 203), 1)


def label_to_png() -> Work:
    template = Templates(_TEMPLATES).get("price")
    return lambda receipt: preview.png(raster_sheet.draw(label.lay_out(template, fields(receipt), 203)))


def fields(receipt: Receipt) -> dict[str, str]:
    """Other words, price and code for every receipt."""
    return {
        "name": f"{receipt.texts[3].partition(' ')[2]} {receipt.texts[1]}",
        "price": receipt.texts[4][-8:].strip(),
        "barcode": receipt.ean13,
        "today": date(2026, 11, 22).isoformat(),
    }
