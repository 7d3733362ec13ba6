"""A receipt that is called off right after a restart, while the step that the server died in is not over yet."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.order import Order
from kkmserver.store.record import State
from tests.drivers.terminals.till import money
from tests.kkmserver.dispatch.counter import Till, Utm, sale
from tests.kkmserver.dispatch.test_card_crashes import Dying, World

# Bottles, and changes of the journal before it dies: from the receipt alone to all steps done.
MOMENTS = [(0, changes) for changes in range(1, 5)] + [(1, changes) for changes in range(1, 8)]


@dataclass
class CallingOff(World):
    """A life in which that is the first thing a client says."""

    async def _live(self, dispatcher: Dispatcher, orders: Sequence[Order], behind: Sequence[Order]) -> bool:
        await dispatcher.start()
        ticket = await dispatcher.cancel(orders[0].id)
        assert ticket
        return (await ticket.wait(5)).finished


@pytest.mark.parametrize(("bottles", "changes"), MOMENTS)
def test_nothing_is_left_of_it(tmp_path: Path, bottles: int, changes: int) -> None:
    order = sale("a", bottles=bottles)
    world = CallingOff(tmp_path, till := Till(), utm := Utm(), journal := Dying())
    assert not World(tmp_path, till, utm, journal).life([order], changes)
    assert world.life([order], 100)
    record = asyncio.run(journal.find("a"))
    assert record
    assert record.state is State.FAILED
    assert record.failure
    assert record.failure.nothing_sent
    assert (money(tmp_path), utm.sold, till.receipts) == (0, 0, [])
