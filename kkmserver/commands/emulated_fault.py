"""Faults of an emulated register on the command line."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import click

W = TypeVar("W", bound=StrEnum)
_TIMES = r"(:(?P<times>[1-9]\d{0,5}|\*)(:(?P<seconds>\d{1,5}(\.\d+)?))?)?"


@dataclass(frozen=True, slots=True)
class Order:
    """One fault. `name` "": the register itself refuses with `error`. `command` "" = the next one.

    `times` None = always; `seconds` as the fault takes them.
    """

    name: str
    error: int
    command: str
    times: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the faults of a family are written. `command` and `error` are patterns, `base` is that of the error's number.

    `names`: of the faults it knows.
    """

    command: str
    error: str
    base: int
    example: str
    names: Callable[[], Iterable[str]]

    def read(self, ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[Order, ...]:
        """NAME[:COMMAND[:TIMES[:SECONDS]]]; no command = the next one, * times = always. Raises BadParameter."""
        return tuple(self._order(ctx, param, value) for value in values)

    def _order(self, ctx: click.Context, param: click.Parameter, value: str) -> Order:
        known = ", ".join([*self.names(), "refuse-КОД"])
        match = re.fullmatch(
            rf"(refuse-(?P<error>{self.error})|(?P<name>[a-z-]+))(:(?P<command>({self.command})?){_TIMES})?",
            value,
            re.IGNORECASE,
        )
        if match is None:
            form = f"ИМЯ[:КОМАНДА[:РАЗ[:СЕКУНД]]], например {self.example}"
            raise click.BadParameter(f"{value}: нужно {form}. Имена: {known}", ctx, param)
        if match["name"] and match["name"] not in set(self.names()):
            raise click.BadParameter(f"{value}: имя – одно из {known}", ctx, param)
        return Order(
            name=match["name"] or "",
            error=int(match["error"], self.base) if match["error"] else 0,
            command=match["command"] or "",
            times=None if match["times"] == "*" else int(match["times"] or 1),
            seconds=float(match["seconds"] or 0),
        )


def named(name: str, members: Iterable[W]) -> W:
    """The one with that value. Raises ValueError."""
    for member in members:
        if member.value == name:
            return member
    raise ValueError(f"неисправности {name} у этого протокола нет")
