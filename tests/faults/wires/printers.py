"""The drivers that have a wire, each with an emulator at its other end, and what is on the emulator's paper."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any, Protocol

from drivers.emulation.port import TcpDevice
from drivers.escpos.emulator.tcp import TcpEmulator
from drivers.labels.emulator.tcp import TcpLabelPrinter
from drivers.model.command import Command
from drivers.ports import Clock
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from tests.faults.wires.commands import COMMANDS, NEXT
from tests.faults.wires.faults import HALF, PATIENCE
from tests.faults.wires.proxy import Proxy

Device = TcpEmulator | TcpLabelPrinter | ShtrihEmulator | TcpDevice[Any, Any, Any]
Marks = list[Hashable]  # what is on the paper, in the order in which it was put there

_REST = 600.0  # seconds
_SECONDS = {
    "connect_timeout": PATIENCE,
    "status_timeout": PATIENCE,
    "timeout": PATIENCE,
    "operator_timeout": 2 * PATIENCE,
}


def marks(device: Device) -> Marks:
    if isinstance(device, TcpEmulator):
        machine = device.machine
        inked = [mark for piece in machine.roll.pieces for mark in piece.marks]
        return [*((x, mask.size, mask.tobytes()) for x, _, mask in inked), *machine.printer.noted.pulses]
    assert isinstance(device, TcpLabelPrinter)
    return [label.image.data for label in device.labels]


class Route(Protocol):
    """What lies between the driver and the device; the wire is put in front of it."""

    @property
    def address(self) -> tuple[str, int]: ...  # where the wire leads
    def connection(self, wire: Proxy) -> str: ...  # as the settings of the driver spell it
    async def rest(self, wire: Proxy) -> None: ...  # until nothing is on its way any more


@dataclass(frozen=True, slots=True)
class Direct:
    """Nothing."""

    device: Device

    @property
    def address(self) -> tuple[str, int]:
        return self.device.host, self.device.port

    def connection(self, wire: Proxy) -> str:
        return wire.connection

    async def rest(self, wire: Proxy) -> None:
        await wire.quiet()
        await self.device.until(lambda: not self.device.connected, _REST)


async def _direct(device: Device) -> Route:
    return Direct(device)


@dataclass(frozen=True, slots=True)
class Subject:
    """A driver with its settings. `proves`: the driver has the printer tell when it has printed.

    `met`: it has spoken with the printer before the wire breaks. `patience`: seconds that a client waits for an answer.
    `commands`: those it is tried with, and `following` the one that comes after each. `keeps`: it holds its connection
    between commands. `places`: where a wire breaks in the middle, as parts of what goes over it. `sums`: what goes over
    it has a sum of its own; where TCP's is all there is, a byte cannot be changed on the way.
    """

    name: str
    driver: str
    device: Callable[[Clock], Device]
    options: dict[str, Any]
    proves: bool = True
    met: bool = True
    patience: float = 600.0
    route: Callable[[Device], Awaitable[Route]] = _direct
    marks: Callable[[Device], Marks] = marks
    commands: tuple[Command, ...] = COMMANDS
    following: Command = NEXT
    keeps: bool = False
    places: tuple[float, ...] = HALF
    sums: bool = True


def _escpos(name: str, confirm: str, **more: Any) -> Subject:
    settings = _SECONDS | {"confirm": confirm, "status": more.pop("status", "auto")}
    return Subject(f"escpos, {name}", "escpos", lambda clock: TcpEmulator(clock=clock), settings, **more)


def _label(language: str, name: str = "", **more: Any) -> Subject:
    settings = _SECONDS | {"width": 50.0, "height": 30.0, "status": more.pop("status", "auto")}
    return Subject(
        f"{language}{name}", language, lambda clock: TcpLabelPrinter(language, clock=clock), settings, **more
    )


SUBJECTS = (
    _escpos("status", "status"),
    _escpos("process-id", "process-id"),
    _escpos("off", "off", proves=False),
    _escpos("off, never asked", "off", status="off", proves=False),
    _escpos("auto, first contact", "auto", proves=False, met=False),
    _escpos("auto, status = on, first contact", "auto", status="on", met=False),
    _label("zpl"),
    _label("tspl"),
    _label("epl2"),
    _label("cpcl"),
    _label("zpl", ", never asked", status="off", proves=False),
    _label("zpl", ", first contact", proves=False, met=False),
    _label("zpl", ", status = on, first contact", status="on", met=False),
)
