"""Whatever is done to both journals, they tell the same."""

import asyncio
import tempfile
from dataclasses import replace
from math import inf
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import Fault
from drivers.model.outcome import Outcome, Progress
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import DuplicateId, Evidence, Failure, Journal, State, Wanted
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.store.entries import entry, later

FAILURE = Failure(code="device_offline", text="Нет связи", fault=Fault.LINK, nothing_sent=True)
NUMBERS = st.integers(1, 4)
ROWS = st.integers(1, 7)
MOMENTS = st.integers(-99, 99).map(later)
ENTRIES = st.builds(
    lambda name, at, device, hold: replace(entry(name, at=at, device=device), hold=hold),
    st.sampled_from("abcdef"),
    MOMENTS,
    NUMBERS,
    st.sampled_from([0.0, 2.5]),
)
STEPS = st.one_of(
    st.tuples(st.just("accept"), ENTRIES),
    st.tuples(st.just("retry"), ROWS, ENTRIES),
    st.tuples(st.just("start"), ROWS, st.text(max_size=5).filter(str.isprintable), MOMENTS, NUMBERS),
    st.tuples(st.just("requeue"), ROWS),
    st.tuples(st.just("advance"), ROWS, st.builds(Progress, NUMBERS, NUMBERS)),
    st.tuples(st.just("finish"), ROWS, st.sampled_from([State.DONE, State.FAILED, State.UNKNOWN]), MOMENTS),
)
ENDS = st.fixed_dictionaries(
    {},
    optional={
        "outcome": st.just(Outcome(change=5)),
        "failure": st.just(FAILURE),
        "evidence": st.builds(Evidence, sent=NUMBERS),
    },
)
WANTED = st.builds(
    Wanted,
    states=st.none() | st.lists(st.sampled_from(State), unique=True).map(tuple),
    device=st.none() | NUMBERS,
    before=st.none() | ROWS,
    limit=st.integers(1, 5),
    name=st.sampled_from([None, None, "XReport", "Z"]),
    client=st.sampled_from([None, None, "127.0.0.1", "nobody"]),
    text=st.sampled_from([None, None, "A", "связ", "report", "7.0"]),
    since=st.none() | MOMENTS,
    until=st.none() | MOMENTS,
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(STEPS, ENDS), max_size=25), st.lists(WANTED, min_size=3, max_size=6))
def test_the_journal_on_disk_is_the_one_in_memory(steps: list[tuple], wanted: list[Wanted]) -> None:  # type: ignore[type-arg]
    async def main(folder: str) -> None:
        memory, disk = MemoryJournal(), await SqliteJournal.open(Path(folder) / "journal.db")
        assert await _told(memory, steps, wanted) == await _told(disk, steps, wanted)
        await disk.close()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(main(folder))


async def _told(journal: Journal, steps: list[tuple], wanted: list[Wanted]) -> list[object]:  # type: ignore[type-arg]
    line = [getattr(journal, name)(*values, **(ends if name == "finish" else {})) for (name, *values), ends in steps]
    answers = await asyncio.gather(*line, return_exceptions=True)
    pages = [await journal.rows(one) for one in wanted]
    counts = [await journal.count(one, inf) for one in wanted]
    found = [await journal.find(name) for name in "abcdef"] + [await journal.facets(), counts]
    return [*map(_comparable, answers), await journal.unfinished(), await journal.load(range(1, 8), 60), pages, found]


def _comparable(answer: object) -> object:
    if isinstance(answer, DuplicateId):
        return answer.record
    return LookupError if isinstance(answer, LookupError) else answer
