"""A Пирит register at a TCP port; with a SerialCable also at a serial one."""

from typing import TypedDict, Unpack

from drivers.emulation.frame_faults import WELL, Faults
from drivers.emulation.pace import Pace
from drivers.pirit.emulator import birth
from drivers.pirit.emulator.command_set import COMMANDS
from drivers.pirit.emulator.device import BYTE_TIMEOUT, Device
from drivers.pirit.emulator.frame import PIRIT
from drivers.pirit.emulator.port import PiritPort
from drivers.pirit.emulator.quirks import Quirks
from drivers.ports import Clock


class Settings(TypedDict, total=False):
    """The keywords of birth.core, its clock aside."""

    ffd: str
    inn: str
    rnm: str
    serial: str
    storage_number: str
    model: int
    tax_systems: int
    registered: bool
    quirks: Quirks | None


class PiritEmulator(PiritPort):
    """`async with PiritEmulator(ffd="1.2") as register: …` at `register.connection`.

    `register.machine` is the register: `.till`, `.roll`, `.marking`, `.settings`, `.troubles` for what it refuses,
    `.execute("31", data)` past the wire. `pace`, `byte_timeout`, `seed`: see Device; `host`, `port`: see TcpDevice.
    """

    def __init__(
        self,
        *,
        pace: Pace | None = None,
        byte_timeout: float = BYTE_TIMEOUT,
        seed: int = 0,
        host: str = "127.0.0.1",
        port: int = 0,
        faults: Faults = WELL,
        clock: Clock | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        core = birth.core(clock=clock, **settings)
        device = Device(core, COMMANDS, PIRIT, pace=pace, byte_timeout=byte_timeout, clock=clock, seed=seed)
        super().__init__(device, host=host, port=port, faults=faults, clock=clock)
