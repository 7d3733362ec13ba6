"""What people look at before or after printing: a command made short, and its pages as one picture."""

from dataclasses import dataclass, replace

from drivers.model.command import Command, PrintDocument, PrintLabels
from drivers.model.document import TextLine
from drivers.printing.bitmap import Bitmap

MOST_SHOWN = 20  # labels of one picture
_DRAFT = TextLine(">#0#<ПРОСМОТР")  # a virtual register writes it above its receipts by itself


@dataclass(frozen=True, slots=True)
class Sample:
    """`labels`: how many would be printed; 0 for anything but labels."""

    command: Command
    labels: int


def shortened(command: Command) -> Sample:
    """The first labels, each once."""
    if not isinstance(command, PrintLabels):
        return Sample(command, 0)
    begin = (command.first - 1) // command.copies
    shown = replace(command, fields=command.fields[begin : begin + MOST_SHOWN], copies=1, first=1)
    return Sample(shown, command.total - command.first + 1)


def of(command: Command) -> Sample:
    """The same of a command that is in the journal: a document says that it is no paper."""
    if isinstance(command, PrintDocument):
        return Sample(PrintDocument((_DRAFT, *command.lines)), 0)
    return shortened(command)


def whole(pages: tuple[Bitmap, ...], *, framed: bool) -> Bitmap:
    """Labels get their edges drawn: white on white nobody would see them. Raises RequestRefused."""
    from drivers.printing import raster_sheet  # drawing is loaded when somebody looks
    from kkmserver.contact_sheet import stacked

    shown = pages[:MOST_SHOWN]
    return stacked([raster_sheet.framed(page) for page in shown] if framed else shown)


def png(pages: tuple[Bitmap, ...], *, framed: bool) -> bytes:
    """Raises RequestRefused."""
    from drivers.printing import preview

    return preview.png(whole(pages, framed=framed))


def svg(pages: tuple[Bitmap, ...], *, framed: bool) -> bytes:
    """Raises RequestRefused."""
    from drivers.printing import preview

    return preview.svg(whole(pages, framed=framed))
