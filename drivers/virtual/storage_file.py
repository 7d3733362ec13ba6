"""The file of a virtual ФН: made, brought to the version of this program, opened."""

import json
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path

_VERSION = 2
_NAME = re.compile(r"storage(?:-([2-9]|[1-9]\d{1,3}))?\.sqlite3", re.ASCII)


def current(folder: Path) -> tuple[Path, int]:
    """The newest ФН of a device, there or not, and which one it is, from 1; those before it are kept beside it."""
    found = (_NAME.fullmatch(path.name) for path in folder.iterdir()) if folder.is_dir() else ()
    newest = max((int(match[1] or 1) for match in found if match), default=1)
    return place(folder, newest), newest


def place(folder: Path, ordinal: int) -> Path:
    return folder / ("storage.sqlite3" if ordinal == 1 else f"storage-{ordinal}.sqlite3")


def serial(device: int, ordinal: int) -> str:
    """1041: of the public test series 99990789 (inferred); then which ФН of the register it is, and the register."""
    return f"99990789{(ordinal - 1) % 100:02d}{device:06d}"


def owned(path: Path, serial: str) -> sqlite3.Connection:
    """To write to, in any thread. `serial` is of a ФН that is new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
    with _closed_on_error(db):
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        _bring_up(db, serial)
    return db


def beside(path: Path, serial: str) -> sqlite3.Connection:
    """To look at, beside the one that writes.

    In memory where there is no file, or one whose owner is only just making it; a copy in memory of an older version.
    """
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with _closed_on_error(memory):
        if path.is_file():
            db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", timeout=5, isolation_level=None, uri=True)
            with _closed_on_error(db):
                if (version := _version(db)) == _VERSION:
                    memory.close()
                    return db
            with closing(db):
                if version:
                    db.backup(memory)
        _bring_up(memory, serial)
    return memory


@contextmanager
def _closed_on_error(db: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.close()
        raise


def _version(db: sqlite3.Connection) -> int:
    """0 of a file that is new. Raises sqlite3.DatabaseError for one that a later program has written."""
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    if version > _VERSION:
        raise sqlite3.DatabaseError(f"version {version} of the file is newer than this program")
    return version


def _bring_up(db: sqlite3.Connection, serial: str) -> None:
    if _version(db) == _VERSION:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        _build(db, serial)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk may have ended it already
            db.execute("ROLLBACK")
        raise


def _build(db: sqlite3.Connection, serial: str) -> None:
    version = _version(db)  # once more: another program may have been quicker
    if version == _VERSION:
        return
    _run(db, f"schema_v{_VERSION}.sql")
    if version:
        _move(db)
    else:
        db.execute("INSERT INTO identity VALUES (1, ?, ?)", (serial, secrets.token_bytes(32)))
    db.execute(f"PRAGMA user_version = {_VERSION}")


def _run(db: sqlite3.Connection, name: str) -> None:
    script = files("drivers.virtual").joinpath(name).read_text("utf-8")
    plain = "\n".join(line.split("--")[0] for line in script.splitlines())
    for statement in plain.split(";"):
        db.execute(statement)


def _move(db: sqlite3.Connection) -> None:
    """What version 1 holds; its counters, the same texts by the same names, make a step of their own at the end."""
    _run(db, "from_v1.sql")
    found = db.execute("SELECT * FROM counters")
    stood = dict(zip((column[0] for column in found.description), found.fetchone(), strict=True))
    registration = stood.pop("registration") or None
    counters = json.dumps({name: value for name, value in stood.items() if value and name != "id"})
    db.execute("INSERT INTO steps (registration, counters) VALUES (?, ?)", (registration, counters))
    db.execute("DROP TABLE counters")
