"""An error of the register as one of ours. Source: spec/shtrih-m.md 5.

An error in an answer means that the command was not carried out. The exception are codes that tell of trouble between
the register and its ФН, or within the register: the ФН may have written the document (inferred). See `in_doubt`.
"""

from drivers.errors import DeviceFaulty, KkmError, NotSupported, OperatorNeeded, RequestRefused, WrongState
from drivers.shtrih import advice
from drivers.shtrih.error_table import CODES, Class, Code, Origin
from drivers.shtrih.numbers import Reader
from drivers.shtrih.request import Effect

NO_DATA = 0x08  # there is no such document, or it is read to its end
BAD_STORAGE_STATE = 0x02  # a document may hang in the ФН
SHIFT_OVER_24_HOURS = frozenset({0x16, 0x4E, 0x96})
BAD_PARAMETERS = 0x33
NOT_KNOWN = 0x37
SHIFT_OPEN, SHIFT_CLOSED = 0x3C, 0x3D
WRONG_PASSWORD = 0x4F
PRINTING = 0x50
CONTINUE_AWAITED = 0x58
OPENED_BY_ANOTHER = 0x59
WRONG_MODE = 0x73
NO_PAPER = frozenset({0x6B, 0x72})  # the second also tells of other submodes: 10h decides
BAD_LENGTH = frozenset({0x33, 0x7E})
MARKING_SEQUENCE = frozenset({0xA1, 0xA3})  # FF69 with CLEAR, then all over again

_IN_DOUBT = frozenset({0x03, 0x04, 0x2F, 0x30, 0x31, 0x32, 0x39, 0x6A, 0x74, 0x75, 0x7B})
_STATES_THAT_PASS = frozenset({0x50, 0xA2, 0xE1})
_MENDABLE = frozenset({0x4F, 0x8F})  # settings, registration: once they are mended, the same command may run
_BEYOND_THIS_MODEL = frozenset({0x36, 0x37})

_ERRORS: dict[Class, type[KkmError]] = {
    Class.PASSING: DeviceFaulty,
    Class.STATE: WrongState,
    Class.OPERATOR: OperatorNeeded,
    Class.LOGIC: RequestRefused,
    Class.FATAL: DeviceFaulty,
}


def is_passing(code: int, effect: Effect = Effect.NONE) -> bool:
    """Whether waiting a little and sending a command with that effect again may help, and can do no harm."""
    return _of(code, effect).cls is Class.PASSING and (effect is Effect.NONE or not in_doubt(code))


def in_doubt(code: int) -> bool:
    """Whether a command with an effect may have been carried out in spite of the error: ask before it is repeated."""
    return code in _IN_DOUBT


def extended_reason(data: bytes) -> int | None:
    """Four bytes after the error, where `Ability.LONG_ERRORS` says so. None where there are none."""
    return Reader(data).u32() if len(data) >= 4 else None


def error_of(
    code: int, request: str, words: str = "", *, effect: Effect = Effect.MONEY, reason: int | None = None
) -> KkmError:
    """`request`: its name; `words`: the register's own text, "" where it has none; `reason`: see `extended_reason`."""
    known = _of(code, effect)
    says = (words or known.text).rstrip(". ")
    text = f"{_source(known, words)}{says} ({_where(code, request, reason)}). {advice.of(known)}"
    return _type(known)(text, native=code, nothing_sent=effect is Effect.NONE or not in_doubt(code))


def _of(code: int, effect: Effect) -> Code:
    """Codes that nobody listed are fatal where money is at stake."""
    fallback = Class.FATAL if effect is Effect.MONEY else Class.LOGIC
    return CODES.get(code) or Code(code, fallback, Origin.REGISTER, advice.UNKNOWN)


def _type(code: Code) -> type[KkmError]:
    if code.number in _BEYOND_THIS_MODEL:
        return NotSupported
    if code.number in _MENDABLE or code.number in _STATES_THAT_PASS:
        return WrongState
    return _ERRORS[code.cls]


def _source(code: Code, words: str) -> str:
    return "" if words else f"{code.origin}: "


def _where(code: int, request: str, reason: int | None) -> str:
    """ "ошибка 69, 45h, команда FF45h, причина 51/12": the reason is written 0xZZXXYYYY, XX the code, YYYY the rest."""
    command = request.partition(" ")[0]
    because = f", причина {reason >> 16 & 0xFF}/{reason & 0xFFFF}" if reason else ""
    return f"ошибка {code}, {code:02X}h, команда {command}{because}"
