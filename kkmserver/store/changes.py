"""The changes of the journal: each is done in the writer's thread, within the transaction of its batch."""

import sqlite3
from uuid import uuid4

from kkmserver.store.reading import device_row, one
from kkmserver.store.record import Deed, DeviceRow, DuplicateId, Entry, Record, State
from kkmserver.store.schema import queries
from kkmserver.store.serial import dump_moment, dump_numbers, storable

BITE = 500  # rows pruned in one transaction
_SQL = queries()


def accept(entry: Entry, connection: sqlite3.Connection) -> Record | DuplicateId:
    try:
        ((row, seq),) = connection.execute(_SQL["accept"], (entry.id, *_values(entry))).fetchall()
    except sqlite3.IntegrityError:
        known = one("by_id", entry.id, connection)
        if known is None:
            raise
        return DuplicateId(known)
    connection.execute(_SQL["add_request"], (row, entry.request))
    return Record(row=row, entry=entry, state=State.QUEUED, seq=seq)


def retry(row: int, entry: Entry, connection: sqlite3.Connection) -> Record | LookupError:
    missing = change("retry", (*_values(entry), row), connection)
    if missing:
        return missing
    connection.execute(_SQL["add_request"], (row, entry.request))
    record = one("by_row", row, connection)
    assert record is not None
    return record


def change(query: str, values: tuple[object, ...], connection: sqlite3.Connection) -> LookupError | None:
    """One UPDATE whose last value is the key."""
    if connection.execute(_SQL[query], values).rowcount:
        return None
    return LookupError(f"{query}: nothing it fits has the number {values[-1]}")


def note(deed: Deed, connection: sqlite3.Connection) -> None:
    words = map(storable, (deed.who, deed.action, deed.subject, deed.detail))
    connection.execute(_SQL["note"], (dump_moment(deed.at), *words))


def prune(query: str, before: int, connection: sqlite3.Connection) -> int:
    """A bite; how many rows went."""
    return connection.execute(_SQL[query], (before, BITE)).rowcount


def device(number: int, now: int, connection: sqlite3.Connection) -> DeviceRow:
    connection.execute(_SQL["add_device"], (number, str(uuid4()), now))
    return device_row(number, connection)


def touch(connection: sqlite3.Connection) -> None:
    """A write that changes nothing: whether the disk takes one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.execute(f"PRAGMA user_version = {version:d}")


def _values(entry: Entry) -> tuple[object, ...]:
    return (
        entry.dialect,
        entry.name,
        entry.device,
        entry.client,
        entry.fingerprint,
        dump_moment(entry.accepted_at),
        entry.hold,
        storable(entry.request_id),
        dump_numbers(entry.among),
        entry.everyone,
        entry.staged,
    )
