"""Labels on a receipt printer: each one a picture, cut off after it."""

from collections.abc import Iterator

from drivers.errors import NotSupported, RequestRefused
from drivers.escpos import images
from drivers.escpos.encoder import Encoder, Piece
from drivers.escpos.printer import Printer
from drivers.model.command import PrintLabels
from drivers.printing import label, raster_sheet
from drivers.printing.bitmap import Bitmap


def check(command: PrintLabels, printer: Printer) -> None:
    """Everything that could be refused later. Raises RequestRefused, NotSupported."""
    if printer.graphics == "none" or images.coarse(printer):
        raise NotSupported("Этот принтер не печатает этикеток: он не чертит мелкого. Выберите другой принтер.")
    width = label.size_of(command.template, printer.dpi).width
    if width > printer.dots:
        raise RequestRefused(
            f"Этикетка «{command.template.name}» шире бумаги: {width} точек, а принтер печатает {printer.dots}. "
            "Возьмите шаблон уже или принтер с бумагой шире."
        )
    label.sheets(command, printer.dpi)
    label.check(command.template, command.fields, printer.dpi)


def drawn(command: PrintLabels, printer: Printer) -> Iterator[Bitmap]:
    """From the batch's `first` on, each drawn when it is asked for; copies are drawn once."""
    last, bitmap = None, None
    for sheet in label.sheets(command, printer.dpi):
        if bitmap is None or sheet is not last:
            last, bitmap = sheet, raster_sheet.draw(sheet)
        yield bitmap


def pieces(command: PrintLabels, printer: Printer, encoder: Encoder) -> Iterator[Piece]:
    return (encoder.label(bitmap) for bitmap in drawn(command, printer))
