"""Free printing: lines, cuts, the drawer, codes the printer draws itself. Source: spec/shtrih-m.md 3.2."""

from drivers.emulation.fiscal.printed import Barcode, Cut, Feed, Line
from drivers.shtrih.emulator import modes
from drivers.shtrih.emulator.command import Asked, Command, Refused, command, u
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.paper import Submode
from drivers.shtrih.emulator.slips import footer, header

_BOLD = 2
_TEXT = range(1, 251)  # bytes with the flags before them
_FLAT = {0: "UPCA", 1: "UPCE", 2: "EAN13", 3: "EAN8", 4: "CODE39", 5: "ITF", 6: "CODABAR", 7: "CODE93", 8: "CODE128"}
_KINDS = {**_FLAT, 10: "PDF417", **{each: f"GS1-{each}" for each in range(11, 18)}}
_SQUARE = {0: "PDF417", 1: "DATAMATRIX", 2: "AZTEC", 3: "QR"}
_FOOTER = 0x40
_BLOCK, _MOST_BLOCKS = 64, 128
_DIGITS = 12


def _bold(core: Core, asked: Asked) -> bytes:
    asked.number(1)
    core.print_line([Line(asked.text(), _BOLD)])
    return asked.who


def _line(core: Core, asked: Asked) -> bytes:
    asked.number(1)
    core.print_line([Line(asked.text())])
    return asked.who


def _in_font(core: Core, asked: Asked) -> bytes:
    asked.number(1)
    font = asked.number(1)
    if not 1 <= font <= 7:
        raise Refused(0x33, f"font {font}")
    core.print_line([Line(asked.text(), font)])
    return asked.who


def _header(core: Core, asked: Asked) -> bytes:
    """18h: a document of one's own begins."""
    text = asked.text(30)
    number = core.registers.next_document()
    core.print_line([*header(core), Line(f"{text} {asked.number(2)}")])
    return asked.who + u(number, 2)


def _head(core: Core, asked: Asked) -> bytes:
    core.print_line(header(core))
    return asked.who


def _end(core: Core, asked: Asked) -> bytes:
    advert = asked.number(1)
    core.print_line([*(footer(core) if advert else ()), Feed(3)])
    return asked.who


def _advert(core: Core, asked: Asked) -> bytes:
    core.print_line(footer(core))
    return asked.who


def _cut(core: Core, asked: Asked) -> bytes:
    partial = asked.number(1)
    if core.conditions.cutter_stuck:
        raise Refused(0x71)
    core.print_line([Cut(full=not partial)])
    return asked.who


def _drawer(core: Core, asked: Asked) -> bytes:
    drawer = asked.number(1)
    if drawer > 1:
        raise Refused(0x33)
    core.paper.pulses.append(drawer)
    core.conditions.drawer_open = True
    return asked.who


def _feed(core: Core, asked: Asked) -> bytes:
    asked.number(1)
    lines = asked.number(1)
    if not lines:
        raise Refused(0x33)
    core.print_line([Feed(lines)])
    return asked.who


def _go_on(core: Core, asked: Asked) -> bytes:
    """B0h, in the submode 3 alone."""
    if core.paper.submode() is not Submode.WAITS_FOR_CONTINUE:
        raise Refused(0x72)
    core.paper.go_on()
    return asked.who


def _ean13(core: Core, asked: Asked) -> bytes:
    digits = str(asked.number(5)).zfill(_DIGITS)
    if len(digits) != _DIGITS:
        raise Refused(0x33)
    odd, even = sum(map(int, digits[::2])), sum(map(int, digits[1::2]))
    core.print_line([Barcode("EAN13", f"{digits}{-(odd + 3 * even) % 10}")])
    return asked.who


def _barcode(core: Core, asked: Asked) -> bytes:
    asked.raw(4)  # height, width, digits and their font
    kind = _KINDS.get(asked.number(1))
    if kind is None:
        raise Refused(0x33)
    core.print_line([Barcode(kind, asked.text())])
    return asked.who


def _load_block(core: Core, asked: Asked) -> bytes:
    """DDh: 64 bytes of the data of a two-dimensional code."""
    kind, block = asked.number(1), asked.number(1)
    if kind or block >= _MOST_BLOCKS:
        raise Refused(0x33)
    core.memory.blocks[block] = asked.raw(_BLOCK)
    return asked.who


def _square(core: Core, asked: Asked) -> bytes:
    kind = _SQUARE.get(asked.number(1) & ~_FOOTER)
    size, first = asked.number(2), asked.number(1)
    asked.raw(5)
    align = asked.number(1)
    blocks = [core.memory.blocks.get(each) for each in range(first, first + -(-size // _BLOCK))]
    if kind is None or align > 2 or not size or None in blocks:
        raise Refused(0x33)
    data = b"".join(each for each in blocks if each is not None)[:size]
    core.print_line([Barcode(kind, data.decode("cp1251", "replace"))])
    return asked.who


COMMANDS: tuple[Command, ...] = (
    command("12", _bold, _TEXT, modes=modes.PRINTS, prints=True),
    command("17", _line, _TEXT, modes=modes.PRINTS, prints=True),
    command("2F", _in_font, range(2, 251), modes=modes.PRINTS, prints=True),
    command("18", _header, 32, modes=modes.HEADERS, prints=True),
    command("52", _head, modes=modes.HEADERS, prints=True),
    command("53", _end, 1, modes=modes.HEADERS, prints=True),
    command("54", _advert, modes=modes.HEADERS, prints=True),
    command("25", _cut, 1, modes=modes.CUTS, prints=True),
    command("28", _drawer, 1),
    command("29", _feed, 2, modes=modes.CUTS, prints=True),
    command("B0", _go_on),
    command("C2", _ean13, 5, modes=modes.GRAPHICS, prints=True),
    command("CB", _barcode, range(6, 54), modes=modes.BARCODES, prints=True),
    command("DD", _load_block, 66),
    command("DE", _square, 10, modes=modes.PRINTS, prints=True),
)
