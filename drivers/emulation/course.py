"""The way of one question through the faults that wait for it. No I/O, no time: steps for whoever owns the line.

A question is executed whole, then its steps are done one after the other.
"""

from collections.abc import Callable, Iterator

from drivers.emulation.answer_faults import Fault, What
from drivers.emulation.plan import Plan
from drivers.emulation.steps import HangUp, Leave, Leaves, Say, Step, Wait

_GARBAGE = b'{"result":0,<]'  # neither JSON nor XML


class Course:
    """`resets`: silence is a reset of the connection, as HTTP has it. `restart`: what a restart does to a service."""

    def __init__(self, plan: Plan[Fault], *, resets: bool, restart: Callable[[], None] | None = None) -> None:
        self.plan = plan
        self._resets, self._restart = resets, restart
        self._earlier: bytes | None = None
        self._forget()

    def run(self, command: str, execute: Callable[[], bytes], refuse: Callable[[Fault], bytes]) -> bytes:
        """-> the body of the answer; what `steps` make of it may be less."""
        if self._gone_before(command):
            return b""
        if refused := self._strikes(What.REFUSED, command):
            return refuse(refused)
        right, earlier = execute(), self._earlier
        self._earlier = right
        self._gone_after(command)
        return self._spoiled(command, right, earlier)

    def steps(self, said: bytes) -> Iterator[Step]:
        """`said`: the answer as it would go out, head and all."""
        wait, cut, mute, leave = self._wait, self._cut, self._mute, self._leave
        self._forget()
        if wait:
            yield Wait(wait)
        if leave is not None:
            yield leave
            return
        if not mute and said:
            yield Say(said[:cut])
        if cut is not None and self._resets:
            yield HangUp()

    def _forget(self) -> None:
        self._wait, self._mute = 0.0, False
        self._cut: int | None = None
        self._leave: Leave | None = None

    def _gone_before(self, command: str) -> bool:
        if fault := self._strikes(What.PORT_GONE, command):
            self._go(Leave(Leaves.PORT, fault.seconds))
        elif fault := self._strikes(What.POWER_BEFORE, command):
            self._go(Leave(Leaves.POWER, fault.seconds))
        elif self._restarts(What.RESTART_BEFORE, command):
            self._go(Leave(Leaves.LINE))
        elif self._strikes(What.NOT_HEARD, command):
            self._go(self._silence())
        return self._mute

    def _gone_after(self, command: str) -> None:
        if fault := self._strikes(What.POWER_AFTER, command):
            self._go(Leave(Leaves.POWER, fault.seconds))
        elif self._restarts(What.RESTART_AFTER, command):
            self._go(Leave(Leaves.LINE))
        elif self._strikes(What.ANSWER_LOST, command):
            self._go(self._silence())

    def _restarts(self, what: What, command: str) -> bool:
        if self._restart is None or not self._strikes(what, command):
            return False
        self._restart()
        return True

    def _go(self, leave: Leave | None) -> None:
        self._mute, self._leave = True, leave

    def _silence(self) -> Leave | None:
        return Leave(Leaves.LINE) if self._resets else None

    def _spoiled(self, command: str, right: bytes, earlier: bytes | None) -> bytes:
        if late := self._strikes(What.ANSWER_LATE, command):
            self._wait = late.seconds or 0.0
        if cut := self._strikes(What.ANSWER_CUT, command):
            self._cut = cut.at
        if earlier is not None and self._strikes(What.ANSWER_STALE, command):
            right = earlier
        return _GARBAGE if self._strikes(What.GARBAGE, command) else right

    def _strikes(self, what: What, command: str) -> Fault | None:
        return self.plan.strikes(what, command)
