"""The real drivers, with death at the moments when their device has just heard something, or they have."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from drivers import registry
from drivers.model.command import Command
from drivers.model.outcome import Outcome
from drivers.ports import DeviceContext, Driver, Transport
from drivers.registry import DriverSpec
from drivers.virtual import kkt, ledger, storage
from drivers.virtual.counters import Counters
from tests.faults.kills.deadly_registers import DeadlyRegisterWire
from tests.faults.kills.deaths import Step
from tests.faults.kills.fate import Fate, die
from tests.one_of_each import MODELS

_QUESTION = 32  # bytes; a question to a printer is shorter, a piece of a document longer
_CUT = b"\x1dV"  # GS V, in the last piece of a document. Source: Epson ESC/POS reference


def deadly_storage(fate: Fate) -> None:
    class DeadlyStorage(storage.Storage):
        def __init__(self, path: Path, serial: str, *, looks_only: bool = False) -> None:
            self._device = int(path.parent.name)
            super().__init__(path, serial, looks_only=looks_only)

        def append(self, step: ledger.Step, after: Counters) -> Counters:
            if step.document is not None and fate.first_byte_due(self._device):
                self._db.execute("BEGIN IMMEDIATE")  # so that the row is written, and the end of it never comes
                super().append(step, after)
                die()
            stands = super().append(step, after)
            fate.at(self._device, Step.LAST_BYTE)
            return stands

    kkt.Storage = DeadlyStorage  # type: ignore[attr-defined]


def deadly_drivers(fate: Fate) -> None:
    load = registry.load

    def deadly(name: str) -> DriverSpec:
        spec = load(name)
        wire = partial(DeadlyRegisterWire, model=MODELS[name]) if name in MODELS else DeadlyTransport
        return replace(spec, build=lambda context, options: _driver(spec, context, options, fate, wire))

    registry.load = deadly


def _driver(
    spec: DriverSpec,
    context: DeviceContext,
    options: Any,
    fate: Fate,
    wire: Callable[[Transport, int, Fate], Transport],
) -> Driver:
    device, plain = context.number, context.open_transport
    way = replace(context, open_transport=lambda text: wire(plain(text), device, fate))
    driver = spec.build(way, options)
    execute = driver.execute

    async def deadly(command: Command) -> Outcome:
        outcome = await execute(command)
        fate.at(device, Step.ANSWERED)
        return outcome

    driver.execute = deadly  # type: ignore[method-assign]
    return driver


class DeadlyTransport:
    """The way to a printer. Death comes in the middle of a document's first piece, or after the last write."""

    def __init__(self, inner: Transport, device: int, fate: Fate) -> None:
        self._inner, self._device, self._fate = inner, device, fate
        self._begun = self._cut = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __str__(self) -> str:
        return str(self._inner)

    async def open(self) -> None:
        self._begun = self._cut = False
        await self._inner.open()

    async def write(self, data: bytes) -> None:
        if len(data) > _QUESTION and not self._begun:
            self._begun = True
            if self._fate.first_byte_due(self._device):
                await self._inner.write(data[: self._fate.dice.randrange(1, len(data))])
                die()
        await self._inner.write(data)
        if self._cut:
            self._begun = False  # the next document may come over the same connection
            self._fate.at(self._device, Step.LAST_BYTE)
        self._cut = _CUT in data
