"""One server at a time on one journal, and which one it is."""

import json
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kkmserver.store.schema import JournalUnusable


@dataclass(frozen=True, slots=True)
class Owner:
    """Who wrote the note beside the journal. It outlives a crash, so it counts only while the lock is held."""

    pid: int
    since: datetime
    host: str


@contextmanager
def sole_owner(path: Path) -> Iterator[None]:
    """Held while the server lives and let go by the system when it dies, however it dies.

    Raises JournalUnusable, which names the other one; sqlite3.Error.
    A lock on the journal itself would keep our own second connection out.
    """
    with closing(sqlite3.connect(f"{path}.lock", timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("PRAGMA journal_mode = MEMORY")  # a rollback file would need room on a full disk
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise JournalUnusable(_taken(path)) from error
        _sign(path)
        try:
            yield
        finally:
            _note(path).unlink(missing_ok=True)


def owner(path: Path) -> Owner | None:
    """What the note says; None where there is none that can be read."""
    try:
        told = json.loads(_note(path).read_text("utf-8"))
        return Owner(int(told["pid"]), datetime.fromisoformat(told["since"]), str(told["host"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".owner")


def _sign(path: Path) -> None:
    """A disk that is too full for the note is no reason not to start; a wrong note is worse than none."""
    note, draft = _note(path), path.with_name(path.name + ".owner.new")
    mine = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(), "host": socket.gethostname()}
    with suppress(OSError):
        note.unlink(missing_ok=True)
        draft.write_text(json.dumps(mine), "utf-8")
        draft.replace(note)


def _taken(path: Path) -> str:
    return (
        f"Журнал {path} занят другим kkmserver{_words(owner(path))}. "
        "Остановите его или запустите этот с другой папкой данных (--data)."
    )


def _words(holder: Owner | None) -> str:
    if holder is None:
        return ""
    place = "" if holder.host == socket.gethostname() else f" на компьютере {holder.host}"
    return f" (процесс {holder.pid}{place}, запущен {holder.since.astimezone():%d.%m.%Y %H:%M:%S})"
