"""What the journal tells: each function is done in the thread of its connection."""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from drivers.model.outcome import Progress
from kkmserver.store.glob import containing
from kkmserver.store.record import Deed, DeviceRow, Entry, Facets, Record, Searched, State, Wanted
from kkmserver.store.schema import queries
from kkmserver.store.serial import dump_moment, load_evidence, load_failure, load_moment, load_numbers, load_outcome

_SQL = queries()
_BEYOND = 2**63 - 1  # no row has it
_RECENT = 10_000  # rows that choices are made of
MOST_CLIENTS = 50
_Row = tuple[Any, ...]


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


def span(wanted: Wanted, connection: sqlite3.Connection, *, paged: bool = True) -> tuple[int, int]:
    """The places that may hold what is wanted: from, below. `paged`: none from `before` on."""
    if wanted.since is None and wanted.until is None:
        first, last = connection.execute(_SQL["ends"]).fetchone()
    else:
        first, last = connection.execute(_SQL["between"], _moments(wanted)).fetchone()
    below = 0 if last is None else last + 1
    return first or 0, min(below, wanted.before) if paged and wanted.before is not None else below


def page(wanted: Wanted, most: int, least: int, below: int, connection: sqlite3.Connection) -> list[Record]:
    """What fits in a span of places, newest first. A page of each index that is concerned; the newest of all of them
    are the page."""
    found: dict[int, _Row] = {}
    for statement, keys in _statements("page", wanted):
        values = keys | {"least": least, "below": below, "limit": most}
        found.update((row[0], row) for row in connection.execute(statement, values))
    records = sorted(map(_record, found.values()), key=lambda record: record.seq, reverse=True)
    return records[:most]


def count(wanted: Wanted, least: int, below: int, connection: sqlite3.Connection) -> int:
    """How much of a span fits."""
    bounds = {"least": least, "below": below}
    found = (connection.execute(statement, keys | bounds) for statement, keys in _statements("count", wanted))
    return sum(rows.fetchone()[0] for rows in found)


def place(seq: int, connection: sqlite3.Connection) -> Searched | None:
    found = connection.execute(_SQL["place"], (seq,)).fetchone()
    return Searched(found[0], load_moment(found[1])) if found else None


def facets(connection: sqlite3.Connection) -> Facets:
    """Of the newest rows: to look through all of them would take seconds."""
    rows = connection.execute(_SQL["newest"], (_RECENT,)).fetchall()
    names, dialects, clients = (dict.fromkeys(column) for column in zip(*rows, strict=True)) if rows else ({}, {}, {})
    return Facets(
        names=tuple(sorted(names)), dialects=tuple(sorted(dialects)), clients=tuple(islice(clients, MOST_CLIENTS))
    )


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


def _statements(what: str, wanted: Wanted) -> Iterator[tuple[str, dict[str, object]]]:
    """Each row stands in one of them only."""
    fits = _SQL["fits"] if wanted.sifted else "TRUE"
    keys = _sieve(wanted) if wanted.sifted else {}
    for among, state in _among(wanted):
        statement = _SQL[what].format(among=_SQL[f"among_{among}"], fits=fits)
        yield statement, keys | {"device": wanted.device, "state": state}


def _among(wanted: Wanted) -> Iterator[tuple[str, str | None]]:
    """Most rows are done and few are anything else, so one index finds the former and another one the latter."""
    if wanted.states is None and wanted.device is None:
        yield "all", None
    for state in (None,) if wanted.states is None else dict.fromkeys(wanted.states):
        if wanted.device is not None and state in (None, State.DONE):
            yield from ((one, state and state.value) for one in ("device", "member"))
        elif state is not None:
            yield "state", state.value


def _sieve(wanted: Wanted) -> dict[str, object]:
    since, until = _moments(wanted)
    return {
        "name": wanted.name,
        "dialect": wanted.dialect,
        "client": wanted.client,
        "text": None if wanted.text is None else containing(wanted.text),
        "since": since,
        "until": until,
    }


def _moments(wanted: Wanted) -> tuple[int, int]:
    since = -_BEYOND if wanted.since is None else dump_moment(wanted.since)
    return since, _BEYOND if wanted.until is None else dump_moment(wanted.until)


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
