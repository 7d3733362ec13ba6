"""The queue in front of one register. Nothing runs by itself: whoever looks brings it up to this moment.

A blocked request holds up those behind it. What waits or runs outlives the service: the queue is on disk.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.pace import Pace
from drivers.atol_web.emulator.request import CUT_OFF, Answer, Hold, Request, Status

Run = Callable[[Fields], Answer | Hold]


@dataclass(slots=True)
class Queue:
    """`run` does a task. `linked`: whether the register can be reached, which ends what waits for the link."""

    run: Run
    linked: Callable[[], bool]
    pace: Pace
    requests: dict[str, Request] = field(default_factory=dict)  # by uuid, in the order they came
    _free: float = 0.0  # since when the register has nothing to do

    @property
    def unfinished(self) -> list[Request]:
        return [each for each in self.requests.values() if not each.over]

    def add(self, request: Request) -> None:
        self.requests[request.uuid] = request

    def asked(self, request: Request) -> None:
        """The host looks after it."""
        request.polls += 1
        if request.hold is not None and request.hold.polls is not None:
            request.hold.polls -= 1

    def forget(self) -> None:
        self.requests.clear()

    def tick(self, now: float) -> None:
        for request in self.unfinished:
            if not self._advance(request, now):
                return

    def _advance(self, request: Request, now: float) -> bool:
        """-> whether it is over."""
        if request.turn is None and not self._starts(request, now):
            return False
        while not request.over:
            if request.hold is not None:
                if not self._released(request.hold):
                    return False
                self._end(request, request.hold.then, now)
            elif request.turn is None or request.turn > now or request.polls < self._polls:
                return False
            else:
                self._do(request, request.turn)
        return True

    def _starts(self, request: Request, now: float) -> bool:
        due = max(request.stored + self.pace.wait, self._free)
        if due > now or request.polls < self.pace.wait_polls:
            return False
        request.turn = due + self.pace.run
        return True

    @property
    def _polls(self) -> int:
        return self.pace.wait_polls + self.pace.run_polls

    def _do(self, request: Request, at: float) -> None:
        outcome = self.run(request.tasks[len(request.answers)])
        if isinstance(outcome, Hold):
            request.hold = outcome
        else:
            self._end(request, outcome, at)

    def _end(self, request: Request, answer: Answer, at: float) -> None:
        """After a failed task the others are cut off."""
        request.hold, request.turn = None, at + self.pace.run
        request.answers.append(answer)
        if answer.status is not Status.READY:
            request.answers += [CUT_OFF] * (len(request.tasks) - len(request.answers))
        if request.over:
            self._free = request.ended = at

    def _released(self, hold: Hold) -> bool:
        return self.linked() if hold.polls is None else hold.polls < 0
