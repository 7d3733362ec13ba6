"""The wire to a register of Shtrih-M, with death in the middle of a receipt, and when it has just been closed."""

import re
from typing import Any

from drivers.ports import Transport
from tests.faults.kills.deaths import Step
from tests.faults.kills.fate import Fate, die

_ROW = re.compile(rb"\x02.\xff\x46", re.DOTALL)  # STX, length, FF46. Source: spec/shtrih-m.md 1.2 and 3.7
_CLOSING = re.compile(rb"\x02.\xff\x45", re.DOTALL)


class DeadlyRegisterWire:
    """What it has heard of a command that closes a receipt it carries out, whoever waits for the answer."""

    def __init__(self, inner: Transport, device: int, fate: Fate) -> None:
        self._inner, self._device, self._fate = inner, device, fate

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __str__(self) -> str:
        return str(self._inner)

    async def write(self, data: bytes) -> None:
        if _ROW.search(data) and self._fate.first_byte_due(self._device):
            await self._inner.write(data[: self._fate.dice.randrange(1, len(data) + 1)])
            die()
        await self._inner.write(data)
        if _CLOSING.search(data):
            self._fate.at(self._device, Step.LAST_BYTE)
