"""A Сервис Плюс register of the binary dialect at a TCP port; with a SerialCable at a serial one, as real ones are."""

from typing import TypedDict, Unpack

from drivers.emulation.frame_faults import WELL, Faults
from drivers.emulation.pace import Pace
from drivers.pirit.emulator import birth
from drivers.pirit.emulator.device import BYTE_TIMEOUT, Device
from drivers.pirit.emulator.frame import SERVICE_PLUS
from drivers.pirit.emulator.port import PiritPort
from drivers.pirit.emulator.quirks import Quirks
from drivers.ports import Clock
from drivers.serviceplus.emulator.binary_commands import BEFORE_START, commands

SP402F = 460  # firmware, as A5 tells it
QUIRKS = Quirks(before_start=BEFORE_START, cash_needs_shift=False)


class Settings(TypedDict, total=False):
    """Keywords of birth.core."""

    inn: str
    rnm: str
    serial: str
    storage_number: str
    tax_systems: int
    registered: bool
    quirks: Quirks | None


class BinaryEmulator(PiritPort):
    """`async with BinaryEmulator() as register, SerialCable(register) as cable: …`; over TCP at `register.connection`.

    `register.machine.till` has what the ФН records, though the protocol tells nothing of it; of the versions without a
    ФН it stands for their own memory. `version`: see A5 in spec/service-plus.md B. The rest is as with PiritEmulator.
    """

    def __init__(
        self,
        *,
        version: int = SP402F,
        pace: Pace | None = None,
        byte_timeout: float = BYTE_TIMEOUT,
        seed: int = 0,
        host: str = "127.0.0.1",
        port: int = 0,
        faults: Faults = WELL,
        clock: Clock | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        told: Settings = {"quirks": QUIRKS, **settings}
        core = birth.core(clock=clock, **told)
        device = Device(
            core, commands(version), SERVICE_PLUS, pace=pace, byte_timeout=byte_timeout, clock=clock, seed=seed
        )
        super().__init__(device, host=host, port=port, faults=faults, clock=clock)
