"""Many labels cut into windows: what is sent at once, so that a cancelled or broken batch is known to a few labels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from drivers.labels.language import Language
from drivers.printing.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Window:
    """`count` labels as the printer wants them."""

    count: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Job:
    """Labels drawn as they are asked for, from label `first` of `total` on."""

    sheets: Iterator[Sheet]
    total: int
    first: int = 1
    batch: bool = False  # numbered labels that somebody waits for, not a document
    warnings: tuple[str, ...] = ()


def windows(sheets: Iterable[Sheet], language: Language, ahead: int) -> Iterator[Window]:
    """At most `ahead` labels each, drawn when asked for; equal labels in a row are drawn once."""
    data: list[bytes] = []
    count = 0
    for sheet, equal in groupby(sheets):
        for copies in _portions(sum(1 for _ in equal), ahead):
            if count + copies > ahead:
                yield Window(count, b"".join(data))
                data, count = [], 0
            data.append(language.label(sheet, copies))
            count += copies
    if count:
        yield Window(count, b"".join(data))


def _portions(copies: int, most: int) -> Iterator[int]:
    while copies > 0:
        yield min(copies, most)
        copies -= most
