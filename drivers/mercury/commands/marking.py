"""Check of marking codes, ФФД 1.2, one after another. Source: spec/mercury.md 3 and 4; fields of answers: M1."""

from dataclasses import dataclass
from decimal import Decimal

from drivers.http_service.fields import Fields
from drivers.http_service.json_form import json_object
from drivers.mercury.commands.goods import Part, encoded, part_of
from drivers.mercury.numbers import quantity
from drivers.mercury.request import Patience, Request, nothing
from drivers.registers.marking import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What the ФН found by itself. `reason`: why it could not check, 0 = it did; `valid`: None = not told.

    `autonomous`: the register asks nobody else.
    """

    reason: int
    valid: bool | None
    autonomous: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`result`: 2106 as the ФН made it, None = not told. `error`: 0 where «Честный ЗНАК» answered."""

    completed: bool
    error: int = 0
    trouble: str = ""
    result: int | None = None
    processing: int | None = None  # 2105
    status: int | None = None  # 2109


@dataclass(frozen=True, slots=True, kw_only=True)
class _Check:
    mc: str
    planned_status: int  # 2003
    qty: int  # 1023, scaled
    measure_unit: int  # 2108
    processing_mode: int = 0  # 2102
    timeout: int  # seconds
    part: Part | None = None


def check(code: Code, timeout: int) -> Request[Begun]:
    """Of a part of a pack the quantity is one. Raises RequestRefused for a quantity with too many digits."""
    part = part_of(code.quantity, code.pack)
    content = _Check(
        mc=encoded(code.text),
        planned_status=code.planned,
        qty=quantity(code.quantity) if part is None else quantity(Decimal(1)),
        measure_unit=code.measure,
        timeout=timeout,
        part=part,
    )
    return Request(name="CheckMarkingCode", content=json_object(content), read=_begun, patience=Patience.MARKING)


def progress() -> Request[Progress]:
    return Request(name="GetMarkingCodeCheckResult", read=_progress)


def accept() -> Request[None]:
    return Request(name="AcceptMarkingCode", read=nothing)


def reject() -> Request[None]:
    return Request(name="RejectMarkingCode", read=nothing)


def abort() -> Request[None]:
    """The check that is under way."""
    return Request(name="AbortMarkingCodeChecking", read=nothing)


def clear() -> Request[None]:
    """The table of codes that are checked and not sold."""
    return Request(name="ClearMarkingCodeValidationTable", read=nothing)


def _begun(answer: Fields) -> Begun:
    told = answer.inner("fnCheck")
    return Begun(
        reason=told.whole("checkResult"),
        valid=told.flag("isValid") if "isValid" in told else None,
        autonomous=answer.flag("isOfflineMode"),
    )


def _progress(answer: Fields) -> Progress:
    told = answer.inner("onlineCheck")
    return Progress(
        completed=answer.flag("isCompleted"),
        error=told.whole("result"),
        trouble=told.words("description"),
        result=told.whole("mcCheckResultRaw") if "mcCheckResultRaw" in told else None,
        processing=told.whole("processingResult") if "processingResult" in told else None,
        status=told.whole("plannedStatusCheckResult") if "plannedStatusCheckResult" in told else None,
    )
