"""One command is one task, whatever happens on its way: uuids, attempts, and queues that stand or are lost."""

import asyncio
from typing import Any

import pytest

from drivers.atol_web.emulator.faults import Fault, Wire, Work
from drivers.atol_web.emulator.pace import Pace
from drivers.atol_web.tasks.task import Task
from drivers.errors import DeviceOffline, OutcomeUnknown, WrongState
from drivers.model.command import CashIn, Command
from drivers.model.outcome import Outcome
from drivers.ports import RunsErrands
from tests.contract.goods import goods, receipt
from tests.drivers.atol_web.bench import Bench, play

SALE = receipt()
ID = "чек № 1"


async def settled(bench: Bench, command: Command, mark: str) -> Outcome | None:
    """As a server asks: again, while the device is away."""
    while True:
        try:
            return await bench.driver.settle(command, mark)
        except DeviceOffline:
            await asyncio.sleep(1)


def test_it_runs_errands() -> None:
    async def scene(bench: Bench) -> None:
        assert isinstance(bench.driver, RunsErrands)

    play(scene, shift=False)


def test_the_uuid_follows_from_the_command_and_its_attempt() -> None:
    async def uuids(bench: Bench) -> None:
        bench.restart(ID)
        bench.web.inject(Fault(what=Work.ERROR, command="sell", code=73))
        await bench.refused(SALE, WrongState)
        await bench.done(SALE)
        told.append(bench.uuids("sell"))

    told: list[list[str]] = []
    for _ in range(2):
        play(uuids)
    assert told[0] == told[1]
    assert len(set(told[0])) == 2


def test_without_an_id_every_command_has_uuids_of_its_own() -> None:
    async def scene(bench: Bench) -> None:
        marks = {await bench.driver.mark()}
        for _ in range(2):
            await bench.done(SALE)
            marks.add(await bench.driver.mark())
            marks.add(await bench.driver.mark())
        assert len(marks) == 3
        assert len(set(bench.uuids("sell"))) == bench.sold == 2

    play(scene)


@pytest.mark.parametrize("fault", [Work.ERROR, Work.INTERRUPTED])
def test_what_came_to_nothing_leaves_its_place_to_the_next_attempt(fault: Work) -> None:
    async def scene(bench: Bench) -> None:
        bench.restart(ID)
        bench.web.inject(Fault(what=fault, command="sell", code=55))
        with pytest.raises(WrongState) as caught:
            await bench.done(SALE)
        assert caught.value.nothing_sent
        await bench.done(SALE)
        assert (bench.sold, len(bench.uuids("sell"))) == (1, 2)

    play(scene)


def test_a_task_that_goes_on_after_a_restart_is_waited_for() -> None:
    """It is not sent again, and what became of it is what the ФН has."""

    async def scene(bench: Bench) -> None:
        bench.restart(ID)
        mark = await bench.driver.mark()
        bench.web.inject(Fault(what=Work.BLOCKED, command="sell", polls=30))
        await bench.refused(SALE, OutcomeUnknown)
        bench.restart(ID)
        with pytest.raises(DeviceOffline, match="стоит"):
            await bench.driver.settle(SALE, mark)
        outcome = await settled(bench, SALE, mark)
        assert outcome is not None
        assert outcome.document is not None
        assert outcome.document.number == bench.web.machine.till.storage.last
        assert (bench.sold, len(bench.uuids("sell"))) == (1, 1)

    play(scene)


def test_a_blocked_queue_is_waited_for_while_there_is_time() -> None:
    async def scene(bench: Bench) -> None:
        bench.web.inject(Fault(what=Work.BLOCKED, command="sell", polls=5))
        await bench.done(SALE)
        assert (bench.sold, bench.times("sell")) == (1, 1)

    play(scene)


def test_a_blocked_task_that_was_not_recorded_is_not_done() -> None:
    async def scene(bench: Bench) -> None:
        bench.restart(ID)
        mark = await bench.driver.mark()
        bench.web.inject(Fault(what=Work.BLOCKED_LOST, command="sell", polls=30, code=2))
        await bench.refused(SALE, OutcomeUnknown)
        assert await settled(bench, SALE, mark) is None
        await bench.done(SALE)
        assert bench.sold == 1

    play(scene)


def test_what_only_waits_is_not_carried_out_behind_our_back() -> None:
    """By the time the queue moves the customer has gone."""

    async def scene(bench: Bench) -> None:
        bench.restart(ID)
        mark = await bench.driver.mark()
        queue, submit = bench.web.machine.device.queue, bench.driver.register.service.submit

        async def into_a_queue_that_stands(uuid: str, task: Task[Any]) -> None:
            queue.pace = Pace(wait=60 if task.name == "sell" else 0)
            await submit(uuid, task)

        bench.driver.register.service.submit = into_a_queue_that_stands  # type: ignore[method-assign]
        await bench.refused(SALE, OutcomeUnknown)
        queue.pace = Pace()
        bench.restart(ID)
        assert await settled(bench, SALE, mark) is None
        await asyncio.sleep(100)
        assert bench.sold == 0
        await bench.done(SALE)
        assert (bench.sold, len(bench.uuids("sell"))) == (1, 2)

    play(scene)


@pytest.mark.parametrize("what", [Wire.RESTART, Wire.RESTART_LOSING, Wire.RESET_AFTER, Wire.RESET_BEFORE])
def test_a_server_that_leaves_with_the_answer(what: Wire) -> None:
    """Even where its queue is gone afterwards: the ФН decides."""

    async def scene(bench: Bench) -> None:
        bench.restart(ID)
        mark = await bench.driver.mark()
        bench.web.inject(Fault(what=what, method="POST", command="sell", seconds=3))
        try:
            outcome: Outcome | None = await bench.done(SALE)
        except OutcomeUnknown:
            outcome = await settled(bench, SALE, mark) or await bench.done(SALE)
        assert outcome is not None
        assert outcome.document is not None
        assert (bench.sold, bench.times("sell")) == (1, 1)

    play(scene)


def test_a_document_that_the_driver_does_not_read_out_is_told_by_its_task() -> None:
    async def scene(bench: Bench) -> None:
        bench.restart(ID)
        mark = await bench.driver.mark()
        heard = (await bench.done(SALE)).document
        bench.restart(ID)
        bench.web.inject(Fault(what=Work.ERROR, command="getFnDocument", code=11, times=None))
        outcome = await settled(bench, SALE, mark)
        assert outcome is not None
        assert outcome.document == heard

    play(scene)


def test_a_document_that_nobody_tells_of_is_unknown() -> None:
    async def scene(bench: Bench) -> None:
        mark = await bench.driver.mark()
        await bench.done(SALE)
        bench.restart()
        bench.web.machine.forget()
        bench.web.inject(Fault(what=Wire.NULL, command="getFnDocument", times=None))
        with pytest.raises(OutcomeUnknown):
            await bench.driver.settle(SALE, mark)

    play(scene)


def test_cash_that_was_put_in_is_not_put_in_again() -> None:
    """The drawer does not tell it from other money, the task does."""

    async def scene(bench: Bench) -> None:
        bench.restart(ID)
        command: Any = CashIn(500)
        bench.web.inject(Fault(what=Wire.RESET_AFTER, method="POST", command="cashIn"))
        await bench.done(command)
        bench.restart(ID)
        await bench.done(command)
        assert bench.web.machine.till.drawer == 500

    play(scene)


def test_an_id_that_is_used_again_for_another_sum_is_another_command() -> None:
    """The journal of the first one is gone, the web server remembers it."""

    async def scene(bench: Bench) -> None:
        for command in (CashIn(500), CashIn(700), receipt(goods(amount=100)), receipt(goods(amount=200))):
            bench.restart(ID)
            await bench.done(command)
        assert bench.web.machine.till.drawer == 500 + 700 + 100 + 200

    play(scene)


def test_cash_under_way_after_a_restart_is_waited_for() -> None:
    async def scene(bench: Bench) -> None:
        bench.restart(ID)
        mark = await bench.driver.mark()
        bench.web.inject(Fault(what=Work.BLOCKED, command="cashIn", polls=30))
        await bench.refused(CashIn(500), OutcomeUnknown)
        bench.restart(ID)
        with pytest.raises(DeviceOffline, match="стоит"):
            await bench.driver.settle(CashIn(500), mark)
        assert await settled(bench, CashIn(500), mark) is not None
        assert bench.web.machine.till.drawer == 500

    play(scene)
