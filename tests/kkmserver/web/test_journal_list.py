"""The list of commands: filters, counts, the table for Excel."""

import asyncio
import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from drivers.clock import SystemClock
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Found, Searched, State, Wanted
from kkmserver.web import journal_csv
from tests.kkmserver.store.entries import entry
from tests.kkmserver.web.office import ADMIN, AT, USER, Office, ask, office, row


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Office, int]]:
    with office() as found:
        yield found


@pytest.fixture
def desk(place: tuple[Office, int]) -> Iterator[Office]:
    place[0].until = None
    yield place[0]
    place[0].until = None


@pytest.fixture
def port(place: tuple[Office, int]) -> int:
    return place[1]


def test_every_filter(desk: Office, port: int) -> None:
    query = "command=XReport&client=10.0.0.7%20User&dialect=kkm&text=%D0%A7%D0%95%D0%9A&since=2026-11-22T09:00:00Z"
    assert ask(port, f"/journal?{query}").status == 200
    assert desk.wanted[-1] == Wanted(
        name="XReport",
        client="10.0.0.7 User",
        dialect="kkm",
        text="ЧЕК",
        since=datetime(2026, 11, 22, 9, tzinfo=UTC),
    )


def test_days_are_the_shops_and_the_last_one_is_meant_whole(desk: Office, port: int) -> None:
    assert ask(port, "/journal?since=2026-11-20&until=2026-11-21").status == 200
    first = datetime(2026, 11, 20, tzinfo=SystemClock().local().tzinfo)
    assert (desk.wanted[-1].since, desk.wanted[-1].until) == (first, first + timedelta(days=2))
    assert ask(port, "/journal?until=2026-11-21T10:00").status == 200
    assert desk.wanted[-1].until == first + timedelta(days=1, hours=10)


@pytest.mark.parametrize(
    "query",
    ["since=yesterday", "until=2026-13-01", "since=0001-01-01T00:00%2B14:00", "text=" + "x" * 201, "client=a%00b"],
)
def test_nonsense_is_refused_by_name(port: int, query: str) -> None:
    reply = ask(port, f"/journal?{query}")
    assert reply.status == 422
    assert f"Параметр {query.partition('=')[0]}:" in json.loads(reply.body)["Error"]


def test_spans_and_words(port: int) -> None:
    unknown, done, queued, _ = json.loads(ask(port, "/journal").body)
    assert (unknown["waited_ms"], unknown["duration_ms"], unknown["outcome"]) == (0, None, "")
    assert (done["waited_ms"], done["duration_ms"]) == (0, None)  # it never began
    assert (queued["waited_ms"], queued["duration_ms"]) == (None, None)


def test_a_count_where_it_is_asked_for(desk: Office, port: int) -> None:
    assert "x-total-count" not in ask(port, "/journal").headers
    headers = ask(port, "/journal?count=1").headers
    assert headers["x-total-count"] == "12345"
    assert "x-searched-until" not in headers


def test_a_search_that_ran_out_of_time_says_how_far_it_came(desk: Office, port: int) -> None:
    desk.until = Searched(77, AT)
    headers = ask(port, "/journal?text=x").headers
    assert (headers["x-searched-until"], headers["x-searched-before"]) == ("2026-11-22T09:00:00.250+00:00", "77")


def test_choices(port: int) -> None:
    told = json.loads(ask(port, "/journal-facets").body)
    assert told == {"commands": ["RegisterCheck"], "dialects": ["kkm"], "clients": ["10.0.0.7 User"]}


def table(port: int, query: str = "") -> list[list[str]]:
    with httpx.Client(trust_env=False, auth=("admin", "admin")) as client:
        reply = client.get(f"http://127.0.0.1:{port}/journal.csv{query}")
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_table(desk: Office, port: int) -> None:
    heading, unknown, done, *_ = table(port, "?state=unknown")
    assert desk.wanted[-1].states == (State.UNKNOWN,)
    told = dict(zip(heading, unknown, strict=True))
    assert (told["Состояние"], told["IdCommand"], told["Устройство"], told["Выполняло"]) == (
        "неизвестно", "Unknown-1", "10", "2",
    )  # fmt: skip
    assert told["Ошибка"] == "Результат неизвестен: проверьте ленту."
    assert told["Принята"] == f"{AT.astimezone(SystemClock().local().tzinfo):%Y-%m-%d %H:%M:%S}"
    assert dict(zip(heading, done, strict=True))["Состояние"] == "выполнена"


@pytest.mark.parametrize("evil", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_runs_as_a_formula(desk: Office, port: int, evil: str) -> None:
    record = row(9, evil, State.QUEUED)
    record = replace(record, entry=replace(record.entry, client=evil))
    before, desk.journal = desk.journal, {evil: record}
    try:
        heading, only = table(port)
    finally:
        desk.journal = before
    told = dict(zip(heading, only, strict=True))
    assert (told["IdCommand"], told["Клиент"]) == (f"'{evil}", f"'{evil}")


def test_the_table_is_named_after_the_day(port: int) -> None:
    day = f"{SystemClock().local():%Y-%m-%d}"
    assert f"kkmserver-journal-{day}.csv" in ask(port, "/journal.csv").headers["content-disposition"]


def test_the_table_goes_on_behind_a_page_and_behind_a_search_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_csv, "_PAGE", 3)

    class Slow(Office):
        """Every other search ends before it has found anything."""

        async def search(self, wanted: Wanted, seconds: float) -> Found:
            self.wanted.append(wanted)
            if len(self.wanted) % 2:
                return Found((), 0, Searched(wanted.before or 11, AT))
            return await self.kept.search(wanted, seconds)

        kept = MemoryJournal()

    async def main() -> bytes:
        slow = Slow()
        for number in range(10):
            await slow.kept.accept(entry(f"id-{number}"))
        return b"".join([piece async for piece in journal_csv.table(slow, Wanted(), UTC)])

    lines = asyncio.run(main()).decode("utf-8-sig").splitlines()
    assert [line.split(";")[5] for line in lines[1:]] == [f"id-{number}" for number in reversed(range(10))]


@pytest.mark.parametrize("path", ["/journal.csv", "/journal-facets", "/journal?count=1"])
def test_only_an_administrator_reads(port: int, path: str) -> None:
    assert ask(port, path, USER).status == 403
    assert ask(port, path, "").status == 401
    assert ask(port, path, ADMIN).status == 200
