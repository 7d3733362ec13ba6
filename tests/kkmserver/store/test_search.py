"""Looking through a journal, bite by bite."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from math import inf
from pathlib import Path

import pytest

from drivers.errors import Fault
from kkmserver.store import sifting
from kkmserver.store.record import Facets, Failure, Found, Record, State, Wanted
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.store.entries import NOON, entry, later

PAPER = Failure(code="paper", text='Нет "бумаги": счёт не вышел', fault=Fault.OPERATOR, nothing_sent=False)


@pytest.fixture(autouse=True)
def small_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifting, "_FIRST", 2)
    monkeypatch.setattr(sifting, "_SMALLEST", 2)
    monkeypatch.setattr(sifting, "_SHORT", 0.0)


def on_thirty(folder: Path, check: Callable[[SqliteJournal], Awaitable[None]]) -> None:
    """Rows 0 … 29, a minute apart; every fifth has failed, every tenth is another's."""

    async def main() -> None:
        journal = await SqliteJournal.open(folder / "journal.db")
        for number in range(30):
            given = entry(f"id-{number}", at=later(60 * number), device=1 + number % 2)
            client = "10.0.0.2 User" if number % 10 == 0 else "10.0.0.1"
            record = await journal.accept(replace(given, client=client, name="ZReport" if number == 7 else "XReport"))
            if number % 5 == 0:
                await journal.finish(record.row, State.FAILED, later(60 * number), failure=PAPER)
        await check(journal)
        await journal.close()

    asyncio.run(main())


def ids(records: list[Record] | tuple[Record, ...]) -> list[str]:
    return [record.entry.id for record in records]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(name="ZReport"), [7]),
        (Wanted(client="10.0.0.2 User"), [20, 10, 0]),
        (Wanted(dialect="bit"), []),
        (Wanted(text="ID-2", limit=3), [29, 28, 27]),
        (Wanted(text="zrep"), [7]),
        (Wanted(text='нет "БУМАГИ": счет', device=1), [20, 10, 0]),
        (Wanted(text="user", states=(State.FAILED,), before=11), [0]),
        (Wanted(since=later(60 * 3), until=later(60 * 5)), [4, 3]),
        (Wanted(until=later(0)), []),
        (Wanted(since=later(60 * 28.5)), [29]),
        (Wanted(states=(State.FAILED, State.QUEUED), text="id-1", device=2, limit=2), [19, 17]),
    ],
)
def test_what_is_found(tmp_path: Path, wanted: Wanted, numbers: list[int]) -> None:
    async def check(journal: SqliteJournal) -> None:
        found = await journal.search(wanted, inf)
        assert ids(found.records) == [f"id-{number}" for number in numbers]
        assert (found.count, found.until) == (len(numbers), None)
        every = await journal.search(replace(wanted, before=None, limit=1000), inf)
        assert await journal.count(wanted, inf) == Found((), every.count)

    on_thirty(tmp_path, check)


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the clock takes a second."""
    monkeypatch.setattr(sifting, "monotonic", partial(next, count(1.0)))


@pytest.mark.usefixtures("ticking")
def test_a_search_that_runs_out_of_time_is_taken_up_where_it_ended(tmp_path: Path) -> None:
    async def check(journal: SqliteJournal) -> None:
        wanted, found, rounds = Wanted(text="id-1", limit=1000), list[str](), 1
        while (part := await journal.search(wanted, 6.0)).until is not None:
            assert part.count == len(part.records)
            found += ids(part.records)
            wanted, rounds = replace(wanted, before=part.until.seq), rounds + 1
        found += ids(part.records)
        assert found == [f"id-{number}" for number in [*range(19, 9, -1), 1]]
        assert rounds > 3

    on_thirty(tmp_path, check)


@pytest.mark.usefixtures("ticking")
def test_what_was_looked_at_is_told(tmp_path: Path) -> None:
    async def check(journal: SqliteJournal) -> None:
        wanted = Wanted(text="id", limit=1000)
        found, counted = await journal.search(wanted, 6.0), await journal.count(wanted, 6.0)
        assert found.until is not None
        assert found.until.seq == found.records[-1].seq
        assert found.until.accepted_at == found.records[-1].entry.accepted_at
        assert 0 < found.count < 30
        assert (counted.count, counted.until) == (found.count, found.until)

    on_thirty(tmp_path, check)


def test_one_row_is_found_while_a_search_goes_on(tmp_path: Path) -> None:
    async def check(journal: SqliteJournal) -> None:
        search = asyncio.ensure_future(journal.search(Wanted(text="nothing"), inf))
        await asyncio.sleep(0)
        assert await journal.find("id-3")
        assert not search.done()
        assert (await search).records == ()

    on_thirty(tmp_path, check)


def test_choices(tmp_path: Path) -> None:
    async def check(journal: SqliteJournal) -> None:
        expected = Facets(names=("XReport", "ZReport"), dialects=("kkm",), clients=("10.0.0.1", "10.0.0.2 User"))
        assert await journal.facets() == expected

    on_thirty(tmp_path, check)


def test_an_empty_journal(tmp_path: Path) -> None:
    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        assert await journal.search(Wanted(text="x"), inf) == Found()
        assert await journal.count(Wanted(since=NOON - timedelta(days=1)), inf) == Found()
        assert await journal.facets() == Facets()
        await journal.close()

    asyncio.run(main())
