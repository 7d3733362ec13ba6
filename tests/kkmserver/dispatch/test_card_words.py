"""A person's word on a receipt with a card payment, or on one of its steps; and receipts that are called off."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import OutcomeUnknown, WrongState
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.order import Decision, NotCancellable, NotUnknown, Resolution
from kkmserver.store.record import Record, State
from tests.drivers.terminals.till import money
from tests.kkmserver.dispatch.counter import (
    REGISTER,
    UNSURE,
    Act,
    Till,
    Utm,
    came,
    child,
    lost,
    raises,
    sale,
)
from tests.kkmserver.dispatch.shop import until
from tests.kkmserver.dispatch.test_card_receipts import play

CLOSED = WrongState("Смена длится больше 24 часов.")


async def said(dispatcher: Dispatcher, id: str, decision: Decision) -> Record:  # noqa: A002
    """The receipt "a" after a word on `id`."""
    await dispatcher.resolve(id, Resolution(decision=decision, who="Admin"))
    ticket = await dispatcher.find("a")
    assert ticket
    return await ticket.wait(5)


@pytest.mark.parametrize("id", ["a", "a@card"])
@pytest.mark.parametrize(
    ("decision", "really", "state", "taken", "receipts", "sold"),
    [
        (Decision.PRINTED, "lost-taken", State.DONE, 10_000, 1, 1),
        (Decision.NOT_PRINTED, "lost", State.FAILED, 0, 0, 0),
        (Decision.PRINT_AGAIN, "lost", State.DONE, 10_000, 1, 1),
    ],
)
def test_a_payment_that_was_in_doubt(
    tmp_path: Path,
    id: str,  # noqa: A002
    decision: Decision,
    really: str,
    state: State,
    taken: int,
    receipts: int,
    sold: int,
) -> None:
    till, utm = Till(), Utm()

    async def scene(dispatcher: Dispatcher) -> None:
        assert (await came(dispatcher, sale("a", bottles=1))).state is State.UNKNOWN
        record = await said(dispatcher, id, decision)
        assert record.state is state
        assert (money(tmp_path), len(till.receipts), utm.sold) == (taken, receipts, sold)
        if record.failure:
            assert record.failure.may_run_again
        assert (await came(dispatcher, sale("a", bottles=1))).state is State.DONE
        assert len(utm.told) == 1 + 2 * (1 - sold)
        assert (await came(dispatcher, sale("b"))).state is State.DONE, "the terminal is free for others"

    play(tmp_path, scene, till, utm, answers=[really], memory=False)
    assert (money(tmp_path), len(till.receipts), utm.sold) == (20_000, 2, 1)


@pytest.mark.parametrize(
    ("decision", "act", "state", "taken"),
    [
        (Decision.PRINTED, lost(recorded=True), State.DONE, 10_000),
        (Decision.NOT_PRINTED, lost(recorded=False), State.FAILED, 0),
        (Decision.PRINT_AGAIN, lost(recorded=False), State.DONE, 10_000),
    ],
)
def test_a_receipt_that_was_in_doubt(tmp_path: Path, decision: Decision, act: Act, state: State, taken: int) -> None:
    till, utm = Till(acts=[act], settles=[UNSURE]), Utm()

    async def scene(dispatcher: Dispatcher) -> None:
        assert (await came(dispatcher, sale("a", bottles=1))).state is State.UNKNOWN
        record = await said(dispatcher, "a", decision)
        assert record.state is state
        assert (money(tmp_path), utm.sold) == (taken, bool(taken))
        if state is State.DONE:
            assert record.outcome
            assert record.outcome.card
            assert record.outcome.excise
        assert await child(dispatcher, "a@card:2") is None, "what stands is not taken twice"
        assert (await came(dispatcher, sale("a", bottles=1))).state is State.DONE

    play(tmp_path, scene, till, utm)
    assert (money(tmp_path), len(till.receipts), utm.sold) == (10_000, 1, 1)


@pytest.mark.parametrize("id", ["a", "a@card-undo"])
@pytest.mark.parametrize(
    ("decision", "really", "state", "taken", "again"),
    [
        (Decision.PRINTED, "lost-taken", State.FAILED, 0, True),
        (Decision.NOT_PRINTED, "lost", State.FAILED, 10_000, False),
        (Decision.PRINT_AGAIN, "lost", State.FAILED, 0, True),
    ],
)
def test_giving_back_that_was_in_doubt(
    tmp_path: Path,
    id: str,  # noqa: A002
    decision: Decision,
    really: str,
    state: State,
    taken: int,
    again: bool,
) -> None:
    till = Till(acts=[raises(CLOSED)])

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a"))
        assert record.state is State.UNKNOWN
        assert record.failure
        assert "Неизвестно, отменена ли операция по карте: 100,00 руб." in record.failure.text
        record = await said(dispatcher, id, decision)
        assert (record.state, money(tmp_path)) == (state, taken)
        assert record.failure
        assert record.failure.may_run_again == again
        assert ("ВНИМАНИЕ" in record.failure.text) != again
        repeated = await came(dispatcher, sale("a"))
        assert repeated.state is (State.DONE if again else State.FAILED)

    play(tmp_path, scene, till, answers=["approve", really], memory=False)
    assert (money(tmp_path), len(till.receipts)) == (10_000, int(again))


def test_both_undoings_in_doubt_need_both_words(tmp_path: Path) -> None:
    till, utm = Till(acts=[raises(CLOSED)]), Utm()

    async def scene(dispatcher: Dispatcher) -> None:
        utm.settles = [UNSURE]
        ticket = await dispatcher.submit(sale("a", bottles=1))
        await until(lambda: utm.told)
        utm.errors = [(OutcomeUnknown("УТМ не ответил."), True)]
        assert (await ticket.wait(5)).state is State.UNKNOWN
        assert (await said(dispatcher, "a@card-undo", Decision.PRINTED)).state is State.UNKNOWN
        record = await said(dispatcher, "a@egais-undo", Decision.PRINTED)
        assert record.failure
        assert record.failure.may_run_again
        with pytest.raises(NotUnknown):
            await said(dispatcher, "a", Decision.PRINTED)

    play(tmp_path, scene, till, utm, answers=["approve", "lost-taken"], memory=False)
    assert (money(tmp_path), utm.sold) == (0, 0)


def test_called_off_while_the_customer_pays(tmp_path: Path) -> None:
    """He may have paid by then: the money is given back."""
    till, utm = Till(), Utm()
    gate = asyncio.Event()

    async def scene(dispatcher: Dispatcher) -> None:
        execute, entered = utm.execute, asyncio.Event()

        async def slow(command: Any) -> Any:
            entered.set()
            await gate.wait()
            return await execute(command)

        utm.execute = slow  # type: ignore[method-assign]
        ticket = await dispatcher.submit(sale("a", bottles=1))
        await entered.wait()
        cancelling = asyncio.create_task(dispatcher.cancel("a"))
        await asyncio.sleep(0)
        gate.set()
        await cancelling
        record = await ticket.wait(5)
        assert record.state is State.FAILED
        assert record.failure
        assert record.failure.code == "cancelled"

    play(tmp_path, scene, till, utm)
    assert (money(tmp_path), utm.sold, len(utm.told), till.begun) == (0, 0, 2, 0)


def test_called_off_while_it_waits_for_the_register(tmp_path: Path) -> None:
    till = Till(gate=asyncio.Event())

    async def scene(dispatcher: Dispatcher) -> None:
        first = await dispatcher.submit(sale("first"))
        await until(lambda: till.begun)
        ticket = await dispatcher.submit(sale("a"))
        await until(lambda: money(tmp_path) == 20_000)
        await until(lambda: [view for view in dispatcher.devices() if view.number == REGISTER and view.waiting])
        await dispatcher.cancel("a")
        record = await ticket.wait(5)
        assert record.failure
        assert record.failure.code == "cancelled"
        assert "Деньги возвращены" in record.failure.text
        with pytest.raises(NotCancellable):
            await dispatcher.cancel("first")
        assert till.gate
        till.gate.set()
        assert (await first.wait(5)).state is State.DONE

    play(tmp_path, scene, till)
    assert (money(tmp_path), len(till.receipts)) == (10_000, 1)


def test_giving_back_cannot_be_called_off(tmp_path: Path) -> None:
    till = Till(acts=[raises(CLOSED)])

    async def scene(dispatcher: Dispatcher) -> None:
        await came(dispatcher, sale("a"))
        with pytest.raises(NotCancellable):
            await dispatcher.cancel("a@card-undo")

    play(tmp_path, scene, till)
    assert money(tmp_path) == 0
