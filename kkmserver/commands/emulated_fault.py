"""Faults of an emulated register on the command line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from drivers.shtrih.emulator.faults import Fault, What

_WRITTEN = re.compile(
    r"(refuse-(?P<error>(?!00)[0-9a-f]{2})|(?P<name>[a-z-]+))"
    r"(:(?P<command>(ff[0-9a-f]{2}|(?!ff)[0-9a-f]{2})?)(:(?P<times>[1-9]\d{0,5}|\*)(:(?P<seconds>\d{1,5}(\.\d+)?))?)?)?",
    re.IGNORECASE,
)
_FORM = "ИМЯ[:КОМАНДА[:РАЗ[:СЕКУНД]]], например answer-lost:FF45:1 или refuse-50:8D:3"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The register itself answers with `error`; `command` as hex, "" = any; `times` None = always."""

    error: int
    command: str
    times: int | None


def faults(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> "tuple[Fault | Refusal, ...]":
    """NAME[:CODE[:TIMES[:SECONDS]]]; no code = the next command, * times = always. Raises BadParameter."""
    return tuple(_fault(ctx, param, value) for value in values)


def _fault(ctx: click.Context, param: click.Parameter, value: str) -> "Fault | Refusal":
    from drivers.shtrih.emulator.faults import Fault

    match = _WRITTEN.fullmatch(value)
    if match is None:
        raise click.BadParameter(f"{value}: нужно {_FORM}. Имена: {_names()}", ctx, param)
    command = (match["command"] or "").upper()
    times = None if match["times"] == "*" else int(match["times"] or 1)
    if match["error"]:
        return Refusal(int(match["error"], 16), command, times)
    what = _named(match["name"])
    if what is None:
        raise click.BadParameter(f"{value}: имя – одно из {_names()}", ctx, param)
    return Fault(what=what, command=command, times=times, seconds=float(match["seconds"] or 0))


def _named(name: str) -> "What | None":
    return next((what for what in _known() if what.value == name), None)


def _names() -> str:
    return ", ".join([*_known(), "refuse-КОД"])


def _known() -> "list[What]":
    from drivers.shtrih.emulator.faults import Link, Power

    return [*Link, *Power]
