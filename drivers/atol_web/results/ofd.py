"""How the documents go to the ОФД. Source: spec/atol-web.md 5 (names within are inferred there); errors: W3."""

from dataclasses import dataclass
from datetime import datetime

from drivers.atol_web.results.moments import wall_clock
from drivers.http_service.fields import Fields

_SIDES = ("network", "ofd", "fn")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfdStatus:
    unsent: int  # 1097
    unsent_since: datetime | None  # 1098
    error: str  # "" = none


def status(result: Fields) -> OfdStatus:
    told = result.inner("status")
    unsent = told.whole("notSentCount")
    return OfdStatus(
        unsent=unsent,
        unsent_since=wall_clock(told, "notSentFirstDocDateTime") if unsent else None,
        error=_error(result.inner("errors")),
    )


def _error(errors: Fields) -> str:
    """The first side that has one: {code, description}."""
    for side in _SIDES:
        told = errors.inner(side)
        if told.whole("code"):
            return told.words("description") or f"ошибка {told.whole('code')}"
    return ""
