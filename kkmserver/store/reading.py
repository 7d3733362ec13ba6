"""What the journal tells: each function is done in the thread of its connection."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from drivers.model.outcome import Progress
from kkmserver.store.record import Deed, DeviceRow, Entry, Record, State, Wanted
from kkmserver.store.schema import queries
from kkmserver.store.serial import load_evidence, load_failure, load_moment, load_numbers, load_outcome

_SQL = queries()
_BEYOND = 2**63 - 1  # no row has it
_Row = tuple[Any, ...]
_Page = tuple[str, tuple[object, ...]]  # a statement, its key and filter


def one(query: str, key: object, connection: sqlite3.Connection) -> Record | None:
    found = connection.execute(_SQL[query], (key,)).fetchone()
    return _record(found) if found else None


def unfinished(connection: sqlite3.Connection) -> list[Record]:
    return [_record(row) for row in connection.execute(_SQL["unfinished"])]


def load(rows: Sequence[int], most: int, connection: sqlite3.Connection) -> list[Record]:
    """See Journal.load."""
    found: list[Record] = []
    for row in rows:
        if most <= 0:
            break
        if record := one("by_row", row, connection):
            found.append(record)
            most -= len(record.entry.request)
    return found


def newest(wanted: Wanted, connection: sqlite3.Connection) -> list[Record]:
    """See Journal.rows. A page of each index that is concerned; the newest of them all are the page."""
    page = (_BEYOND if wanted.before is None else wanted.before, wanted.limit)
    found: dict[int, _Row] = {}
    for query, keys in _pages(wanted):
        found.update((row[0], row) for row in connection.execute(_SQL[query], (*page, *keys)))
    records = sorted(map(_record, found.values()), key=lambda record: record.seq, reverse=True)
    return records[: wanted.limit]


def deeds(before: int | None, limit: int, connection: sqlite3.Connection) -> list[Deed]:
    found = connection.execute(_SQL["deeds"], (_BEYOND if before is None else before, limit))
    return [
        Deed(row=row, at=load_moment(at), who=who, action=action, subject=subject, detail=detail)
        for row, at, who, action, subject, detail in found
    ]


def device_row(number: int, connection: sqlite3.Connection) -> DeviceRow:
    _, guid, added, active, blocked, last = connection.execute(_SQL["device"], (number,)).fetchone()
    return DeviceRow(
        number=number, guid=guid, added_at=load_moment(added), active=bool(active), blocked=blocked, last=last
    )


def _pages(wanted: Wanted) -> list[_Page]:
    if wanted.states is not None:
        return [page for state in wanted.states for page in _in_state(state, wanted.device)]
    return [("newest", ())] if wanted.device is None else _of_device(wanted.device, None)


def _in_state(state: State, device: int | None) -> list[_Page]:
    """Most rows are done and few are anything else, so one index finds the former and another one the latter."""
    if device is not None and state is State.DONE:
        return _of_device(device, state)
    return [("newest_in_state", (state.value, device))]


def _of_device(device: int, state: State | None) -> list[_Page]:
    key = (device, state.value if state else None)
    return [("newest_of_device", key), ("newest_of_member", key)]


def _record(found: _Row) -> Record:
    row, key, dialect, name, device, client, body, fingerprint, accepted, hold, request_id, among, everyone = found[:13]
    staged, state, attempt, mark, started, finished, outcome, failure, printed, total, seq, member, evidence = found[
        13:
    ]
    return Record(
        row=row,
        entry=Entry(
            id=key,
            dialect=dialect,
            name=name,
            device=device,
            client=client,
            request=body,
            fingerprint=fingerprint,
            accepted_at=load_moment(accepted),
            hold=hold,
            request_id=request_id,
            among=load_numbers(among),
            everyone=bool(everyone),
            staged=bool(staged),
        ),
        state=State(state),
        attempt=attempt,
        mark=mark,
        started_at=None if started is None else load_moment(started),
        finished_at=None if finished is None else load_moment(finished),
        outcome=None if outcome is None else load_outcome(outcome),
        failure=None if failure is None else load_failure(failure),
        progress=None if printed is None else Progress(printed, total),
        seq=seq,
        member=member,
        evidence=None if evidence is None else load_evidence(evidence),
    )
