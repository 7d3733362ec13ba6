"""Which steps a receipt needs, and which devices they go to."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from drivers.model.command import Command, RegisterBottles, RegisterReceipt
from drivers.model.state import DeviceKind, DeviceState
from kkmserver.dispatch import bottles, cards
from kkmserver.dispatch.placing import Place
from kkmserver.dispatch.processing import Processing
from kkmserver.dispatch.steps import Step
from kkmserver.dispatch.worker import Worker
from kkmserver.store.own import Own
from kkmserver.store.record import Record

_FIRST_CONTACT = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Wish:
    """`device`: 0 = any that can."""

    own: Own
    device: int


class Wishes:
    """`workers` is everybody's, and `processing` may change while the server runs."""

    def __init__(self, processing: Processing, workers: Mapping[int, Worker]) -> None:
        self.processing, self._workers = processing, workers

    def any(self, command: Command, place: Place) -> bool:
        """Whether anything comes before its device; one that cannot do it anyhow refuses at once."""
        if isinstance(command, RegisterBottles):
            return True
        if not isinstance(command, RegisterReceipt) or not place.serves(command):
            return False
        number = place.worker.number if place.worker else place.number
        return cards.payment(command, self.processing) is not None or self._tells(command, number)

    async def of(self, step: Step, command: Command, record: Record, prefer: int) -> Wish | None:
        """`prefer`: the member of a pool that is to register it, as far as is known."""
        number = prefer or record.device
        if step is Step.EGAIS:
            return await self._egais(command, record, number)
        money = cards.payment(command, self.processing)
        return Wish(Own(card=money), cards.terminal_for(command, self.processing, number)) if money else None

    async def _egais(self, command: Command, record: Record, number: int) -> Wish | None:
        if not isinstance(command, RegisterReceipt | RegisterBottles) or not self._tells(command, number):
            return None
        told = bottles.cheque(command.receipt, record.seq, await self._state(number))
        return Wish(Own(egais=told), self.processing.utm_of(number))

    async def _state(self, number: int) -> DeviceState | None:
        """Of a register that was just switched on as soon as it is seen, where that is soon."""
        worker = self._workers.get(number)
        if worker is None:
            return None
        with suppress(TimeoutError):
            async with asyncio.timeout(_FIRST_CONTACT):
                await worker.seen.wait()
        return worker.state

    def _tells(self, command: Command, number: int) -> bool:
        """A shop without an УТМ sells its bottles as anything else; what is for ЕГАИС alone makes no sense there."""
        if not bottles.has_bottles(command):
            return False
        return isinstance(command, RegisterBottles) or bool(self.processing.utm_of(number)) or self._any_utm()

    def _any_utm(self) -> bool:
        return any(worker.traits.kind is DeviceKind.EGAIS for worker in self._workers.values())
