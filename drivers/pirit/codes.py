"""An error of the register as one of ours. Source: spec/service-plus.md A7, A8.

An error means that the command was not carried out, with two exceptions: trouble with the paper, which may come after
the ФН has recorded the document (A8), and trouble between the register and its ФН (inferred). See `in_doubt`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from drivers.errors import DeviceFaulty, KkmError, RequestRefused
from drivers.pirit.error_table import CODES, DATA, SERVICE, Class, Code
from drivers.pirit.reason_table import REASONS
from drivers.pirit.request import Effect
from drivers.pirit.requests.status import Fatal, Locks, Reason

WRONG_STATE, NOT_KNOWN, BAD_PARAMETER = 0x01, 0x02, 0x03
WRONG_PASSWORD = 0x06
NO_PAPER, PRINTER_NOT_READY = 0x08, 0x09
SHIFT_OVER_24_HOURS = frozenset({0x0A, 0x56})
CONFIRM_CLOCK = 0x0A  # of 14h
CLOCK_APART = 0x0B  # of 10h: it was carried out all the same (P1)
CLOCK_BACK = 0x0C
NOT_ENOUGH_CASH = 0x0E
CLOSE_SHIFT_FIRST = 0x0F
NO_DATA = frozenset({0x10, 0x48})
FATAL = 0x20
BAD_STORAGE_STATE = 0x42
MARKING_ORDER = frozenset({0x73, 0x7E})
MARKING_TABLE_FULL = 0x75  # 79h/3, then all over again

# reasons of 01h
NOT_STARTED = 1  # 10h, then the same again
NOT_OPEN = 8
OTHER_DOCUMENT_OPEN = 9
RECORDED_NOT_PRINTED = 15
SHIFT_CLOSED = 20

_IN_DOUBT = frozenset({0x08, 0x09, 0x11, 0x12, 0x20, 0x42, 0x43, 0x44, 0x61, 0x62})
_REASONS_IN_DOUBT = frozenset({RECORDED_NOT_PRINTED, 21})  # 21: the ФН has failed
_PASSING = frozenset({0x04, 0x05, 0x07, 0x12, 0x51, 0x60, 0x61, 0x62})
_FATAL_BITS: Mapping[Fatal, str] = MappingProxyType(
    {
        Fatal.MEMORY: "повреждена память",
        Fatal.CONFIGURATION: "повреждены настройки",
        Fatal.NO_STORAGE: "нет связи с ФН",
        Fatal.NOT_AUTHORISED: "касса не авторизована",
        Fatal.STORAGE: "неисправен ФН",
        Fatal.CARD: "нет карты памяти или она неисправна",
    }
)
_LOCKS: Mapping[Locks, str] = MappingProxyType(
    {
        Locks.NOT_FOUND: "ФН не найден",
        Locks.ARCHIVE_OPEN: "архив прежнего ФН не закрыт",
        Locks.ARCHIVE_TEST: "ошибка проверки архива ФН",
        Locks.NO_LINK: "нет связи с ФН",
        Locks.CLOSING_UNFINISHED: "не завершено закрытие смены",
        Locks.FULL: "ФН заполнен",
    }
)


def has_reason(code: int) -> bool:
    """Whether 06h/1 tells more."""
    return code in (WRONG_STATE, BAD_PARAMETER)


def is_passing(code: int, effect: Effect = Effect.NONE) -> bool:
    """Whether waiting a little and sending a command with that effect again may help, and can do no harm."""
    return code in _PASSING and (effect is Effect.NONE or not in_doubt(code))


def in_doubt(code: int, reason: Reason | None = None) -> bool:
    """Whether a command with an effect may have been carried out in spite of the error: ask before it is repeated."""
    if reason is not None and has_reason(code) and reason.code in _REASONS_IN_DOUBT:
        return True
    return code in _IN_DOUBT or code not in CODES


def error_of(
    code: int, request: str, *, effect: Effect = Effect.MONEY, reason: Reason | None = None, told: str = ""
) -> KkmError:
    """`request`: its name; `reason`: of 06h/1; `told`: see `fatal_words`, `lock_words`."""
    known = _of(code, effect, reason)
    says = known.text + (f": {told}" if told else "")
    text = f"{says} ({_where(code, request, reason)}). {known.advice}"
    return known.kind(text, native=code, nothing_sent=effect is Effect.NONE or not in_doubt(code, reason))


def fatal_words(bits: Fatal) -> str:
    """For error 20h: what 00h tells; "" where it tells nothing that is known."""
    return ", ".join(words for bit, words in _FATAL_BITS.items() if bit & bits)


def lock_words(bits: Locks) -> str:
    """What 06h/2 tells; "" where it tells nothing that is known."""
    return ", ".join(words for bit, words in _LOCKS.items() if bit & bits)


def _of(code: int, effect: Effect, reason: Reason | None) -> Code:
    if reason is not None and has_reason(code) and reason.code:
        return REASONS.get(reason.code) or _unknown_reason(code, reason)
    return CODES.get(code) or _unknown(code, effect)


def _unknown_reason(code: int, reason: Reason) -> Code:
    of = CODES[code]
    return Code(code, of.cls, of.kind, reason.text.strip(" .") or of.text, of.advice)


def _unknown(code: int, effect: Effect) -> Code:
    """Fatal where money is at stake."""
    if effect is Effect.MONEY:
        return Code(code, Class.FATAL, DeviceFaulty, "Неизвестная ошибка", SERVICE)
    return Code(code, Class.CLIENT, RequestRefused, "Неизвестная ошибка", DATA)


def _where(code: int, request: str, reason: Reason | None) -> str:
    """ "ошибка 1, 01h, команда 31h, причина 20"."""
    because = f", причина {reason.code}" if reason is not None and has_reason(code) and reason.code else ""
    return f"ошибка {code}, {code:02X}h, команда {request.partition(' ')[0]}{because}"
