"""The book: on disk before anything happens, honest afterwards."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from drivers.errors import CardDeclined, DeviceFaulty, DeviceOffline, FrameError, KkmError, OutcomeUnknown
from drivers.model.outcome import Outcome
from drivers.operations.book import OperationBook
from drivers.operations.table import State
from tests.clock import FakeClock


def run(folder: Path, scene: Callable[[OperationBook], Awaitable[None]], clock: FakeClock | None = None) -> None:
    async def main() -> None:
        book = OperationBook(folder / "deep" / "operations.sqlite3", clock or FakeClock())
        try:
            await scene(book)
        finally:
            await book.close()

    asyncio.run(main())


def states(folder: Path) -> list[str]:
    """As another program reads them."""
    with closing(sqlite3.connect(folder / "deep" / "operations.sqlite3")) as db:
        return [state for (state,) in db.execute("SELECT state FROM operations ORDER BY number")]


def write(outcome: Outcome) -> str:
    return outcome.slip


def test_it_is_on_disk_before_the_device_hears_of_it(tmp_path: Path) -> None:
    async def scene(book: OperationBook) -> None:
        async def work() -> Outcome:
            assert states(tmp_path) == ["started"]
            return Outcome(slip="готово")

        number = await book.begin("pay", "{}")
        await book.carry_out(number, work(), write)
        assert states(tmp_path) == ["done"]

    run(tmp_path, scene)


@pytest.mark.parametrize(
    ("error", "raised", "state"),
    [
        (CardDeclined("нет"), CardDeclined, State.REFUSED),
        (DeviceOffline("нет"), DeviceOffline, State.REFUSED),
        (DeviceOffline("нет", nothing_sent=False), OutcomeUnknown, State.UNKNOWN),
        (DeviceFaulty("нет", native=7), OutcomeUnknown, State.UNKNOWN),
        (FrameError("нет"), OutcomeUnknown, State.UNKNOWN),
        (OutcomeUnknown("нет"), OutcomeUnknown, State.UNKNOWN),
    ],
)
def test_whatever_goes_wrong(tmp_path: Path, error: KkmError, raised: type[KkmError], state: State) -> None:
    async def scene(book: OperationBook) -> None:
        async def work() -> Outcome:
            raise error

        mark = await book.mark()
        number = await book.begin("pay", "{}")
        with pytest.raises(raised, match="нет") as caught:
            await book.carry_out(number, work(), write)
        assert caught.value.native == error.native
        found = await book.found("pay", mark)
        assert found is not None
        assert (found.number, found.state) == (number, state)
        assert [one.number for one in await book.undecided()] == ([number] if state is State.UNKNOWN else [])

    run(tmp_path, scene)


def test_called_off_it_stays_begun(tmp_path: Path) -> None:
    async def scene(book: OperationBook) -> None:
        number = await book.begin("pay", "{}")
        began = asyncio.Event()

        async def work() -> Outcome:
            began.set()
            await asyncio.Event().wait()
            return Outcome()

        working = asyncio.create_task(book.carry_out(number, work(), write))
        await began.wait()
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
        assert states(tmp_path) == ["started"]
        assert [one.number for one in await book.undecided()] == [number]

    run(tmp_path, scene)


def test_numbers_never_come_again(tmp_path: Path) -> None:
    numbers: list[int] = []

    async def scene(book: OperationBook) -> None:
        numbers.extend([await book.begin("a", ""), await book.begin("b", "")])

    clock = FakeClock()
    run(tmp_path, scene, clock)
    run(tmp_path, scene, clock)
    for path in (tmp_path / "deep").iterdir():
        path.unlink()
    clock.advance(10)
    run(tmp_path, scene, clock)
    assert len(set(numbers)) == 6
    assert all(len(str(number)) == 10 for number in numbers)


def test_what_is_decided_stays_decided(tmp_path: Path) -> None:
    async def scene(book: OperationBook) -> None:
        one, two = await book.begin("a", ""), await book.begin("b", "")
        await book.decide(one)
        await book.note(one, State.UNKNOWN)
        assert [left.number for left in await book.undecided()] == [two]
        await book.decide_all()
        assert await book.undecided() == []

    run(tmp_path, scene)


def test_old_rows_go_and_those_in_doubt_stay(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "operations.sqlite3"

    async def first(book: OperationBook) -> None:
        doubtful, settled = await book.begin("doubtful", ""), await book.begin("settled", "")
        await book.note(settled, State.REFUSED)
        with closing(sqlite3.connect(path)) as db, db:
            ahead = (doubtful // 100 + 200) * 100 - 1
            db.execute(
                "INSERT INTO operations VALUES (?, 'far ahead', '', '2026-11-15T12:00:00+00:00', 'done', '', 0)",
                (ahead,),
            )
        await book.begin("sweeps", "")

    run(tmp_path, first)
    with closing(sqlite3.connect(path)) as db:
        subjects = [subject for (subject,) in db.execute("SELECT subject FROM operations ORDER BY number")]
    assert subjects == ["doubtful", "far ahead", "sweeps"]


def test_a_full_disk_loses_no_answer(tmp_path: Path) -> None:
    """The device has done it: the outcome is handed on although it could not be written down."""

    async def scene(book: OperationBook) -> None:
        number = await book.begin("pay", "")
        path = tmp_path / "deep" / "operations.sqlite3"
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TRIGGER full BEFORE UPDATE ON operations BEGIN SELECT RAISE(ABORT, 'disk full'); END")

        async def work() -> Outcome:
            return Outcome(slip="готово")

        assert (await book.carry_out(number, work(), write)).slip == "готово"
        assert states(tmp_path) == ["started"]
        await book.decide_all()  # nor does looking at it fail
        with pytest.raises(DeviceFaulty):
            await book.decide(number)
        assert len(await book.undecided()) == 1

    run(tmp_path, scene)


def test_a_file_of_a_later_program(tmp_path: Path) -> None:
    async def make(book: OperationBook) -> None:
        await book.mark()

    async def scene(book: OperationBook) -> None:
        with pytest.raises(DeviceFaulty, match="newer") as caught:
            await book.begin("pay", "")
        assert caught.value.nothing_sent

    run(tmp_path, make)
    with closing(sqlite3.connect(tmp_path / "deep" / "operations.sqlite3")) as db:
        db.execute("PRAGMA user_version = 2")
    run(tmp_path, scene)
