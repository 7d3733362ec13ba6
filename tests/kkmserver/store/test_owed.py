"""What sites are owed: one contract, two journals."""

import asyncio
from pathlib import Path

import pytest

from kkmserver.store.memory import MemoryJournal
from kkmserver.store.owed import Owed
from kkmserver.store.sqlite import SqliteJournal


def command(id: str, site: str = "s", name: str = "XReport") -> Owed:  # noqa: A002
    return Owed(site=site, name=name, id=id, request=b"{%s}" % id.encode("utf-8", "replace"))


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_from_the_command_to_the_acknowledgement(kind: str, tmp_path: Path) -> None:
    async def main() -> None:
        journal = MemoryJournal() if kind == "memory" else await SqliteJournal.open(tmp_path / "journal.db")
        given = [command("a"), command("b"), command("a", site="t"), command("a", name="GetRezult")]
        rows = await asyncio.gather(*(journal.owe(one) for one in given))
        assert rows == [1, 2, 3, 4]
        assert await journal.owe(command("a")) == 0
        assert [one.id for one in await journal.unanswered("s")] == ["a", "b", "a"]
        assert (await journal.unanswered("s"))[0].request == b"{a}"

        await journal.answer(rows[1], b"B")
        await journal.answer(rows[0], b"A")
        assert [(one.id, one.answer, one.request) for one in await journal.answered("s", 9)] == [
            ("a", b"A", b""),
            ("b", b"B", b""),
        ]
        assert [one.id for one in await journal.answered("s", 1)] == ["a"]
        assert await journal.owe(command("a")) == 0, "it is told first"

        await journal.acknowledge([rows[0], rows[1], 99])
        await journal.acknowledge([])
        assert await journal.answered("s", 9) == []
        assert [one.name for one in await journal.unanswered("s")] == ["GetRezult"]
        assert await journal.owe(command("a")) > 4, "a number is used once"
        with pytest.raises(LookupError):
            await journal.answer(99, b"")
        await journal.close()

    asyncio.run(main())


def test_over_a_restart(tmp_path: Path) -> None:
    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        row = await journal.owe(command("a\ud800"))
        await journal.close()
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        assert [one.row for one in await journal.unanswered("s")] == [row]
        await journal.close()

    asyncio.run(main())
