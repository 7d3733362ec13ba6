"""A register as it leaves the factory, and as the shop's first day leaves it."""

from datetime import date, timedelta

from drivers.emulation.fiscal.bodies import FFD_CODES
from drivers.emulation.fiscal.clock import DeviceClock
from drivers.emulation.fiscal.registration import registration_number
from drivers.emulation.fiscal.storage import Form, Life, Registration, Storage
from drivers.ports import Clock
from drivers.shtrih.emulator import documents, table_set
from drivers.shtrih.emulator.conditions import Conditions
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.model import Model, Quirks
from drivers.shtrih.emulator.paper import Paper
from drivers.shtrih.emulator.registers import Registers
from drivers.shtrih.emulator.tables import Tables

STORAGE_NUMBER = "9999078900000123"
_LASTS = timedelta(days=400)
_ORDINAL = "0149060006"  # of the register at the tax office
_ALL_TAX_SYSTEMS = 0x37  # ЕНВД is no more
_MARKED_GOODS = 1 << 4  # of table 18 field 21


def register(*, ffd: str, inn: str, serial: str, model: Model, clock: Clock, quirks: Quirks) -> Core:
    """Raises ValueError for an unknown format."""
    if ffd not in FFD_CODES:
        raise ValueError(f"ffd {ffd} is none of {', '.join(FFD_CODES)}")
    time, conditions = DeviceClock(clock), Conditions()
    content = table_set.factory(ffd=ffd, inn=inn, serial=serial, storage=STORAGE_NUMBER, model=model, quirks=quirks)
    return Core(
        model=model,
        quirks=quirks,
        conditions=conditions,
        clock=time,
        paper=Paper(conditions, time),
        tables=Tables(content, short_numbers=quirks.short_numbers),
        registers=Registers(cash_core=model.cash_core),
        storage=Storage(STORAGE_NUMBER, _expiry(time), conditions),
    )


def registration(core: Core) -> None:
    """The first document is there, and the operator has confirmed it."""
    serial, inn = core.tables.string(18, 1, 1), core.tables.string(18, 1, 2)
    told = Registration(inn, registration_number(_ORDINAL, inn, serial), _ALL_TAX_SYSTEMS, 0)
    if core.ffd_text == "1.2":
        core.tables.put(18, 1, 21, _MARKED_GOODS)
    body = documents.registration(core, told, operator=30)
    core.storage.registered.append((core.storage.record(Form.REGISTRATION, body, core.now).number, told))
    core.storage.life, core.storage.sent = Life.FISCAL, core.storage.last
    documents.remember(core, told)


def _expiry(clock: DeviceClock) -> date:
    return (clock.now() + _LASTS).date()
