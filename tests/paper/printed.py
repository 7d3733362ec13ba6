"""What came out of an emulated printer."""

from dataclasses import dataclass

from PIL import Image

from drivers.escpos.emulator.roll import PrintedRow


@dataclass(frozen=True, slots=True)
class Printed:
    """`papers`: the dots the head can reach, black on white (mode "L"): one tape, or label by label.

    Of receipts, `rows`: text in the printer's own letters; `own_codes`: contents of codes the printer drew by itself.
    `complaints`: what it did not understand, lost or broke in two by itself; nothing of that may happen.
    """

    papers: tuple[Image.Image, ...]
    warnings: tuple[str, ...]
    rows: tuple[PrintedRow, ...] = ()
    own_codes: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
