"""A small SQLite file that survives a kill at any moment. Blocking; one call at a time, in any thread."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from drivers.errors import OutcomeUnknown


class SqliteFile:
    """Made on first use. Methods raise sqlite3.Error, or OSError, when the disk fails."""

    def __init__(self, path: Path, schema: str, fill: Callable[[sqlite3.Connection], object]) -> None:
        """`schema`: "package/file.sql" of version 1; `fill` writes the first rows of a new file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
        try:
            self.db.execute("PRAGMA journal_mode = WAL")
            self.db.execute("PRAGMA synchronous = FULL")
            with self.transaction():
                if not self._version():
                    self._create(schema)
                    fill(self.db)
        except BaseException:
            self.db.close()
            raise

    def _version(self) -> int:
        version: int = self.db.execute("PRAGMA user_version").fetchone()[0]
        if version > 1:
            raise sqlite3.DatabaseError(f"version {version} of the file is newer than this program")
        return version

    def _create(self, schema: str) -> None:
        package, _, name = schema.partition("/")
        plain = "\n".join(line.split("--")[0] for line in files(package).joinpath(name).read_text("utf-8").splitlines())
        for statement in plain.split(";"):
            self.db.execute(statement)
        self.db.execute("PRAGMA user_version = 1")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on disk at the end. Raises OutcomeUnknown when the disk fails at the very end."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._roll_back()
            raise
        try:
            self.db.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise OutcomeUnknown(f"Сбой записи на диск сервера ({error}). Проверьте место на диске.") from error

    def _roll_back(self) -> None:
        if self.db.in_transaction:  # a full disk may have ended it already
            self.db.execute("ROLLBACK")

    def close(self) -> None:
        self.db.close()
