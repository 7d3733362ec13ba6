"""The clock: 21h time, 22h date, which then has to be confirmed by 23h. Source: spec/shtrih-m.md 3.1, 4."""

from datetime import date, datetime, time

from drivers.shtrih.emulator import modes
from drivers.shtrih.emulator.command import Asked, Command, Refused, Who, command
from drivers.shtrih.emulator.core import Core


def _set_time(core: Core, asked: Asked) -> bytes:
    try:
        told = time(*asked.raw(3))
    except ValueError:
        raise Refused(0x33) from None
    core.clock.put(datetime.combine(core.now.date(), told))
    return b""


def _set_date(core: Core, asked: Asked) -> bytes:
    """It counts at once; documents wait until it is confirmed."""
    core.clock.put(datetime.combine(_date(asked), core.now.time()))
    core.date_unconfirmed = True
    return b""


def _confirm_date(core: Core, asked: Asked) -> bytes:
    if _date(asked) != core.now.date():
        raise Refused(0x7C)
    core.date_unconfirmed = False
    return b""


def _date(asked: Asked) -> date:
    day, month, year = asked.raw(3)
    try:
        return date(2000 + year, month, day)
    except ValueError:
        raise Refused(0x7D) from None


COMMANDS: tuple[Command, ...] = (
    command("21", _set_time, 3, Who.SYSTEM, modes.CLOCK),
    command("22", _set_date, 3, Who.SYSTEM, modes.CLOCK),
    command("23", _confirm_date, 3, Who.SYSTEM, modes.DATE_UNCONFIRMED),
)
