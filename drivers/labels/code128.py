"""Code 128 by hand: which subset holds which character, so that the width is known before a printer draws it.

Source: ISO/IEC 15417, values of the symbol characters.
"""

from functools import lru_cache
from typing import Literal

FNC1_MARK = "\x1d"  # stands for FNC1 in a content
CODE_C, CODE_B, FNC1, START_B, START_C = 99, 100, 102, 104, 105
_ENDLESS = 10**6

Subset = Literal["B", "C"]
_OTHER: dict[Subset, Subset] = {"B": "C", "C": "B"}


@lru_cache(maxsize=64)
def values(content: str) -> tuple[int, ...]:
    """The shortest row of symbol characters, start character first; check and stop characters are left to the printer.

    Of rows as short the one that is in subset C first and longest, as zint makes it, so that a printer's bars are those
    of the preview. `content`: printable ASCII, and FNC1_MARK. Raises ValueError for any other.
    """
    if not all(" " <= char <= "~" or char == FNC1_MARK for char in content):
        raise ValueError("only printable ASCII and FNC1")
    costs = _costs(content)
    subset: Subset = "C" if costs["C"][0] <= costs["B"][0] else "B"
    found, at = [START_C if subset == "C" else START_B], 0
    while at < len(content):
        if (subset == "C") != _is_better_in_c(costs, content, at, subset):
            subset = _OTHER[subset]
            found.append(CODE_C if subset == "C" else CODE_B)
        found.append(_value(content, at, subset))
        at += _step(content, at, subset)
    return tuple(found)


def modules(count: int) -> int:
    """Width of a code of so many symbol characters, start character counted: check 11, stop 13."""
    return 11 * count + 11 + 13


def plain_subset(content: str) -> Literal["B", "C", ""]:
    """The subset that alone makes the shortest code, as any printer that chooses by itself will find; else ""."""
    row = values(content)
    if CODE_B in row or CODE_C in row or FNC1 in row:
        return ""
    return "C" if row[0] == START_C else "B"


def _step(content: str, at: int, subset: Subset) -> int:
    """Characters the next symbol takes; 0 = the subset cannot hold them."""
    if content[at] == FNC1_MARK:
        return 1
    if subset == "B":
        return 1
    pair = content[at : at + 2]
    return 2 if len(pair) == 2 and pair.isdigit() else 0


def _value(content: str, at: int, subset: Subset) -> int:
    if content[at] == FNC1_MARK:
        return FNC1
    return int(content[at : at + 2]) if subset == "C" else ord(content[at]) - 32


def _is_better_in_c(costs: dict[Subset, list[int]], content: str, at: int, subset: Subset) -> bool:
    """Whether the next symbol is to be of subset C; a change costs a symbol."""
    in_b, in_c = (_cost_of_staying(costs, content, at, each) + (each != subset) for each in _OTHER)
    return in_c <= in_b


def _cost_of_staying(costs: dict[Subset, list[int]], content: str, at: int, subset: Subset) -> int:
    step = _step(content, at, subset)
    return 1 + costs[subset][at + step] if step else _ENDLESS


def _costs(content: str) -> dict[Subset, list[int]]:
    """Symbols from each place to the end, by the subset that is on there."""
    costs: dict[Subset, list[int]] = {"B": [0] * (len(content) + 1), "C": [0] * (len(content) + 1)}
    for at in range(len(content) - 1, -1, -1):
        stay = {subset: _cost_of_staying(costs, content, at, subset) for subset in _OTHER}
        for subset, other in _OTHER.items():
            costs[subset][at] = min(stay[subset], 1 + stay[other])
    return costs
