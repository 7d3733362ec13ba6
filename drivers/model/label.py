"""Labels by a template: what stands where, and what goes into it. Measures are millimetres from the top left corner."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from drivers.model.document import BarcodeStyle, Symbology

Align = Literal["left", "centre", "right"]
Stand = Literal["top", "middle", "bottom"]
Turn = Literal[0, 90, 180, 270]  # degrees clockwise
Fields = Mapping[str, str]  # name of a variable -> its value as text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Element:
    """Its box on the label. `when`: a text with variables; where it comes to nothing the element is left out. "" =
    never left out.
    """

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextElement(_Element):
    """`size`: millimetres from line to line. `wrap`: long lines are broken by words; `fit`: what is still too long is
    made smaller, down to what can be read, before it is refused. `stand`: where in its box the text stands; `strike`:
    struck through, as an old price is.
    """

    text: str
    size: Decimal
    bold: bool = False
    align: Align = "left"
    stand: Stand = "top"
    strike: bool = False
    wrap: bool = True
    fit: bool = True
    turn: Turn = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BarcodeElement(_Element):
    """Drawn as large as whole modules allow, in the middle of its box, quiet zones included."""

    symbology: Symbology
    content: str
    style: BarcodeStyle
    turn: Turn = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureElement(_Element):
    """`image`: a file's bytes. Scaled down to its box, in the middle of it."""

    image: bytes
    turn: Turn = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleElement(_Element):
    """A black rectangle; a line is a thin one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxElement(_Element):
    thickness: Decimal


Element = TextElement | BarcodeElement | PictureElement | RuleElement | BoxElement


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """`name`: what a request calls it. `defaults`: values of variables that a request need not give."""

    name: str
    width: Decimal
    height: Decimal
    elements: tuple[Element, ...]
    title: str = ""
    defaults: Fields
