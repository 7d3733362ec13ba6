"""Values of a command: what a printer accepts, by number, word or place in a list."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_DOTS = 1 << 25  # of a label or anything on it: 2.5 m of a wide one. More is a mistake of the sender


class Rejected(ValueError):
    """A command or a value that a printer does not know."""


def whole(text: str, low: int, high: int) -> int:
    """A whole number in low..high. Raises Rejected."""
    try:
        value = int(text)
    except ValueError as error:
        raise Rejected(f"{text!r} is no number") from error
    return within(value, low, high)


def within(value: int, low: int, high: int) -> int:
    if not low <= value <= high:
        raise Rejected(f"{value} is not in {low}..{high}")
    return value


def sized(width: int, height: int) -> tuple[int, int]:
    """The same, if a printer's memory has room for so many dots. Raises Rejected."""
    if width * height > MOST_DOTS:
        raise Rejected(f"{width}x{height} dots")
    return width, height


def decimal(text: str, low: float, high: float) -> float:
    """A number with a point in low..high. Raises Rejected."""
    try:
        value = float(text)
    except ValueError as error:
        raise Rejected(f"{text!r} is no number") from error
    if not low <= value <= high:
        raise Rejected(f"{text} is not in {low}..{high}")
    return value


def one_of(text: str, allowed: str | Sequence[str]) -> str:
    """`text`, if it is one of `allowed` (letters, or words). Raises Rejected."""
    if not text or text not in list(allowed):
        raise Rejected(f"{text!r} is none of {allowed}")
    return text


@dataclass(frozen=True, slots=True)
class Parameters:
    """The values of one command by their place; what is left out takes its default."""

    texts: Sequence[str]

    def text(self, place: int, default: str = "") -> str:
        return (self.texts[place].strip() if place < len(self.texts) else "") or default

    def given(self, place: int) -> bool:
        return bool(self.text(place))

    def number(self, place: int, default: int | None, low: int, high: int) -> int:
        """Raises Rejected: out of range, no number, or left out where `default` is None."""
        text = self.text(place)
        if not text and default is not None:
            return default
        return whole(text, low, high)

    def letter(self, place: int, default: str, allowed: str | Sequence[str]) -> str:
        text = self.text(place)
        return one_of(text, allowed) if text else default

    def yes(self, place: int, *, default: bool) -> bool:
        return self.letter(place, "Y" if default else "N", "YN") == "Y"
