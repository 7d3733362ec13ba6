"""Marked goods of ФФД 1.2. Source: spec/atol-web.md 4.2; the fields of the answers are those of public libraries."""

from drivers.atol_web.emulator import names
from drivers.atol_web.emulator.errors import NOT_IN_THIS_FFD, OK_TEXT, WRONG_MARK, WRONG_STATUS, Refused, described
from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.json_text import Json
from drivers.atol_web.emulator.marks import flags
from drivers.atol_web.emulator.positions import unit
from drivers.atol_web.emulator.register import Register
from drivers.atol_web.emulator.task import Task
from drivers.emulation.fiscal.goods import recognised
from drivers.emulation.fiscal.marking import Checked

_REASONS = ("checked", "typeIncorrect", "noKeys", "noGS1", "other")
_PROCESSING = ("correct", "incorrect", "unrecognized")  # 2105
_RIGHT, _WRONG = "itemEstimatedStatusCorrect", "itemEstimatedStatusIncorrect"
_TIMEOUT = 421


def _begin(register: Register, task: Fields) -> Json:
    params = task.inside("params") or task  # both are seen
    return {"offlineValidation": _offline(_begun(register, params))}


def _begun(register: Register, params: Fields) -> Checked:
    _need_marked_format(register)
    status = _named(params, "itemEstimatedStatus", names.STATUSES, WRONG_STATUS)
    kind = _named(params, "imcType", names.CODE_TYPES, WRONG_MARK)
    if params.has("itemUnits"):
        unit(params, "itemUnits")
    return register.marks.begin(register.till.marking, params.raw("imc"), status, kind)


def _named(told: Fields, name: str, known: dict[str, int], error: int) -> int:
    """Names, or their numbers; 256 stands for `auto` too, as one client has it."""
    if isinstance(told.values.get(name), int):
        return min(told.whole(name), 255)
    return told.choice(name, known, error)


def _offline(checked: Checked) -> dict[str, object]:
    verdict = checked.verdict
    reason = _REASONS[verdict.reason] if verdict.reason < len(_REASONS) else "other"
    return {
        "fmCheck": bool(verdict.local & 1),
        "fmCheckResult": bool(verdict.local & 2),
        "fmCheckErrorReason": reason,
    }


def _status(register: Register, task: Fields) -> Json:
    del task
    _need_marked_format(register)
    checked, ready = register.marks.poll(register.till.marking)
    return _told(checked, ready)


def _told(checked: Checked, ready: bool) -> dict[str, object]:
    """Where the server has not answered there is no onlineValidation."""
    failed = ready and not checked.verdict.answered
    code = _TIMEOUT if failed else 0
    error = {"code": code, "error": "" if failed else OK_TEXT, "description": described(code)}
    result: dict[str, object] = {"ready": ready, "sentImcRequest": ready, "driverError": error}
    if ready and not failed:
        result["onlineValidation"] = _online(checked)
    return result


def _online(checked: Checked) -> dict[str, object]:
    verdict, kinds = checked.verdict, {number: name for name, number in names.CODE_TYPES.items()}
    right = bool(verdict.result & 8)
    return {
        "itemInfoCheckResult": flags(verdict.result),
        "markOperatorItemStatus": _RIGHT if right else _WRONG,
        "markOperatorResponse": {"responseStatus": bool(verdict.details & 4), "itemStatusCheck": right},
        "markOperatorResponseResult": _PROCESSING[verdict.processing],
        "imcType": kinds[checked.kind],
        "imcBarcode": recognised(checked.code).text,
        "imcModeProcessing": 0,
    }


def _accept(register: Register, task: Fields) -> Json:
    del task
    _need_marked_format(register)
    return {"itemInfoCheckResult": flags(register.marks.accept(register.till.marking).verdict.result)}


def _decline(register: Register, task: Fields) -> Json:
    del task
    _need_marked_format(register)
    register.marks.decline(register.till.marking)
    return None


def _cancel(register: Register, task: Fields) -> Json:
    """Nothing to cancel is no error, inferred."""
    del task
    _need_marked_format(register)
    register.till.marking.checked = None
    return None


def _clear(register: Register, task: Fields) -> Json:
    del task
    _need_marked_format(register)
    register.till.marking.clear()
    return None


def _ready(register: Register, task: Fields) -> Json:
    """{ready}: of the one check there can be; the field is inferred."""
    del task
    _need_marked_format(register)
    checked = register.till.marking.checked
    return {"ready": checked is None or register.marks.ready}


def _validate(register: Register, task: Fields) -> Json:
    """A list of codes, each checked and accepted on the way; the time it takes is not waited for."""
    answers: list[object] = []
    for params in task.each("params"):
        checked = _begun(register, params)
        register.till.marking.checked = None
        register.till.marking.accepted[checked.code] = checked
        stored = {"itemInfoCheckResult": flags(checked.verdict.result)}
        answers.append({"offlineValidation": _offline(checked), **_told(checked, ready=True), **stored})
    return answers


def _need_marked_format(register: Register) -> None:
    if not register.marked_format:
        raise Refused(NOT_IN_THIS_FFD)


TASKS = (
    Task("beginMarkingCodeValidation", _begin),
    Task("getMarkingCodeValidationStatus", _status),
    Task("acceptMarkingCode", _accept),
    Task("declineMarkingCode", _decline),
    Task("cancelMarkingCodeValidation", _cancel),
    Task("clearMarkingCodeValidationResult", _clear),
    Task("checkMarkingCodeValidationsReady", _ready),
    Task("validateMarks", _validate),
)
