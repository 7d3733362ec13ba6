"""ESC/POS commands that say their own length: pictures, native codes, cuts, tab stops."""

from collections.abc import Callable

from PIL import Image

from tests.escpos_codes import Rejected, draw_datamatrix, draw_pdf417, draw_qr, linear
from tests.escpos_printer import Printer
from tests.escpos_reader import Reader, Truncated, between, choice, one_of


def _tabs(reader: Reader, printer: Printer) -> None:
    """ESC D n1 … nk NUL."""
    printer.set_tabs(reader.until_nul())


def _columns(reader: Reader, printer: Printer) -> None:
    """ESC * m nL nH d…: columns of 8 or 24 dots, the top dot in the highest bit of a column's first byte."""
    mode, count = reader.byte(), reader.word()
    data = reader.take(count * (3 if mode in (32, 33) else 1))
    one_of(mode, 0, 1, 32, 33)
    tall = 24 if mode >= 32 else 8
    turned = Image.frombytes("1", (tall, count), data).convert("L").transpose(Image.Transpose.TRANSPOSE)
    size = (count * (1 if mode in (1, 33) else 2), tall * (1 if tall == 24 else 3))
    printer.picture(turned.resize(size, Image.Resampling.NEAREST))


def _raster(reader: Reader, printer: Printer) -> None:
    """GS v 0 m xL xH yL yH d…: x bytes a row, y rows; m bit 0 doubles the width, bit 1 the height."""
    one_of(reader.byte(), 48)
    mode, across, down = reader.byte(), reader.word(), reader.word()
    data = reader.take(across * down)
    between(across * down, 1, 1 << 30)
    printer.block(_bits(data, across * 8, down, 1 + (choice(mode, 3) & 1), 1 + (choice(mode, 3) >> 1)))


def _bits(data: bytes, width: int, height: int, wide: int, tall: int) -> Image.Image:
    picture = Image.frombytes("1", (width, height), data).convert("L")
    return picture.resize((width * wide, height * tall), Image.Resampling.NEAREST)


def _bars(reader: Reader, printer: Printer) -> None:
    """GS k m d… NUL (m 0..6) or GS k m n d1 … dn (m 65..73)."""
    system = reader.byte()
    data = reader.take(reader.byte()) if system >= 65 else reader.until_nul() if system <= 6 else b""
    printer.barcode(linear(system - 65 if 65 <= system <= 71 else system, data))


def _cut(reader: Reader, printer: Printer) -> None:
    """GS V m, or GS V m n: feed to the knife and n dots more, then cut."""
    mode = reader.byte()
    feed = reader.byte() if one_of(mode, 0, 48, 1, 49, 65, 66) >= 4 else 0
    printer.need_empty_line()
    printer.roll.feed(feed)
    printer.roll.cut("full" if mode in (0, 48, 65) else "partial", to_knife=mode >= 65)


def _realtime(reader: Reader, printer: Printer) -> None:
    """DLE DC4 1 m t: pulse on pin 2 (m 0) or 5 (m 1), t tenths of a second."""
    one_of(reader.byte(), 1)
    pin, tenths = reader.byte(), reader.byte()
    printer.pulses.append(((2, 5)[one_of(pin, 0, 1)], 100 * between(tenths, 1, 8), 100 * tenths))


def _group(reader: Reader, printer: Printer) -> None:
    """GS ( c pL pH …"""
    group, body = reader.byte(), reader.take(reader.word())
    if group == ord("k"):
        _symbol(printer, Reader(body))
    elif group == ord("L"):
        _graphics(printer, body)
    else:
        raise Rejected(f"GS ( {chr(group)}")


def _long_graphics(reader: Reader, printer: Printer) -> None:
    """GS 8 L p1 p2 p3 p4 …: as GS ( L with a length of four bytes."""
    one_of(reader.byte(), ord("L"))
    _graphics(printer, reader.take(int.from_bytes(reader.take(4), "little")))


def _graphics(printer: Printer, body: bytes) -> None:
    """fn 112: m fn a bx by c xL xH yL yH d… stores a picture; fn 2 or 50 prints it."""
    if len(body) == 2 and body[1] in (2, 50):
        if printer.modes.graphics is None:
            raise Rejected("no picture is stored")
        printer.block(printer.modes.graphics)
        printer.modes.graphics = None
        return
    if len(body) < 10 or body[:3] != b"0p0" or body[5] != 49:
        raise Rejected("GS ( L")
    wide, tall = between(body[3], 1, 2), between(body[4], 1, 2)
    across, down = int.from_bytes(body[6:8], "little"), int.from_bytes(body[8:10], "little")
    if not across or not down or len(body) - 10 != (across + 7) // 8 * down:
        raise Rejected("size of the picture")
    printer.modes.graphics = _bits(body[10:], across, down, wide, tall)


def _symbol(printer: Printer, body: Reader) -> None:
    """GS ( k: cn fn …; fn 80 stores data, fn 81 prints it, the others set modes. The body must be used up."""
    try:
        kind, function = body.byte(), body.byte()
        if function == 80:
            one_of(kind, *SYMBOLS)
            one_of(body.byte(), 48)
            printer.modes.symbols[kind] = body.take(len(body.data) - body.at)
        elif function == 81:
            one_of(body.byte(), 48)
            SYMBOLS[kind](printer, printer.modes.symbols[kind])
        else:
            SETTINGS[kind, function](printer, body)
    except (Truncated, KeyError) as error:
        raise Rejected("GS ( k") from error
    if body.at != len(body.data):
        raise Rejected("GS ( k is longer than its function")


def _print_pdf417(printer: Printer, data: bytes) -> None:
    modes = printer.modes
    mask = draw_pdf417(
        data,
        columns=modes.pdf_columns,
        rows=modes.pdf_rows,
        level=modes.pdf_level,
        module=modes.pdf_module,
        row_height=modes.pdf_row_height,
        truncated=modes.pdf_truncated,
        room=printer.room,
    )
    printer.symbol("PDF417", _scanned(data), mask)


def _print_qr(printer: Printer, data: bytes) -> None:
    printer.symbol("QR", _scanned(data), draw_qr(data, printer.modes.qr_level, printer.modes.qr_module))


def _print_datamatrix(printer: Printer, data: bytes) -> None:
    printer.symbol("DATAMATRIX", _scanned(data), draw_datamatrix(data, printer.modes.matrix_module))


def _scanned(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _qr_model(_printer: Printer, body: Reader) -> None:
    """Model 2 is what is printed for model 1 too; a reader sees no difference."""
    one_of(body.byte(), 49, 50)
    one_of(body.byte(), 0)


def _qr_module(printer: Printer, body: Reader) -> None:
    printer.modes.qr_module = between(body.byte(), 1, 16)


def _qr_level(printer: Printer, body: Reader) -> None:
    printer.modes.qr_level = one_of(body.byte(), 48, 49, 50, 51)


def _pdf_columns(printer: Printer, body: Reader) -> None:
    printer.modes.pdf_columns = between(body.byte(), 0, 30)


def _pdf_rows(printer: Printer, body: Reader) -> None:
    rows = body.byte()
    printer.modes.pdf_rows = rows and between(rows, 3, 90)


def _pdf_module(printer: Printer, body: Reader) -> None:
    printer.modes.pdf_module = between(body.byte(), 2, 8)


def _pdf_row_height(printer: Printer, body: Reader) -> None:
    printer.modes.pdf_row_height = between(body.byte(), 2, 8)


def _pdf_level(printer: Printer, body: Reader) -> None:
    """m 48: level n - 48; m 49: n tenths of the data are added, here left to zint."""
    by_ratio = one_of(body.byte(), 48, 49)
    n = body.byte()
    printer.modes.pdf_level = -1 if by_ratio and between(n, 1, 40) else between(n, 48, 56) - 48


def _pdf_options(printer: Printer, body: Reader) -> None:
    printer.modes.pdf_truncated = bool(one_of(body.byte(), 0, 1))


def _matrix_type(_printer: Printer, body: Reader) -> None:
    """m d1 d2: only the square that the printer sizes by itself is drawn here."""
    one_of(body.byte(), 0, 48)
    one_of(body.byte(), 0)
    one_of(body.byte(), 0)


def _matrix_module(printer: Printer, body: Reader) -> None:
    printer.modes.matrix_module = between(body.byte(), 2, 16)


SYMBOLS: dict[int, Callable[[Printer, bytes], None]] = {48: _print_pdf417, 49: _print_qr, 54: _print_datamatrix}
SETTINGS: dict[tuple[int, int], Callable[[Printer, Reader], None]] = {
    (48, 65): _pdf_columns,
    (48, 66): _pdf_rows,
    (48, 67): _pdf_module,
    (48, 68): _pdf_row_height,
    (48, 69): _pdf_level,
    (48, 70): _pdf_options,
    (49, 65): _qr_model,
    (49, 67): _qr_module,
    (49, 69): _qr_level,
    (54, 66): _matrix_type,
    (54, 67): _matrix_module,
}
LONG: dict[bytes, Callable[[Reader, Printer], None]] = {
    b"\x10\x14": _realtime,
    b"\x1b*": _columns,
    b"\x1bD": _tabs,
    b"\x1d(": _group,
    b"\x1d8": _long_graphics,
    b"\x1dV": _cut,
    b"\x1dk": _bars,
    b"\x1dv": _raster,
}
