"""Does one task on the register: checks what has to be there, and lets happen what a test has ordered."""

from drivers.atol_web.emulator.errors import LINK_LOST, NO_CASH, NO_CONNECTION, REBOOTS, Refused, described, of_storage
from drivers.atol_web.emulator.faults import Fault, Occasion, Work, struck
from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.register import Register
from drivers.atol_web.emulator.request import CUT_OFF, Answer, Hold, Status, failed
from drivers.atol_web.emulator.task_set import TASKS
from drivers.emulation.fiscal.refused import StorageRefused
from drivers.emulation.fiscal.till import NotEnoughCash
from drivers.emulation.plan import Plan


class Worker:
    """`executed`: types of the tasks that were begun; `refused`: those that failed, in words."""

    def __init__(self, register: Register, plan: Plan[Fault]) -> None:
        self.register, self.plan = register, plan
        self.executed: list[str] = []
        self.refused: list[str] = []

    def run(self, told: Fields) -> Answer | Hold:
        kind = told.text("type")
        if not self.register.reachable:
            return self._noted(kind, failed(NO_CONNECTION))
        self.executed.append(kind)
        fault = struck(self.plan, Work, Occasion((kind,)))
        outcome = self._done(told) if fault is None else self._spoiled(told, fault)
        return self._noted(kind, outcome)

    def ask(self, kind: str) -> Answer:
        """A question that no queue delays."""
        if not self.register.reachable:
            return failed(NO_CONNECTION)
        return self._done(Fields({"type": kind}))

    def _noted(self, kind: str, outcome: Answer | Hold) -> Answer | Hold:
        if isinstance(outcome, Answer) and outcome.status is not Status.READY:
            self.refused.append(f"Отказ {kind}: {outcome.code} {outcome.text}")
        return outcome

    def _done(self, told: Fields) -> Answer:
        task = TASKS.get(told.text("type"))
        if task is None:
            return failed(self.register.quirks.unknown_type)
        try:
            if task.prints and not told.flag("electronically"):
                self.register.need_paper()
            return Answer(Status.READY, 0, described(0), task.run(self.register, told))
        except Refused as refusal:
            return failed(refusal.code, str(refusal))
        except StorageRefused as refusal:
            code = of_storage(refusal.code)
            return failed(code, described(code, str(refusal)))
        except NotEnoughCash:
            return failed(NO_CASH)

    def _spoiled(self, told: Fields, fault: Fault) -> Answer | Hold:
        match fault.what:
            case Work.ERROR:
                return failed(fault.code)
            case Work.ERROR_DONE:
                self._done(told)
                return failed(fault.code)
            case Work.INTERRUPTED:
                return CUT_OFF
            case Work.NOT_PRINTED:
                return self._without_paper(told)
            case Work.BLOCKED:
                return Hold(fault.polls, self._done(told))
            case Work.BLOCKED_LOST:
                return Hold(fault.polls, failed(fault.code or NO_CONNECTION))
            case Work.LINK_LOST | Work.LINK_LOST_BEFORE:
                return self._unlinked(told, recorded=fault.what is Work.LINK_LOST)
        self.register.boot(fault.seconds or 0.0)
        return failed(REBOOTS)

    def _without_paper(self, told: Fields) -> Answer:
        """The last line of paper is that of the beginning."""
        left, self.register.roll.left = self.register.roll.left, 1
        answer = self._done(told)
        if self.register.conditions.paper:
            self.register.roll.left = left
        return answer

    def _unlinked(self, told: Fields, *, recorded: bool) -> Answer | Hold:
        """The outcome of a document is unknown until the link is back; anything else has failed."""
        task = TASKS.get(told.text("type"))
        outcome = self._done(told) if recorded else failed(NO_CONNECTION)
        self.register.conditions.connected = False
        return Hold(None, outcome) if task is not None and task.fiscal else failed(LINK_LOST)
