"""What is found of a marking code. Source: spec/atol-web.md 4.2; names within: W3, not seen at work."""

from dataclasses import dataclass

from drivers.fiscal.marking_script import ASKED, AUTONOMOUS, CHECKED, CODE_GOOD, STATUS_GOOD
from drivers.http_service.fields import Fields

_REASONS = {"checked": 0, "typeincorrect": 1, "nokeys": 2, "nogs1": 3, "other": 4}
_PROCESSING = {"correct": 0, "incorrect": 1, "unrecognized": 2}  # 2105
_STATUSES = {"itemestimatedstatuscorrect": 1, "itemestimatedstatusincorrect": 2, "itemsalestopped": 3}  # 2109


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What the ФН found by itself. `local`: the first two bits of 2106; `reason`: why it could not check."""

    local: int
    reason: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`remote`, `processing` (2105), `status` (2109): of «Честный ЗНАК», None where it gave nothing.

    `trouble`: why it gave nothing, "" = not told; `autonomous`: the register never asks it.
    """

    ready: bool
    remote: int | None = None
    processing: int | None = None
    status: int | None = None
    trouble: str = ""
    autonomous: bool = False


def begun(result: Fields) -> Begun:
    told = result.inner("offlineValidation")
    local = CHECKED * told.flag("fmCheck") | CODE_GOOD * told.flag("fmCheckResult")
    return Begun(local=local, reason=_REASONS.get(told.text("fmCheckErrorReason").lower(), 0))


def progress(result: Fields) -> Progress:
    trouble = result.inner("driverError")
    online = result.part("onlineValidation")
    bits = _bits(online.part("itemInfoCheckResult")) if online else None
    answered = online is not None and bits is not None and not trouble.whole("code")
    return Progress(
        ready=result.flag("ready"),
        remote=bits & ~AUTONOMOUS if answered and bits is not None else None,
        processing=_PROCESSING.get(online.text("markOperatorResponseResult").lower()) if online else None,
        status=_STATUSES.get(online.text("markOperatorItemStatus").lower()) if online else None,
        trouble=trouble.words("description") if trouble.whole("code") else "",
        autonomous=bool(bits and bits & AUTONOMOUS),
    )


def kept(result: Fields) -> int | None:
    """2106."""
    return _bits(result.part("itemInfoCheckResult"))


def _bits(told: Fields | None) -> int | None:
    """Of 2106."""
    if told is None:
        return None
    return (
        CHECKED * told.flag("imcCheckFlag")
        | CODE_GOOD * told.flag("imcCheckResult")
        | ASKED * told.flag("imcStatusInfo")
        | STATUS_GOOD * told.flag("imcEstimatedStatusCorrect")
        | AUTONOMOUS * told.flag("ecrStandAloneFlag")
    )
