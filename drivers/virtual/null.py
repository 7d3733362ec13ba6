"""A register that does nothing at once: for benches, where the device must cost nothing."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from drivers.errors import OutcomeUnknown
from drivers.model.command import Command, ReadLineLength, ReadState, RegisterReceipt
from drivers.model.ffd import DocumentForm
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import DeviceContext, Traits
from drivers.registry import DriverSpec
from drivers.virtual.abilities import OF_REGISTER

_TRAITS = Traits(kind=DeviceKind.REGISTER, type_id="Null", model="Пустое устройство", commands=OF_REGISTER)
_COLUMNS = 48


@dataclass(frozen=True, slots=True)
class NullOptions:
    delay: Annotated[float, Ge(0), Le(600)] = 0.0  # seconds a command takes


class NullDevice:
    """Answers every command with made-up numbers that only grow; remembers nothing over a restart."""

    def __init__(self, context: DeviceContext, options: NullOptions) -> None:
        self._clock, self._delay = context.clock, options.delay
        self._number = 0

    @property
    def traits(self) -> Traits:
        return _TRAITS

    async def execute(self, command: Command) -> Outcome:
        if self._delay:
            await self._clock.sleep(self._delay)
        if isinstance(command, RegisterReceipt):
            return self._register(command)
        if isinstance(command, ReadState):
            return Outcome(state=await self.state())
        return Outcome(line_length=_COLUMNS) if isinstance(command, ReadLineLength) else Outcome()

    def _register(self, command: RegisterReceipt) -> Outcome:
        self._number += 1
        receipt = command.receipt
        document = FiscalDocument(
            form=DocumentForm.CORRECTION if receipt.correction else DocumentForm.RECEIPT,
            number=self._number,
            sign=self._number,
            time=self._clock.local(),
            storage="0" * 16,
            shift=1,
            number_in_shift=self._number,
            receipt_type=receipt.type,
            total=receipt.total,
        )
        return Outcome(document=document, payments=receipt.payments)

    async def state(self) -> DeviceState:
        return DeviceState(
            online=True, model=_TRAITS.model, line_length=_COLUMNS, time=self._clock.local(), last_document=self._number
        )

    async def mark(self) -> str:
        return ""

    async def settle(self, command: Command, mark: str) -> Outcome | None:  # noqa: ARG002 - it has no memory to ask
        raise OutcomeUnknown("Пустое устройство ничего не помнит: результат команды узнать нельзя.")

    async def close(self) -> None:
        return


SPEC = DriverSpec(options=NullOptions, build=NullDevice)
