"""The register's side of the lower level v2: bytes in, steps out. Source: spec/atol.md 2.

How long and how often the register itself waits and repeats is inferred from what the host does.
"""

from collections.abc import Iterator
from enum import Enum

from drivers.atol.emulator.faults import Packet
from drivers.atol.emulator.frame import ACK, ENQ, EOT, NAK, STX, Reader, framed
from drivers.atol.emulator.quirks import Quirks
from drivers.atol.emulator.work import JUNK, Work
from drivers.emulation.frame_faults import Fault, Link, Power
from drivers.emulation.steps import Leave, Leaves, Say, Step, Wait

_T6, _T7, _T8 = 0.5, 0.5, 1.0  # seconds: between bytes, before another ENQ, for the host's EOT
_TRIES = 10  # of a frame
_STORM = 20  # NAK


class State(Enum):
    IDLE = "idle"
    INVITED = "invited"  # the host may send its frame
    RECEIVING = "receiving"
    ACCEPTED = "accepted"  # the frame is good, EOT is awaited
    WORKING = "working"  # deaf
    OFFERING = "offering"  # ENQ was said
    SPEAKING = "speaking"  # the answer was said


_SECONDS = {State.INVITED: _T8, State.RECEIVING: _T6, State.ACCEPTED: _T8, State.OFFERING: _T7, State.SPEAKING: _T7}


class LinkV2:
    """Time is told to it; `deadline` says when to call `tick`."""

    def __init__(self, work: Work, quirks: Quirks) -> None:
        self._work, self._quirks = work, quirks
        self.state = State.IDLE
        self.deadline: float | None = None
        self._reader = Reader()
        self._command = self._answer = b""
        self._tries = 0

    @property
    def idle(self) -> bool:
        return self.state is State.IDLE

    def take(self, byte: int, now: float) -> Iterator[Step]:
        match self.state:
            case State.RECEIVING:
                yield from self._grow(byte, now)
            case State.ACCEPTED:
                yield from self._before_work(byte, now)
            case State.WORKING:
                pass
            case State.OFFERING:
                if byte == ACK:
                    yield from self._speak(now, anew=True)
            case State.SPEAKING:
                yield from self._heard(byte, now)
            case State.IDLE | State.INVITED:
                yield from self._greet(byte, now)

    def tick(self, now: float) -> Iterator[Step]:
        if self.deadline is None or now < self.deadline:
            return
        match self.state:
            case State.ACCEPTED:
                yield from self._begin(now)
            case State.WORKING:
                yield from self._finish(now)
            case State.OFFERING:
                yield from self._offer(now)
            case State.SPEAKING:
                yield from self._speak(now)
            case _:
                self._go(State.IDLE, now)

    def hang_up(self) -> None:
        """A connection broke, which a serial port does not feel: a frame that was taken is executed all the same."""
        if self.state in (State.ACCEPTED, State.WORKING):
            self._work.done(self._command)
        self.forget()

    def forget(self) -> None:
        self.state, self.deadline = State.IDLE, None

    def _go(self, state: State, now: float, seconds: float | None = None) -> None:
        self.state = state
        wait = _SECONDS.get(state) if seconds is None else seconds
        self.deadline = None if wait is None else now + wait

    def _greet(self, byte: int, now: float) -> Iterator[Step]:
        if byte == ENQ:
            instead = self._instead_of_ack()
            yield Say(bytes([ACK])) if instead is None else instead
            self._go(State.INVITED if instead is None else self.state, now)
        elif byte == STX and self.state is State.INVITED:
            self._receive(now)
        elif byte == EOT:
            self._go(State.IDLE, now)

    def _instead_of_ack(self) -> Step | None:
        strikes = self._work.strikes
        if strikes(Link.ENQ_IGNORED):
            return Say(b"")
        if strikes(Link.ENQ_GARBAGE):
            return Say(JUNK)
        if strikes(Packet.ENQ_CLASH):
            return Say(bytes([ENQ]))
        storm = strikes(Link.NAK_STORM)
        return Say(bytes([NAK]) * (storm.at or _STORM), storm.seconds or 0.0) if storm else None

    def _receive(self, now: float) -> None:
        self._reader = Reader()
        self._go(State.RECEIVING, now)

    def _grow(self, byte: int, now: float) -> Iterator[Step]:
        self._go(State.RECEIVING, now)
        try:
            data = self._reader.take(byte)
        except ValueError:
            data = b""
        if data is None:
            return
        if not data or len(data) > self._quirks.longest:
            yield Say(bytes([NAK]))
            self._go(State.INVITED, now)
            return
        self._command = data
        yield from self._accept(now)

    def _accept(self, now: float) -> Iterator[Step]:
        """A good frame, unless a fault has it otherwise."""
        strikes = self._work.strikes
        self._go(State.INVITED, now)
        if fault := strikes(Link.SILENCE, self._command):
            yield Wait(fault.seconds or 0.0)
            return
        if strikes(Link.GOOD_REFUSED, self._command):
            yield Say(bytes([NAK]))
            return
        if leave := self._gone_before():
            self.forget()
            yield leave
            return
        late = strikes(Link.ACK_LATE, self._command)
        if late:
            yield Wait(late.seconds or 0.0)
        if not strikes(Link.ACK_LOST, self._command):
            yield Say(bytes([ACK]))
        self._go(State.ACCEPTED, now)
        if not self._quirks.waits_for_eot:
            yield from self._begin(now)

    def _gone_before(self) -> Leave | None:
        if fault := self._work.strikes(Link.PORT_GONE, self._command):
            return Leave(Leaves.PORT, fault.seconds)
        return Leave(Leaves.LINE) if self._work.strikes(Link.RESET_BEFORE_ACK, self._command) else None

    def _before_work(self, byte: int, now: float) -> Iterator[Step]:
        if byte == STX:
            self._receive(now)  # the host has not heard ACK and sends it again
        elif byte == EOT:
            yield from self._begin(now)

    def _begin(self, now: float) -> Iterator[Step]:
        if fault := self._work.strikes(Power.BEFORE_EXECUTION, self._command):
            yield _power(fault)
            return
        seconds = self._work.duration(self._command)
        self._go(State.WORKING, now, seconds)
        if not seconds:
            yield from self._finish(now)

    def _finish(self, now: float) -> Iterator[Step]:
        self._answer = self._work.done(self._command).answer
        self._tries = 0
        if leave := self._gone_with_answer():
            self.forget()
            yield leave
        elif self._work.strikes(Link.ANSWER_LOST, self._command):
            self.forget()
        else:
            self._answer = self._chosen(self._answer)
            yield from self._offer(now)

    def _chosen(self, answer: bytes) -> bytes:
        """The right answer, or an older one."""
        done = self._work.exchanges
        stale = len(done) > 1 and self._work.strikes(Link.ANSWER_STALE, self._command)
        return done[-2].answer if stale else answer

    def _gone_with_answer(self) -> Leave | None:
        strikes = self._work.strikes
        if fault := strikes(Power.AFTER_EXECUTION, self._command):
            return _power(fault)
        if fault := strikes(Power.RAM_LOST, self._command):
            return _power(fault, ram_lost=True)
        return Leave(Leaves.LINE) if strikes(Link.RESET_AFTER_ACK, self._command) else None

    def _offer(self, now: float) -> Iterator[Step]:
        if self._tries >= self._quirks.offers:
            self._go(State.IDLE, now)
            return
        self._tries += 1
        self._go(State.OFFERING, now)
        yield Say(bytes([ENQ]))

    def _speak(self, now: float, *, anew: bool = False) -> Iterator[Step]:
        self._tries = 1 if anew else self._tries + 1
        if self._tries > _TRIES:
            self._go(State.IDLE, now)
            return
        self._go(State.SPEAKING, now)
        yield from self._work.said(framed(self._answer), self._command)
        if leave := self._gone_after_answer():
            self.forget()
            yield leave

    def _gone_after_answer(self) -> Leave | None:
        if fault := self._work.strikes(Power.WHILE_PRINTING, self._command):
            return _power(fault)
        return Leave(Leaves.LINE) if self._work.strikes(Link.RESET_AFTER_ANSWER, self._command) else None

    def _heard(self, byte: int, now: float) -> Iterator[Step]:
        """What the host says to the answer; ENQ = it has given the answer up."""
        if byte == ACK:
            self._go(State.IDLE, now)
            yield Say(bytes([EOT]))
        elif byte == NAK:
            yield from self._speak(now)
        elif byte == ENQ:
            self._go(State.IDLE, now)
            yield from self._greet(byte, now)


def _power(fault: Fault, *, ram_lost: bool = False) -> Leave:
    return Leave(Leaves.POWER, fault.seconds, ram_lost=ram_lost)
