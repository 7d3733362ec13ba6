"""A register of each family as a shop has it: its emulator, and what the settings file says of it.

Source of the bytes: spec/shtrih-m.md 1.2 and 3.7, spec/atol.md 2, 3 and 6.2, spec/service-plus.md A and C,
spec/atol-web.md 3, spec/mercury.md 3.
"""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol, Self

from drivers.atol.emulator.tcp import AtolEmulator
from drivers.atol_web.emulator.service import AtolWebEmulator
from drivers.clock import SystemClock
from drivers.emulation.cable import SerialCable
from drivers.emulation.fiscal.storage import Storage
from drivers.fiscal import tlv
from drivers.mercury.emulator.service import MercuryEmulator
from drivers.model.ffd import DocumentForm
from drivers.pirit.emulator.tcp import PiritEmulator
from drivers.ports import Clock
from drivers.serviceplus.emulator.xml import XmlEmulator
from drivers.serviceplus.emulator.xml_quirks import XmlQuirks
from drivers.shtrih.emulator.tcp import ShtrihEmulator

_CASH = 241  # money register of ШТРИХ: what is in the drawer
_VAT_22, _NO_VAT = 11, 6  # tag 1199
_TAX_NAMES, _TAX_RATES = 40, 41  # settings of Пирит


class Emulator(Protocol):
    @property
    def connection(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def machine(self) -> Any: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *gone: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Model:
    """`emulator`: by a clock, for a cable or not. `settings`: keys of the device's table in TOML, one a line.
    `row`, `closing`: bytes of what registers a row of a receipt, and of what records it; where all is one message they
    are the same. `baud`: 0 = it has no serial port.
    """

    driver: str
    emulator: Callable[[Clock, bool], Emulator]
    row: re.Pattern[bytes]
    closing: re.Pattern[bytes]
    settings: str = ""
    baud: int = 0


def _pattern(text: bytes) -> re.Pattern[bytes]:
    return re.compile(text, re.DOTALL)


def _atol(code: bytes) -> re.Pattern[bytes]:
    """Behind the password 0000, in a frame of v2, or in a task of v3."""
    return _pattern(rb"(\x02|\xc1.{2,3})\x00\x00" + re.escape(code))


def _mercury(clock: Clock, _: bool) -> MercuryEmulator:
    register = MercuryEmulator(clock=clock)
    register.machine.quirks.taxes[_VAT_22] = _VAT_22  # its code is unknown: here it is as the settings say
    return register


def _pirit(clock: Clock, _: bool) -> PiritEmulator:
    """Its rates are of before 2026: the first one is the newest here."""
    register = PiritEmulator(clock=clock)
    register.machine.settings.put(_TAX_NAMES, 0, "НДС 22%")
    register.machine.settings.put(_TAX_RATES, 0, "22.00")
    return register


MODELS: Mapping[str, Model] = {
    model.driver: model
    for model in (
        Model(
            "shtrih",
            lambda clock, cable: ShtrihEmulator(clock=clock, extra_byte=not cable),
            _pattern(rb"\x02.\xff\x46"),
            _pattern(rb"\x02.\xff\x45"),
            baud=115200,
        ),
        Model(
            "atol",
            lambda clock, _: AtolEmulator(clock=clock, taxes={1: _VAT_22, 2: _NO_VAT}),
            _atol(b"\xeb"),
            _atol(b"\x4a"),
            settings='taxes = { "22" = 1, "-1" = 2 }\n',
            baud=115200,
        ),
        Model("atol-web", lambda clock, _: AtolWebEmulator(clock=clock), _pattern(rb'"sell"'), _pattern(rb'"sell"')),
        Model("pirit", _pirit, _pattern(rb"\x02PIRI.42"), _pattern(rb"\x02PIRI.31"), baud=57600),
        Model(
            "serviceplus",
            lambda clock, _: XmlEmulator(clock=clock, quirks=XmlQuirks(rates=_VAT_22)),
            _pattern(rb"<Command>8<"),
            _pattern(rb"<Command>8<"),
            settings='taxes = { "22" = 11 }\n',
            baud=115200,
        ),
        Model(
            "mercury",
            _mercury,
            _pattern(rb'"AddGoods"'),
            _pattern(rb'"CloseCheck"'),
            settings='port_name = "COM3"\ntaxes = { "22" = 11 }\n',
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Register:
    """One that is switched on. `connection`: where the server finds it."""

    model: Model
    emulator: Emulator
    connection: str

    @property
    def storage(self) -> Storage:
        machine = self.emulator.machine
        found: Storage = machine.storage if self.model.driver == "shtrih" else machine.till.storage
        return found

    @property
    def drawer(self) -> int:
        """Kopecks in cash, by its own count."""
        machine = self.emulator.machine
        shtrih = self.model.driver == "shtrih"
        return int(machine.registers.read_money(_CASH) if shtrih else machine.till.drawer)

    @property
    def rows(self) -> list[str]:
        """Lines on all paper that came out, oldest first."""
        machine = self.emulator.machine
        return list((machine.paper if self.model.driver == "shtrih" else machine.roll).lines)

    def receipts(self) -> list[tuple[str, int]]:
        """Name of the goods and number of each receipt."""
        return [
            (item.child(1030).text(), document.number)
            for document in self.storage.documents
            if int(document.form) == DocumentForm.RECEIPT
            for item in tlv.parse(document.tlv)
            if item.tag == 1059
        ]


@asynccontextmanager
async def switched_on(driver: str, *, cable: bool = False) -> AsyncIterator[Register]:
    """`cable`: over a pseudo-terminal."""
    model = MODELS[driver]
    async with AsyncExitStack() as held:
        emulator = await held.enter_async_context(model.emulator(SystemClock(), cable))
        if not cable:
            yield Register(model, emulator, emulator.connection)
            return
        plug = await held.enter_async_context(SerialCable(emulator))
        yield Register(model, emulator, f"serial://{plug.path}?baud={model.baud}")
