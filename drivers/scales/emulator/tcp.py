"""Scales at a TCP port; with a SerialCable also at a serial one."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol, TypeVar

from drivers.emulation import machine
from drivers.emulation.line import Line
from drivers.emulation.machine import Document
from drivers.emulation.port import TcpDevice
from drivers.ports import Clock
from drivers.scales.emulator.faults import WELL, Faults
from drivers.scales.emulator.massa_k import MassaK
from drivers.scales.emulator.platform import Load, Platform
from drivers.scales.emulator.shtrih_slim import USUAL_PASSWORD, ShtrihSlim

_KEEP = 100  # connections


class Scales(machine.Machine, Protocol):
    platform: Platform

    def spoil(self, *, bad_sum: bool, junk_before: bytes) -> None: ...  # every answer, from now on
    def hang_up(self) -> None: ...  # the line broke


M = TypeVar("M", bound=Scales)


class TcpScales(TcpDevice[M, Document, Faults]):
    """No paper comes out. `host`, `port`: see TcpDevice; who asks and what lies there: `machine`."""

    def __init__(self, scales: M, *, host: str, port: int, faults: Faults, clock: Clock | None) -> None:
        super().__init__(scales, faults, host=host, port=port, keep=_KEEP, clock=clock)

    @property
    def platform(self) -> Platform:
        return self.machine.platform

    @property
    def notes(self) -> list[str]:
        """What the scales show, in words."""
        shown = self.platform.shown
        tare = f", тара {_kilograms(shown.tare)}" if shown.tare else ""
        return [f"На весах {_kilograms(shown.net)}{tare}, груз {'стоит' if shown.stable else 'качается'}"]

    def _take_effect(self) -> None:
        self.machine.spoil(bad_sum=self.faults.bad_sum, junk_before=self.faults.junk_before)
        super()._take_effect()

    def _fresh(self) -> tuple[Document, ...]:
        return ()

    async def _attend(self, line: Line) -> None:
        try:
            await super()._attend(line)
        finally:
            self.machine.hang_up()


class MassaKEmulator(TcpScales[MassaK]):
    """`async with MassaKEmulator([Load(Decimal(1234))]) as scales: …`. `division`, `tells_tare`: see MassaK."""

    def __init__(
        self,
        loads: Iterable[Load] = (),
        *,
        division: int = 1,
        tells_tare: bool = True,
        host: str = "127.0.0.1",
        port: int = 0,
        faults: Faults = WELL,
        clock: Clock | None = None,
    ) -> None:
        scales = MassaK(loads, division=division, tells_tare=tells_tare)
        super().__init__(scales, host=host, port=port, faults=faults, clock=clock)


class ShtrihSlimEmulator(TcpScales[ShtrihSlim]):
    """`password`, `power`, `confirms`: see ShtrihSlim."""

    def __init__(
        self,
        loads: Iterable[Load] = (),
        *,
        password: str = USUAL_PASSWORD,
        power: int = -3,
        confirms: bool = True,
        host: str = "127.0.0.1",
        port: int = 0,
        faults: Faults = WELL,
        clock: Clock | None = None,
    ) -> None:
        scales = ShtrihSlim(loads, password=password, power=power, confirms=confirms)
        super().__init__(scales, host=host, port=port, faults=faults, clock=clock)


def _kilograms(grams: Decimal) -> str:
    return f"{grams / 1000:.3f} кг".replace(".", ",")
