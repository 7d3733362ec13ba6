"""Rows of the journal as a table for Excel: semicolons, UTF-8 with BOM, nothing that could run as a formula."""

import asyncio
import csv
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import datetime, tzinfo
from io import StringIO

from kkmserver.dispatch.order import Dispatch
from kkmserver.store.record import Record, State, Wanted
from kkmserver.web import rows

_PAGE, _SECONDS = 500, 5.0  # rows made at a time, and how long one search for them takes
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # what Excel and others take for the beginning of one
_HEADINGS = (
    "Принята",
    "Начата",
    "Закончена",
    "Состояние",
    "Команда",
    "IdCommand",
    "Устройство",
    "Выполняло",
    "Клиент",
    "API",
    "Попытка",
    "Ждала, мс",
    "Выполнялась, мс",
    "Результат",
    "Ошибка",
)
_STATES = {
    State.QUEUED: "ждёт",
    State.RUNNING: "выполняется",
    State.DONE: "выполнена",
    State.FAILED: "ошибка",
    State.UNKNOWN: "неизвестно",
}


async def table(dispatch: Dispatch, wanted: Wanted, zone: tzinfo | None) -> AsyncIterator[bytes]:
    """Piece by piece, so that a million rows take no memory; moments in `zone`. Raises JournalBroken."""
    yield "\ufeff".encode() + _lines([_HEADINGS])
    more: int | None = wanted.before
    while True:
        found = await dispatch.search(replace(wanted, before=more, limit=_PAGE), _SECONDS)
        if found.records:
            yield await asyncio.to_thread(_page, found.records, zone)
        if found.until is not None:
            more = found.until.seq
        elif len(found.records) == _PAGE:
            more = found.records[-1].seq
        else:
            return


def _page(records: Iterable[Record], zone: tzinfo | None) -> bytes:
    return _lines(_cells(record, zone) for record in records)


def _cells(record: Record, zone: tzinfo | None) -> list[object]:
    entry, told = record.entry, rows.brief(record)
    return [
        _local(entry.accepted_at, zone),
        _local(record.started_at, zone),
        _local(record.finished_at, zone),
        _STATES[record.state],
        entry.name,
        entry.id,
        entry.device,
        record.device,
        entry.client,
        entry.dialect,
        record.attempt,
        told["waited_ms"],
        told["duration_ms"],
        told["outcome"],
        told["error"],
    ]


def _lines(cells: Iterable[Iterable[object]]) -> bytes:
    out = StringIO()
    csv.writer(out, delimiter=";").writerows([_safe(cell) for cell in row] for row in cells)
    return out.getvalue().encode("utf-8", "replace")


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell


def _local(moment: datetime | None, zone: tzinfo | None) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}" if moment else ""
