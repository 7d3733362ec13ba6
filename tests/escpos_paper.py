"""ESC/POS bytes -> what a receipt printer would put on paper. Shares nothing with `drivers.escpos`.

Standard mode of a 203 dpi printer with fonts A 12x24 and B 9x17, one motion unit = one dot. Written from public
descriptions of the ESC/POS commands; the values a printer would refuse are refused here too, so that a stream that only
happens to look right does not pass.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PIL import Image

from tests.escpos_blocks import LONG
from tests.escpos_codes import Rejected
from tests.escpos_commands import SHORT
from tests.escpos_printer import Misplaced, Printer
from tests.escpos_reader import Reader, Truncated
from tests.escpos_roll import CELLS, Cut, PrintedRow, Roll

_PAGES = "0:cp437 2:cp850 3:cp860 4:cp863 5:cp865 16:cp1252 17:cp866 18:cp852 19:cp858 34:cp855 46:cp1251"
CODE_PAGES: Mapping[int, str] = {int(number): codec for number, codec in (p.split(":") for p in _PAGES.split())}


@dataclass(slots=True)
class Interpreted:
    """What came of a stream. A good one leaves `unknown`, `misplaced` and `too_wide` empty and `ended_clean` true."""

    roll: Roll
    barcodes: list[tuple[str, str]] = field(default_factory=list)  # native codes printed: kind, what a scanner reads
    too_wide: list[tuple[str, str]] = field(default_factory=list)  # native codes the area was too narrow for
    pulses: list[tuple[int, int, int]] = field(default_factory=list)  # pin 2 or 5, ms on, ms off
    requests: list[bytes] = field(default_factory=list)  # questions a printer would answer
    unknown: list[bytes] = field(default_factory=list)  # commands or values a printer does not know
    misplaced: list[bytes] = field(default_factory=list)  # ignored (or text lost) because the line held data
    unprinted: str = ""  # text that waits for a line feed at the end
    truncated: bytes = b""  # a command that lacks its end

    @property
    def printed(self) -> list[PrintedRow]:
        return self.roll.rows

    @property
    def rows(self) -> list[str]:
        """Text rows as printed, blanks in front included; native codes' captions are no rows."""
        return [row.text for row in self.roll.rows]

    @property
    def cuts(self) -> list[Cut]:
        return self.roll.cuts

    @property
    def ended_clean(self) -> bool:
        return not self.truncated and not self.unprinted

    def image(self) -> Image.Image:
        """The whole roll with the paper's unprintable sides."""
        return self.roll.image()


def interpret(data: bytes, dots: int = 576, code_pages: Mapping[int, str] = CODE_PAGES) -> Interpreted:
    """Never raises for bad bytes: what a printer would not understand is in the answer. ValueError for under 12 dots.

    `code_pages`: number of ESC t -> Python codec of one byte a character.
    """
    if dots < CELLS["A"][0]:
        raise ValueError(f"a head of {dots} dots prints no character")
    reader, printer = Reader(data), Printer(dots, code_pages)
    paper = Interpreted(printer.roll, printer.barcodes, printer.too_wide, printer.pulses, printer.requests)
    while reader.at < len(data):
        start = reader.at
        try:
            _step(reader, printer)
        except Rejected:
            paper.unknown.append(data[start : reader.at])
        except Misplaced:
            paper.misplaced.append(data[start : reader.at])
        except Truncated:
            paper.truncated = data[start:]
            break
    paper.unprinted = "".join(glyph.char for glyph in printer.glyphs)
    return paper


def _step(reader: Reader, printer: Printer) -> None:
    byte = reader.byte()
    if byte >= 0x20 and byte != 0x7F:
        printer.character(byte)
    elif byte == 0x0A:
        printer.print_line()
    elif byte == 0x09:
        printer.tab()
    elif byte in (0x10, 0x1B, 0x1C, 0x1D):
        _command(bytes([byte]) + reader.take(1), reader, printer)
    elif byte != 0x0D:  # CR does nothing while the printer's automatic line feed is off
        raise Rejected(f"control byte {byte:#x}")


def _command(name: bytes, reader: Reader, printer: Printer) -> None:
    if name in LONG:
        LONG[name](reader, printer)
    elif name in SHORT:
        count, action = SHORT[name]
        action(printer, reader.take(count))
    else:
        raise Rejected(f"command {name!r}")
