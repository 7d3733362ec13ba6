"""Pictures: ESC *, GS v 0, FS q, and the stores of GS ( L. Source: Epson's reference."""

from collections.abc import Callable, Mapping

from PIL import Image

from drivers.escpos.emulator import answers
from drivers.escpos.emulator.head import ColumnMode
from drivers.escpos.emulator.printer import Printer
from drivers.escpos.emulator.reader import Reader, Rejected, Truncated, between, choice, one_of

_LIST_STORED, _LIST_DOWNLOADED = 0x72, 0x73


def columns(reader: Reader, printer: Printer) -> None:
    """ESC * m nL nH d…: columns of 8 or 24 dots, the top dot in the highest bit of a column's first byte.

    A mode the head lacks: m is forgotten, what follows is text.
    """
    mode = printer.head.columns.get(reader.byte())
    if mode is None:
        raise Rejected("ESC * mode")
    count = between(reader.word(), 1, 1023)
    data = reader.take(count * mode.dots // 8)
    dots = _upright(data, mode.dots, count)
    printer.picture(_struck(dots if mode.adjacent else _spaced(dots), mode))


def _upright(data: bytes, height: int, width: int) -> Image.Image:
    """A picture in column format: each column from the top, then the next to its right."""
    return Image.frombytes("1", (height, width), data).convert("L").transpose(Image.Transpose.TRANSPOSE)


def _spaced(dots: Image.Image) -> Image.Image:
    """A needle that has just struck is not back yet: of dots side by side every second one is left out (inferred)."""
    rows = bytearray(dots.tobytes())
    for place in range(1, len(rows)):
        if rows[place - 1] and place % dots.width:
            rows[place] = 0
    return Image.frombytes("L", dots.size, bytes(rows))


def _struck(dots: Image.Image, mode: ColumnMode) -> Image.Image:
    """Needles are wider than the step of the finest mode, so that their dots overlap."""
    large = dots.resize((dots.width * mode.across, dots.height * mode.down), Image.Resampling.NEAREST)
    if mode.adjacent:
        return large
    wider = Image.new("L", (large.width + 1, large.height))
    wider.paste(large, (0, 0))
    wider.paste(255, (1, 0), large)
    return wider.crop((0, 0, large.width, large.height))


def raster(reader: Reader, printer: Printer) -> None:
    """GS v 0 m xL xH yL yH d…: x bytes a row, y rows; m bit 0 doubles the width, bit 1 the height."""
    one_of(reader.byte(), 48)
    mode, across, down = reader.byte(), reader.word(), reader.word()
    data = reader.take(across * down)
    size = choice(mode, 3)
    between(across * down, 1, 1 << 30)
    printer.block(bits(data, across * 8, down, 1 + (size & 1), 1 + (size >> 1)))


def bits(data: bytes, width: int, height: int, wide: int = 1, tall: int = 1) -> Image.Image:
    """A picture in raster format."""
    picture = Image.frombytes("1", (width, height), data).convert("L")
    return picture.resize((width * wide, height * tall), Image.Resampling.NEAREST)


def define_logos(reader: Reader, printer: Printer) -> None:
    """FS q n [xL xH yL yH d…]: x times y times 8 bytes in column format each; all of them replace the earlier ones."""
    logos = []
    for _ in range(between(reader.byte(), 1, 255)):
        across, down = between(reader.word(), 1, 1023), between(reader.word(), 1, 288)
        logos.append((across * 8, down * 8, reader.take(across * down * 8)))
    printer.need_empty_line()
    printer.memory.logos = [_upright(data, height, width) for width, height, data in logos]


def store(printer: Printer, body: Reader) -> None:
    """GS ( L, GS 8 L: m fn …; m is 48."""
    try:
        one_of(body.byte(), 48)
        _FUNCTIONS[body.byte()](printer, body)
    except (Truncated, KeyError) as error:
        raise Rejected("GS ( L") from error
    if body.left:
        raise Rejected("GS ( L is longer than its function")


def _density(_printer: Printer, body: Reader) -> None:
    """Reference density of later pictures: only that of the head itself is drawn."""
    one_of(body.byte(), 50, 51)
    one_of(body.byte(), 50, 51)


def _print(printer: Printer, _body: Reader) -> None:
    """fn 2 or 50: print what fn 112 stored, once."""
    if printer.modes.graphics is None:
        raise Rejected("no picture is stored")
    printer.need_empty_line()
    printer.block(printer.modes.graphics)
    printer.modes.graphics = None


def _store_raster(printer: Printer, body: Reader) -> None:
    """fn 112: a bx by c xL xH yL yH d…, one colour."""
    one_of(body.byte(), 48)
    wide, tall = between(body.byte(), 1, 2), between(body.byte(), 1, 2)
    one_of(body.byte(), 49)
    width, height = between(body.word(), 1, 2400), between(body.word(), 1, 2400)
    printer.modes.graphics = bits(body.take((width + 7) // 8 * height), width, height, wide, tall)


def _store_columns(printer: Printer, body: Reader) -> None:
    """fn 113: as 112 in column format."""
    one_of(body.byte(), 48)
    wide, tall = between(body.byte(), 1, 2), between(body.byte(), 1, 2)
    one_of(body.byte(), 49)
    width, height = between(body.word(), 1, 2400), between(body.word(), 1, 128)
    picture = _upright(body.take((height + 7) // 8 * width), height, width)
    printer.modes.graphics = picture.resize((width * wide, height * tall), Image.Resampling.NEAREST)


def _key(body: Reader) -> bytes:
    key = body.take(2)
    if not all(32 <= byte <= 126 for byte in key):
        raise Rejected(f"key {key!r}")
    return key


def _area(printer: Printer, stored: bool) -> dict[bytes, Image.Image]:
    return printer.memory.graphics if stored else printer.downloads


def _list(stored: bool) -> Callable[[Printer, Reader], None]:
    """fn 64, 80: K C."""

    def action(printer: Printer, body: Reader) -> None:
        _word(body, b"KC")
        printer.noted.requests.append(b"\x1d(L" + (b"0@" if stored else b"0P"))
        answers.keys(printer, _LIST_STORED if stored else _LIST_DOWNLOADED, sorted(_area(printer, stored)))

    return action


def _word(body: Reader, word: bytes) -> None:
    if body.take(len(word)) != word:
        raise Rejected(f"{word!r} is missing")


def _delete_all(stored: bool) -> Callable[[Printer, Reader], None]:
    """fn 65, 81: C L R."""

    def action(printer: Printer, body: Reader) -> None:
        _word(body, b"CLR")
        _area(printer, stored).clear()

    return action


def _delete(stored: bool) -> Callable[[Printer, Reader], None]:
    """fn 66, 82: kc1 kc2."""

    def action(printer: Printer, body: Reader) -> None:
        _area(printer, stored).pop(_key(body), None)

    return action


def _define(stored: bool) -> Callable[[Printer, Reader], None]:
    """fn 67, 83: a kc1 kc2 b xL xH yL yH [c d…], b = 1 colour, raster format."""

    def action(printer: Printer, body: Reader) -> None:
        one_of(body.byte(), 48)
        key = _key(body)
        one_of(body.byte(), 1)
        width, height = between(body.word(), 1, 8192), between(body.word(), 1, 2304)
        one_of(body.byte(), 49)
        _area(printer, stored)[key] = bits(body.take((width + 7) // 8 * height), width, height)

    return action


def _print_key(stored: bool) -> Callable[[Printer, Reader], None]:
    """fn 69, 85: kc1 kc2 x y, magnification 1 or 2."""

    def action(printer: Printer, body: Reader) -> None:
        mask = _area(printer, stored).get(_key(body))
        wide, tall = between(body.byte(), 1, 2), between(body.byte(), 1, 2)
        if mask is None:
            raise Rejected("no picture has this key")
        printer.block(mask.resize((mask.width * wide, mask.height * tall), Image.Resampling.NEAREST))

    return action


_FUNCTIONS: Mapping[int, Callable[[Printer, Reader], None]] = {
    1: _density,
    49: _density,
    2: _print,
    50: _print,
    64: _list(stored=True),
    65: _delete_all(stored=True),
    66: _delete(stored=True),
    67: _define(stored=True),
    69: _print_key(stored=True),
    80: _list(stored=False),
    81: _delete_all(stored=False),
    82: _delete(stored=False),
    83: _define(stored=False),
    85: _print_key(stored=False),
    112: _store_raster,
    113: _store_columns,
}
