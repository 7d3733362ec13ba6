"""Seconds on the command line."""

import math
from typing import Any

import click


class Seconds(click.FloatRange):
    """Up to a minute. To click `nan` is in every range."""

    name = "seconds"

    def __init__(self) -> None:
        super().__init__(0, 60)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        seconds: float = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{value}: нужно число секунд от 0 до 60", param, ctx)
        return seconds
