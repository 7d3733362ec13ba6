"""The rows of a document as blocks this register can print, checked before anything is sent. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from drivers.model.document import Line
from drivers.printing import transliterate
from drivers.printing.layout import lay_out
from drivers.printing.page import BarcodeBlock, Block, Paper, PictureBlock
from drivers.shtrih.head import Head
from drivers.shtrih.numbers import ENCODING


@dataclass(frozen=True, slots=True)
class Composed:
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()

    @property
    def drawn(self) -> bool:
        """Whether there is more than text in it."""
        return any(isinstance(block, BarcodeBlock | PictureBlock) for block in self.blocks)


def compose(lines: Sequence[Line], head: Head) -> Composed:
    """Raises RequestRefused: a row that cannot be printed, by its number.

    Characters that cp1251 lacks become similar ones. Codes and pictures may be as wide as the register's graphics.
    """
    lines, replaced = transliterate.lines(lines, ENCODING)
    texts = lay_out(lines, _of_graphics(head))
    return Composed(texts, _of_replaced(replaced))


def _of_graphics(head: Head) -> Paper:
    """The roll, with codes and pictures kept to the dots that graphics can reach."""
    roll = head.roll
    return type(roll)(dots=head.graphics.dots, fonts=roll.fonts, font=roll.font, faces=roll.faces)


def _of_replaced(characters: str) -> tuple[str, ...]:
    if not characters:
        return ()
    return (f"Касса не печатает знаки: {' '.join(characters)}. Вместо них напечатаны похожие.",)
