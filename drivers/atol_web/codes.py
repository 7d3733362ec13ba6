"""An error of the driver as one of ours. Source: spec/atol-web.md 6.

A task with an error has registered nothing (inferred there, as the driver cancels the document). The exceptions are
codes that tell of trouble between register and ФН, or of a document cut off: the ФН may hold it. See `in_doubt`.
"""

from drivers.atol_web import advice
from drivers.atol_web.error_table import CODES, Class, Code
from drivers.errors import (
    DeviceFaulty,
    DeviceOffline,
    KkmError,
    NotSupported,
    OperatorNeeded,
    OutcomeUnknown,
    RequestRefused,
    WrongState,
)
from drivers.registers.request import Effect

INTERRUPTED = 502

_NOT_SUPPORTED = 11
_LOST_MIDWAY = frozenset({5, 241})
_LOST = {Effect.NONE: frozenset[int](), Effect.PAPER: _LOST_MIDWAY | {2}, Effect.MONEY: _LOST_MIDWAY}
"""By them nobody knows how much was done. Of money the ФН and the drawer are asked; paper cannot be."""
_IN_DOUBT = frozenset(
    (
        *(32, 104, 115, 116, 117, 118, 119, 132, 133, 151, 159, 165, 166),
        *(173, 174, 175, 176, 177, 188, 203, 249, INTERRUPTED),
    )
)
_ERRORS: dict[Class, type[KkmError]] = {
    Class.PASSING: WrongState,
    Class.LINK: DeviceOffline,
    Class.STATE: WrongState,
    Class.OPERATOR: OperatorNeeded,
    Class.SETUP: WrongState,
    Class.CLIENT: RequestRefused,
    Class.FATAL: DeviceFaulty,
}


def in_doubt(code: int) -> bool:
    """Whether the ФН may hold a document in spite of the error: it is asked before anything is repeated."""
    return code in _IN_DOUBT or code in _LOST_MIDWAY


def error_of(code: int, description: str, task: str, *, effect: Effect = Effect.MONEY) -> KkmError:
    """`description`: the web server's words, "" where it has none; `task`: the name of the task."""
    known = _of(code, effect)
    says = (description or known.text).rstrip(". ")
    text = f"{says} (ошибка {code} драйвера АТОЛ, задание {task}). {advice.of(known)}"
    if code in _LOST[effect]:
        return OutcomeUnknown(text, native=code)
    return _type(known)(text, native=code, nothing_sent=effect is Effect.NONE or not in_doubt(code))


def _of(code: int, effect: Effect) -> Code:
    """Codes that nobody listed are fatal where money is at stake."""
    fallback = Class.FATAL if effect is Effect.MONEY else Class.CLIENT
    return CODES.get(code) or Code(code, fallback, advice.UNKNOWN)


def _type(code: Code) -> type[KkmError]:
    return NotSupported if code.number == _NOT_SUPPORTED else _ERRORS[code.cls]
