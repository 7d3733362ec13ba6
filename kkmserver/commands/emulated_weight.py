"""Weights on the command line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import click

_WEIGHT = re.compile(r"(-?\d{1,4}(?:\.\d{1,4})?)(~?)")


@dataclass(frozen=True, slots=True)
class Weight:
    kilograms: Decimal
    stable: bool


def weights(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[Weight, ...]:
    """1.234 lies still, 1.234~ swings; a comma does as well. Raises BadParameter."""
    return tuple(_weight(ctx, param, value) for value in values)


def _weight(ctx: click.Context, param: click.Parameter, value: str) -> Weight:
    match = _WEIGHT.fullmatch(value.replace(",", "."))
    if match is None:
        raise click.BadParameter(f"{value}: нужен вес в килограммах, например 1.234 или 1.234~", ctx, param)
    return Weight(Decimal(match[1]), not match[2])
