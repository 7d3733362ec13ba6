"""Marked goods of ФФД 1.2, 79h. Source: spec/service-plus.md A6; formats of answers are the vendor's.

16 is answered as A6 has it. Notices that are read by hand (7..14) are refused with 03/66. The codes and verdicts are
those of `machine.marking`; a server that does not answer takes its three seconds.
"""

from collections.abc import Callable, Mapping

from drivers.emulation.fiscal.goods import recognised
from drivers.emulation.fiscal.marking import MOST_CHECKED, Checked
from drivers.emulation.fiscal.receipt_body import RESULT
from drivers.pirit.emulator.cashier import byte
from drivers.pirit.emulator.command import Command
from drivers.pirit.emulator.core import Core
from drivers.pirit.emulator.document import Stage
from drivers.pirit.emulator.parameters import Parameters, date_and_time, told
from drivers.pirit.emulator.receipt_commands import receipt
from drivers.pirit.emulator.refused import Error, Refused, Why, wrong
from drivers.pirit.emulator.status_commands import Values

_SERVER_WAIT = 3.0  # seconds
_STATUSES = (1, 2, 3, 4, 255)
_REJECTED_HERE = 1  # tag 2004: checked by the ФН, and it is bad
_STATUS_GOOD = 1 << 3  # of tag 2106
_SOLD, _NOT_SOLD = 1, 2  # tag 2109
_MOST_NOTICES = 100  # of which the filling is told in percent
_IDLE, _ANSWERED = 1, 4  # states of checking


def _mark(core: Core, p: Parameters) -> bytes:
    """Raises Refused 72, 74, 73, 75, 7E, 03."""
    if not core.marked_format:
        raise Refused(Error.MARKING_FORBIDDEN)
    core.till.storage.check()
    query = p.number(_QUERIES, Why.QUERY, empty=None)
    if query and not core.till.marking.enabled:
        raise Refused(Error.MARKING_BLOCKED)
    values = _QUERIES[query](core, p)
    return told([query, *values] if core.quirks.echoes_query else values)


def _state(core: Core, _: Parameters) -> Values:
    marking = core.till.marking
    checking = 0 if not marking.enabled else _ANSWERED if marking.checked else _IDLE
    return checking, 0, 0, len(marking.accepted), 0, 0


def _check(core: Core, p: Parameters) -> Values:
    marking = core.till.marking
    code = _code(p)
    p.number((0,))
    status = p.number(_STATUSES, empty=None)
    p.text(20)  # quantity
    p.number(range(256))
    anyway = bool(p.number(range(2)))
    if marking.checked is not None:
        raise Refused(Error.MARKING_ORDER)
    if len(marking.accepted) >= MOST_CHECKED:
        raise Refused(Error.MARKING_FULL)
    marking.checked = Checked(code, status, marking.verdict(code), recognised(code).form)
    return _verdict(core, marking.checked, anyway=anyway)


def _verdict(core: Core, checked: Checked, *, anyway: bool) -> Values:
    """2106, why not in the ФН, 2005, 2105, 2109; the last three are empty where no server was heard."""
    verdict = checked.verdict
    if verdict.local == _REJECTED_HERE and not anyway:
        return verdict.result, verdict.reason, "", "", ""
    if not verdict.answered:
        core.busy = _SERVER_WAIT
        return verdict.result, verdict.reason, "", "", ""
    status = _SOLD if verdict.result & _STATUS_GOOD else _NOT_SOLD
    return verdict.result, verdict.reason, verdict.details, verdict.processing, status


def _decide(core: Core, p: Parameters) -> Values:
    marking, accept = core.till.marking, p.number(range(2), empty=None)
    checked = marking.checked
    if checked is None:
        raise Refused(Error.MARKING_ORDER)
    marking.checked = None
    if accept:
        marking.accepted[checked.code] = checked
    return (checked.verdict.result,)


def _clear(core: Core, _: Parameters) -> Values:
    core.till.marking.clear()
    return ()


def _notices(core: Core, _: Parameters) -> Values:
    marking = core.till.marking
    queue = marking.notified - marking.sent
    number, time = (marking.sent + 1, date_and_time(core.till.now())) if queue else (0, ("", ""))
    return 0, queue, number, *time, min(100, queue * 100 // _MOST_NOTICES)


def _attach(core: Core, p: Parameters) -> Values:
    """15: to the next position. Raises Refused 7E for a code that was not accepted before."""
    draft = receipt(core, Stage.ITEMS)
    code = _code(p)
    checked = core.till.marking.accepted.get(code)
    if checked is None:
        raise Refused(Error.NOT_CHECKED)
    status = p.number(_STATUSES, empty=checked.status)
    mode, result = p.number((0,)), p.number(range(16), empty=checked.verdict.result)
    p.number(range(256))
    if draft.ahead.requisites and any(tag == RESULT for tag, _ in draft.ahead.requisites):
        raise Refused(Error.MARKING_ORDER)
    goods = recognised(code).requisite(old_format=False)
    draft.ahead.requisites += [goods, byte(2110, status), byte(2102, mode), byte(RESULT, result)]
    return ()


def _needs_check(_: Core, p: Parameters) -> Values:
    _code(p)
    return (1,)


def _code(p: Parameters) -> bytes:
    code = p.escaped(128, Why.CODE)
    if not code:
        raise wrong(Why.CODE)
    return code


_QUERIES: Mapping[int, Callable[[Core, Parameters], Values]] = {
    0: _state,
    1: _check,
    2: _decide,
    3: _clear,
    6: _notices,
    15: _attach,
    16: _needs_check,
}

COMMANDS = (Command("79", _mark),)
