"""A packet, command after command, up to the first that fails. Source: spec/bit-driver.md 7."""

import asyncio
from collections import defaultdict
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from drivers.model.command import CashIn, CashOut
from drivers.model.document import Cashier
from drivers.ports import Clock
from kkmserver.dialects.bit import answer
from kkmserver.dialects.bit.answer import Entry
from kkmserver.dialects.bit.codes import NO_LINK, NOT_ACCEPTED, SHIFT_OVER, code_of
from kkmserver.dialects.bit.orders import Orders, PaidAlready, Row
from kkmserver.dialects.bit.packet import Packet, Wrong, step_of
from kkmserver.dialects.bit.words import Asked
from kkmserver.dialects.told import ERRORS, ended, not_accepted
from kkmserver.dispatch.order import DeviceNotFound, Dispatch, Order, Target
from kkmserver.store.record import Record, State

NAME = "bit"


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """`repeated`: all of it was done by an earlier request."""

    entries: list[Entry]
    repeated: bool


class Packets:
    """One packet at a time for each device: the others wait."""

    def __init__(self, dispatch: Dispatch, clock: Clock) -> None:
        self._dispatch, self._clock = dispatch, clock
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)  # by number of the device

    async def carry_out(self, packet: Packet, memory: timedelta) -> CarriedOut:
        """`memory`: for how long a packet that was done is known again."""
        async with AsyncExitStack() as turns:
            for device in packet.devices:
                await turns.enter_async_context(self._turns[device])
            return await _Course(packet, self._dispatch, self._clock, memory).go()


class _Course:
    def __init__(self, packet: Packet, dispatch: Dispatch, clock: Clock, memory: timedelta) -> None:
        self._packet, self._dispatch = packet, dispatch
        self._orders = Orders(dispatch, clock.now() - memory)
        self._run = 1
        self._new = False  # something was carried out that was not before

    async def go(self) -> CarriedOut:
        entries: list[Entry] = []
        for number in range(len(self._packet.steps)):
            entry = await self._entry(number)
            entries.append(entry)
            if "error" in entry:
                return CarriedOut(entries, repeated=False)
        return CarriedOut(entries, repeated=not self._new)

    async def _entry(self, number: int) -> Entry:
        step = self._packet.steps[number]
        try:
            if number == 0 and self._packet.order:
                self._run = await self._orders.run_of(self._packet)
            row = await self._orders.row(self._packet, self._run, number) if self._packet.order else Row("")
            if wrong := self._wrong(number, row):
                return wrong
            return answer.of_record(step, await self._record(number, row))
        except PaidAlready as error:
            return answer.refused(step, error.wrong)
        except ERRORS as error:
            code = NO_LINK if isinstance(error, DeviceNotFound) else NOT_ACCEPTED
            return answer.refused(step, Wrong(code, not_accepted(error, "bit_order_id")))

    def _wrong(self, number: int, row: Row) -> Entry | None:
        """Nobody's card is charged for a packet that cannot be carried out to its end."""
        step = self._packet.steps[number]
        ahead = self._packet.steps[number:] if step.pays and row.ticket is None else (step,)
        return next((answer.refused(one, one.wrong) for one in ahead if one.wrong), None)

    async def _record(self, number: int, row: Row) -> Record:
        """A failed one is tried again: the dispatcher knows whether it may be."""
        if row.ticket and row.ticket.record.state is not State.FAILED:
            return await ended(row.ticket)
        self._new = True
        step, order = self._packet.steps[number], self._order(number, row.id or str(uuid4()))
        record = await self._done(order)
        if isinstance(step.command, CashIn | CashOut) and code_of(record, step.command) == SHIFT_OVER:
            await self._done(self._opening(order, step.command.cashier))
            return await self._done(order)
        return record

    async def _done(self, order: Order) -> Record:
        return await ended(await self._dispatch.submit(order))

    def _opening(self, order: Order, cashier: Cashier) -> Order:
        """Registers open the shift for a receipt by themselves; this API promises the same of money put in."""
        asked = Asked({"type": "kktOpenShift", "data": {"1021": cashier.name, "1203": cashier.inn}})
        step = step_of(asked)
        assert step.command is not None
        return replace(order, id="", name=step.word, command=step.command, request=step.request)

    def _order(self, number: int, id: str) -> Order:  # noqa: A002
        step = self._packet.steps[number]
        assert step.command is not None
        return Order(
            id=id,
            dialect=NAME,
            name=step.word,
            command=step.command,
            target=Target(number=self._packet.device(step)),
            client=self._packet.client,
            request=step.request,
            fingerprint=self._packet.fingerprint(self._run, number),
        )
