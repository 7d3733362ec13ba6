"""Nothing twice: lost answers, disks that fail, a server that is killed between the register and the key."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from drivers.errors import DeviceOffline, OperatorNeeded, OutcomeUnknown
from drivers.model.command import Command, RegisterReceipt
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceState
from drivers.ports import Driver, Traits
from kkmserver.dispatch.order import Decision, Resolution
from kkmserver.store.record import State, Wanted
from kkmserver.store.sqlite import SqliteJournal
from tests.clock import FakeClock
from tests.kkmserver.dialects.bit.counter import driver
from tests.kkmserver.dialects.ikkm.booth import K0, KAZAKH, REGISTER, Booth, booth, go

SALE = f"/api?key={K0}&sale=10&cash=10"
BUSY = (400, "Busy", "-2")


class Faulty:
    """A register that fails with what is in `errors`, one for each receipt: before it is registered, or `after`."""

    def __init__(self, folder: Path, *errors: Exception, after: bool = False, tells: bool = True) -> None:
        self._whole: Driver = driver(folder, REGISTER, KAZAKH, FakeClock())
        self._errors, self._after, self._tells = list(errors), after, tells
        self.gate: asyncio.Event | None = None
        self.begun = asyncio.Event()

    @property
    def traits(self) -> Traits:
        return self._whole.traits

    async def execute(self, command: Command) -> Outcome:
        if not isinstance(command, RegisterReceipt):
            return await self._whole.execute(command)
        self.begun.set()
        if self.gate:
            await self.gate.wait()
        error = self._errors.pop(0) if self._errors else None
        if error and not self._after:
            raise error
        outcome = await self._whole.execute(command)
        if error:
            raise error
        return outcome

    async def state(self) -> DeviceState:
        return await self._whole.state()

    async def mark(self) -> str:
        return await self._whole.mark()

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        if not self._tells:
            raise OutcomeUnknown("Касса не отвечает на вопрос о чеке.")
        return await self._whole.settle(command, mark)

    async def close(self) -> None:
        await self._whole.close()


async def row_of(one: Booth) -> str:
    """The id of the operation whose outcome is not known."""
    rows = await one.dispatch.rows(Wanted(states=(State.UNKNOWN,)))
    return rows[0].entry.id


def test_a_lost_answer_is_asked_for(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path, register=Faulty(tmp_path, OutcomeUnknown("Связь пропала."), after=True)) as one:
            told = await one.get(SALE)
            assert told.essence == (200, "1", told.key)
            assert await one.documents() == 1

    go(test())


@pytest.mark.parametrize("decision", [Decision.PRINTED, Decision.NOT_PRINTED])
def test_unknown_waits_for_a_person(tmp_path: Path, decision: Decision) -> None:
    printed = decision is Decision.PRINTED

    async def test() -> None:
        register = Faulty(tmp_path, OutcomeUnknown("Связь пропала."), after=printed, tells=False)
        async with booth(tmp_path, register=register) as one:
            for amount in (10, 10, 11):
                told = await one.get(f"/api?key={K0}&sale={amount}&cash={amount}")
                assert told.essence == (400, "Unknown outcome", "-99")
            assert (await one.get(f"/apicheck?key={K0}")).essence == (200, "0", "0")
            await one.dispatch.resolve(await row_of(one), Resolution(decision=decision, who="директор"))
            told = await one.get(SALE)
            assert told.essence == (203 if printed else 200, "1", told.key)
            assert await one.documents() == 1

    go(test())


def test_it_runs_again_where_nothing_has_counted(tmp_path: Path) -> None:
    """Even with another sum: the key was not consumed."""

    async def test() -> None:
        errors = (OperatorNeeded("Нет бумаги.", nothing_sent=True), DeviceOffline("Нет связи."))
        async with booth(tmp_path, register=Faulty(tmp_path, *errors)) as one:
            assert (await one.get(SALE)).essence == (400, "Printer not ready", "-6")
            assert (await one.get(SALE)).essence == (400, "Device offline", "-99")
            told = await one.get(f"/api?key={K0}&sale=7&cash=7")
            assert told.essence == (200, "1", told.key)
            assert (await one.get(f"/dump/table/shifts/1/report?key={told.key}")).json["saleDetails"]["sum"] == 7

    go(test())


def test_a_failed_operation_makes_way_for_another(tmp_path: Path) -> None:
    """The key was not consumed: whatever comes next under it is done, once."""

    async def test() -> None:
        errors = (DeviceOffline("Нет связи."), DeviceOffline("Нет связи."))
        async with booth(tmp_path, register=Faulty(tmp_path, *errors)) as one:
            key = (await one.get(f"/apideposit?key={K0}&cash=500")).key
            assert await one.wrong(f"/api?key={key}&sale=10&cash=10") == -99
            assert await one.wrong(f"/apiwithdraw?key={key}&cash=900") == -15
            assert await one.wrong(f"/api?key={key}&sale=10&cash=10") == -99
            told = await one.get(f"/apiwithdraw?key={key}&cash=100")
            assert told.essence == (200, "2", told.key)
            assert (await one.get(f"/api?key={key}&sale=10&cash=10")).essence == (203, "2", told.key)
            assert (await one.register.state()).cash == 40_000

    go(test())


def test_no_letter_keeps_the_key(tmp_path: Path) -> None:
    """Half of a pair of surrogates is registered as U+FFFD, and the key goes on."""

    async def test() -> None:
        async with booth(tmp_path) as one:
            items = '[{"name":"\\ud800","price":1,"qty":1,"sum":1}]'
            key = (await one.post("/api", key=K0, sale="1", cash="1", itemdata=items)).key
            assert (await one.get(f"/dump/table/shifts/1/sales?key={key}")).json[0]["saleSum"] == 1
            assert (await one.get(f"/api?key={key}&sale=1&cash=1")).line == "HTTP/1.1 200 2"

    go(test())


def test_half_a_paper_is_not_repeated(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path, register=Faulty(tmp_path, OperatorNeeded("Кончилась бумага."))) as one:
            for _ in range(2):
                assert (await one.get(SALE)).essence == (400, "Printer not ready", "-6")
            assert await one.documents() == 0
            key = await one.door.renew()
            assert (await one.get(f"/api?key={key}&sale=1&cash=1")).line == "HTTP/1.1 200 1"

    go(test())


def test_busy_while_it_runs(tmp_path: Path) -> None:
    async def test() -> None:
        register = Faulty(tmp_path)
        register.gate = asyncio.Event()
        async with booth(tmp_path, register=register) as one:
            first = asyncio.create_task(one.get(SALE))
            await asyncio.wait_for(register.begun.wait(), 5)
            for target in (SALE, f"/apideposit?key={K0}&cash=1", f"/apicheck?key={K0}", f"/apizreport?key={K0}"):
                assert (await one.get(target)).essence == BUSY
            register.gate.set()
            done = await first
            assert done.essence == (200, "1", done.key)
            assert (await one.get(SALE)).essence == (203, "1", done.key)

    go(test())


def test_the_disk_takes_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document is there; its key is rolled by the repeat."""

    async def test() -> None:
        async with booth(tmp_path) as one:
            with monkeypatch.context() as patch:
                patch.setattr(one.door._book, "consume", _full)
                assert (await one.get(SALE)).essence == (400, "Disk error", "-99")
            assert await one.documents() == 1
            told = await one.get(f"/api?key={K0}&sale=99&cash=99")
            assert told.essence == (203, "1", told.key)
            operation = one.door._book.last
            assert operation
            assert (operation.total, await one.documents()) == (1000, 1)

    go(test())


async def _full(*_: object) -> None:
    raise sqlite3.OperationalError("database or disk is full")


def test_killed_between_the_register_and_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        async with booth(tmp_path, journal=journal) as one:
            monkeypatch.setattr(one.door._book, "consume", _full)
            await one.get(SALE)
        await journal.close()
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        async with booth(tmp_path, journal=journal) as one:
            told = await one.get(SALE)
            assert told.essence == (203, "1", told.key)
            assert (await one.get(SALE)).essence == (203, "1", told.key)
            assert await one.documents() == 1
        await journal.close()

    go(test())


@pytest.mark.parametrize("tells", [True, False])
def test_killed_while_the_register_works(tmp_path: Path, tells: bool) -> None:
    """The row stays RUNNING; after the start the register is asked, or a person, and the repeat gets its answer."""

    async def test() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        register = Faulty(tmp_path)
        register.gate = asyncio.Event()
        async with booth(tmp_path, journal=journal, register=register, leave=0.02) as one:
            lost = asyncio.create_task(one.get(SALE))
            await asyncio.wait_for(register.begun.wait(), 5)
            (row,) = await journal.rows(Wanted(states=(State.RUNNING,)))
            command = one.dispatch.command_of((await journal.load([row.row], 9999))[0].entry)
            assert command
            await register._whole.execute(command)
            lost.cancel()
        await journal.close()
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        async with booth(tmp_path, journal=journal, register=Faulty(tmp_path, tells=tells)) as one:
            ticket = await one.dispatch.find(row.entry.id)
            assert ticket
            await ticket.wait(5)
            if not tells:
                assert (await one.get(SALE)).essence == (400, "Unknown outcome", "-99")
                await one.dispatch.resolve(row.entry.id, Resolution(decision=Decision.PRINTED, who="директор"))
            told = await one.get(f"/api?key={K0}&sale=5&cash=5")
            assert told.essence == (203, "1", told.key)
            assert await one.documents() == 1
        await journal.close()

    go(test())
