"""ESC/POS commands of a fixed length: name -> bytes of arguments, what they do. Source: Epson's reference."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from drivers.escpos.emulator import answers
from drivers.escpos.emulator.charset import COUNTRIES
from drivers.escpos.emulator.printer import Printer
from drivers.escpos.emulator.reader import Rejected, between, choice, one_of

Short = tuple[int, Callable[[Printer, bytes], None]]


def _set(name: str, read: Callable[[int], object]) -> Short:
    """A command of one byte that sets one mode."""

    def action(printer: Printer, arguments: bytes) -> None:
        setattr(printer.modes, name, read(arguments[0]))

    return 1, action


def _print_mode(printer: Printer, arguments: bytes) -> None:
    """ESC ! n: bit 0 font B, 3 emphasized, 4 double height, 5 double width, 7 underline."""
    n = arguments[0]
    printer.modes = replace(
        printer.modes,
        font="B" if n & 1 else "A",
        emphasized=bool(n & 8),
        tall=2 if n & 16 else 1,
        wide=2 if n & 32 else 1,
        underline=1 if n & 128 else 0,
    )


def _size(printer: Printer, arguments: bytes) -> None:
    """GS ! n: bits 0-2 height - 1, bits 4-6 width - 1."""
    if arguments[0] & 0x88:
        raise Rejected("GS !")
    printer.modes.tall, printer.modes.wide = (arguments[0] & 7) + 1, (arguments[0] >> 4) + 1


def _at_line_start(name: str, read: Callable[[int], object]) -> Short:
    """A mode that is only taken at the beginning of a line."""

    def action(printer: Printer, arguments: bytes) -> None:
        value = read(arguments[0])
        printer.need_empty_line()
        setattr(printer.modes, name, value)

    return 1, action


def _margin(name: str) -> Short:
    """GS L, GS W: only at the beginning of a line."""

    def action(printer: Printer, arguments: bytes) -> None:
        printer.need_empty_line()
        setattr(printer.modes, name, round(int.from_bytes(arguments, "little") * printer.modes.across))
        if printer.room < printer.style.width:
            raise Rejected("no room for a character")

    return 2, action


def _motion(printer: Printer, arguments: bytes) -> None:
    """GS P x y: motion units are 1/x and 1/y inch, 0 = the head's own."""
    across, down = (Fraction(dpi, n) if n else Fraction(1) for dpi, n in zip(printer.head.dpi, arguments, strict=True))
    printer.modes.across, printer.modes.down = across, down


def _position(printer: Printer, x: int) -> None:
    if 0 <= x < printer.room:
        printer.cursor = x


def _absolute(printer: Printer, arguments: bytes) -> None:
    _position(printer, round(int.from_bytes(arguments, "little") * printer.modes.across))


def _relative(printer: Printer, arguments: bytes) -> None:
    by = int.from_bytes(arguments, "little", signed=True) * printer.modes.across
    _position(printer, printer.cursor + round(by))


def _line_spacing(printer: Printer, arguments: bytes) -> None:
    printer.modes.line_spacing = round(arguments[0] * printer.modes.down)


def _spacing(printer: Printer, arguments: bytes) -> None:
    printer.modes.character_spacing = round(arguments[0] * printer.modes.across)


def _pulse(printer: Printer, arguments: bytes) -> None:
    """ESC p m t1 t2: pin 2 or 5, times in units of 2 ms; t2 is not shorter than t1."""
    pin, on, off = choice(arguments[0], 1), arguments[1], arguments[2]
    printer.noted.pulses.append((5 if pin else 2, 2 * on, 2 * max(on, off)))


def _beep(printer: Printer, arguments: bytes) -> None:
    """ESC B n t: n beeps of t times 50 ms, 1..9 each; makers of clones have it, Epson does not."""
    count, length = between(arguments[0], 1, 9), between(arguments[1], 1, 9)
    printer.noted.beeps.append((count, 50 * length))


def _font(n: int) -> str:
    return "AB"[choice(n, 1)]


def _text_place(printer: Printer, arguments: bytes) -> None:
    """GS H n: bit 0 above the bars, bit 1 below."""
    n = choice(arguments[0], 3)
    printer.modes.text_above, printer.modes.text_below = bool(n & 1), bool(n & 2)


def _logo(printer: Printer, arguments: bytes) -> None:
    """FS p n m: print picture n of FS q; m bit 0 doubles the width, bit 1 the height."""
    number, mode = arguments[0], choice(arguments[1], 3)
    mask = printer.memory.logos[between(number, 1, len(printer.memory.logos)) - 1]
    printer.block(mask.resize((mask.width * (1 + (mode & 1)), mask.height * (1 + (mode >> 1)))))


def _asked_at_once(name: bytes, *allowed: int) -> Short:
    """A question that was answered as it came in; in the stream it is only noted."""

    def action(printer: Printer, arguments: bytes) -> None:
        one_of(arguments[0], *allowed)
        printer.noted.requests.append(name + arguments)

    return 1, action


def _old_cut(kind: str) -> Short:
    """ESC i, ESC m: cut where the paper stands."""

    def action(printer: Printer, _arguments: bytes) -> None:
        printer.need_empty_line()
        printer.roll.cut(kind, to_knife=False)

    return 0, action


def _ignore(count: int, *allowed: int) -> Short:
    """Understood, and without effect on the paper. `allowed` = values of the first byte; none = any."""

    def action(_printer: Printer, arguments: bytes) -> None:
        if allowed:
            one_of(arguments[0], *allowed)

    return count, action


SHORT: Mapping[bytes, Short] = {
    b"\x10\x04": _asked_at_once(b"\x10\x04", 1, 2, 3, 4),  # DLE EOT
    b"\x10\x05": _ignore(1, 0, 1, 2),  # DLE ENQ
    b"\x1b ": (1, _spacing),  # ESC SP
    b"\x1b!": (1, _print_mode),
    b"\x1b$": (2, _absolute),
    b"\x1b-": _set("underline", lambda n: choice(n, 2)),
    b"\x1b2": (0, lambda printer, _: setattr(printer.modes, "line_spacing", printer.head.line_spacing)),
    b"\x1b3": (1, _line_spacing),
    b"\x1b=": _ignore(1, 1, 3),
    b"\x1b@": (0, lambda printer, _: printer.reset()),
    b"\x1bB": (2, _beep),
    b"\x1bE": _set("emphasized", lambda n: bool(n & 1)),
    b"\x1bG": _set("double_strike", lambda n: bool(n & 1)),
    b"\x1bJ": (1, lambda printer, n: printer.print_line(n[0] * printer.modes.down)),
    b"\x1bM": _set("font", _font),
    b"\x1bR": _set("country", lambda n: between(n, 0, len(COUNTRIES) - 1)),
    b"\x1bU": _ignore(1),  # one direction only, for impact heads
    b"\x1bV": _set("turned", lambda n: bool(choice(n, 2))),
    b"\x1b\\": (2, _relative),
    b"\x1ba": _at_line_start("align", lambda n: choice(n, 2)),
    b"\x1bc": _ignore(2, *b"345"),  # paper sensors and the panel buttons
    b"\x1bd": (1, lambda printer, n: printer.print_line(n[0] * printer.modes.line_spacing)),
    b"\x1bi": _old_cut("full"),
    b"\x1bm": _old_cut("partial"),
    b"\x1bp": (3, _pulse),
    b"\x1br": _ignore(1, 0, 1, 48, 49),  # colour of an impact head with two ribbons
    b"\x1bt": (1, lambda printer, n: printer.select_code_page(n[0])),
    b"\x1b{": _at_line_start("upside_down", lambda n: bool(n & 1)),
    b"\x1c.": _ignore(0),  # leave Kanji mode, which is never entered here
    b"\x1cp": (2, _logo),
    b"\x1d!": (1, _size),
    b"\x1dB": _set("inverse", lambda n: bool(n & 1)),
    b"\x1dH": (1, _text_place),
    b"\x1dI": (1, answers.identity),
    b"\x1dL": _margin("left"),
    b"\x1dP": (2, _motion),
    b"\x1dW": _margin("width"),
    b"\x1da": (1, answers.automatic_status),
    b"\x1db": _ignore(1),  # smoothing
    b"\x1df": _set("text_font", _font),
    b"\x1dh": _set("bar_height", lambda n: between(n, 1, 255)),
    b"\x1dr": (1, answers.status),
    b"\x1dw": _set("bar_width", lambda n: between(n, 2, 6)),
}
NEED_PIXELS = frozenset((b"\x1cp", b"\x1cq", b"\x1dv", b"\x1dk", b"\x1d(L", b"\x1d(k", b"\x1d8"))
