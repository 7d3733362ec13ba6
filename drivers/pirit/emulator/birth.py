"""A register as it comes to the shop."""

from drivers.clock import SystemClock
from drivers.emulation.fiscal.paper import Roll
from drivers.emulation.fiscal.till import STORAGE_NUMBER, Till
from drivers.pirit.emulator.conditions import Conditions
from drivers.pirit.emulator.core import Core
from drivers.pirit.emulator.quirks import Quirks
from drivers.pirit.emulator.settings import SettingTable
from drivers.ports import Clock

VIKI_PRINT_57 = 3  # of 02/21


def core(
    *,
    ffd: str = "1.05",
    inn: str = "7707083893",
    rnm: str = "",
    serial: str = "0491001234",
    storage_number: str = STORAGE_NUMBER,
    model: int = VIKI_PRINT_57,
    tax_systems: int = 0b111111,
    registered: bool = True,
    quirks: Quirks | None = None,
    clock: Clock | None = None,
) -> Core:
    """See Till; `model` as 02/21 tells it. Raises ValueError for a ФФД there is not."""
    conditions = Conditions()
    till = Till(
        ffd=ffd,
        inn=inn,
        rnm=rnm,
        serial=serial,
        storage_number=storage_number,
        clock=clock or SystemClock(),
        registered=registered,
        tax_systems=tax_systems,
        conditions=conditions,
    )
    return Core(till, Roll(till.clock, conditions), conditions, quirks or Quirks(), SettingTable(), model)
