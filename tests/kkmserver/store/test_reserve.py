"""Room kept back, without a journal around it."""

import sqlite3
from pathlib import Path

from kkmserver.store.reserve import Reserve
from tests.kkmserver.store.disks import fill, small_disk

SIZE = 3 << 20 | 5


def test_it_takes_the_room_and_lets_it_go(tmp_path: Path) -> None:
    path = tmp_path / "journal.reserve"
    reserve = Reserve(path, SIZE)
    assert reserve.prepare()
    stands = path.stat()
    assert stands.st_size == SIZE
    assert stands.st_blocks * 512 >= SIZE
    assert reserve.make()
    assert path.stat().st_ino == stands.st_ino  # it stands, so nothing is written again
    reserve.let_go()
    reserve.let_go()
    assert not path.exists()


def test_one_of_another_size_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "journal.reserve"
    assert Reserve(path, SIZE).prepare()
    assert Reserve(path, 1000).prepare()
    assert path.stat().st_size == 1000
    assert Reserve(path, 0).prepare()
    assert not path.exists()


def test_it_is_not_made_of_what_it_has_let_go(tmp_path: Path) -> None:
    with small_disk(tmp_path, 12) as disk:
        reserve = Reserve(disk / "journal.reserve", SIZE)
        assert reserve.prepare()
        ballast = fill(disk)
        reserve.let_go()
        assert not reserve.make()
        ballast.unlink()
        assert reserve.make()


def test_only_a_full_disk_lacks_room(tmp_path: Path) -> None:
    with small_disk(tmp_path, 1) as disk:
        reserve = Reserve(disk / "journal.reserve", 0)
        io, busy = _error(sqlite3.SQLITE_IOERR_WRITE), _error(sqlite3.SQLITE_BUSY)
        assert not reserve.lacks_room(io)
        fill(disk)
        assert reserve.lacks_room(io)
        assert not reserve.lacks_room(busy)
        assert not reserve.lacks_room(sqlite3.Error("of Python itself, without a number"))


def _error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("as SQLite tells it")
    error.sqlite_errorcode = code
    return error
