"""Labels of an emulated printer, as tests want to look at them."""

import zxingcpp
from PIL import Image

from drivers.labels.emulator.languages import interpret
from drivers.labels.emulator.machine import Machine
from drivers.labels.emulator.paper import Label, picture

Box = tuple[int, int, int, int]


def printed(language: str, data: bytes, dpi: int = 203) -> Label:
    """The one label that the data print; nothing in them may be unknown."""
    machine = interpret(language, data, dpi)
    assert machine.unknown == []
    (label,) = machine.labels
    return label


def refused(language: str, data: bytes) -> Machine:
    """The printer after data of which something is not to be understood."""
    machine = interpret(language, data)
    assert machine.unknown
    return machine


def inked(label: Label) -> Box | None:
    """Left, top, right, bottom of all black dots; None = a white label."""
    return ink_of(picture(label))


def ink_of(image: Image.Image) -> Box | None:
    return image.point([255] * 128 + [0] * 128).getbbox()


def read(image: Image.Image) -> list[tuple[str, bytes]]:
    """What a scanner reads: AIM symbology identifier and bytes, in a fixed order."""
    wide = Image.new("L", (image.width + 80, image.height + 80), 255)  # paper goes on beyond the label
    wide.paste(image, (40, 40))
    return sorted((code.symbology_identifier, code.bytes) for code in zxingcpp.read_barcodes(wide))


def scanned(label: Label) -> list[tuple[str, bytes]]:
    return read(picture(label))


def rows(label: Label, box: Box) -> list[str]:
    """The dots of left, top, right, bottom as text: # black, . white."""
    part = picture(label).crop(box)
    return ["".join("#" if part.getpixel((x, y)) == 0 else "." for x in range(part.width)) for y in range(part.height)]
