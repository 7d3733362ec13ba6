"""An error of the register as one of ours. Source: spec/atol.md 8, 13.

An error in an answer means that the command was not carried out. Not so of the closing of a receipt, whatever the
error (spec 13), and, inferred, of other documents of the ФН; nor where the error tells of trouble with the ФН or the
printer: the document may be recorded. See `in_doubt`.
"""

from typing import Any

from drivers.atol.error_table import Class, Code, find
from drivers.atol.reply import Reply
from drivers.atol.request import Effect, Request
from drivers.errors import DeviceFaulty, KkmError, NotSupported, OperatorNeeded, RequestRefused, WrongState

CONFIRM_DATE = 22  # the same command once more
END_OF_READING = frozenset({24, 218})
REPORT_INTERRUPTED = 26  # Z report: to be given again in mode 3
WRONG_MODE = 102
NO_PAPER = 103
NOT_KNOWN = frozenset({70, 122, 242})
UNFINISHED = 118  # an operation or its print: ask 45h; 55h resumes
SHIFT_OVER_24_HOURS = frozenset({136, 240})
WRONG_PASSWORD = frozenset({140, 164})
SHIFT_CLOSED = 143
NOT_ENOUGH_CASH = 152
RECEIPT_CLOSED, RECEIPT_OPEN, SHIFT_OPEN = 154, 155, 156
EXTENDED = 238  # the error itself is in register 55

_DOCUMENTS = frozenset({0x4A, 0x5A, 0x9A})  # closing of a receipt, Z report, opening of a shift
_IN_DOUBT = frozenset({103, 104, 105, UNFINISHED, 186, 209, 210, 211, 212, 230, EXTENDED})
_STATES = frozenset({25, 30, 102, 118, 130, 135, 137, 143, 154, 155, 156})
_MENDABLE = frozenset({128, 136, 240, 140, 164})  # settings, the shift: then the same command may run

_ERRORS: dict[Class, type[KkmError]] = {
    Class.TRANSIENT: DeviceFaulty,
    Class.OPERATOR: OperatorNeeded,
    Class.CLIENT: RequestRefused,
    Class.FATAL: DeviceFaulty,
}


def is_passing(code: int) -> bool:
    """Whether the same may succeed once it was looked how the register stands."""
    return find(code).cls is Class.TRANSIENT


def in_doubt(code: int, request: Request[Any]) -> bool:
    """Whether the command may have been carried out in spite of the error: ask before it is repeated."""
    return request.effect is not Effect.NONE and (request.code in _DOCUMENTS or code in _IN_DOUBT)


def error_of(reply: Reply, request: Request[Any], *, extended: int | None = None) -> KkmError:
    """`extended`: what register 55 says of an error 238, where it could be read."""
    number = reply.error if extended is None else extended
    known = find(number, reply.ext if extended is None else 0)
    text = f"ККТ: {known.text} ({_where(reply.error, extended, request)}). {known.advice}"
    sure = not in_doubt(reply.error, request) and not in_doubt(number, request)
    return _type(known)(text, native=number, nothing_sent=sure)


def _type(code: Code) -> type[KkmError]:
    if code.number in NOT_KNOWN:
        return NotSupported
    if code.number in _STATES or code.number in _MENDABLE:
        return WrongState
    return _ERRORS[code.cls]


def _where(code: int, extended: int | None, request: Request[Any]) -> str:
    """ "ошибка 238/213, команда 4Ah"."""
    number = str(code) if extended is None else f"{code}/{extended}"
    return f"ошибка {number}, команда {request.code:02X}h"
