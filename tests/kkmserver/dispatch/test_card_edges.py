"""Rare things that may happen to money: each was once lost, taken or given back wrongly here, or would have been."""

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import DeviceFaulty, KkmError, OutcomeUnknown, WrongState
from drivers.model.card import CardAction, CardReference, CardResult
from drivers.model.command import Command, MoveCardMoney
from drivers.model.document import Position
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import Traits
from kkmserver.dispatch.order import Decision, Resolution
from kkmserver.dispatch.processing import Processing
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Entry, State
from tests.clock import FakeClock
from tests.drivers.terminals.till import money
from tests.kkmserver.dispatch.counter import (
    PATIENT,
    REQUESTS,
    TERMINAL,
    UNSURE,
    UTM,
    Till,
    Utm,
    came,
    child,
    counter,
    raises,
    sale,
    terminal,
)
from tests.kkmserver.dispatch.shop import until

CLOSED = WrongState("Смена длится больше 24 часов.")
PAID = CardReference(rrn="100000000001")


@dataclass
class Bank:
    """A terminal that answers as it is told, also as another server does: it fails, and proves nothing."""

    errors: list[KkmError | None] = field(default_factory=list)
    settles: list[Exception] = field(default_factory=list)
    asked: list[MoveCardMoney] = field(default_factory=list)
    gate: asyncio.Event | None = None
    approves: int = 0  # kopecks of a payment; 0 = all that is asked

    traits = Traits(kind=DeviceKind.TERMINAL, type_id="Test", model="test")

    async def execute(self, command: Command) -> Outcome:
        assert isinstance(command, MoveCardMoney)
        self.asked.append(command)
        if self.gate and command.action is CardAction.PAY:
            await self.gate.wait()
        if error := self.errors.pop(0) if self.errors else None:
            raise error
        amount = self.approves if command.action is CardAction.PAY and self.approves else command.amount
        return Outcome(card=CardResult(action=command.action, amount=amount, reference=PAID))

    async def state(self) -> DeviceState:
        return DeviceState(online=True, model="test")

    async def mark(self) -> str:
        return ""

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        if self.settles:
            raise self.settles.pop(0)
        return None

    async def close(self) -> None:
        return None


def moves(bank: Bank) -> list[CardAction]:
    return [command.action for command in bank.asked]


def test_a_failure_that_proves_nothing_is_not_told_as_a_refusal() -> None:
    """Nor is it tried again under the same id: the money may have been taken. What ЕГАИС was told is taken back."""

    async def main() -> None:
        bank, utm, till = Bank(errors=[DeviceFaulty("Ошибка терминала.")]), Utm(), Till()
        async with counter(till, (TERMINAL, bank), (UTM, utm)) as dispatcher:
            record = await came(dispatcher, sale("a", bottles=1))
            assert record.state is State.FAILED
            assert record.failure
            assert not record.failure.nothing_sent
            assert "не доказано, что деньги не двигались" in record.failure.text
            assert await came(dispatcher, sale("a", bottles=1)) == record
        assert (moves(bank), utm.sold, till.begun) == ([CardAction.PAY], 0, 0)

    asyncio.run(main())


def test_money_is_not_given_back_twice() -> None:
    """A cancellation that failed without proof is not followed by a refund."""

    async def main() -> None:
        bank, till = Bank(errors=[None, DeviceFaulty("Ошибка терминала.")]), Till(acts=[raises(CLOSED)])
        async with counter(till, (TERMINAL, bank)) as dispatcher:
            record = await came(dispatcher, sale("a"))
            assert record.failure
            assert "ВНИМАНИЕ" in record.failure.text
            assert PAID.rrn in record.failure.text
        assert moves(bank) == [CardAction.PAY, CardAction.CANCEL]

    asyncio.run(main())


def test_a_part_that_the_bank_approves_does_not_pay_the_receipt() -> None:
    async def main() -> None:
        bank, till = Bank(approves=6_000), Till()
        async with counter(till, (TERMINAL, bank)) as dispatcher:
            record = await came(dispatcher, sale("a"))
            assert record.failure
            assert "60,00 руб. вместо 100,00 руб." in record.failure.text
            assert "Деньги возвращены на карту: 60,00 руб." in record.failure.text
        assert [(move.action, move.amount) for move in bank.asked] == [
            (CardAction.PAY, 10_000),
            (CardAction.CANCEL, 6_000),
        ]
        assert till.begun == 0

    asyncio.run(main())


def test_giving_back_passes_a_full_queue() -> None:
    """`queue`: two may wait for the terminal, and two do when the receipt fails."""

    async def main() -> None:
        gate = asyncio.Event()

        async def fails(till: Till) -> None:
            await gate.wait()
            raise CLOSED

        bank, till = Bank(), Till(acts=[fails])
        async with counter(till, (TERMINAL, bank), patience=replace(PATIENT, queue=2)) as dispatcher:
            ticket = await dispatcher.submit(sale("a"))
            await until(lambda: till.begun)
            bank.gate = asyncio.Event()
            others = [await dispatcher.submit(_pays(f"{i}")) for i in range(3)]
            gate.set()
            await until(lambda: not till.acts)
            await until(lambda: _waiting(dispatcher) == 3)
            bank.gate.set()
            record = await ticket.wait(5)
            assert record.failure
            assert "Деньги возвращены" in record.failure.text
            assert [(await other.wait(5)).state for other in others] == [State.DONE] * 3
        assert moves(bank).count(CardAction.CANCEL) == 1

    asyncio.run(main())


def _pays(id: str) -> Any:  # noqa: A002
    return REQUESTS.order(id, MoveCardMoney(action=CardAction.PAY, amount=100), TERMINAL)


def _waiting(dispatcher: Any) -> int:
    return next(view.waiting for view in dispatcher.devices() if view.number == TERMINAL)


@pytest.mark.parametrize("decision", [Decision.NOT_PRINTED, Decision.PRINTED])
def test_a_register_that_is_gone_after_a_crash_leaves_word_of_the_payment(tmp_path: Path, decision: Decision) -> None:
    async def main() -> None:
        journal, till = MemoryJournal(), Till(gate=asyncio.Event())
        others: Any = ((TERMINAL, terminal(tmp_path)),)
        async with counter(till, *others, journal=journal) as dispatcher:
            await dispatcher.submit(sale("a"))
            await until(lambda: till.begun)
            await dispatcher.stop(0)  # in the middle of it
        async with counter(Till(), (TERMINAL, terminal(tmp_path)), journal=journal, register=9) as dispatcher:
            ticket = await dispatcher.find("a")
            assert ticket
            record = await ticket.wait(5)
            assert record.state is State.UNKNOWN
            assert record.failure
            assert "Операция по карте проведена и не отменена: 100,00 руб." in record.failure.text
            await dispatcher.resolve("a", Resolution(decision=decision, who="Admin"))
            ticket = await dispatcher.find("a")
            assert ticket
            decided = await ticket.wait(5)
            assert decided.outcome is None or decided.outcome.card
        assert money(tmp_path) == (10_000 if decision is Decision.PRINTED else 0)

    asyncio.run(main())


def test_another_device_under_the_number_proves_nothing(tmp_path: Path) -> None:
    """The terminal was taken out of the settings in the middle of a payment, and its number given to a printer."""

    async def main() -> None:
        journal, bank = MemoryJournal(), Bank(gate=asyncio.Event())
        async with counter(Till(), (TERMINAL, bank), journal=journal) as dispatcher:
            await dispatcher.submit(sale("a"))
            await until(lambda: bank.asked)
            await dispatcher.stop(0)
        async with counter(Till(), (TERMINAL, Till()), journal=journal) as dispatcher:
            ticket = await dispatcher.find("a")
            assert ticket
            record = await ticket.wait(5)
            assert record.state is State.UNKNOWN
            assert record.failure
            assert "теперь другое" in record.failure.text

    asyncio.run(main())


@pytest.mark.parametrize("away", [60, 7200])
@pytest.mark.parametrize("begun", [True, False])
def test_nobody_pays_for_the_one_before_him(tmp_path: Path, away: int, begun: bool) -> None:
    """The server dies while the customer pays, or before he is asked to, and is away for `away` seconds."""

    async def main() -> None:
        journal, clock, bank = MemoryJournal(), FakeClock(), Bank(gate=asyncio.Event())
        async with counter(Till(), (TERMINAL, bank), journal=journal, clock=clock) as dispatcher:
            if not begun:
                await dispatcher.submit(_pays("before"))
                await until(lambda: bank.asked)
            await dispatcher.submit(sale("a"))
            await until(lambda: len(bank.asked) == 1 if begun else _waiting(dispatcher) == 1)
            await dispatcher.stop(0)
        clock.advance(away)
        bank.gate, bank.asked = None, []
        async with counter(Till(), (TERMINAL, bank), journal=journal, clock=clock) as dispatcher:
            ticket = await dispatcher.find("a")
            assert ticket
            record = await ticket.wait(5)
            assert record.state is (State.DONE if away == 60 else State.FAILED)
            assert record.failure is None or record.failure.may_run_again
            assert bool(bank.asked) == (away == 60)
            assert (await came(dispatcher, sale("a"))).state is State.DONE

    asyncio.run(main())


def test_a_payment_that_was_not_even_asked_for_before_a_long_stop() -> None:
    """The УТМ was asked when the server died."""

    async def main() -> None:
        journal, clock, bank, utm = MemoryJournal(), FakeClock(), Bank(), Utm()
        entered = asyncio.Event()

        async def hangs(command: Command) -> Outcome:
            entered.set()
            return await asyncio.Event().wait()  # type: ignore[func-returns-value]

        utm.execute = hangs  # type: ignore[method-assign,assignment]
        async with counter(Till(), (TERMINAL, bank), (UTM, utm), journal=journal, clock=clock) as dispatcher:
            await dispatcher.submit(sale("a", bottles=1))
            await entered.wait()
            await dispatcher.stop(0)
        del utm.execute  # type: ignore[method-assign]
        clock.advance(7200)
        async with counter(Till(), (TERMINAL, bank), (UTM, utm), journal=journal, clock=clock) as dispatcher:
            ticket = await dispatcher.find("a")
            assert ticket
            record = await ticket.wait(5)
            assert record.failure
            assert record.failure.may_run_again
            assert (bank.asked, utm.sold) == ([], 0)

    asyncio.run(main())


@pytest.mark.parametrize("settled", [True, False])
def test_not_printed_is_never_printed(tmp_path: Path, settled: bool) -> None:
    """The word on the payment was taken, and the server died before the receipt followed; then a word on that."""

    class Dying(MemoryJournal):
        def retry(self, row: int, entry: Entry) -> Any:
            return asyncio.get_running_loop().create_future() if dying else super().retry(row, entry)

        def finish(self, row: int, state: State, *args: Any, **keys: Any) -> Any:
            if dying and not settled and row == 1:
                return asyncio.get_running_loop().create_future()
            return super().finish(row, state, *args, **keys)

    async def main() -> None:
        nonlocal dying
        journal, till = Dying(), Till()
        bank: Any = terminal(tmp_path, answers=["lost-taken"], memory=False)
        async with counter(till, (TERMINAL, bank), journal=journal) as dispatcher:
            assert (await came(dispatcher, sale("a"))).state is State.UNKNOWN
            dying = True
            decision = Decision.PRINTED if settled else Decision.NOT_PRINTED
            word = Resolution(decision=decision, who="Admin")
            saying = asyncio.create_task(dispatcher.resolve("a@card", word))
            while (paid := await child(dispatcher, "a@card")) is None or paid.state is State.UNKNOWN:
                await asyncio.sleep(0)
            saying.cancel()
        dying = False
        async with counter(till, (TERMINAL, terminal(tmp_path)), journal=journal) as dispatcher:
            await dispatcher.resolve("a", Resolution(decision=Decision.NOT_PRINTED, who="Admin"))
            ticket = await dispatcher.find("a")
            assert ticket
            record = await ticket.wait(5)
            assert record.state is State.FAILED
            assert record.failure
            # A payment that stands by a person's word has no number to cancel it by.
            assert record.failure.nothing_sent != settled
        assert till.receipts == []

    dying = False
    asyncio.run(main())


def test_what_another_server_has_taken_is_told(tmp_path: Path) -> None:
    """The bottles were told of here, the card payment was made by the server that has the register."""

    class Remote(Till):
        async def execute(self, command: Command) -> Outcome:
            await super().execute(command)
            paid = CardResult(action=CardAction.PAY, amount=10_000, reference=PAID)
            return Outcome(card=paid)

    async def main() -> None:
        till = Remote()
        async with counter(till, (UTM, Utm()), processing=Processing(enabled=False)) as dispatcher:
            record = await came(dispatcher, sale("a", bottles=1))
            assert record.outcome
            assert record.outcome.excise
            assert record.outcome.card
            assert record.outcome.card.reference == PAID

    asyncio.run(main())


def test_bottles_that_a_person_says_are_told_are_told_by_nobody_else() -> None:
    async def main() -> None:
        utm = Utm(errors=[(OutcomeUnknown("УТМ не ответил."), True)], settles=[UNSURE])
        till = Till()
        async with counter(till, (UTM, utm)) as dispatcher:
            assert (await came(dispatcher, sale("a", bottles=1, electronic=0))).state is State.UNKNOWN
            await dispatcher.resolve("a@egais", Resolution(decision=Decision.PRINTED, who="Admin"))
            ticket = await dispatcher.find("a")
            assert ticket
            assert (await ticket.wait(5)).state is State.DONE
        (registered,) = till.receipts
        assert not any(isinstance(line, Position) and line.stamp for line in registered.lines)

    asyncio.run(main())
