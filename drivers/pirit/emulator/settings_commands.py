"""Beginning of work, settings and the clock: 10..14. Source: spec/service-plus.md A3.

0B is answered by a register that works on by its own time; after 0C it does not (the vendor's document).
"""

from datetime import datetime, timedelta

from drivers.pirit.emulator.command import Command
from drivers.pirit.emulator.core import Core
from drivers.pirit.emulator.parameters import Parameters, date_and_time, told
from drivers.pirit.emulator.refused import Error, Refused

_MOST_APART = timedelta(minutes=8)
_DAY = timedelta(hours=24)


def start(core: Core, p: Parameters) -> bytes:
    moment = p.moment()
    _not_before(core, moment)
    core.started = True
    if abs(moment - core.till.now()) > _MOST_APART:
        raise Refused(Error.CLOCKS_DIFFER)
    core.till.set_clock(moment)
    return b""


def _not_before(core: Core, moment: datetime) -> None:
    documents = core.till.storage.documents
    if documents and moment.date() < documents[-1].time.date():
        raise Refused(Error.DATE_BEFORE)


def read_setting(core: Core, p: Parameters) -> bytes:
    return told((core.settings.read(p.number(range(1000), empty=None), p.number(range(100))),))


def write_setting(core: Core, p: Parameters) -> bytes:
    number, index, value = p.number(range(1000), empty=None), p.number(range(100)), p.text(160)
    core.settings.write(number, index, value)
    return b""


def _clock(core: Core, _: Parameters) -> bytes:
    return told(date_and_time(core.till.now()))


def _put_clock(core: Core, p: Parameters) -> bytes:
    """More than a day ahead it has to be told twice. Raises Refused 0F, 0C, 0A."""
    moment, before = p.moment(), core.clock_told
    if core.till.shift_open:
        raise Refused(Error.CLOSE_SHIFT)
    _not_before(core, moment)
    core.clock_told = moment
    if moment - core.till.now() > _DAY and before != moment:
        raise Refused(Error.OLD_SHIFT)
    core.till.set_clock(moment)
    core.clock_told = None
    return b""


COMMANDS = (
    Command("10", start),
    Command("11", read_setting, asks=True),
    Command("12", write_setting),
    Command("13", _clock, asks=True),
    Command("14", _put_clock),
)
