"""ESC/POS bytes -> what a receipt printer would put on paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from PIL import Image

from drivers.escpos.emulator.head import CODE_PAGES, THERMAL_80, Head
from drivers.escpos.emulator.machine import Machine
from drivers.escpos.emulator.roll import Cut, PrintedRow, Roll


@dataclass(slots=True)
class Interpreted:
    """What came of a stream. A good one leaves `unknown`, `misplaced` and `too_wide` empty and `ended_clean` true."""

    roll: Roll
    barcodes: list[tuple[str, str]] = field(default_factory=list)  # native codes printed: kind, what a scanner reads
    too_wide: list[tuple[str, str]] = field(default_factory=list)  # native codes the area was too narrow for
    pulses: list[tuple[int, int, int]] = field(default_factory=list)  # pin 2 or 5, ms on, ms off
    beeps: list[tuple[int, int]] = field(default_factory=list)  # how often, ms each
    requests: list[bytes] = field(default_factory=list)  # questions a printer would answer
    answers: bytes = b""
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
        return list(self.roll.cuts)

    @property
    def ended_clean(self) -> bool:
        return not self.truncated and not self.unprinted

    def image(self) -> Image.Image:
        """The whole roll with the paper's unprintable sides."""
        return self.roll.image()


def interpret(
    data: bytes, dots: int = 576, code_pages: Mapping[int, str] = CODE_PAGES, *, head: Head = THERMAL_80
) -> Interpreted:
    """Never raises for bad bytes: what a printer would not understand is in the answer. ValueError for under 12 dots.

    `dots`: width of a thermal head; another one comes as `head` with its own. `code_pages`: number of ESC t -> Python
    codec of one byte a character.
    """
    machine = Machine(replace(head.wide(dots) if head is THERMAL_80 else head, code_pages=code_pages))
    answers = machine.feed(data)
    printer, noted = machine.printer, machine.printer.noted
    return Interpreted(
        printer.roll,
        printer.roll.barcodes,
        noted.too_wide,
        noted.pulses,
        noted.beeps,
        noted.requests,
        answers,
        machine.complaints.unknown,
        machine.complaints.misplaced,
        "".join(glyph.char for glyph in printer.glyphs),
        machine.waiting,
    )
