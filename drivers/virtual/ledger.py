"""What a virtual register did, step by step, and a secret in one SQLite file that survives a kill at any moment.

Blocking; one call at a time, in any thread. Another process may write to the same file at any moment. A step is one
INSERT, which is on disk as a whole or not at all; its number lets only one of two that follow the same step in. So it
can be made of the counters that are in memory: if they were not the newest, it fails (`Overtaken`, see `in_turn`).
"""

import hashlib
import hmac
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import random
from typing import Generic, NamedTuple, TypeVar

from drivers.errors import DeviceFaulty, OutcomeUnknown, RequestRefused, WrongState
from drivers.virtual import storage_file, stored, texts
from drivers.virtual.standing import Standing
from drivers.virtual.stored import StoredDocument

_T = TypeVar("_T")
_S = TypeVar("_S", bound=Standing)
_TRIES = 20
_APART = 0.002  # seconds
_MOST = 100  # commands that are told at once
# Errors after which an INSERT has certainly left nothing. A full disk is one: a frame of the WAL was cut short, and
# only a transaction with its last frame whole counts. Source: SQLite, fileformat2.html, section 4. One of fsync is not.
_NOTHING_WRITTEN = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CONSTRAINT}

_APPEND = f"INSERT INTO steps VALUES ({', '.join('?' * 19)})"  # noqa: S608 - only marks
_NEWEST = """
    SELECT number, counters,
        (SELECT registration FROM steps WHERE registration IS NOT NULL ORDER BY number DESC LIMIT 1)
    FROM steps ORDER BY number DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is done at once. `subject` and `answer`: of a command, for `settle`; None: on behalf of one, or of none."""

    document: StoredDocument | None = None
    subject: str | None = None
    answer: str | None = None


class Done(NamedTuple):
    """A command that was done. `document`: number of the ФД it made, if any."""

    subject: str
    document: int | None
    answer: str


class Overtaken(DeviceFaulty):
    """Another program has made a step meanwhile; nothing was written."""

    nothing_sent = True


class Ledger(Generic[_S]):
    """One register on disk. Methods raise sqlite3.Error when the disk fails; nothing was written then.

    `looks_only`: beside the one that owns it, in any thread, unable to write; where there is no file yet it is a blank
    one in memory.
    """

    kind: type[_S]  # of its counters; a subclass names it

    def __init__(self, path: Path, serial: str, *, looks_only: bool = False) -> None:
        self._db = (storage_file.beside if looks_only else storage_file.owned)(path, serial)
        self.path = path
        self._seen = 0  # data version in which the newest step was looked for
        self._known: _S | None = None  # as they stood then, or after our own step since
        try:
            self.serial, secret = self._db.execute("SELECT serial, secret FROM identity").fetchone()
            self._keyed = hmac.new(secret, digestmod=hashlib.sha256)
        except BaseException:
            self._db.close()
            raise

    def counters(self) -> _S:
        """The newest, whoever has changed them: to look at."""
        (seen,) = self._db.execute("PRAGMA data_version").fetchone()  # another one after each change by somebody else
        if self._known is None or seen != self._seen:
            self._seen, self._known = seen, self._newest()
        return self._known

    @property
    def known(self) -> _S:
        """The newest that are known, at no cost: to make the next step of, which fails if they are not the newest."""
        return self._known or self.counters()

    def is_up_to_date(self) -> bool:
        """Whether `known` were the newest."""
        known = self._known
        return self.counters() is known or known is None

    def _newest(self) -> _S:
        row = self._db.execute(_NEWEST).fetchone()
        if row is None:
            return self.kind()
        return self._read(*row)

    def append(self, step: Step, after: _S) -> _S:
        """Make the step that follows `after.step`. `after`, made of `known` by `replace`: how all stands then.

        Returns it with the step, and its command, counted. Raises Overtaken if another step has followed, and
        OutcomeUnknown when the disk fails at the very end.
        """
        before, self._known = self._known, None
        done = step.subject is not None
        after = replace(after, step=after.step + 1, last_operation=after.last_operation + done)
        registration = after.registration if before is None or after.registration != before.registration else None
        self._insert((
            *(after.step, *stored.columns(step.document)),
            *(step.subject, step.answer, registration, after.to_json()),
        ))  # fmt: skip
        self._known = after
        return after

    def _insert(self, row: tuple[object, ...]) -> None:
        try:
            self._db.execute(_APPEND, row)
        except sqlite3.IntegrityError as error:
            raise Overtaken(texts.OVERTAKEN) from error
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOTHING_WRITTEN:
                raise
            raise OutcomeUnknown(f"Виртуальный ФН: сбой записи на диск ({error}). Проверьте место на диске.") from error

    def sign(self, body: bytes) -> int:
        """ФПД of a document's TLV bytes: keyed, never 0. Source: spec/ffd.md 14."""
        keyed = self._keyed.copy()
        keyed.update(body)
        digest = keyed.digest()
        return int.from_bytes(digest[:4], "big") or 1

    def make_movable(self) -> None:
        """Nothing of it is left in files beside it; it is only closed after that."""
        self._db.execute("PRAGMA journal_mode = DELETE")

    def document(self, number: int) -> StoredDocument | None:
        query = f"SELECT {stored.COLUMNS} FROM steps WHERE document = ?"  # noqa: S608 - own names
        row = self._db.execute(query, (number,)).fetchone()
        return None if row is None else stored.read(self.serial, *row)

    def steps_after(self, operation: int) -> list[Done]:
        """The commands done since `last_operation` of the counters was that, oldest first, a hundred at most."""
        counters = self.counters()
        rows = self._db.execute(
            "SELECT subject, document, answer FROM steps WHERE number <= ? AND subject IS NOT NULL "
            "ORDER BY number DESC LIMIT ?",
            (counters.step, max(0, min(counters.last_operation - operation, _MOST))),
        )
        return [Done(*row) for row in rows][::-1]

    def _read(self, number: int, text: str, registration: str | None) -> _S:
        try:
            return self.kind.from_json(text, step=number, registration=registration or "")
        except ValueError as error:
            raise sqlite3.DatabaseError(f"step {number}: {error}") from error

    def close(self) -> None:
        self._db.close()


def in_turn(storage: Ledger[_S], job: Callable[[], _T]) -> _T:
    """Do it again from its beginning when another program has come between, or when it was refused for old counters.

    Raises what the job raises; Overtaken when the other one is always quicker.
    """
    for tried in range(_TRIES - 1):
        try:
            return job()
        except Overtaken:
            time.sleep(_APART * tried * random())  # noqa: S311  # two that are in step would go on overtaking each other
        except (RequestRefused, WrongState):
            if storage.is_up_to_date():
                raise
    return job()
