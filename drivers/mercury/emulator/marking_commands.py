"""Checks of marking codes, ФФД 1.2. Source: spec/mercury.md 3, 4; members of fnCheck and onlineCheck: M1.

Inferred: a code is in hand until it is accepted, rejected or given up; meanwhile no other one is checked.
"""

from drivers.emulation.fiscal.goods import recognised
from drivers.emulation.fiscal.marking import Checked, Verdict
from drivers.emulation.fiscal.till import Till
from drivers.mercury.emulator.command import NOTHING, Answer, Command
from drivers.mercury.emulator.core import Core
from drivers.mercury.emulator.fields import Fields
from drivers.mercury.emulator.goods import SCALE
from drivers.mercury.emulator.marked_goods import code, fraction
from drivers.mercury.emulator.results import Refused, Result

_STATUSES = (1, 2, 3, 4, 255)  # tag 2003
_MOST = 1 << 40


def _check(core: Core, asked: Fields) -> Answer:
    marking = _allowed(core).marking
    scanned, status = code(asked, "mc"), asked.integer("plannedStatus", 0, 255)
    _told(asked)
    if status not in _STATUSES:
        raise Refused(Result.BAD_FIELD, "Неверное значение: plannedStatus")
    if marking.checked is not None:
        raise Refused(Result.NO_CODE_IN_HAND, "Проверка предыдущего кода не завершена")
    verdict = marking.verdict(scanned)
    marking.checked = Checked(scanned, status, verdict, recognised(scanned).form)
    core.polls_left = core.check_polls
    return {
        "fnCheck": _by_storage(verdict),
        "mcInfo": {"mc": asked.text("mc"), "type": marking.checked.kind},
        "isOfflineMode": False,
    }


def _told(asked: Fields) -> None:
    """What is checked and then not needed: the answers are scripted."""
    asked.integer("qty", 1, _MOST, SCALE)
    asked.integer("measureUnit", 0, 255, 0)
    asked.integer("processingMode", 0, 0, 0)
    asked.integer("timeout", 0, 3600, 30)
    fraction(asked)


def _result(core: Core, _: Fields) -> Answer:
    checked = _in_hand(core)
    if core.polls_left:
        core.polls_left -= 1
        return {"isCompleted": False}
    return {"isCompleted": True, "onlineCheck": _online(checked.verdict)}


def _by_storage(verdict: Verdict) -> Answer:
    """2004: whether it was checked, and whether it was found good."""
    if not verdict.local:
        return {"checkResult": verdict.reason or 4}
    return {"checkResult": 0, "isValid": bool(verdict.local & 2)}


def _online(verdict: Verdict) -> Answer:
    """2106, 2105; whether the status is the planned one."""
    if not verdict.answered:
        return {"result": 1, "description": "Нет ответа сервера"}
    return {
        "result": 0,
        "mcCheckResultRaw": verdict.result,
        "processingResult": verdict.processing,
        "plannedStatusCheckResult": 1 if verdict.result & 8 else 2,
    }


def _accept(core: Core, _: Fields) -> Answer:
    checked = _in_hand(core)
    core.till.marking.accepted[checked.code] = checked
    core.till.marking.checked = None
    return NOTHING


def _give_up(core: Core, _: Fields) -> Answer:
    _in_hand(core)
    core.till.marking.checked = None
    return NOTHING


def _clear(core: Core, _: Fields) -> Answer:
    _allowed(core).marking.clear()
    return NOTHING


def _in_hand(core: Core) -> Checked:
    checked = _allowed(core).marking.checked
    if checked is None:
        raise Refused(Result.NO_CODE_IN_HAND, "Нет проверяемого кода маркировки")
    return checked


def _allowed(core: Core) -> Till:
    """Raises Refused."""
    if core.till.ffd != "1.2":
        raise Refused(Result.NOT_SUPPORTED, "Маркировка поддерживается с ФФД 1.2")
    return core.till


COMMANDS = (
    Command(
        "CheckMarkingCode",
        _check,
        ("mc", "plannedStatus", "qty", "measureUnit", "processingMode", "timeout", "part"),
    ),
    Command("GetMarkingCodeCheckResult", _result),
    Command("AcceptMarkingCode", _accept),
    Command("RejectMarkingCode", _give_up),
    Command("AbortMarkingCodeChecking", _give_up),
    Command("ClearMarkingCodeValidationTable", _clear),
)
