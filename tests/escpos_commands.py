"""ESC/POS commands of a fixed length: name -> bytes of arguments, what they do."""

from collections.abc import Callable
from dataclasses import replace

from tests.escpos_codes import Rejected
from tests.escpos_printer import LINE_SPACING, Printer
from tests.escpos_reader import between, choice, one_of

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


def _align(printer: Printer, arguments: bytes) -> None:
    align = choice(arguments[0], 2)
    printer.need_empty_line()
    printer.modes.align = align


def _margin(name: str) -> Short:
    """GS L, GS W: dots, only at the beginning of a line."""

    def action(printer: Printer, arguments: bytes) -> None:
        printer.need_empty_line()
        setattr(printer.modes, name, int.from_bytes(arguments, "little"))
        if printer.room < printer.style.width:
            raise Rejected("no room for a character")

    return 2, action


def _position(printer: Printer, x: int) -> None:
    if 0 <= x < printer.room:
        printer.cursor = x


def _relative(arguments: bytes) -> int:
    return int.from_bytes(arguments, "little", signed=True)


def _pulse(printer: Printer, arguments: bytes) -> None:
    """ESC p m t1 t2: pin 2 or 5, times in units of 2 ms; t2 is not shorter than t1."""
    pin, on, off = choice(arguments[0], 1), arguments[1], arguments[2]
    printer.pulses.append((5 if pin else 2, 2 * on, 2 * max(on, off)))


def _text_place(printer: Printer, arguments: bytes) -> None:
    """GS H n: bit 0 above the bars, bit 1 below."""
    n = choice(arguments[0], 3)
    printer.modes.text_above, printer.modes.text_below = bool(n & 1), bool(n & 2)


def _ask(name: bytes, *allowed: int) -> Short:
    def action(printer: Printer, arguments: bytes) -> None:
        one_of(arguments[0], *allowed)
        printer.requests.append(name + arguments)

    return 1, action


def _ignore(count: int, *allowed: int) -> Short:
    """Understood, and without effect on the paper. `allowed` = values of the first byte; none = any."""

    def action(_printer: Printer, arguments: bytes) -> None:
        if allowed:
            one_of(arguments[0], *allowed)

    return count, action


SHORT: dict[bytes, Short] = {
    b"\x10\x04": _ask(b"\x10\x04", 1, 2, 3, 4),  # DLE EOT
    b"\x10\x05": _ignore(1, 0, 1, 2),  # DLE ENQ
    b"\x1b ": _set("character_spacing", int),  # ESC SP
    b"\x1b!": (1, _print_mode),
    b"\x1b$": (2, lambda printer, n: _position(printer, int.from_bytes(n, "little"))),
    b"\x1b\\": (2, lambda printer, n: _position(printer, printer.cursor + _relative(n))),
    b"\x1b-": _set("underline", lambda n: choice(n, 2)),
    b"\x1b2": (0, lambda printer, _: setattr(printer.modes, "line_spacing", LINE_SPACING)),
    b"\x1b3": _set("line_spacing", int),
    b"\x1b=": _ignore(1, 1, 3),
    b"\x1b@": (0, lambda printer, _: printer.reset()),
    b"\x1bE": _set("emphasized", lambda n: bool(n & 1)),
    b"\x1bG": _set("double_strike", lambda n: bool(n & 1)),
    b"\x1bJ": (1, lambda printer, n: printer.print_line(n[0])),
    b"\x1bM": _set("font", lambda n: "AB"[choice(n, 1)]),
    b"\x1bR": _ignore(1, 0),  # another country's set would change the look of # $ @ [ \ ] ^ ` { | } ~
    b"\x1ba": (1, _align),
    b"\x1bd": (1, lambda printer, n: printer.print_line(n[0] * printer.modes.line_spacing)),
    b"\x1bp": (3, _pulse),
    b"\x1bt": (1, lambda printer, n: printer.select_code_page(n[0])),
    b"\x1bc": _ignore(2, *b"345"),  # paper sensors and the panel buttons
    b"\x1c.": _ignore(0),  # leave Kanji mode, which is never entered here
    b"\x1d!": (1, _size),
    b"\x1dB": _set("inverse", lambda n: bool(n & 1)),
    b"\x1dH": (1, _text_place),
    b"\x1dI": _ask(b"\x1dI", 1, 2, 3, 49, 50, 51, *range(65, 70)),
    b"\x1dL": _margin("left"),
    b"\x1dW": _margin("width"),
    b"\x1da": _ask(b"\x1da", *range(256)),
    b"\x1df": _set("text_font", lambda n: "AB"[choice(n, 1)]),
    b"\x1dh": _set("bar_height", lambda n: between(n, 1, 255)),
    b"\x1dr": _ask(b"\x1dr", 1, 2, 49, 50),
    b"\x1dw": _set("bar_width", lambda n: between(n, 2, 6)),
}
