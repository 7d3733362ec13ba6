"""`kkmserver find`: look for devices at serial ports and in the network, and show how to set them up."""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TextIO

from drivers import registry
from drivers.clock import SystemClock
from drivers.search.offer import Found
from drivers.search.plan import planned
from drivers.search.ranges import RangeRefused, parse
from drivers.search.run import End, Run
from drivers.search.serial_ports import serial_ports
from drivers.transports.connection import open_transport
from kkmserver.config import Config

_FOUND, _NOTHING, _WRONG = 0, 1, 2  # exit codes
_TITLES = ("Драйвер", "Модель", "Заводской номер", "ИНН", "Подключение")
_WITHOUT_SETTINGS = (
    "Файл настроек не указан (--config), поэтому порты настроенных устройств не обойти. Если сервер работает, укажите."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where to look: addresses as people write them, serial ports by name; `listed`: all of this computer, too."""

    tcp: Sequence[str]
    ports: Sequence[str]
    listed: bool
    seconds: int


@dataclass(frozen=True, slots=True)
class Report:
    """`text` is for people; with `code` 2 it says what is wrong in the call."""

    code: int
    text: str


def run(wanted: Wanted, config: Config | None, progress: TextIO | None = None) -> Report:
    """`progress`: where to tell how far it is; None: stderr. Ctrl-C ends the search, not the report."""
    if not (wanted.tcp or wanted.ports or wanted.listed):
        return Report(_WRONG, "Искать негде: укажите --tcp или --port, или уберите --no-serial.")
    devices = config.devices if config else ()
    shown = _Progress(progress or sys.stderr)
    if config is None:
        shown.line(_WITHOUT_SETTINGS)
    try:
        search = asyncio.run(_search(wanted, {one.number: one.options for one in devices}, shown))
    except RangeRefused as error:
        return Report(_WRONG, f"--tcp {error}.")
    return Report(_FOUND if search.found else _NOTHING, _report(search, _free(config)))


def _free(config: Config | None) -> int:
    """From this number on no device and no pool has one."""
    if config is None:
        return 1
    return 1 + max([one.number for one in config.devices] + [one.number for one in config.pools])


async def _search(wanted: Wanted, configured: dict[int, object], shown: "_Progress") -> Run:
    """Raises RangeRefused."""
    search = await planned(
        [parse(text) for text in wanted.tcp],
        [*wanted.ports, *(await serial_ports() if wanted.listed else [])],
        searches=registry.searches(),
        configured=configured,
        open_transport=open_transport,
        clock=SystemClock(),
        seconds=wanted.seconds,
    )
    search.changed = lambda: shown.show(search)
    shown.line(f"Поиск: подключений {search.total}, не дольше {search.seconds:g} с. Прервать: Ctrl-C.")
    with suppress(asyncio.CancelledError):
        await search.go()
    shown.finish(_ENDS[search.end].format(asked=search.asked, total=search.total))
    return search


class _Progress:
    """One line that is written over and over on a terminal; elsewhere a line for each device."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._lively = stream, stream.isatty()
        self._told = 0  # devices

    def show(self, search: Run) -> None:
        if self._lively:
            text = f"Испробовано {search.asked} из {search.total}, найдено {len(search.found)}"
            self._stream.write(f"\r{text}\x1b[K")
            self._stream.flush()
            return
        for found in search.found[self._told :]:
            self.line(f"Найдено: {found.model}, {found.connection}")
        self._told = len(search.found)

    def finish(self, text: str) -> None:
        self.line(f"\n{text}" if self._lively else text)

    def line(self, text: str) -> None:
        self._stream.write(f"{text}\n")
        self._stream.flush()


_ENDS = {
    End.NOT_YET: "Поиск не начат.",
    End.DONE: "Поиск окончен: испробовано {asked} из {total}.",
    End.TIME: "Время вышло: испробовано {asked} из {total}. Дайте больше времени (--seconds) или меньше адресов.",
    End.STOPPED: "Поиск прерван: испробовано {asked} из {total}.",
    End.FAILED: "Поиск не удался: испробовано {asked} из {total}.",
}


def _report(search: Run, first: int) -> str:
    parts = [f"{one.place}: {one.why}" for one in search.skipped]
    if search.found:
        parts += ["", _table(search.found), "", "В файл настроек:", "", _settings(search.found, first)]
    else:
        parts.append(
            "Ничего не найдено. Проверьте питание и кабель устройства, и что с ним не работает другая программа."
        )
    return "\n".join(parts).strip()


def _table(found: Sequence[Found]) -> str:
    rows = [_TITLES, *((one.driver, one.model, one.serial, one.inn, one.connection) for one in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_TITLES))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*lines, *(f"{one.connection}: {one.note}" for one in found if one.note)])


def _settings(found: Sequence[Found], first: int) -> str:
    """A [[devices]] table for each."""
    import tomlkit

    tables = [
        {"number": number, "name": one.model, "driver": one.driver, "connection": one.connection, **one.options}
        for number, one in enumerate(found, first)
    ]
    return tomlkit.dumps({"devices": tables}).strip()
