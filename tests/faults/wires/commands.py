"""A command of each kind that a printer can do, but for ReadLineLength: the settings tell that, nothing is sent."""

from decimal import Decimal

from drivers.model.command import (
    Command,
    OpenDrawer,
    PrintDocument,
    PrintLabels,
    PrintRuler,
    PrintTestPage,
    ReadState,
)
from drivers.model.document import PLAIN, BarcodeLine, Symbology, TextLine
from drivers.model.label import BarcodeElement, Template, TextElement

LINES = 30  # of a document: more than a piece that is proved at once


def document(title: str) -> PrintDocument:
    rows = tuple(TextLine(f"{title} {number}") for number in range(1, LINES + 1))
    return PrintDocument((*rows, BarcodeLine(Symbology.QR, title)))


def labels(count: int) -> PrintLabels:
    """Each has its own number, as text and as a code."""
    box = {"x": Decimal(2), "width": Decimal(44)}
    template = Template(
        name="price",
        width=Decimal(50),
        height=Decimal(30),
        elements=(
            TextElement(**box, y=Decimal(2), height=Decimal(6), text="№ {n}", size=Decimal(5)),
            BarcodeElement(
                **box, y=Decimal(10), height=Decimal(18), symbology=Symbology.CODE128, content="N{n}", style=PLAIN
            ),
        ),
        defaults={},
    )
    return PrintLabels(template, tuple({"n": str(number)} for number in range(1, count + 1)))


COMMANDS: tuple[Command, ...] = (
    document("товар"),
    labels(3),
    PrintRuler(),
    PrintTestPage(),
    OpenDrawer(),
    ReadState(),
)
NEXT = document("следующий")
