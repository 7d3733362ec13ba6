"""Room on the disk that is kept back for the results of what is accepted already."""

import errno
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

_BLOCK = 1 << 20
_PROBE = 1 << 16
_MARGIN = 4 << 20  # bytes beyond the reserve: the write-ahead log at its usual length


class Reserve:
    """A file that takes up `size` bytes until the disk is full; 0 = none is kept. Every call may wait for the disk."""

    def __init__(self, path: Path, size: int) -> None:
        self._path, self._size = path, size

    def prepare(self) -> bool:
        """At the start. False: there is no room to be accepting anything."""
        if self._size:
            return self.make()
        self.let_go()
        return True

    def make(self) -> bool:
        """Whether there is room again and the reserve stands.

        What it has let go is not room: without the margin it would be made of that and let go again.
        """
        try:
            if self._stands():
                return True
            if shutil.disk_usage(self._path.parent).free < self._size + _MARGIN:
                return False
            self._write()
        except OSError:
            self.let_go()
            return False
        return True

    def let_go(self) -> None:
        try:
            self._path.unlink(missing_ok=True)
        except OSError:  # a directory in its place, or no rights: there is nothing to be had
            return

    def lacks_room(self, error: sqlite3.Error) -> bool:
        """Whether this is what a full disk does.

        SQLite tells SQLITE_FULL for ENOSPC in a write, but only SQLITE_IOERR for a quota (EDQUOT) or where its shared
        memory file cannot grow, and SQLITE_CANTOPEN for a file that cannot be made; then the disk itself is asked.
        Source: SQLite, src/os_unix.c, unixWrite and unixShmMap.
        """
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
            return self._disk_is_full()
        return code == sqlite3.SQLITE_FULL

    def _stands(self) -> bool:
        return self._size > 0 and self._path.is_file() and self._path.stat().st_size == self._size

    def _write(self) -> None:
        """Random bytes: a file system that compresses would keep nothing back for zeros."""
        if not self._size:
            return
        block = os.urandom(_BLOCK)
        with self._path.open("wb") as file:
            for left in range(self._size, 0, -_BLOCK):
                file.write(block[:left])
            file.flush()
            os.fsync(file.fileno())

    def _disk_is_full(self) -> bool:
        try:
            with tempfile.TemporaryFile(dir=self._path.parent) as file:
                file.write(os.urandom(_PROBE))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            return error.errno in (errno.ENOSPC, errno.EDQUOT)
        return False
