"""Writes and syncs that fail: nothing is accepted, it is told, and it ends by itself."""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kkmserver.store.record import JournalBroken
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.store.disks import fill, sinking_disk
from tests.kkmserver.store.entries import entry

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def run_faulty(folder: Path, fault: str, **environment: str) -> None:
    command = [sys.executable, "-m", "tests.kkmserver.store.faulty", str(folder), fault]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there is no RLIMIT_FSIZE")
def test_writes_that_fail(tmp_path: Path) -> None:
    run_faulty(tmp_path, "size")


@pytest.mark.skipif(not sys.platform.startswith("linux") or not shutil.which("gcc"), reason="needs Linux and gcc")
def test_syncs_that_fail(tmp_path: Path) -> None:
    library = tmp_path / "fsync.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, HERE / "fsync.c"], check=True, timeout=30)
    run_faulty(tmp_path, "fsync", LD_PRELOAD=str(library), FAIL_FSYNC=str(tmp_path / "failing"))


def test_a_disk_that_promises_room_it_has_not(tmp_path: Path) -> None:
    async def main(disk: Path, ground: Path) -> None:
        journal = await SqliteJournal.open(disk / "journal.db", probe_every=0.01)
        await journal.accept(entry("a"))
        ballast = fill(ground)
        big = [journal.accept(entry(f"{i}", request=os.urandom(20_000))) for i in range(40)]
        for result in await asyncio.gather(*big, return_exceptions=True):
            assert isinstance(result, JournalBroken)
        assert "Диск заполнен" in journal.trouble
        ballast.unlink()
        mending = journal._writer._mending
        assert mending
        await asyncio.wait_for(mending, 10)
        await journal.accept(entry("b"))
        assert [record.entry.id for record in await journal.unfinished()] == ["a", "b"]
        await journal.close()

    with sinking_disk(tmp_path) as (disk, ground):
        asyncio.run(main(disk, ground))
