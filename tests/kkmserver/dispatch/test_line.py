"""Many that wait: little memory, the right order, and what the journal cannot tell."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from drivers.model.outcome import DocumentCopy, FiscalDocument, Outcome
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.line import NEAR, Line
from kkmserver.dispatch.order import Order
from kkmserver.dispatch.recent import Recent
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import JournalBroken, Record, State
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.dispatch.shop import Register, decode, document, fine, order, patient, shop, text_of, until
from tests.kkmserver.dispatch.test_worker import hangs
from tests.kkmserver.store.entries import entry

MANY = 10_000
PATIENT = patient(command=60, queue=2 * MANY)


async def _submit(dispatcher: Dispatcher, texts: Sequence[str]) -> None:
    for first in range(0, len(texts), 500):
        part = texts[first : first + 500]
        await asyncio.gather(*(dispatcher.submit(_order(text)) for text in part))


def _order(text: str) -> Order:
    return replace(order(text[:20], text), fingerprint=sha256(text.encode()).digest())


@asynccontextmanager
async def _journal(folder: Path) -> AsyncIterator[SqliteJournal]:
    journal = await SqliteJournal.open(folder / "journal.db")
    try:
        yield journal
    finally:
        await journal.close()


def _grown(before: int) -> float:
    """MB."""
    return (tracemalloc.get_traced_memory()[0] - before) / 1e6


def test_ten_thousand_that_wait_cost_a_few_megabytes(tmp_path: Path) -> None:
    async def main() -> None:
        register = Register(acts=[hangs, hangs])
        async with _journal(tmp_path) as journal, shop(register, journal=journal, patience=PATIENT) as dispatcher:
            before = tracemalloc.get_traced_memory()[0]
            for first in range(0, MANY, 500):
                await _submit(dispatcher, [f"{number:020}" + 2500 * "x" for number in range(first, first + 500)])
            assert dispatcher.devices()[0].waiting == MANY - 1
            assert _grown(before) < 10
        before = tracemalloc.get_traced_memory()[0]
        async with _journal(tmp_path) as journal, shop(register, journal=journal, patience=PATIENT) as dispatcher:
            assert dispatcher.devices()[0].waiting == MANY
            assert _grown(before) < 10

    tracemalloc.start()
    try:
        asyncio.run(main())
    finally:
        tracemalloc.stop()


def test_a_long_line_keeps_its_order_also_over_a_restart(tmp_path: Path) -> None:
    async def main() -> None:
        texts = [f"{number:020}" + "x" * (100_000 if number % 50 == 0 else 10) for number in range(5 * NEAR)]
        register = Register(acts=[*2 * NEAR * [fine], hangs])
        async with _journal(tmp_path) as journal, shop(register, journal=journal, patience=PATIENT) as dispatcher:
            await _submit(dispatcher, texts)
            await until(lambda: len(register.begun) == 2 * NEAR + 1, 10)
        async with _journal(tmp_path) as journal, shop(register, journal=journal, patience=PATIENT) as dispatcher:
            await until(lambda: len(register.printed) == len(texts), 10)
            assert register.printed == texts
            repeat = await (await dispatcher.submit(_order(texts[-1]))).wait(2)
            assert (repeat.state, repeat.entry.request) == (State.DONE, texts[-1].encode())

    asyncio.run(main())


def test_who_waits_far_back_hears_the_result_and_a_repeat_attaches() -> None:
    async def main() -> None:
        register = Register(acts=[hangs])
        async with shop(register, patience=patient(command=0.1, queue=1000)) as dispatcher:
            tickets = [await dispatcher.submit(order(f"{number}", f"{number}")) for number in range(2 * NEAR)]
            last = tickets[-1]
            assert last.record.entry.request == b""
            assert await dispatcher.submit(order(last.record.entry.id, last.record.entry.id)) is last
            assert await dispatcher.find(last.record.entry.id) is last
            record = await last.wait(5)
            assert (record.state, record.entry.request) == (State.DONE, record.entry.id.encode())

    asyncio.run(main())


def test_big_requests_wait_in_the_journal_and_come_back_few_at_a_time() -> None:
    class Seen(MemoryJournal):
        loads: list[int] = []  # noqa: RUF012

        async def load(self, rows: Sequence[int], most: int) -> list[Record]:
            found = await super().load(rows, most)
            self.loads.append(len(found))
            return found

    async def main() -> None:
        journal = Seen()
        line = Line(journal, {"kkm": decode})
        for number in range(7):
            given = entry(f"{number}", request=b"x" * 2_000_000)
            line.add(Job(given, document("x"), await journal.accept(given)))
        assert [job.parked for job in line.jobs()] == [False] + 6 * [True]
        taken = [await line.take() for _ in range(7)]
        assert [job.entry.id for job in taken] == [f"{number}" for number in range(7)]
        assert all(job.command and text_of(job.command) for job in taken)
        assert journal.loads == [3, 3]

    asyncio.run(main())


def test_a_device_waits_for_a_journal_that_cannot_be_read() -> None:
    class Unreadable(MemoryJournal):
        left = 3

        async def load(self, rows: Sequence[int], most: int) -> list[Record]:
            self.left -= 1
            if self.left >= 0:
                raise JournalBroken("Журнал не читается")
            return await super().load(rows, most)

    async def main() -> None:
        journal, register = Unreadable(), Register()
        given = replace(entry("a", request=b"1"), dialect="test")
        await journal.accept(given)
        async with shop(register, journal=journal) as dispatcher:
            await until(lambda: register.printed == ["1"])
            found = await dispatcher.find("a")
            assert found
            assert (await found.wait(2)).state is State.DONE

    asyncio.run(main())


def test_the_finished_are_remembered_up_to_a_size() -> None:
    def finished(name: str, size: int, copy: str = "") -> Job:
        time = entry("t").accepted_at
        read = FiscalDocument(form=1, number=1, sign=1, time=time, storage="", shift=1)  # type: ignore[arg-type]
        outcome = Outcome(copy=DocumentCopy(document=read, text=copy))
        given = entry(name, request=b"x" * size)
        return Job(given, None, Record(row=1, entry=given, state=State.DONE, outcome=outcome))

    recent = Recent(jobs=3, size=1_000_000)
    for name in "abcd":
        recent.add(finished(name, 10))
    assert [bool(recent.get(name)) for name in "abcd"] == [False, True, True, True]
    recent.add(finished("big", 900_000))
    assert [bool(recent.get(name)) for name in ("c", "d", "big")] == [True, True, True]
    recent.add(finished("long", 10, copy="x" * 50_000))
    assert [bool(recent.get(name)) for name in ("c", "d", "big", "long")] == [False, False, False, True]
