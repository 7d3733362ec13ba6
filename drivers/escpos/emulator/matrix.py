"""GS ( k: two-dimensional codes. cn 48 PDF417, 49 QR, 53 Aztec, 54 DataMatrix.

Source: Epson's reference, GS ( k functions 065-081, 165-181, 566-581 (Aztec) and 666-681 (DataMatrix). The codes are
drawn by zint, whose choice of mask or compaction may differ from the printer's; a reader sees no difference.
"""

from collections.abc import Callable, Mapping

from PIL import Image

from drivers.escpos.emulator.printer import Printer
from drivers.escpos.emulator.reader import Reader, Rejected, Truncated, between, choice, one_of
from drivers.escpos.emulator.zint_patterns import modules

_SQUARE = 100  # zint, option_3 of DataMatrix


def symbol(printer: Printer, body: Reader) -> None:
    """cn fn …; fn 80 stores data, fn 81 prints it, the others set modes. The body must be used up."""
    try:
        kind, function = body.byte(), body.byte()
        if function == 80:
            one_of(kind, *_PRINT)
            one_of(body.byte(), 48)
            printer.modes.symbols[kind] = body.take(body.left)
        elif function == 81:
            one_of(body.byte(), 48)
            _PRINT[kind](printer, printer.modes.symbols[kind])
        else:
            _SET[kind, function](printer, body)
    except (Truncated, KeyError) as error:
        raise Rejected("GS ( k") from error
    if body.left:
        raise Rejected("GS ( k is longer than its function")


def _print_pdf417(printer: Printer, data: bytes) -> None:
    modes = printer.modes
    name = "PDF417COMP" if modes.pdf_truncated else "PDF417"
    drawn = modules(name, data, options=(modes.pdf_level, modes.pdf_columns, modes.pdf_rows))
    widest = (printer.room // modes.pdf_module - (35 if modes.pdf_truncated else 69)) // 17
    if modes.pdf_columns == 0 and len(drawn[0]) * modes.pdf_module > printer.room and widest >= 1:
        drawn = modules(name, data, options=(modes.pdf_level, min(widest, 30), modes.pdf_rows))
    mask = _blow_up(drawn, modes.pdf_module, modes.pdf_module * modes.pdf_row_height)
    printer.symbol("PDF417", _scanned(data), mask)


def _print_qr(printer: Printer, data: bytes) -> None:
    drawn = modules("QRCODE", data, options=(printer.modes.qr_level + 1, None, None))
    printer.symbol("QR", _scanned(data), _blow_up(drawn, printer.modes.qr_module, printer.modes.qr_module))


def _print_aztec(printer: Printer, data: bytes) -> None:
    """zint numbers the sizes: 1..4 compact, 5..36 full-range ones of 1..32 layers; percent are its levels 10..50."""
    modes = printer.modes
    layers = modes.aztec_layers + (0 if modes.aztec_compact else 4) if modes.aztec_layers else 0
    level = 1 + sum(modes.aztec_correction > limit for limit in (16, 29, 43))
    drawn = modules("AZTEC", data, options=(None if layers else level, layers or None, None))
    printer.symbol("AZTEC", _scanned(data), _blow_up(drawn, modes.aztec_module, modes.aztec_module))


def _print_datamatrix(printer: Printer, data: bytes) -> None:
    shape = _SQUARE if printer.modes.matrix_square else None
    drawn = modules("DATAMATRIX", data, options=(None, None, shape))
    size = printer.modes.matrix_module
    printer.symbol("DATAMATRIX", _scanned(data), _blow_up(drawn, size, size))


def _scanned(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _blow_up(drawn: list[bytes], x: int, y: int) -> Image.Image:
    small = Image.frombytes("L", (len(drawn[0]), len(drawn)), b"".join(drawn))
    return small.resize((small.width * x, small.height * y), Image.Resampling.NEAREST)


def _number(name: str, low: int, high: int) -> Callable[[Printer, Reader], None]:
    def action(printer: Printer, body: Reader) -> None:
        setattr(printer.modes, name, between(body.byte(), low, high))

    return action


def _qr_model(_printer: Printer, body: Reader) -> None:
    """Model 2 is what is printed for model 1 too; a reader sees no difference. Micro QR is not drawn."""
    one_of(body.byte(), 49, 50)
    one_of(body.byte(), 0)


def _qr_level(printer: Printer, body: Reader) -> None:
    printer.modes.qr_level = one_of(body.byte(), 48, 49, 50, 51)


def _pdf_rows(printer: Printer, body: Reader) -> None:
    rows = body.byte()
    printer.modes.pdf_rows = rows and between(rows, 3, 90)


def _pdf_level(printer: Printer, body: Reader) -> None:
    """m 48: level n - 48; m 49: n tenths of the data are added, here left to zint."""
    by_ratio = one_of(body.byte(), 48, 49)
    n = body.byte()
    printer.modes.pdf_level = -1 if by_ratio and between(n, 1, 40) else between(n, 48, 56) - 48


def _pdf_options(printer: Printer, body: Reader) -> None:
    printer.modes.pdf_truncated = bool(one_of(body.byte(), 0, 1))


def _aztec_size(printer: Printer, body: Reader) -> None:
    """n1: 0 full range, 1 compact; n2: layers, 0 = as the data need."""
    compact, layers = bool(choice(body.byte(), 1)), body.byte()
    printer.modes.aztec_compact = compact
    printer.modes.aztec_layers = layers and (between(layers, 1, 4) if compact else between(layers, 4, 32))


def _matrix_type(printer: Printer, body: Reader) -> None:
    """m d1 d2: m 0 square, 1 rectangle; only sizes that the printer chooses by itself (d 0) are drawn here."""
    square = choice(body.byte(), 1) == 0
    one_of(body.byte(), 0)
    one_of(body.byte(), 0)
    printer.modes.matrix_square = square


_PRINT: Mapping[int, Callable[[Printer, bytes], None]] = {
    48: _print_pdf417,
    49: _print_qr,
    53: _print_aztec,
    54: _print_datamatrix,
}
_SET: Mapping[tuple[int, int], Callable[[Printer, Reader], None]] = {
    (48, 65): _number("pdf_columns", 0, 30),
    (48, 66): _pdf_rows,
    (48, 67): _number("pdf_module", 2, 8),
    (48, 68): _number("pdf_row_height", 2, 8),
    (48, 69): _pdf_level,
    (48, 70): _pdf_options,
    (49, 65): _qr_model,
    (49, 67): _number("qr_module", 1, 16),
    (49, 69): _qr_level,
    (53, 66): _aztec_size,
    (53, 67): _number("aztec_module", 2, 16),
    (53, 69): _number("aztec_correction", 5, 95),
    (54, 66): _matrix_type,
    (54, 67): _number("matrix_module", 2, 16),
}
