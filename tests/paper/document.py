"""A document of the corpus: rows to print, and what a scanner must read on the paper afterwards."""

from dataclasses import dataclass, replace
from typing import Any

from drivers.model.document import BarcodeLine, BarcodeStyle, Line, Symbology, TextLine


@dataclass(frozen=True, slots=True)
class Read:
    """What a scanner tells: the kind, and the bytes as they leave it. A UPC-A is told as the EAN-13 it also is."""

    symbology: Symbology
    data: bytes


@dataclass(frozen=True, slots=True)
class Code:
    """A barcode row. `read`: worked out by hand, never by the code under test."""

    line: BarcodeLine
    read: Read


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    rows: tuple[Line | Code, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(row.line if isinstance(row, Code) else row for row in self.rows)

    @property
    def reads(self) -> list[Read]:
        return [row.read for row in self.rows if isinstance(row, Code)]


def document(name: str, *rows: Line | Code | str) -> Document:
    """A text stands for a row of plain text."""
    return Document(name, tuple(TextLine(row) if isinstance(row, str) else row for row in rows))


def code(symbology: Symbology, content: str, read: str = "", **style: Any) -> Code:
    """`read`: where a scanner tells something else than the content; the bytes are its UTF-8."""
    return Code(BarcodeLine(symbology, content, BarcodeStyle(**style)), Read(symbology, (read or content).encode()))


def marking(content: str, read: str, **style: Any) -> Code:
    """A DataMatrix nobody has called a GS1 one; it must become one."""
    found = code(Symbology.DATAMATRIX, content, read, **style)
    return replace(found, read=replace(found.read, symbology=Symbology.GS1_DATAMATRIX))
