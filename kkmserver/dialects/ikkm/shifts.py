"""Shifts as far as they are remembered: when they began and ended, and where the register's totals stood at first."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime

from drivers.model.counters import CounterBlock
from drivers.model.ffd import ReceiptType, ShiftState
from drivers.model.state import DeviceState
from drivers.ports import Clock
from kkmserver.dialects.ikkm.codes import Refused
from kkmserver.dialects.ikkm.desk import Desk
from kkmserver.dialects.ikkm.kept import Shift
from kkmserver.dialects.ikkm.keybook import KeyBook
from kkmserver.dialects.ikkm.receipt import OPERATIONS

_LOG = logging.getLogger(__name__)
_OPEN = {ShiftState.OPEN, ShiftState.EXPIRED}


def moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def is_open(state: DeviceState, number: int) -> bool:
    return state.shift in _OPEN and state.shift_number == number


class Shifts:
    """Methods raise sqlite3.Error."""

    def __init__(self, desk: Desk, book: KeyBook, clock: Clock) -> None:
        self._desk, self._book, self._clock = desk, book, clock
        self._known = 0  # the newest that is in the book

    async def state(self, client: str) -> DeviceState:
        """Of the register; its shift is in the book then. Raises Refused."""
        state = await self._desk.state(client)
        if state.shift_number:
            await self._enter(state, client)
        return state

    async def know(self, number: int, client: str) -> None:
        """That there was an operation in this shift; it is done, so nothing is refused any more."""
        if number == self._known:
            return
        try:
            await self.state(client)
        except Refused as error:
            _LOG.warning("register %d: shift %d not noted: %s", self._desk.settings.device, number, error.reason)

    async def number(self, client: str) -> int:
        """Of the shift just now; as far as is known where the register does not say."""
        try:
            return (await self.state(client)).shift_number
        except Refused:
            return self._known

    async def closed(self, number: int, drawer: int) -> None:
        await self._book.close_shift(number, moment(self._clock.local()), drawer)

    async def _enter(self, state: DeviceState, client: str) -> None:
        number = state.shift_number
        if number == self._known:
            return
        if await self._book.shift(number) is None:
            began = state.shift_since or self._clock.now()
            await self._book.add_shift(
                Shift(
                    number=number,
                    opened=moment(began.astimezone(self._clock.local().tzinfo)),
                    closed="",
                    cashier=self._desk.settings.cashier_id,
                    totals=before(await self._desk.counters(client)),
                )
            )
        self._known = number


def of_type(blocks: Sequence[CounterBlock], kind: ReceiptType, *, shift: bool) -> CounterBlock:
    found = (block for block in blocks if block.type is kind and block.shift is shift)
    return next(found, CounterBlock(shift=shift, type=kind))


def totals(blocks: Sequence[CounterBlock]) -> Mapping[str, int]:
    """Of all time, by the API's names of the operations."""
    return {name: of_type(blocks, kind, shift=False).total for name, kind in OPERATIONS.items()}


def before(blocks: Sequence[CounterBlock]) -> Mapping[str, int]:
    """The same when the newest shift began."""
    now = totals(blocks)
    return {name: now[name] - of_type(blocks, kind, shift=True).total for name, kind in OPERATIONS.items()}
