"""The wire to a register, with death in the middle of a receipt, and when it has just been closed."""

from typing import Any

from drivers.ports import Transport
from tests.faults.kills.deaths import Step
from tests.faults.kills.fate import Fate, die
from tests.one_of_each import Model


class DeadlyRegisterWire:
    """What it has heard of a command that closes a receipt it carries out, whoever waits for the answer."""

    def __init__(self, inner: Transport, device: int, fate: Fate, model: Model) -> None:
        self._inner, self._device, self._fate, self._model = inner, device, fate, model

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __str__(self) -> str:
        return str(self._inner)

    async def write(self, data: bytes) -> None:
        if self._model.row.search(data) and self._fate.first_byte_due(self._device):
            await self._inner.write(data[: self._fate.dice.randrange(1, len(data) + 1)])
            die()
        await self._inner.write(data)
        if self._model.closing.search(data):
            self._fate.at(self._device, Step.LAST_BYTE)
