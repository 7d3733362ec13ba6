"""Text, QR codes and slips. Source: spec/itkassa.md 6.5."""

from collections.abc import Iterator
from dataclasses import replace

from drivers.model.document import BarcodeLine, BarcodeStyle, Line, Symbology, TextLine
from kkmserver.dialects.itkassa.members import Members

_FONTS = {"normal": False, "bold": True}
_MOST_MODULE, _MOST_FEED = 16, 100  # dots of a QR module; lines
_SMALLEST = 4  # fonts count from the largest, 1


def lines_of(word: str, command: Members) -> Iterator[Line]:
    """What it puts on paper."""
    if word == "print":
        yield from _text(command)
    elif word == "printQR":
        yield _qr(command)
    elif word == "feed":
        yield from [TextLine("")] * min(max(command.whole("count", 1), 0), _MOST_FEED)


def _text(command: Members) -> Iterator[TextLine]:
    font = command.whole("fontNumber")
    style = TextLine("", font if 1 <= font <= _SMALLEST else 0, bold=command.word("font", _FONTS, default=False))
    raw = command.raw("text")
    whole = raw if isinstance(raw, str) else command.text("text")  # blanks at the ends are the layout of the sender
    for row in whole.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n"):
        yield replace(style, text=row)


def _qr(command: Members) -> BarcodeLine:
    if not command.has("text"):
        command.fault("text", "не указан текст QR-кода")
    module = command.whole("size")
    style = BarcodeStyle(module=module) if 1 <= module <= _MOST_MODULE else BarcodeStyle()
    return BarcodeLine(Symbology.QR, command.text("text"), style)
