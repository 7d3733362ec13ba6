"""What can go wrong on the way of one question and its answer.

Source: spec/mercury.md 6, spec/service-plus.md, Emulator requirements.
"""

from dataclasses import dataclass

from drivers.emulation import plan


class What(plan.What):
    """Where nothing else is said the command was executed. Silence over HTTP is a reset of the connection."""

    NOT_HEARD = "not-heard"  # not executed, silence
    PORT_GONE = "port-gone"  # not executed; nobody listens for `seconds`
    REFUSED = "refused"  # not executed: `result` and `text`, which may be empty
    ANSWER_LOST = "answer-lost"
    ANSWER_LATE = "answer-late"  # by `seconds`
    ANSWER_CUT = "answer-cut"  # after `at` bytes
    ANSWER_STALE = "answer-stale"  # the answer to the question before; the right one is lost
    GARBAGE = "garbage"  # an answer that is not written in the language
    OTHER_ID = "other-id"  # the right answer to a question that nobody asked; XML only
    POWER_BEFORE = "power-before"  # the power goes, not executed; back after `seconds`
    POWER_AFTER = "power-after"  # executed, then the power goes; back after `seconds`
    RESTART_BEFORE = "restart-before"  # the service restarts and knows no session; not executed; a service only
    RESTART_AFTER = "restart-after"  # executed, then the service restarts; a service only

    @property
    def may_last(self) -> bool:
        return self in (What.PORT_GONE, What.POWER_BEFORE, What.POWER_AFTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault(plan.Fault):
    """`command`: its name or number as it is written. `result`, `text`: of REFUSED."""

    result: int = 1
    text: str = ""
