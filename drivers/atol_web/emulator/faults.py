"""What can go wrong with the service: on the wire, and with a task. Each is ordered for a request and happens there.

Source: spec/atol-web.md 8. Kept apart from what the register itself refuses, which is `conditions`.
"""

from dataclasses import dataclass

from drivers.emulation import faults, plan
from drivers.emulation.plan import Plan, What

Faults = faults.Faults
WELL = Faults()


class Wire(What):
    """Of one HTTP exchange."""

    STATUS = "status"  # answered with the HTTP status `code`, nothing is done
    RESET_BEFORE = "reset-before"  # nothing is stored
    RESET_AFTER = "reset-after"  # stored and, where its time has come, done; no answer
    SLOW = "slow"  # the answer comes after `seconds`
    TORN = "torn"  # the JSON ends after `at` bytes, the HTTP around it is whole
    CUT = "cut"  # the connection ends after `at` bytes of the answer
    EMPTY = "empty"  # no body
    OTHER_FORM = "other-form"  # errors are named as the other generation names them
    NULL = "null"  # `result` is null
    RESTART = "restart"  # stored, no answer; the service is back after `seconds`, and has its queue
    RESTART_LOSING = "restart-losing"  # likewise, and knows nothing of any request

    @property
    def may_last(self) -> bool:
        return self in (Wire.RESTART, Wire.RESTART_LOSING)


class Work(What):
    """Of one task, when its turn comes."""

    ERROR = "error"  # it ends with the error `code`, nothing is recorded
    ERROR_DONE = "error-done"  # likewise, and it is recorded
    INTERRUPTED = "interrupted"  # nothing is recorded
    NOT_PRINTED = "not-printed"  # the paper is out when the document is recorded
    BLOCKED = "blocked"  # recorded; the outcome is told after `polls` questions
    BLOCKED_LOST = "blocked-lost"  # not recorded; after `polls` questions it is the error `code`
    LINK_LOST = "link-lost"  # recorded; `blocked` until the condition `connected` is put on again
    LINK_LOST_BEFORE = "link-lost-before"  # not recorded, otherwise likewise
    REBOOT = "reboot"  # 188; the register is away for `seconds`


@dataclass(frozen=True, slots=True)
class Occasion:
    """`types`: of the tasks in the body, or of the one that runs."""

    types: tuple[str, ...]
    method: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault(plan.Fault):
    """`command`: a type of task, `method` and `path` of the exchange, its beginning; "" = any.

    A fault of the wire with `command` strikes the POST that brings such a task, and questions for it.
    """

    method: str = ""
    path: str = ""
    at: int = 10
    code: int = 0
    polls: int = 3

    def __post_init__(self) -> None:
        plan.Fault.__post_init__(self)  # super() knows nothing of a class with slots
        if isinstance(self.what, Work) and (self.method or self.path):
            raise ValueError(f"{self.what} is no matter of HTTP")

    def meets(self, occasion: Occasion) -> bool:
        return (
            (not self.command or self.command in occasion.types)
            and self.method in ("", occasion.method)
            and occasion.path.startswith(self.path)
        )


def struck(plan: Plan[Fault], kind: type[Wire] | type[Work], occasion: Occasion) -> Fault | None:
    """The first fault of this kind that hits; it is used up by that."""
    return plan.first(lambda fault: isinstance(fault.what, kind) and fault.meets(occasion))
