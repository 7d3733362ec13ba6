"""Two servers on one journal."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kkmserver.store.owner import owner
from kkmserver.store.schema import JournalUnusable
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.store.entries import entry

SERVER = """
import asyncio, sys
from pathlib import Path
from kkmserver.store.sqlite import SqliteJournal

async def main():
    journal = await SqliteJournal.open(Path(sys.argv[1]))
    print("open", flush=True)
    await asyncio.to_thread(sys.stdin.read)

asyncio.run(main())
"""


def test_a_second_server_is_told_who_has_the_journal_even_after_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    other = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout
        assert other.stdout.readline() == "open\n"
        held = owner(path)
        assert held
        assert held.pid == other.pid
        assert datetime.now(UTC) - held.since < timedelta(minutes=1)
        with pytest.raises(JournalUnusable) as caught:
            asyncio.run(SqliteJournal.open(path))
        since = held.since.astimezone().strftime("%d.%m.%Y %H:%M:%S")
        assert f"занят другим kkmserver (процесс {other.pid}, запущен {since}). Остановите его" in str(caught.value)
        other.kill()
    assert owner(path) == held  # nobody was there to take the note away
    asyncio.run(_is_ours_now(path))


async def _is_ours_now(path: Path) -> None:
    journal = await SqliteJournal.open(path)
    with pytest.raises(JournalUnusable, match=rf"\(процесс {os.getpid()}, "):
        await SqliteJournal.open(path)
    await journal.accept(entry("a"))
    await journal.close()
    assert owner(path) is None
    await (await SqliteJournal.open(path)).close()


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("", "занят другим kkmserver. Остановите"),
        ('{"pid": 7}', "занят другим kkmserver. Остановите"),
        ("[1]", "занят другим kkmserver. Остановите"),
        (
            json.dumps({"pid": 7, "since": "2026-11-22T10:00:05+00:00", "host": "kassa-2"}),
            "занят другим kkmserver (процесс 7 на компьютере kassa-2, запущен 22.11.2026 ",
        ),
    ],
)
def test_a_note_is_believed_only_as_far_as_it_can_be_read(tmp_path: Path, note: str, words: str) -> None:
    path = tmp_path / "journal.db"

    async def main() -> None:
        journal = await SqliteJournal.open(path)
        (tmp_path / "journal.db.owner").write_text(note)
        with pytest.raises(JournalUnusable) as caught:
            await SqliteJournal.open(path)
        await journal.close()
        assert words in str(caught.value)

    asyncio.run(main())


def test_a_folder_that_cannot_be_written_is_not_called_in_use(tmp_path: Path) -> None:
    (tmp_path / "journal.db.lock").mkdir()
    with pytest.raises(JournalUnusable, match="не открывается"):
        asyncio.run(SqliteJournal.open(tmp_path / "journal.db"))
