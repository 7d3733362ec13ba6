"""The rows of the book. Blocking; one call at a time, in any thread."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from drivers.operations.sqlite_file import SqliteFile

_KEPT, _SWEEP = 10_000, 100
_COLUMNS = "number, subject, request, begun_at, state, answer"


class State(StrEnum):
    STARTED = "started"  # on its way when somebody was killed or ran out of patience
    DONE = "done"
    REFUSED = "refused"  # it is certain that nothing came of it
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Operation:
    number: int
    subject: str
    request: str
    begun_at: datetime
    state: State
    answer: str


class Table:
    """Methods raise sqlite3.Error or OSError when the disk fails, OutcomeUnknown when it does so at the very end."""

    def __init__(self, path: Path, now: datetime) -> None:
        """A new file counts on from the seconds of `now`: no number of a file that was lost comes again."""

        def begin(db: sqlite3.Connection) -> None:
            db.execute("INSERT INTO beginning VALUES (1, ?)", (int(now.timestamp()),))

        self._file = SqliteFile(path, "drivers.operations/schema_v1.sql", begin)
        self.beginning: int = self._file.db.execute("SELECT number FROM beginning").fetchone()[0]

    def last(self) -> int:
        """Number of the newest operation, or the one before the first."""
        number: int | None = self._file.db.execute("SELECT max(number) FROM operations").fetchone()[0]
        return self.beginning if number is None else number

    def add(self, subject: str, request: str, at: datetime) -> int:
        with self._file.transaction():
            number = self.last() + 1
            row = (number, subject, request, at.isoformat(), State.STARTED, "", 1)
            self._file.db.execute("INSERT INTO operations VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            if number % _SWEEP == 0:
                old = "DELETE FROM operations WHERE number <= ? AND NOT undecided"
                self._file.db.execute(old, (number - _KEPT,))
        return number

    def finish(self, number: int, state: State, answer: str) -> None:
        undecided = state in (State.STARTED, State.UNKNOWN)
        statement = "UPDATE operations SET state = ?, answer = ?, undecided = undecided AND ? WHERE number = ?"
        with self._file.transaction():
            self._file.db.execute(statement, (state, answer, undecided, number))

    def decide(self, number: int | None = None) -> None:
        """A person has looked at this one; None: at all there are."""
        with self._file.transaction():
            self._file.db.execute("UPDATE operations SET undecided = 0 WHERE ? IN (number, 0)", (number or 0,))

    def after(self, number: int) -> list[Operation]:
        return self._select("number > ? ORDER BY number LIMIT 100", (number,))

    def undecided(self) -> list[Operation]:
        return self._select("undecided = 1 ORDER BY number", ())

    def newest(self, pattern: str) -> Operation | None:
        """Of those whose subject is like `pattern` (SQL LIKE)."""
        found = self._select("subject LIKE ? ORDER BY number DESC LIMIT 1", (pattern,))
        return found[0] if found else None

    def close(self) -> None:
        self._file.close()

    def _select(self, which: str, values: Sequence[object]) -> list[Operation]:
        rows = self._file.db.execute(f"SELECT {_COLUMNS} FROM operations WHERE {which}", values)  # noqa: S608 - own text
        return [
            Operation(number, subject, request, datetime.fromisoformat(begun), State(state), answer)
            for number, subject, request, begun, state, answer in rows
        ]
