"""Paper in the making: rows for one width, top down."""

from collections.abc import Iterable
from functools import lru_cache

from drivers.fiscal.tags import TAGS
from drivers.model import money
from drivers.printing.columns import centre, left_right, wrap
from drivers.printing.page import Block, Feed, Paper, TextRow

# Meanings that old clients give to numbers which the format has dropped or reused. Source: seeds/003, spec 3.9.1.
_OLD_TAGS = {
    1045: "Операция банковского субагента",
    1082: "Телефон банковского субагента",
    1083: "Телефон платежного субагента",
    1119: "Телефон оператора по приему платежей",
}
_BOLD = 15  # the darkest intensity
_TALL = 2  # the font as wide as the device's own and twice as high
_GAP = 12  # dots, half a row
_REMEMBERED = 4096  # most rows are on the paper before as well, and a hundred registers have a dozen of their own each
WORDS = ("ВИРТУАЛЬНАЯ ККТ", "НЕ ЯВЛЯЕТСЯ ФИСКАЛЬНЫМ ДОКУМЕНТОМ")


class Strip:
    """Rows are in the device's own font, unless a method says so, and never longer than the paper is wide."""

    def __init__(self, paper: Paper, words: tuple[str, ...] = WORDS) -> None:
        self._columns, self._words = paper.columns(), words
        self._blocks: list[Block] = []

    def text(self, text: str) -> None:
        self._blocks += [TextRow(row) for row in wrap(text, self._columns)]

    def centre(self, text: str) -> None:
        """Nothing for an empty text."""
        if text:
            self._blocks += _centred(text, self._columns)

    def title(self, text: str) -> None:
        """What document it is: centred and bold."""
        self._blocks += _centred(text, self._columns, _BOLD)

    def total(self, left: str, amount: int) -> None:
        """The sum the buyer looks for: bold and twice as high."""
        rows = left_right(left, f"={money.text(amount)}", self._columns)
        self._blocks.extend(TextRow(row, _TALL, _BOLD) for row in rows)

    def gap(self) -> None:
        self._blocks.append(_FEED)

    def pair(self, left: str, right: str) -> None:
        self._blocks += _paired(left, right, self._columns)

    def sum(self, left: str, amount: int) -> None:
        """`amount` in kopecks."""
        self.pair(left, f"={money.text(amount)}")

    def some(self, left: str, amount: int) -> None:
        """A sum that is hidden when it is zero."""
        if amount:
            self.sum(left, amount)

    def requisite(self, tag: int, value: str) -> None:
        """A named value by its tag; nothing when it is empty."""
        if value:
            name = _OLD_TAGS.get(tag) or (TAGS[tag].name if tag in TAGS else f"Реквизит {tag}")
            self.pair(f"{name}:", value)

    def rule(self) -> None:
        self._blocks.append(_ruled(self._columns))

    def add(self, blocks: Iterable[Block]) -> None:
        self._blocks.extend(blocks)

    def blocks(self) -> tuple[Block, ...]:
        """All of it between the words that keep it from being taken for a real document."""
        frame = _frame(self._words, self._columns)
        return (*frame, _FEED, *self._blocks, _FEED, *frame)


_FEED = Feed(_GAP)


@lru_cache(maxsize=_REMEMBERED)
def _centred(text: str, columns: int, intensity: int = 0) -> tuple[TextRow, ...]:
    return tuple(TextRow(row, intensity=intensity) for row in centre(text, columns))


@lru_cache(maxsize=_REMEMBERED)
def _paired(left: str, right: str, columns: int) -> tuple[TextRow, ...]:
    return tuple(TextRow(row) for row in left_right(left, right, columns))


@lru_cache(maxsize=16)
def _ruled(columns: int) -> TextRow:
    return TextRow("-" * columns)


@lru_cache(maxsize=16)  # every paper has it, above and below
def _frame(words: tuple[str, ...], columns: int) -> tuple[TextRow, ...]:
    return tuple(TextRow(row) for word in words for row in centre(word, columns))
