"""What the journal tells a support engineer. It is only read, also while the server writes it, and by names of columns
that this or an older version gave them."""

import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from drivers.transports.redact import mask_text

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"

_NEWEST = 200  # rows of commands, and of the audit
_COUNTS = 5000  # lines
_SECONDS = 10.0  # for all questions: a reader that takes long keeps the server's file growing
_STEPS = 10_000  # of SQLite's machine between looks at the clock
_ID_SHOWN = 12  # characters of an IdCommand: enough to find it in the client's log
_TEXT_SHOWN = 8000  # characters
_COMMAND = (
    *("seq", "row", "id", "dialect", "name", "device", "member", "state", "attempt", "mark"),
    *("accepted_at", "started_at", "finished_at", "hold", "among", "everyone", "printed", "total"),
    *("failure", "evidence"),
)
_DEVICE = ("number", "added_at", "active", "blocked", "last")
_AUDIT = ("row", "at", "who", "action", "subject", "detail")
_COUNT = """
SELECT date(accepted_at / 1000000, 'unixepoch') AS day, device, name, state, count(*) AS count FROM command
GROUP BY 1, 2, 3, 4 ORDER BY 1 DESC, 2, 3, 4 LIMIT ?
"""


def summary(path: Path) -> dict[str, Plain]:
    """Raises OSError, sqlite3.Error."""
    if not path.is_file():
        raise FileNotFoundError(f"нет файла {path}")
    whole = _shared(path)
    with closing(_opened(path, whole)) as journal:
        journal.row_factory = sqlite3.Row
        journal.set_progress_handler(_deadline(), _STEPS)
        return {
            "schema": journal.execute("PRAGMA user_version").fetchone()[0],
            "sqlite": sqlite3.sqlite_version,
            "read": "with its log" if whole else "the file alone",
            "devices": _rows(journal, "device", _DEVICE, "number", "ASC"),
            "commands": _rows(journal, "command", _COMMAND, "seq", "DESC"),
            "audit": _rows(journal, "audit", _AUDIT, "row", "DESC"),
            "counts": _counts(journal),
        }


def _shared(path: Path) -> bool:
    return all(path.with_name(path.name + end).exists() for end in ("-wal", "-shm"))


def _opened(path: Path, shared: bool) -> sqlite3.Connection:
    """Without a log beside it the file is closed and whole. Opened in the usual way SQLite would then make the files
    that readers and writers share, and where an administrator reads, the server could not write them."""
    how = "mode=ro" if shared else "mode=ro&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=_SECONDS)


def _deadline() -> Callable[[], int]:
    end = time.monotonic() + _SECONDS
    return lambda: time.monotonic() > end


def _rows(journal: sqlite3.Connection, table: str, wanted: tuple[str, ...], order: str, way: str) -> list[Plain]:
    """The newest; [] where there is no such table."""
    existing = _columns(journal, table)
    shown = [name for name in wanted if name in existing]
    if not shown:
        return []
    by = order if order in existing else "rowid"
    sql = f"SELECT {', '.join(shown)} FROM {table} ORDER BY {by} {way} LIMIT {_NEWEST}"  # noqa: S608  # names of ours
    return [{key: _value(key, row[key]) for key in shown} for row in journal.execute(sql)]


def _columns(journal: sqlite3.Connection, table: str) -> set[str]:
    return {row["name"] for row in journal.execute(f"PRAGMA table_info({table})")}


def _counts(journal: sqlite3.Connection) -> Plain:
    """How many commands by day of acceptance (UTC), device, name and state; newest day first."""
    try:
        return [dict(row) for row in journal.execute(_COUNT, (_COUNTS,))]
    except sqlite3.OperationalError as error:
        return f"не успели посчитать: {error}"


def _value(key: str, value: str | int | float | bytes | None) -> Plain:
    if value is None or isinstance(value, bytes):
        return None
    if key == "id":
        return _cut(mask_text(str(value)), _ID_SHOWN)
    if (key == "at" or key.endswith("_at")) and isinstance(value, int):
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value)).isoformat()
    if key in ("failure", "evidence"):
        return _told(str(value))
    return _masked(value)


def _told(text: str) -> Plain:
    """JSON of the store, with what people wrote into it masked."""
    try:
        return _masked(json.loads(text))
    except ValueError:
        return _masked(text)


def _masked(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {key: _masked(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_masked(one) for one in value]
    return _cut(mask_text(value), _TEXT_SHOWN) if isinstance(value, str) else value


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
