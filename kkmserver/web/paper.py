"""The paper of a command: what a virtual device has printed for it, or what its request looks like when drawn."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from drivers.errors import KkmError
from drivers.ports import HasTape, TapeDocument
from kkmserver import sample
from kkmserver.dispatch.order import DeviceNotFound, Dispatch, Target
from kkmserver.store.record import Record

_AT_A_TIME = 2  # drawing takes a core
_SLACK = timedelta(minutes=1)  # a register may tell its documents' time without seconds

_FORGOTTEN = "Запрос этой команды уже не хранится или не читается: нарисовать её бумагу не по чему."
_GONE = "Устройства этой команды больше нет или оно отключено: рисовать её бумагу нечем."
_DRAWN = "Нарисовано по запросу: так вышло бы на этом устройстве сейчас. Самой бумаги сервер не видит."


class NoPaper(Exception):
    """`why`: in words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Paper:
    """`source`: tape, drawn or none; `pictures`: how many."""

    source: str
    why: str
    pictures: int


class Papers:
    def __init__(self, dispatch: Dispatch, tapes: Mapping[int, HasTape]) -> None:
        self._dispatch, self._tapes = dispatch, tapes
        self._drawing = asyncio.Semaphore(_AT_A_TIME)

    async def of(self, record: Record) -> Paper:
        if found := self._printed(record):
            return Paper("tape", "", len(found))
        try:
            await self._drawn(record)
        except NoPaper as error:
            return Paper("none", error.why, 0)
        return Paper("drawn", _DRAWN, 1)

    async def picture(self, record: Record, number: int) -> bytes:
        """PNG; `number` counts from 1. Raises NoPaper."""
        found = self._printed(record)
        if not found and number == 1:
            return await self._drawn(record)
        if not 1 <= number <= len(found):
            raise NoPaper("Этой бумаги нет или её уже нет на ленте устройства.")
        async with self._drawing:
            return await asyncio.to_thread(found[number - 1].png)

    def _printed(self, record: Record) -> list[TapeDocument]:
        """Oldest first."""
        tape = self._tapes.get(record.device)
        return [sheet for sheet in reversed(tape.tape()) if _belongs(sheet, record)] if tape else []

    async def _drawn(self, record: Record) -> bytes:
        """Raises NoPaper."""
        async with self._drawing:
            command = await asyncio.to_thread(self._dispatch.command_of, record.entry)
            if command is None:
                raise NoPaper(_FORGOTTEN)
            try:
                drawn = sample.of(command)
                pages = await self._dispatch.preview(drawn.command, Target(number=record.device))
                return await asyncio.to_thread(sample.png, pages, framed=drawn.labels > 0)
            except DeviceNotFound as error:
                raise NoPaper(_GONE) from error
            except KkmError as error:
                raise NoPaper(error.text) from error


def _belongs(sheet: TapeDocument, record: Record) -> bool:
    """A device does one thing at a time: what came out meanwhile is this command's. A fiscal document says which one
    it is, and its copy bears the time of the original."""
    outcome = record.outcome
    if outcome and outcome.copy:
        return _is(sheet, f"№ {outcome.copy.document.number} (копия)", outcome.copy.document.time)
    if outcome and outcome.document and _is(sheet, f"№ {outcome.document.number}", outcome.document.time):
        return True
    return record.started_at is not None and record.started_at <= sheet.time <= _end(record)


def _end(record: Record) -> datetime:
    """Of one that is under way: whatever is there."""
    return record.finished_at or datetime.max.replace(tzinfo=record.entry.accepted_at.tzinfo)


def _is(sheet: TapeDocument, title: str, time: datetime) -> bool:
    return sheet.title.endswith(title) and abs(sheet.time - time) < _SLACK
