"""Marked goods: FF61 check, FF69 take or not, FF67 bind to a position. Source: spec/shtrih-m.md 3.8.

Inferred: a second FF61 before FF69 is a wrong order (A1h); FF61 outside ФФД 1.2 is not supported.
"""

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.bodies import FFD_CODES
from drivers.emulation.fiscal.goods import Proof, recognised
from drivers.emulation.fiscal.marking import MOST_CHECKED, Checked, Verdict
from drivers.shtrih.emulator.answers import moment
from drivers.shtrih.emulator.command import Asked, Command, Refused, command, u
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.modes import RECEIPT
from drivers.shtrih.emulator.receipt import Receipt
from drivers.shtrih.emulator.receipt_commands import own

_STATUSES = (1, 2, 3, 4, 255)
_REJECT, _ACCEPT, _CLEAR = range(3)
_MATRIX = {Proof.LONG: 0, Proof.TOBACCO: 2, Proof.SHORT: 3, Proof.NONE: 0xFF}  # of FF67
_FOR_GROUP = 0xFF  # after the code of FF67
_REASON_FOLLOWS = 0x20
_MOST_NOTIFICATIONS = 100  # of which the filling is told in percent


def _check(core: Core, asked: Asked) -> bytes:
    _allowed(core)
    status, _, size, rest = asked.raw(4)
    code, parts = asked.raw(size), asked.raw(rest)
    if status not in _STATUSES or not size or asked.left:
        raise Refused(0x33)
    tlv.parse(parts)
    if core.marking.checked is not None:
        raise Refused(0xA1)
    if len(core.marking.accepted) >= MOST_CHECKED:
        raise Refused(0xA3)
    core.marking.checked = _verdict(core, code, status)
    return _told(core, core.marking.checked)


def _allowed(core: Core) -> None:
    if core.ffd < FFD_CODES["1.2"]:
        raise Refused(0x37)
    core.storage.check()
    if not core.marking.enabled:
        raise Refused(0xA0)


def _verdict(core: Core, code: bytes, status: int) -> Checked:
    return Checked(code, status, core.marking.verdict(code), recognised(code).form)


def _told(core: Core, checked: Checked) -> bytes:
    verdict = checked.verdict
    online = _online(core, verdict)
    return bytes((verdict.local, verdict.reason, checked.kind, len(online))) + online


def _online(core: Core, verdict: Verdict) -> bytes:
    """The ФН's code, the result, what the server said; where a reason is told, it is in place of the result."""
    if verdict.server == _REASON_FOLLOWS:
        return bytes((verdict.server, verdict.processing))
    if not verdict.answered:
        return bytes((verdict.server, verdict.result))
    said = tlv.time(2114, core.now) + tlv.fixed(2105, verdict.processing, 1) + tlv.fixed(2005, verdict.details, 1)
    return bytes((verdict.server, verdict.result)) + said


def _decide(core: Core, asked: Asked) -> bytes:
    _allowed(core)
    what, checked = asked.number(1), core.marking.checked
    if what == _CLEAR:
        core.marking.clear()
        return b""
    if what not in (_REJECT, _ACCEPT):
        raise Refused(0x33)
    if checked is None:
        raise Refused(0xA1)
    core.marking.checked = None
    if what == _ACCEPT:
        core.marking.accepted[checked.code] = checked
    return b""


def _bind(core: Core, asked: Asked) -> bytes:
    """What was not checked before is checked on the way, and its result follows."""
    receipt = own(core, asked)
    code = asked.raw(asked.number(1))
    if not code or (asked.left and asked.number(1) != _FOR_GROUP):
        raise Refused(0x33)
    goods = recognised(code)
    told = u(goods.kind >> 8, 1) + u(goods.kind & 0xFF, 1) + bytes((_MATRIX[goods.proof],))
    if core.ffd < FFD_CODES["1.2"]:
        _attach(core, receipt, [goods.requisite(old_format=True)])
        return told
    _allowed(core)
    known = core.marking.accepted.get(code)
    checked = known or _verdict(core, code, 255)
    result = [(2102, b"\0"), (2106, bytes((checked.verdict.result,)))]
    _attach(core, receipt, [goods.requisite(old_format=False), *result])
    return told if known else told + _told(core, checked)


def _attach(core: Core, receipt: Receipt, requisites: list[tuple[int, bytes]]) -> None:
    """Raises Refused 33h where there is no position, or it has a code."""
    if not core.model.tags_first and not receipt.positions:
        raise Refused(0x33, "no position yet")
    tags = receipt.ahead if core.model.tags_first else receipt.positions[-1].tags
    if any(tag in (1162, 1163) for tag, _ in tags):
        raise Refused(0x33, "the position has a code")
    tags += requisites


def _notifications(core: Core, _: Asked) -> bytes:
    """FF68; the state of the exchange is always "none"."""
    _allowed(core)
    queue = core.marking.notified - core.marking.sent
    number, time = (core.marking.sent + 1, moment(core.now)) if queue else (0, bytes(5))
    filled = min(100, queue * 100 // _MOST_NOTIFICATIONS)
    return bytes((0,)) + u(queue, 2) + u(number, 4) + time + bytes((filled,))


def _state(core: Core, _: Asked) -> bytes:
    _allowed(core)
    marking = core.marking
    body = bytes((marking.checked is not None, 0, 0, len(marking.accepted), 0, 0))
    return body + u(marking.notified - marking.sent, 2)


COMMANDS: tuple[Command, ...] = (
    command("FF61", _check, range(5, 250)),
    command("FF69", _decide, 1),
    command("FF67", _bind, range(2, 250), modes=RECEIPT),
    command("FF68", _notifications),
    command("FF70", _state),
)
