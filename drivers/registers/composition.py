"""The rows of a document as blocks a register can print, checked before anything is sent. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from drivers.model.document import Line
from drivers.printing import transliterate
from drivers.printing.layout import lay_out
from drivers.printing.page import BarcodeBlock, Block, Paper, PictureBlock


@dataclass(frozen=True, slots=True)
class Composed:
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()

    @property
    def drawn(self) -> bool:
        """Whether there is more than text in it."""
        return any(isinstance(block, BarcodeBlock | PictureBlock) for block in self.blocks)


def compose(lines: Sequence[Line], paper: Paper, encoding: str) -> Composed:
    """Raises RequestRefused: a row that cannot be printed, by its number.

    Characters that the encoding lacks become similar ones.
    """
    lines, replaced = transliterate.lines(lines, encoding)
    return Composed(lay_out(lines, paper), _of_replaced(replaced))


def _of_replaced(characters: str) -> tuple[str, ...]:
    if not characters:
        return ()
    return (f"Касса не печатает знаки: {' '.join(characters)}. Вместо них напечатаны похожие.",)
