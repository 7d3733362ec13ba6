"""A receipt that its register would refuse costs no payment: it is checked before anything is taken for it."""

import asyncio
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import DeviceFaulty, NotSupported, RequestRefused, WrongState
from drivers.model.command import Command, PrintDocument
from drivers.printing.bitmap import Bitmap
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import State
from pools.pool import PoolPlan
from tests.drivers.terminals.till import money
from tests.kkmserver.dispatch.card_victim import driver
from tests.kkmserver.dispatch.counter import (
    POOL,
    REGISTER,
    SECOND,
    TERMINAL,
    UTM,
    Till,
    Utm,
    bottles_only,
    came,
    child,
    counter,
    sale,
    terminal,
)
from tests.kkmserver.dispatch.shop import until

REFUSED = RequestRefused("Безналичная оплата больше суммы чека.")
CLOSED = WrongState("Смена длится больше 24 часов.")


@dataclass
class Showing(Till):
    """Shows what it would print. `shows`: raised one by one instead."""

    shows: list[Exception] = field(default_factory=list)
    seen: list[Command] = field(default_factory=list)

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        assert threading.current_thread() is not threading.main_thread()
        self.seen.append(command)
        if self.shows:
            raise self.shows.pop(0)
        return ()


@pytest.mark.parametrize(
    ("error", "refused", "again"),
    [
        (REFUSED, True, False),
        (CLOSED, True, True),
        (NotSupported("Чек заранее не показать."), False, False),
        (DeviceFaulty("Диск."), False, False),
        (ValueError("a bug"), False, False),
    ],
)
def test_before_anything_is_taken(tmp_path: Path, error: Exception, refused: bool, again: bool) -> None:
    async def main() -> None:
        till, utm = Showing(shows=[error]), Utm()
        async with counter(till, (TERMINAL, terminal(tmp_path)), (UTM, utm)) as dispatcher:
            record = await came(dispatcher, sale("a", bottles=1))
            assert record.state is (State.FAILED if refused else State.DONE)
            if refused:
                assert record.failure
                assert record.failure.text in str(error)
                assert (record.failure.nothing_sent, record.failure.may_run_again) == (True, again)
                assert (await child(dispatcher, "a@egais"), await child(dispatcher, "a@card")) == (None, None)
        paid = 0 if refused else 1
        assert (len(till.receipts), len(utm.told)) == (paid, paid)
        assert till.begun == 2 * paid  # the receipt and its slip
        if paid:
            assert money(tmp_path) == 10_000

    asyncio.run(main())


def test_a_state_that_others_may_change_before_its_turn_says_nothing(tmp_path: Path) -> None:
    async def main() -> None:
        till = Showing(gate=asyncio.Event())
        async with counter(till, (TERMINAL, terminal(tmp_path))) as dispatcher:
            before = await dispatcher.submit(sale("before"))
            await until(lambda: till.begun)
            till.shows = [CLOSED]
            ticket = await dispatcher.submit(sale("a"))
            await until(lambda: money(tmp_path) == 20_000)
            assert till.gate
            till.gate.set()
            assert (await before.wait(5)).state is (await ticket.wait(5)).state is State.DONE

    asyncio.run(main())


def test_bottles_alone_are_checked_as_the_paper_they_become(tmp_path: Path) -> None:
    async def main() -> None:
        till, utm = Showing(shows=[REFUSED]), Utm()
        async with counter(till, (UTM, utm)) as dispatcher:
            assert (await came(dispatcher, bottles_only("a"))).state is State.FAILED
        assert utm.told == []
        assert isinstance(till.seen[0], PrintDocument)

    asyncio.run(main())


@pytest.mark.parametrize("turn", [0, 1])
def test_a_member_of_the_pool_tells(tmp_path: Path, turn: int) -> None:
    """The one whose turn it is."""

    async def main() -> None:
        tills = [Showing(), Showing()]
        tills[turn].shows = [REFUSED]
        pool = PoolPlan(number=POOL, name="Зал", members=(REGISTER, SECOND))
        others = ((SECOND, tills[1]), (TERMINAL, terminal(tmp_path)))
        async with counter(tills[0], *others, pools=[pool]) as dispatcher:
            states = [(await came(dispatcher, sale(f"{i}", number=POOL))).state for i in range(2)]
        assert states == [State.FAILED if i == turn else State.DONE for i in range(2)]
        assert money(tmp_path) == 10_000

    asyncio.run(main())


def test_what_is_paid_already_is_not_asked_again(tmp_path: Path) -> None:
    """After a restart: whatever the register says now, the money is here."""

    async def main() -> None:
        till, journal = Showing(gate=asyncio.Event()), MemoryJournal()
        others: Any = ((TERMINAL, terminal(tmp_path)),)
        async with counter(till, *others, journal=journal) as dispatcher:
            await dispatcher.submit(sale("first"))
            await until(lambda: till.begun)
            await dispatcher.submit(sale("a"))
            await until(lambda: money(tmp_path) == 20_000)
            await dispatcher.stop(0)
        till.gate, till.shows = None, [REFUSED]
        async with counter(till, (TERMINAL, terminal(tmp_path)), journal=journal) as dispatcher:
            ticket = await dispatcher.find("a")
            assert ticket
            assert (await ticket.wait(5)).state is State.DONE

    asyncio.run(main())


def test_no_money_for_a_register_that_is_not_there_any_more(tmp_path: Path) -> None:
    async def main() -> None:
        journal = MemoryJournal()
        async with counter(Till(), (SECOND, Till()), (TERMINAL, terminal(tmp_path)), journal=journal) as dispatcher:
            dispatcher.drain()
            await dispatcher.stop(0)
        entry = await _accepted(journal, tmp_path)
        async with counter(Till(), (TERMINAL, terminal(tmp_path)), journal=journal) as dispatcher:
            ticket = await dispatcher.find(entry)
            assert ticket
            record = await ticket.wait(5)
            assert record.failure
            assert record.failure.code == "device_not_configured"
            assert record.failure.may_run_again
            assert await child(dispatcher, f"{entry}@card") is None

    asyncio.run(main())


async def _accepted(journal: MemoryJournal, folder: Path) -> str:
    """A receipt for device SECOND that nothing was done about yet."""

    class Away(MemoryJournal):
        """Shares the rows, and is never read: the server dies right after it has accepted."""

        async def find(self, id: str) -> Any:  # noqa: A002
            await asyncio.Event().wait()

    dead = Away()
    dead.__dict__.update(journal.__dict__)
    others: Any = ((SECOND, Till()), (TERMINAL, terminal(folder)))
    async with counter(Till(), *others, journal=dead) as dispatcher:
        await dispatcher.submit(sale("a", number=SECOND))
    journal.__dict__.update(dead.__dict__)
    return "a"


def test_with_the_virtual_register(tmp_path: Path) -> None:
    """More is paid by card than the receipt costs."""

    async def main() -> None:
        register: Any = driver(tmp_path, REGISTER, "virtual-kkt")
        bank = driver(tmp_path, TERMINAL, "virtual-terminal")

        async with counter(register, (TERMINAL, bank)) as dispatcher:
            await _refuses_without_payment(dispatcher)
            assert (await came(dispatcher, sale("b"))).state is State.DONE
        assert money(tmp_path / str(TERMINAL)) == 10_000

    asyncio.run(main())


async def _refuses_without_payment(dispatcher: Dispatcher) -> None:
    record = await came(dispatcher, sale("a", total=5_000))
    assert record.failure
    assert record.failure.code == "request_refused"
    assert await child(dispatcher, "a@card") is None
