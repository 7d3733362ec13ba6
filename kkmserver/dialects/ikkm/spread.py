"""Lines and discounts of `itemdata` made one list of lines that add up to the amount. Source: spec/ikkm.md 4.1, 8."""

from collections.abc import Iterable
from dataclasses import replace

from drivers.model.money import divide
from kkmserver.dialects.ikkm.items import Item


def lines_of(items: Iterable[Item], total: int) -> list[Item]:
    """A discount lowers the lines above it by their share; what is left between them and `total`, all lines.

    [] where there are no lines to carry it.
    """
    lines: list[Item] = []
    for item in items:
        if item.is_discount:
            lines = _changed(lines, item.amount)
        else:
            lines.append(item)
    lines = _changed(lines, total - sum(line.amount for line in lines))
    fits = sum(line.amount for line in lines) == total and all(line.amount >= 0 for line in lines)
    return lines if fits else []


def _changed(lines: list[Item], by: int) -> list[Item]:
    """`by` is shared out by amount; each takes its part of what those before it have left, so nothing is lost."""
    left, weight, changed = by, sum(line.amount for line in lines), []
    for line in lines:
        part = divide(left * line.amount, weight) if weight > 0 else 0
        changed.append(replace(line, amount=line.amount + part))
        left, weight = left - part, weight - line.amount
    return changed
