"""`python -m tests.bench.journal [--rows N] [--folder DIR]`: a journal of a million rows, as Markdown.

Beside each answer to a client stands a plain SELECT of the same row by Python's sqlite3, in the same file and run.
Exit 1 when GetRezult's look-up takes 5 ms or more at the 99th percentile.
"""

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from time import perf_counter

from drivers.model.ffd import DocumentForm
from drivers.model.outcome import FiscalDocument, Outcome
from kkmserver.store.record import Entry, State, Wanted
from kkmserver.store.serial import dump_moment, dump_outcome
from kkmserver.store.sqlite import SqliteJournal

AIM = 5.0  # ms
QUEUED = 10_000
LONG = 60.0  # seconds that a search may take
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
BODY = b'{"Command":"RegisterCheck","CheckStrings":[' + b'{"Register":{"Name":"Milk","Quantity":1}},' * 10 + b"{}]}"
OUTCOME = Outcome(
    document=FiscalDocument(
        form=DocumentForm.RECEIPT, number=18, sign=4294967295, time=NOON, storage="9999078900000001", shift=6
    ),
    warnings=("мало бумаги",),
)
ENTRY = Entry(
    id="",
    dialect="kkm",
    name="RegisterCheck",
    device=1,
    client="10.0.0.1",
    request=BODY,
    fingerprint=b"f" * 32,
    accepted_at=NOON,
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.journal")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where the journal lies; the disk matters (default: temporary)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kkmserver-journal-", dir=arguments.folder) as folder:
        worst = asyncio.run(measure(Path(folder) / "journal.db", arguments.rows))
    return int(worst >= AIM)


async def measure(path: Path, rows: int) -> float:
    """Prints what it finds. Returns the 99th percentile of `find` in ms."""
    began = perf_counter()
    await (await SqliteJournal.open(path)).close()
    build(path, rows)
    print(f"{rows} rows, {path.stat().st_size >> 20} MiB, built in {perf_counter() - began:.0f} s.\n")
    before, began = memory(), perf_counter()
    journal = await SqliteJournal.open(path)
    print(f"Opened in {1000 * (perf_counter() - began):.1f} ms.")
    began = perf_counter()
    left = await journal.unfinished()
    print(f"{len(left)} unfinished rows read in {1000 * (perf_counter() - began):.0f} ms.\n")
    del left
    print("| question | p50 ms | p95 ms | p99 ms | max ms |\n| --- | --- | --- | --- | --- |")
    worst = await questions(journal, path, rows)
    print(f"\nMemory: {before:.0f} MB before opening, {memory():.0f} MB now.")
    await journal.close()
    return worst


def build(path: Path, rows: int) -> None:
    """All done but one in 50 failed, one in 1000 unknown, and the last QUEUED; pool 10 has the members 1–4."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(
            "INSERT INTO command (id, dialect, name, device, client, fingerprint, accepted_at, state, seq, member,"
            " started_at, finished_at, outcome)"
            " VALUES (?, 'kkm', 'RegisterCheck', ?, '10.0.0.1', ?, ?, ?, ?, ?, ?, ?, ?)",
            (row(number, rows) for number in range(1, rows + 1)),
        )
        connection.executemany("INSERT INTO request VALUES (?, ?)", ((number, BODY) for number in range(1, rows + 1)))
    connection.close()


def row(number: int, rows: int) -> tuple[object, ...]:
    state = _state(number, rows)
    at = dump_moment(NOON + timedelta(seconds=number))
    device, member = (10, 1 + number % 4) if number % 2 else (5 + number % 4, 0)
    done = dump_outcome(OUTCOME) if state is State.DONE else None
    return f"id-{number}", device, b"f" * 32, at, state.value, number, member, at, at, done


def _state(number: int, rows: int) -> State:
    if number > rows - QUEUED:
        return State.QUEUED
    if number % 1000 == 0:
        return State.UNKNOWN
    return State.FAILED if number % 50 == 0 else State.DONE


async def questions(journal: SqliteJournal, path: Path, rows: int) -> float:
    chosen = random.Random(3)
    ids = [f"id-{chosen.randrange(1, rows + 1)}" for _ in range(3000)]
    worst = await timed("GetRezult: find by id", [partial(journal.find, one) for one in ids])
    plain(path, ids)
    async with printing(journal) as printed:
        await timed("the same while 16 clients print", [partial(journal.find, one) for one in ids])
    print(f"| ({printed()} commands were done meanwhile) | | | | |")
    pages = {
        "newest 50": Wanted(),
        "50 from the middle": Wanted(before=rows // 2),
        "unknown": Wanted(states=(State.UNKNOWN,)),
        "failed or unknown": Wanted(states=(State.FAILED, State.UNKNOWN)),
        "of a member": Wanted(device=2),
        "done by a member": Wanted(device=2, states=(State.DONE,)),
        "done by one that did nothing": Wanted(device=99, states=(State.DONE,)),
    }
    for name, wanted in pages.items():
        await timed(f"page: {name}", [partial(journal.rows, wanted)] * 50)
    await searches(journal)
    return worst


async def searches(journal: SqliteJournal) -> None:
    """What no index finds, in all of the journal; and what else may be counted."""
    sought = {
        "a text that nobody has": Wanted(text="Нет такого"),
        "a command that nobody gave": Wanted(name="XReport"),
        "a day": Wanted(since=NOON + timedelta(days=5), until=NOON + timedelta(days=6)),
        "everything": Wanted(),
    }
    for name, wanted in sought.items():
        await timed(f"search: {name}", [partial(journal.search, wanted, LONG)] * 5)
        await timed(f"count: {name}", [partial(journal.count, wanted, LONG)] * 5)
    async with looking(journal):
        calls = [partial(journal.find, f"id-{number}") for number in range(1, 1000)]
        await timed("GetRezult while somebody searches", calls)


def plain(path: Path, ids: Sequence[str]) -> None:
    connection = sqlite3.connect(path)
    took = []
    for one in ids:
        began = perf_counter()
        connection.execute("SELECT * FROM command JOIN request USING (row) WHERE id = ?", (one,)).fetchone()
        took.append(perf_counter() - began)
    connection.close()
    line("baseline: sqlite3, SELECT by id", took)


@asynccontextmanager
async def looking(journal: SqliteJournal) -> AsyncIterator[None]:
    async def again() -> None:
        while True:
            await journal.search(Wanted(text="Нет такого"), LONG)

    searching = asyncio.ensure_future(again())
    yield
    searching.cancel()
    with suppress(asyncio.CancelledError):
        await searching


@asynccontextmanager
async def printing(journal: SqliteJournal) -> AsyncIterator[Callable[[], int]]:
    """Tells how many commands came to their end meanwhile."""
    done = 0

    async def client(number: int) -> None:
        nonlocal done
        for i in count():
            record = await journal.accept(replace(ENTRY, id=f"new-{number}-{i}"))
            await journal.start(record.row, "", NOON)
            await journal.finish(record.row, State.DONE, NOON, outcome=OUTCOME)
            done += 1

    clients = asyncio.gather(*map(client, range(16)))
    yield lambda: done
    clients.cancel()
    with suppress(asyncio.CancelledError):
        await clients


async def timed(name: str, calls: Sequence[Callable[[], Awaitable[object]]]) -> float:
    """Prints the line; the 99th percentile in ms."""
    took = []
    for call in calls:
        began = perf_counter()
        await call()
        took.append(perf_counter() - began)
    return line(name, took)


def line(name: str, took: list[float]) -> float:
    took = sorted(1000 * one for one in took)
    shares = [took[min(len(took) - 1, int(len(took) * share))] for share in (0.5, 0.95, 0.99, 1)]
    print(f"| {name} | " + " | ".join(f"{share:.2f}" for share in shares) + " |", flush=True)
    return shares[2]


def memory() -> float:
    """Resident, MB; Linux."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    sys.exit(main())
