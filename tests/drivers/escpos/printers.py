"""Drivers and encoders for the tests: real options, real transports, a folder of their own."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from drivers.escpos.composer import Composed, compose
from drivers.escpos.driver import EscPosPrinter
from drivers.escpos.encoder import Encoder, Printed
from drivers.escpos.graphics_commands import raster
from drivers.escpos.options import EscPosOptions, printer_of
from drivers.escpos.printer import Printer
from drivers.escpos.profile import load
from drivers.model.document import Line
from drivers.ports import DeviceContext, Transport
from drivers.printing.bitmap import Bitmap
from drivers.printing.canvas import paste
from drivers.printing.page import Cut
from drivers.transports.connection import open_transport
from drivers.transports.wire import Wire
from tests.clock import FakeClock

START = bytes.fromhex("1b40 1c2e 1b5200 1b7411 1b32")  # ESC @, FS ., ESC R 0, ESC t 17, ESC 2
CUT = bytes.fromhex("1d564218")  # GS V 66 24


def printer_with(**options: Any) -> Printer:
    chosen = EscPosOptions("tcp://127.0.0.1:9100", **options)
    return printer_of(load(chosen.profile), chosen)


def encoder(**options: Any) -> Encoder:
    return Encoder(printer_with(**options))


def composed(lines: Sequence[Line], **options: Any) -> Composed:
    return compose(lines, printer_with(**options))


def pieces(blocks: Iterable[Printed], **options: Any) -> bytes:
    """What of a job is not its beginning."""
    return b"".join(piece.data for piece in encoder(**options).pieces(blocks))


def document(lines: Sequence[Line], **options: Any) -> bytes:
    """A whole job of one copy, as a printer gets it that says nothing."""
    return encoder(**options).start + pieces((*composed(lines, **options).blocks, Cut()), **options)


def drawn(bitmap: Bitmap) -> bytes:
    """A picture in the middle of the paper: amid the whole bytes of a raster, which the printer centres."""
    amid = paste([(bitmap, (8 * bitmap.stride - bitmap.width) // 2, 0)], 8 * bitmap.stride, bitmap.height)
    return b"\x1ba\x01" + raster(amid) + b"\x1ba\x00"


def printer(
    connection: str,
    *,
    home: Path = Path("unused"),
    data: Path = Path("unused"),
    wire: Wire | None = None,
    **options: Any,
) -> EscPosPrinter:
    def tapped(text: str) -> Transport:
        return wire.tapped(open_transport(text)) if wire else open_transport(text)

    context = DeviceContext(2, "Чековый", data, FakeClock(), tapped, home)
    return EscPosPrinter(context, EscPosOptions(connection, **options))
