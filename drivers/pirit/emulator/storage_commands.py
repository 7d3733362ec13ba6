"""What the ФН tells, 78h. Source: spec/service-plus.md A3; formats of answers are the vendor's.

Answers that nobody has described are refused with 03/66: 12 and 13 (tickets, errors), 20 and 21, 23.
"""

from collections.abc import Callable, Mapping

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.storage import Document, Form
from drivers.pirit.emulator.command import Command
from drivers.pirit.emulator.core import Core
from drivers.pirit.emulator.parameters import Parameters, date_and_time, told
from drivers.pirit.emulator.refused import Why, wrong
from drivers.pirit.emulator.status_commands import Values

_SHIFT, _BLOCK = 1 << 5, 1024
_NEWEST = 4  # tag 1190
_WAITS = 1 << 1  # of the exchange: there is something for the operator
_VERSIONS = ("fn_v_1_2", 1)


def _ask(core: Core, p: Parameters) -> bytes:
    """Raises Refused 48h for documents that are not there, 03/66."""
    core.till.storage.check()
    query = p.number(range(100), Why.QUERY, empty=None)
    if query in _PLAIN:
        values = _PLAIN[query](core)
    elif query in _ASKED:
        values = _ASKED[query](core, p)
    else:
        raise wrong(Why.QUERY)
    return told([query, *values] if core.quirks.echoes_query else values)


def _state(core: Core) -> Values:
    storage = core.till.storage
    life = int(storage.life) | (_SHIFT if storage.shift_open else 0)
    return life, int(storage.open), storage.warnings(core.till.now())


def _registration(core: Core) -> Document:
    """The last one."""
    registered = core.till.storage.registered
    return core.till.storage.find(registered[-1][0] if registered else 0)


def _registered(core: Core) -> Values:
    document = _registration(core)
    return document.number, document.sign, *date_and_time(document.time)


def _exchange(core: Core) -> Values:
    waiting = core.till.storage.unsent
    if not waiting:
        return 0, 0, 0, "", ""
    return _WAITS, len(waiting), waiting[0].number, *date_and_time(waiting[0].time)


def _shift_began(core: Core) -> Values:
    found = [each.number for each in core.till.storage.documents if each.form is Form.SHIFT_OPENING]
    return (found[-1] if found else 0,)


_PLAIN: Mapping[int, Callable[[Core], Values]] = {
    1: lambda core: (core.till.storage.number,),
    2: _state,
    3: lambda core: (core.till.storage.last,),
    4: lambda core: date_and_time(_registration(core).time),
    5: lambda core: (_registration(core).number,),
    6: lambda core: (core.till.shift, int(core.till.shift_open), core.till.receipt_number),
    7: _exchange,
    14: lambda core: (*_VERSIONS, core.till.code, "565", _NEWEST, core.till.code, _NEWEST),
    17: _shift_began,
    19: _registered,
    22: lambda core: (core.till.code, _NEWEST),
}


def _document(core: Core, p: Parameters) -> Values:
    """11: the whole of it with its envelope, in hexadecimal."""
    document = _named(core, p)
    confirmed = document.number <= core.till.storage.sent
    return int(confirmed), tlv.pack(int(document.form), document.tlv).hex().upper()


def _sized(core: Core, p: Parameters) -> Values:
    """15: form and size; 16 reads it."""
    document = _named(core, p)
    core.reading = document.tlv
    return int(document.form), len(document.tlv)


def _block(core: Core, p: Parameters) -> Values:
    """16: from an offset, so many bytes."""
    at, size = p.number(range(1 << 16)), p.number(range(1 << 16))
    return (core.reading[at : at + (size or _BLOCK)].hex().upper(),)


def _named(core: Core, p: Parameters) -> Document:
    return core.till.storage.find(p.number(range(1 << 32), Why.QUERY, empty=None))


_ASKED: Mapping[int, Callable[[Core, Parameters], Values]] = {11: _document, 15: _sized, 16: _block}

COMMANDS = (Command("78", _ask),)
