"""The check of one marking code, step by step, and what was accepted for the next receipt.

Source: spec/atol-web.md 4.2. Inferred: a second begin before accept or decline is 401, a step out of order 410.
"""

from dataclasses import dataclass, field

from drivers.atol_web.emulator.errors import (
    CHECK_RUNS,
    MARKING_DENIED,
    MARKS_OVERFLOW,
    WRONG_MARK,
    WRONG_STATE,
    Refused,
)
from drivers.emulation.fiscal.goods import recognised
from drivers.emulation.fiscal.marking import MOST_CHECKED, Checked, Marking

_FLAGS = ("imcCheckFlag", "imcCheckResult", "imcStatusInfo", "imcEstimatedStatusCorrect", "ecrStandAloneFlag")
NOT_READY = "the check is not ready"


@dataclass(slots=True)
class Marks:
    """`polls`: how often a check is asked for before it is ready. `driver_error`: what the next ones tell, 0 = none."""

    polls: int = 0
    driver_error: int = 0
    _left: int = field(default=0, init=False)

    def begin(self, marking: Marking, code: bytes, status: int, kind: int) -> Checked:
        if not marking.enabled:
            raise Refused(MARKING_DENIED)
        if marking.checked is not None:
            raise Refused(CHECK_RUNS)
        if len(marking.accepted) >= MOST_CHECKED:
            raise Refused(MARKS_OVERFLOW)
        if not code:
            raise Refused(WRONG_MARK)
        told = recognised(code).form if kind == 255 else kind
        marking.checked = Checked(code, status, marking.verdict(code), told)
        self._left = self.polls
        return marking.checked

    @property
    def ready(self) -> bool:
        """The check has its result."""
        return self._left <= 0

    def poll(self, marking: Marking) -> tuple[Checked, bool]:
        """-> the check, and whether it is ready."""
        checked = self.running(marking)
        ready, self._left = self.ready, self._left - 1
        return checked, ready

    def accept(self, marking: Marking) -> Checked:
        checked = self._ended(marking)
        marking.accepted[checked.code] = checked
        return checked

    def decline(self, marking: Marking) -> None:
        self._ended(marking)

    def _ended(self, marking: Marking) -> Checked:
        checked = self.running(marking)
        if not self.ready:
            raise Refused(CHECK_RUNS, NOT_READY)
        marking.checked = None
        return checked

    def running(self, marking: Marking) -> Checked:
        if marking.checked is None:
            raise Refused(WRONG_STATE, "no check was begun")
        return marking.checked


def flags(result: int) -> dict[str, object]:
    """Tag 2106 as itemInfoCheckResult has it."""
    return {name: bool(result >> bit & 1) for bit, name in enumerate(_FLAGS)}


def result(told: dict[str, bool]) -> int:
    """Tag 2106 of itemInfoCheckResult."""
    return sum(told.get(name, False) << bit for bit, name in enumerate(_FLAGS))
