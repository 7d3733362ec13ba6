"""Jobs in their lines: order, once, shifts, pools, outcomes nobody knows, restarts."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import DeviceOffline, OperatorNeeded, OutcomeUnknown, WrongState
from drivers.model.command import CashIn, CloseShift, Command, OpenShift, ReadState
from drivers.model.ffd import ShiftState
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceState
from kkmserver.dialects.itkassa import intake
from kkmserver.dialects.itkassa.intake import Intake
from kkmserver.dialects.itkassa.job import Job, JobState
from kkmserver.dialects.itkassa.store import StoreBroken
from kkmserver.dialects.itkassa.works import Works
from kkmserver.dispatch.order import Decision, Resolution
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Wanted
from tests.kkmserver.dialects.itkassa.shop import JOBS, KEY, OTHER_KEY, POOL, SALE, Shop, ShopClock, go, shop
from tests.kkmserver.dispatch.counter import Till, lost, raises

TEXT = {"type": "print", "text": "Привет"}


def sale(number: int) -> dict[str, Any]:
    return {**SALE, "lines": [{**SALE["lines"][0], "title": f"Чай {number}"}]}


def names(till: Till) -> list[str]:
    return [receipt.positions[0].name for receipt in till.receipts]


def test_one_key_from_many_at_once_is_one_document(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            told = await asyncio.gather(*(one.give(SALE, idempKey=KEY) for _ in range(8)))
            assert len({job["id"] for job in told}) == 1
            assert (await one.ended(told[0]["id"]))["result"] == "success"
            assert len(await one.receipts()) == 1

    go(main())


def test_a_key_belongs_to_its_organisation_and_to_its_first_content(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            first = await one.run(SALE, idempKey=KEY)
            assert (await one.give(TEXT, idempKey=KEY))["id"] == first["id"]
            for path in (f"{JOBS}/{first['id']}", f"{JOBS}/{KEY}/idempotent"):
                assert (await one.get(path, key=OTHER_KEY)).status == 404
            stranger = await one.post(JOBS, {"creItemId": one.register(), "commands": [SALE]}, key=OTHER_KEY)
            assert list(stranger.json["errors"]) == ["creItemId"]
            assert (await one.run(SALE))["id"] != first["id"], "without a key each is a new job"
            assert len(await one.receipts()) == 2

    go(main())


def test_jobs_of_one_register_go_in_the_order_they_came(tmp_path: Path) -> None:
    till = Till(gate=asyncio.Event())

    async def main() -> None:
        async with shop(tmp_path, drivers={1: till}) as one:
            jobs = [await one.give(sale(number)) for number in range(5)]
            told = (await one.get(f"{JOBS}/{jobs[0]['id']}")).json["object"]
            assert (told["queueItem"], told["resultItem"]) == ({"status": "printing"}, None)
            told = (await one.get(f"{JOBS}/{jobs[4]['id']}")).json["object"]
            assert told["queueItem"] == {"status": "queued"}
            assert till.gate
            till.gate.set()
            await one.ended(jobs[4]["id"])
            assert names(till) == [f"Чай {number}" for number in range(5)]
            assert [job["orderNumber"] for job in jobs] == [1, 2, 3, 4, 5]

    go(main())


def test_commands_of_one_job_are_not_mixed_with_those_of_another(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            cash = {"type": "cashIn", "amountCash": "10"}
            jobs = [await one.give(cash, cash, {"type": "xReport"}) for _ in range(3)]
            await one.ended(jobs[-1]["id"])
            rows = await one.dispatch.rows(Wanted())
            ours = [row.entry.id.split(":")[0] for row in reversed(rows) if row.entry.name == "cashIn"]
            assert ours == [job["id"] for job in jobs for _ in range(2)]

    go(main())


def test_the_first_error_ends_a_job(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            told = await one.run({"type": "cashOut", "amountCash": 5}, {"type": "xReport"})
            assert told["result"] == "critical_error"
            assert not any(title.startswith("X-отчёт") for title in one.papers())

    go(main())


def test_an_expired_shift_is_closed_and_a_closed_one_opened(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path, clock=ShopClock()) as one:
            told = await one.run({"type": "cashIn", "amountCash": 100})
            assert (told["result"], told["sessionNumber"], told["sessionState"]) == ("success", "1", "opened")
            one.clock.ahead = timedelta(hours=25)
            told = await one.run(SALE)
            assert (told["result"], told["sessionNumber"]) == ("success", "2")
            assert (await one.drivers[1].state()).shift is ShiftState.OPEN
            one.clock.ahead = timedelta(hours=51)
            told = await one.run({"type": "openSession"})
            assert (told["lastErrorId"], told["sessionState"]) == (83, "expired")
            told = await one.run({"type": "closeSession"})
            assert (told["sessionNumber"], told["sessionState"], told["checkNumber"]) == ("2", "closed", "")

    go(main())


@dataclass
class Strict(Till):
    """Moves cash in an open shift alone, as many registers do."""

    shift: ShiftState = ShiftState.EXPIRED
    cash: int = 0

    async def execute(self, command: Command) -> Outcome:
        match command:
            case ReadState():
                return Outcome(state=await self.state())
            case CloseShift():
                self.shift = ShiftState.CLOSED
            case OpenShift():
                self.shift = ShiftState.OPEN
            case CashIn(amount) if self.shift is ShiftState.OPEN:
                self.cash += amount
            case _:
                raise WrongState("Смена не открыта.")
        return Outcome()

    async def state(self) -> DeviceState:
        return DeviceState(online=True, shift=self.shift)


def test_an_expired_shift_is_closed_and_another_opened_for_cash(tmp_path: Path) -> None:
    till = Strict()

    async def main() -> None:
        async with shop(tmp_path, drivers={1: till}) as one:
            told = await one.run({"type": "cashIn", "amountCash": 5, "tagCashierName": "Петрова"})
            assert (told["result"], told["sessionState"], till.cash) == ("success", "opened", 500)
            rows = await one.dispatch.rows(Wanted())
            assert [row.entry.id.partition(":")[2] for row in reversed(rows)] == [
                "1:state1", "1:closeSession", "1:state2", "1:openSession", "1",
            ]  # fmt: skip

    go(main())


def test_a_pool_shares_its_jobs_out_and_keeps_a_job_together(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path, registers=2, pool=True) as one:
            jobs = [await one.give(sale(n), {"type": "cashIn", "amountCash": 1}, register=POOL) for n in range(6)]
            for job in jobs:
                assert (await one.ended(job["id"]))["result"] == "success"
            done = [(await one.receipts(number)) for number in (1, 2)]
            assert [len(copies) for copies in done] == [3, 3]
            states = [await one.drivers[number].state() for number in (1, 2)]
            assert [state.cash for state in states] == [300, 300]

    go(main())


def test_a_register_that_is_away(tmp_path: Path) -> None:
    till = Till(acts=[raises(DeviceOffline("Касса не отвечает."))])

    async def main() -> None:
        async with shop(tmp_path, drivers={1: till}) as one:
            told = await one.run(SALE)
            assert (told["lastErrorId"], told["resultItem"]["creErrorId"]) == (255, "255")

    go(main())


def test_a_device_that_gives_its_own_number(tmp_path: Path) -> None:
    till = Till(acts=[raises(OperatorNeeded("Нет бумаги.", native=107))])

    async def main() -> None:
        async with shop(tmp_path, drivers={1: till}) as one:
            told = await one.run(SALE)
            assert (told["lastErrorId"], told["lastErrorMessage"]) == (107, "[ Sale.Receipt ] Нет бумаги.")

    go(main())


@pytest.mark.parametrize(("decision", "result"), [
    (Decision.PRINTED, "success"),
    (Decision.NOT_PRINTED, "critical_error"),
])  # fmt: skip
def test_an_outcome_nobody_knows_is_settled_by_a_person(tmp_path: Path, decision: Decision, result: str) -> None:
    till = Till(acts=[lost(recorded=True)], settles=[OutcomeUnknown("Касса не помнит.")])

    async def main() -> None:
        async with shop(tmp_path, drivers={1: till}) as one:
            told = await one.run(SALE, idempKey=KEY)
            assert (told["result"], told["lastErrorId"]) == ("critical_error", 5)
            assert "Результат неизвестен" in told["lastErrorMessage"]
            assert (await one.give(SALE, idempKey=KEY))["lastErrorId"] == 5, "it is not done again by itself"
            await one.dispatch.resolve(f"{told['id']}:1", Resolution(decision=decision, who="admin"))
            again = await one.give(SALE, idempKey=KEY)
            assert (again["id"], again["result"]) == (told["id"], result)
            assert len(till.receipts) == 1

    go(main())


def test_a_line_that_is_full_takes_no_more_and_uses_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    till = Till(gate=asyncio.Event())
    monkeypatch.setattr(intake, "_MOST_WAITING", 2)

    async def main() -> None:
        async with shop(tmp_path, drivers={1: till}) as one:
            for number in range(3):
                job = await one.give(sale(number))
                while not till.begun:
                    await asyncio.sleep(0)
            full = await one.post(JOBS, {"creItemId": one.register(), "idempKey": KEY, "commands": [SALE]})
            assert (full.status, full.json["code"]) == (503, 503)
            assert till.gate
            till.gate.set()
            await one.ended(job["id"])
            assert (await one.run(SALE, idempKey=KEY))["result"] == "success"
            assert len(till.receipts) == 4

    go(main())


def test_a_restart_goes_on_with_what_is_left(tmp_path: Path) -> None:
    till, journal = Till(gate=asyncio.Event()), MemoryJournal()

    async def main() -> None:
        async with shop(tmp_path, drivers={1: till}, journal=journal) as one:
            jobs = [await one.give(sale(number), idempKey=f"{number}") for number in range(3)]
            assert till.gate
            till.gate.set()
            await one.ended(jobs[0]["id"])
        async with shop(tmp_path, drivers={1: till}, journal=journal) as one:
            for number, job in enumerate(jobs):
                told = await one.ended(job["id"])
                assert told["result"] == "success"
                assert (await one.give(sale(number), idempKey=f"{number}"))["id"] == job["id"]
            assert names(till) == ["Чай 0", "Чай 1", "Чай 2"]

    go(main())


def test_a_job_that_waits_can_be_called_off(tmp_path: Path) -> None:
    till = Till(gate=asyncio.Event())

    async def called_off(one: Shop, id: str) -> bool:  # noqa: A002
        job = await one.office.store.by_order(id)
        assert job
        return await one.office.works.call_off(job)

    async def main() -> None:
        async with shop(tmp_path, drivers={1: till}) as one:
            first, second = await one.give(sale(1)), await one.give(sale(2))
            while not till.begun:
                await asyncio.sleep(0)
            assert not await called_off(one, first["id"])
            assert await called_off(one, second["id"])
            assert till.gate
            till.gate.set()
            assert (await one.ended(first["id"]))["result"] == "success"
            told = await one.ended(second["id"])
            assert (told["result"], told["lastErrorMessage"][:29]) == (
                "critical_error",
                "[ Sale ] Задание отменено до ",
            )
            assert names(till) == ["Чай 1"]

    go(main())


def test_a_result_is_told_once_a_job_and_again_only_where_it_was_not_taken(tmp_path: Path) -> None:
    heard: list[Job] = []

    async def hear(job: Job) -> None:
        heard.append(job)
        if len(heard) == 1:
            raise StoreBroken("Диск полон.")

    async def main() -> None:
        async with shop(tmp_path) as one:
            office = one.office
            await office.works.stop()
            office.works = Works(office.store, one.dispatch, one.clock, hear)
            office.intake = Intake(office.store, office.works, one.dispatch, one.clock)
            told = await one.run(SALE, idempKey=KEY)
            await one.give(SALE, idempKey=KEY)
            assert [(job.id, job.state) for job in heard] == [(told["id"], JobState.DONE)]
            for expected in (2, 2):
                await office.works.stop()
                await office.works.start()
                while await office.store.untold():
                    await asyncio.sleep(0)
                assert len(heard) == expected
            assert heard[0] == heard[1]

    go(main())


def test_the_journal_tells_what_the_client_was_told(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            told = await one.run(SALE)
            (row,) = [row for row in await one.dispatch.rows(Wanted()) if row.entry.name == "sale"]
            assert row.entry.dialect == "itkassa"
            assert row.entry.id == f"{told['id']}:1"
            assert told["id"].encode() in await one.door.answer_of(row)

    go(main())
