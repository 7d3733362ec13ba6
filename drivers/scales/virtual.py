"""Scales without scales: their load stands in the settings, or in a file that anybody may edit.

A load is written as kilograms, "0.355" or "0,355"; "~0.355" is one that does not stand still, "overload" one that is
too heavy.
"""

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import cycle
from pathlib import Path

from drivers.errors import RequestRefused
from drivers.ports import DeviceContext
from drivers.registry import DriverSpec
from drivers.scales import texts
from drivers.scales.driver import Scales, traits
from drivers.scales.options import Wait
from drivers.scales.reading import Reading

FILE = "weight.txt"  # in the device's own folder
DEFAULT = "0.355"
_LOAD = re.compile(r"(~?)(-?\d{1,6}(?:[.,]\d{1,6})?)(?:\s*кг)?", re.ASCII)
_MOST = 1024  # characters of the file that are looked at


@dataclass(frozen=True, slots=True)
class VirtualScalesOptions:
    # Loads, one after the other at every look, from the first again after the last; [] = as the file has it
    weights: list[str] = field(default_factory=list)
    wait: Wait = 5.0  # seconds for a load that stands still


class VirtualScale:
    """See Scale. A tare is remembered until the server stops."""

    def __init__(self, weights: list[str], file: Path) -> None:
        """Raises RequestRefused for a load that is none."""
        self._script = cycle([_checked(text) for text in weights])
        self._scripted, self._file = bool(weights), file
        self._tare = Decimal(0)

    async def open(self) -> None:
        return

    async def close(self) -> None:
        return

    async def read(self) -> Reading:
        load = next(self._script) if self._scripted else await asyncio.to_thread(self._from_file)
        return Reading(
            weight=load.weight - self._tare,
            stable=load.stable,
            overload=load.overload,
            tare=self._tare,
            net=bool(self._tare),
        )

    async def glance(self) -> Reading:
        """Without a step on in the script."""
        return Reading()

    async def set_tare(self, weight: Decimal, now: Reading) -> None:
        self._tare = weight or now.gross

    def _from_file(self) -> Reading:
        """Its first line. One that is missing is made, so that it is found."""
        try:
            with self._file.open(encoding="utf-8-sig", errors="replace") as file:
                line = file.readline(_MOST).strip()
        except FileNotFoundError:
            line = DEFAULT
            self._make_file()
        except OSError as error:
            raise texts.faulty(f"Файл веса {self._file} не читается: {error.strerror}.") from error
        load = parsed(line)
        if load is None:
            raise texts.operator(f"В файле {self._file} не вес: «{line[:40]}». Напишите, например, {DEFAULT}.")
        return load

    def _make_file(self) -> None:
        with suppress(OSError):  # the default weighs without it
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(DEFAULT + "\n", "utf-8")


def parsed(text: str) -> Reading | None:
    """None for a load that is none."""
    if text.strip() == "overload":
        return Reading(stable=False, overload=True)
    found = _LOAD.fullmatch(text.strip())
    if found is None:
        return None
    return Reading(weight=Decimal(found[2].replace(",", ".")), stable=not found[1])


def _checked(text: str) -> Reading:
    load = parsed(text)
    if load is None:
        raise RequestRefused(
            f"weights: «{text[:40]}» – не вес. Допустимы {DEFAULT}, ~{DEFAULT} (нестабилен), overload."
        )
    return load


def _build(context: DeviceContext, options: VirtualScalesOptions) -> Scales:
    scale = VirtualScale(options.weights, context.data / FILE)
    return Scales(context, scale, traits("ScalesEmulator", "Эмулятор весов"), wait=options.wait, address="")


SPEC = DriverSpec(VirtualScalesOptions, _build)
