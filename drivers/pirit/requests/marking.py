"""Marked goods in the ФФД 1.2. Source: spec/service-plus.md A6; shapes of the answers are those of P1.

Codes are given as scanned, GS (1Dh) included.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import IntEnum
from typing import TypeVar

from drivers.pirit.fields import Fields, escaped, quantity, share, whole
from drivers.pirit.request import Effect, Request
from drivers.pirit.requests.items import Share
from drivers.pirit.requests.making import MARKING, nothing, question

A = TypeVar("A")
_LONGEST = 128  # bytes of a code


class NotChecked(IntEnum):
    """Why the ФН did not check a code."""

    CHECKED = 0
    NOT_CHECKABLE = 1  # codes of this type are not
    NO_KEY = 2
    NO_SIGNATURE = 3  # groups 91 and 92 are missing or bad
    OTHER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCheck:
    """None: the server did not answer within the three seconds the register gives it."""

    result: int  # 2106
    reason: int  # a `NotChecked`, or a number that is not known
    answer: int | None = None  # 2005
    processing: int | None = None  # 2105
    status: int | None = None  # 2109


def check_code(
    code: bytes, status: int, amount: Decimal | Share, unit: int, *, server: bool = True
) -> Request[CodeCheck]:
    """79h/1. `status`: 2003; `unit`: 2108; `server`: ask it even where the ФН finds the code wrong."""
    parameters = (
        escaped(code, _LONGEST),
        whole(0),  # 2102
        whole(status, 1, 255),
        share(amount.numerator, amount.denominator) if isinstance(amount, Share) else quantity(amount),
        whole(unit, 0, 255),
        whole(int(server)),
    )
    return _step(1, "check marking code", 5, _check, *parameters)


def _check(fields: Fields) -> CodeCheck:
    """What the ФН found is always there; the rest is empty, or left off, without an answer of the server."""
    result, reason = fields.whole(), fields.whole()
    told = tuple(_maybe(fields.text()) for _ in range(min(fields.left, 3)))
    answer, processing, status = (*told, None, None, None)[:3]
    return CodeCheck(result=result, reason=reason, answer=answer, processing=processing, status=status)


def _maybe(written: str) -> int | None:
    return int(written) if written else None


def decide(*, accept: bool) -> Request[int]:
    """79h/2: what becomes of the code that was checked -> 2106."""
    return _step(2, "accept marking code", 1, Fields.whole, whole(int(accept)))


def clear_codes() -> Request[None]:
    """79h/3: every code that was checked and not sold."""
    return question(0x79, "clear marking codes", whole(3), read=nothing)


def bind_code(code: bytes, status: int, result: int, unit: int) -> Request[None]:
    """79h/15: the position that follows is of this code. `status`: 2110; `result`: 2106; `unit`: 2108, as in 79h/1."""
    parameters = escaped(code, _LONGEST), whole(status, 1, 255), whole(0), whole(result, 0, 255), whole(unit, 0, 255)
    return _step(15, "bind marking code", 0, lambda fields: None, *parameters)  # noqa: ARG005


def needs_check(code: bytes) -> Request[bool]:
    """79h/16."""
    return _ask(16, "must a code be checked", 1, lambda fields: fields.whole() == 1, escaped(code, _LONGEST))


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingState:
    """`check`: 0 locked, 1 no code, 2 code given, 3 question made, 4 answered. `notice`: 1 = one is being made.

    `allowed`: bits of commands; `fullness`: warning of the store of notices.
    """

    check: int
    notice: int
    allowed: int
    checked: int  # codes whose results are kept
    bound: int  # codes in the notice
    fullness: int


def state() -> Request[MarkingState]:
    """79h/0."""
    return _ask(0, "marking", 6, _state)


def _state(fields: Fields) -> MarkingState:
    check, notice, allowed, checked, bound, fullness = (fields.whole() for _ in range(6))
    return MarkingState(check=check, notice=notice, allowed=allowed, checked=checked, bound=bound, fullness=fullness)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """Notices of sold codes. `state`: 0 idle, 1 one is read, 2 waits for its receipt. `full`: per cent."""

    state: int
    queue: int
    first: int
    since: datetime | None
    full: int


def notices() -> Request[Notices]:
    """79h/6."""
    return _ask(6, "notices", 6, _notices)


def _notices(fields: Fields) -> Notices:
    state, queue, first = fields.whole(), fields.whole(), fields.whole()
    since = fields.moment()
    return Notices(state=state, queue=queue, first=first, since=since, full=fields.whole())


def _ask(number: int, title: str, size: int, read: Callable[[Fields], A], *parameters: bytes) -> Request[A]:
    return question(
        0x79,
        title,
        whole(number),
        *parameters,
        read=lambda data: read(Fields.of_query(data, number, size)),
        patience=MARKING,
    )


def _step(number: int, title: str, size: int, read: Callable[[Fields], A], *parameters: bytes) -> Request[A]:
    """It changes what the ФН keeps for the receipt, so it is not repeated unasked."""
    asked = _ask(number, title, size, read, *parameters)
    return replace(asked, effect=Effect.MONEY)
