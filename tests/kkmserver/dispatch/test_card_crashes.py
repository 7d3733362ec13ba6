"""A server that dies at every change of its journal, in the middle of a receipt with bottles and a card payment."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import DeviceOffline, EgaisRefused, OperatorNeeded, RequestRefused, WrongState
from drivers.model.card import CardOnReceipt
from drivers.model.document import BarcodeLine
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.line import NEAR
from kkmserver.dispatch.order import Decision, Order, Resolution
from kkmserver.dispatch.processing import Processing
from kkmserver.store.memory import MemoryJournal, ready
from kkmserver.store.record import Deed, Entry, Record, State
from pools.pool import PoolPlan
from tests.drivers.terminals.till import money
from tests.kkmserver.dispatch.counter import (
    PATIENT,
    POOL,
    SECOND,
    TERMINAL,
    UTM,
    Act,
    Till,
    Utm,
    came,
    child,
    counter,
    lost,
    raises,
    sale,
    server,
    terminal,
)
from tests.kkmserver.dispatch.shop import until

SECOND_LIVES = (2, 9)  # all up to 25 were tried once; these two kill before and in the middle of the undoing
CLOSED = WrongState("Смена длится больше 24 часов.")


class Dying(MemoryJournal):
    """Takes `left` changes more, then the server is dead: nothing is ever answered again. A new life begins with
    `revive`."""

    def __init__(self) -> None:
        super().__init__()
        self.left = 0
        self.dead: asyncio.Event | None = None

    def revive(self, left: int) -> None:
        self.left, self.dead = left, asyncio.Event()

    async def find(self, id: str) -> Record | None:  # noqa: A002
        """As slow as a disk: others go on meanwhile."""
        for _ in range(20):
            await asyncio.sleep(0)
        return await super().find(id)

    def accept(self, entry: Entry) -> asyncio.Future[Record]:
        return self._or_dead(lambda: MemoryJournal.accept(self, entry))

    def retry(self, row: int, entry: Entry) -> asyncio.Future[Record]:
        return self._or_dead(lambda: MemoryJournal.retry(self, row, entry))

    def start(self, *args: Any, **keys: Any) -> asyncio.Future[None]:
        return self._or_dead(lambda: MemoryJournal.start(self, *args, **keys))

    def requeue(self, row: int) -> asyncio.Future[None]:
        return self._or_dead(lambda: MemoryJournal.requeue(self, row))

    def finish(self, *args: Any, **keys: Any) -> asyncio.Future[None]:
        return self._or_dead(lambda: MemoryJournal.finish(self, *args, **keys))

    def note(self, deed: Deed) -> asyncio.Future[None]:
        return ready(None)

    def _or_dead(self, change: Callable[[], asyncio.Future[Any]]) -> asyncio.Future[Any]:
        assert self.dead
        if self.left > 0:
            self.left -= 1
            return change()
        self.dead.set()
        return asyncio.get_running_loop().create_future()


@dataclass
class World:
    """What outlives the server."""

    folder: Path
    till: Till
    utm: Utm
    journal: Dying

    def life(self, orders: Sequence[Order], changes: int, *, behind: Sequence[Order] = (), **bank_options: Any) -> bool:
        """Until all are final, or the server has died. Whether they are final. `behind`: sent when the register has
        begun with the first."""

        async def main() -> bool:
            self.journal.revive(changes)
            assert self.journal.dead
            bank = terminal(self.folder, **bank_options)
            try:
                dispatcher = server(self.till, (TERMINAL, bank), (UTM, self.utm), journal=self.journal)
                living = asyncio.create_task(self._live(dispatcher, orders, behind))
                dead = asyncio.create_task(self.journal.dead.wait())
                await asyncio.wait((living, dead), timeout=5, return_when=asyncio.FIRST_COMPLETED)
                assert living.done() or dead.done(), "nobody may wait for ever"
                return living.done() and living.result()
            finally:
                await bank.close()

        return asyncio.run(main())  # all that was under way is gone

    async def _live(self, dispatcher: Dispatcher, orders: Sequence[Order], behind: Sequence[Order]) -> bool:
        await dispatcher.start()
        tickets = [await dispatcher.find(order.id) or await dispatcher.submit(order) for order in orders]
        if behind:
            await until(lambda: self.till.begun)
        tickets += [await dispatcher.submit(order) for order in behind]
        return all([(await ticket.wait(5)).finished for ticket in tickets])


def _world(folder: Path, acts: Sequence[Act]) -> World:
    return World(folder, Till(acts=list(acts)), Utm(), Dying())


REFUSES = raises(CLOSED)


@pytest.mark.parametrize("registers", [True, False])
@pytest.mark.parametrize("second", SECOND_LIVES)
def test_killed_twice_at_any_change(tmp_path: Path, registers: bool, second: int) -> None:
    """`second`: changes that the second life takes; the third one is not killed."""
    for first in range(40):
        folder = tmp_path / str(first)
        world = _world(folder, [] if registers else [REFUSES] * 3)
        orders = [sale("a", bottles=1)]
        survived = world.life(orders, first)
        _ = world.life(orders, second) or world.life(orders, 1000)
        last = asyncio.run(world.journal.find("a"))
        assert last
        assert last.state is (State.DONE if registers else State.FAILED)
        assert (money(folder), world.utm.sold, len(world.till.receipts)) == (
            (10_000, 1, 1) if registers else (0, 0, 0)
        ), first
        if survived:
            return
    raise AssertionError("it has never lived")


@pytest.mark.parametrize("recorded", [True, False])
def test_killed_while_it_registers(tmp_path: Path, recorded: bool) -> None:
    """The register has it, and the server dies before it hears."""
    world, orders = _world(tmp_path, []), [sale("a", bottles=1)]

    async def dies(till: Till) -> None:
        if recorded:
            till.record()
        assert world.journal.dead
        world.journal.left = 0
        world.journal.dead.set()
        await asyncio.Event().wait()

    world.till.acts = [dies]
    assert not world.life(orders, 1000)
    assert world.life(orders, 1000)
    assert (money(tmp_path), world.utm.sold, len(world.till.receipts)) == (10_000, 1, 1)


def test_the_next_receipt_of_the_register_is_not_taken_for_the_one_that_failed(tmp_path: Path) -> None:
    """They are alike, and the server dies while the money of the first is given back."""

    async def refuses(till: Till) -> None:
        for _ in range(100):
            await asyncio.sleep(0)  # the other one comes into the line
        raise CLOSED

    for changes in range(40):
        world = _world(tmp_path / str(changes), [refuses])
        paid, cash = [sale("a")], [sale("b", card=CardOnReceipt(wanted=False))]
        survived = world.life(paid, changes, behind=cash)
        assert survived or world.life([*paid, *cash], 1000)
        last = [asyncio.run(world.journal.find(order.id)) for order in (*paid, *cash)]
        states = [record.state if record else None for record in last]
        assert states.count(State.DONE) == len(world.till.receipts), changes
        assert money(world.folder) == 10_000 * (states[0] is State.DONE)
        if survived:
            return
    raise AssertionError("it has never lived")


def test_what_the_bank_has_refused_is_not_asked_again_after_a_crash(tmp_path: Path) -> None:
    for changes in range(8, 40):
        world = _world(tmp_path / str(changes), [REFUSES] * 3)
        orders = [sale("a")]
        survived = world.life(orders, changes, answers=["approve", "no-link"])
        assert survived or world.life(orders, 1000)
        cancel, refund = (asyncio.run(world.journal.find(f"a@card-{way}")) for way in ("undo", "refund"))
        assert money(world.folder) == 0
        if refund:
            assert cancel
            assert cancel.attempt == 1, changes
        if survived:
            return
    raise AssertionError("it has never lived")


def test_no_step_is_added_once_the_register_has_it(tmp_path: Path) -> None:
    async def main() -> None:
        till, utm, journal = Till(gate=asyncio.Event()), Utm(), MemoryJournal()
        async with counter(till, (TERMINAL, terminal(tmp_path)), journal=journal) as dispatcher:
            await dispatcher.submit(sale("a", bottles=1))
            await until(lambda: till.begun)
        till.gate = None
        async with counter(till, (TERMINAL, terminal(tmp_path)), (UTM, utm), journal=journal) as dispatcher:
            ticket = await dispatcher.find("a")
            assert ticket
            assert (await ticket.wait(5)).state is State.DONE
        assert (utm.told, len(till.receipts)) == ([], 1)

    asyncio.run(main())


def test_those_far_from_their_turn_have_their_rows_too(tmp_path: Path) -> None:
    async def main() -> None:
        till, utm = Till(gate=asyncio.Event()), Utm()
        others = ((TERMINAL, terminal(tmp_path)), (UTM, utm))
        async with counter(till, *others, patience=replace(PATIENT, queue=1000)) as dispatcher:
            tickets = [await dispatcher.submit(sale(f"{i}", bottles=1)) for i in range(NEAR + 5)]
            await until(lambda: dispatcher.devices()[0].waiting == NEAR + 4)
            assert till.gate
            till.gate.set()
            assert {(await ticket.wait(5)).state for ticket in tickets} == {State.DONE}
        assert all(any(isinstance(line, BarcodeLine) for line in one.lines) for one in till.receipts)
        assert (len(till.receipts), len({told.receipt for told in utm.told})) == (NEAR + 5, NEAR + 5)

    asyncio.run(main())


def test_settings_that_have_changed_meanwhile_leave_what_is_done(tmp_path: Path) -> None:
    """A receipt that is paid is registered as paid; one in doubt that is not paid is not charged after the fact."""

    async def main() -> None:
        till, journal, gate = Till(gate=asyncio.Event()), MemoryJournal(), asyncio.Event()
        bank = terminal(tmp_path)
        async with counter(till, (TERMINAL, bank), journal=journal) as dispatcher:
            await dispatcher.submit(sale("a"))
            await until(lambda: till.begun)
        till.gate = None
        gate.set()
        off = Processing(enabled=False)
        async with counter(till, (TERMINAL, terminal(tmp_path)), journal=journal, processing=off) as dispatcher:
            ticket = await dispatcher.find("a")
            assert ticket
            record = await ticket.wait(5)
            assert record.state is State.DONE
            assert record.outcome
            assert record.outcome.card
        assert (money(tmp_path), len(till.receipts)) == (10_000, 1)

    asyncio.run(main())


def _pool(*members: int) -> PoolPlan:
    return PoolPlan(number=POOL, name="Зал", members=members, probe_every=0.02)


def test_members_take_turns_and_the_payment_goes_with_the_receipt(tmp_path: Path) -> None:
    async def main() -> None:
        tills = [Till(), Till()]
        others = ((SECOND, tills[1]), (TERMINAL, terminal(tmp_path)))
        async with counter(tills[0], *others, pools=[_pool(1, SECOND)]) as dispatcher:
            records = [await came(dispatcher, sale(f"{i}", number=POOL)) for i in range(6)]
            assert [record.device for record in records] == [1, SECOND] * 3
            slip = await child(dispatcher, "1@slip")
            assert slip
            assert slip.device == SECOND
        assert (money(tmp_path), [len(till.receipts) for till in tills]) == (60_000, [3, 3])

    asyncio.run(main())


@pytest.mark.parametrize("both", [False, True])
def test_the_next_member_registers_what_is_paid(tmp_path: Path, both: bool) -> None:
    async def main() -> None:
        off = raises(DeviceOffline("Касса выключена."))
        tills = [Till(acts=[off]), Till(acts=[off] if both else [])]
        others = ((SECOND, tills[1]), (TERMINAL, terminal(tmp_path)))
        async with counter(tills[0], *others, pools=[_pool(1, SECOND)]) as dispatcher:
            record = await came(dispatcher, sale("a", number=POOL))
            assert record.state is (State.FAILED if both else State.DONE)
            paid = await child(dispatcher, "a@card")
            assert paid
            assert paid.attempt == 1
        assert money(tmp_path) == (0 if both else 10_000)
        assert [len(till.receipts) for till in tills] == [0, 0 if both else 1]

    asyncio.run(main())


def test_a_register_that_leaves_the_settings_gives_the_money_back(tmp_path: Path) -> None:
    async def main() -> None:
        till = Till(gate=asyncio.Event())
        async with counter(till, (TERMINAL, terminal(tmp_path))) as dispatcher:
            first = await dispatcher.submit(sale("first"))
            await until(lambda: till.begun)
            ticket = await dispatcher.submit(sale("a"))
            await until(lambda: money(tmp_path) == 20_000)
            await until(lambda: any(view.waiting for view in dispatcher.devices()))
            await dispatcher.reconfigure([], [1], [])
            assert till.gate
            till.gate.set()
            assert (await first.wait(5)).state is State.DONE
            record = await ticket.wait(5)
            assert record.failure
            assert record.failure.code == "device_not_configured"
            assert "Деньги возвращены" in record.failure.text
        assert (money(tmp_path), len(till.receipts)) == (10_000, 1)

    asyncio.run(main())


def test_a_stop_keeps_what_is_paid_for_the_next_start(tmp_path: Path) -> None:
    async def main() -> None:
        till, journal = Till(gate=asyncio.Event()), MemoryJournal()
        async with counter(till, (TERMINAL, terminal(tmp_path)), journal=journal) as dispatcher:
            first = await dispatcher.submit(sale("first"))
            await until(lambda: till.begun)
            await dispatcher.submit(sale("a"))
            await until(lambda: money(tmp_path) == 20_000)
            assert till.gate
            till.gate.set()
            await dispatcher.stop(5)
            assert first.record.state is State.DONE
        async with counter(till, (TERMINAL, terminal(tmp_path)), journal=journal) as dispatcher:
            ticket = await dispatcher.find("a")
            assert ticket
            assert (await ticket.wait(5)).state is State.DONE
            slip = await child(dispatcher, "first@slip")
            assert slip, "what a receipt leaves to do is on the disk"
            assert slip.state is State.DONE
        assert (money(tmp_path), len(till.receipts)) == (20_000, 2)

    asyncio.run(main())


def test_a_storm(tmp_path: Path) -> None:
    """Faults everywhere, everybody repeats himself; in the end each kopeck has its receipt."""
    chance = random.Random(5)
    answers = [
        chance.choice(["approve"] * 6 + ["decline", "no-link", "lost", "lost-taken", "cancel"]) for _ in range(400)
    ]
    acts: list[Act] = [Till.registers, lost(recorded=True), lost(recorded=False)]
    acts += [raises(error) for error in (CLOSED, RequestRefused("Нет."), OperatorNeeded("Бумага.", nothing_sent=True))]

    async def main() -> None:
        till = Till(acts=[chance.choice(acts) for _ in range(300)])
        utm = Utm(errors=[(EgaisRefused("Нет."), False) for _ in range(5)])
        bank = terminal(tmp_path, answers=answers)
        patience = PATIENT
        async with counter(till, (TERMINAL, bank), (UTM, utm), patience=patience) as dispatcher:

            async def buyer(number: int) -> Record:
                order = sale(f"{number}", electronic=100 * (number + 1), bottles=number % 2)
                for _ in range(chance.randint(1, 4)):
                    await asyncio.gather(*(came(dispatcher, order) for _ in range(2)))
                return await came(dispatcher, order)

            patient = 0
            records: list[Record] = []
            while patient < 40:  # a few at a time: the queue of the terminal is short
                records += await asyncio.gather(*(buyer(patient + i) for i in range(4)))
                patient += 4
            for record in records:
                if record.state is State.UNKNOWN:
                    with_word = Resolution(decision=Decision.NOT_PRINTED, who="Admin")
                    await dispatcher.resolve(record.entry.id, with_word)
        paid = sum(one.payments.electronic for one in till.receipts)
        done = [record for record in records if record.state is State.DONE]
        assert len(done) == len(till.receipts)
        assert len({record.entry.id for record in done}) == len(done)
        left = sum(r.outcome.card.amount for r in records if r.state is State.FAILED and r.outcome and r.outcome.card)
        assert money(tmp_path) == paid + left
        assert 5 < len(done) < 40, "both must have happened"

    asyncio.run(main())
