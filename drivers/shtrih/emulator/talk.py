"""What a register says, and when: bytes in, steps out, with every fault of the wire on the way. No I/O.

Whoever takes the steps does each one before it asks for the next: a command is executed between two of them.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from drivers.emulation.distortion import JUNK, bad_length, bad_sum, other_code, other_speed
from drivers.emulation.frame_faults import WELL, Fault, Faults, Link, Power
from drivers.emulation.pace import Pace
from drivers.emulation.plan import Plan, What
from drivers.emulation.steps import Leave, Leaves, Say, Step, Wait
from drivers.shtrih.emulator.levels import Levels
from drivers.shtrih.emulator.link import ACK, ENQ, EXTRA, NAK, Heard

_KEEP = 10_000  # exchanges
_STORM = 20  # NAK
_TWO_BYTES = 0xFF  # codes that begin so have another byte


@dataclass(frozen=True, slots=True)
class Exchange:
    """Bodies: code and parameters; code, error and data."""

    request: bytes
    answer: bytes

    @property
    def code(self) -> bytes:
        return code_of(self.request)

    @property
    def error(self) -> int:
        """0 = done."""
        return self.answer[len(self.code)] if len(self.answer) > len(self.code) else self.answer[-1]


class Talk:
    """`execute`: body in, body out. `now`: seconds of any clock. `extra_byte`: FF after the host's ACK."""

    def __init__(
        self,
        execute: Callable[[bytes], bytes],
        now: Callable[[], float],
        *,
        plan: Plan[Fault] | None = None,
        pace: Pace | None = None,
        levels: Levels | None = None,
        extra_byte: bool = True,
    ) -> None:
        self.plan: Plan[Fault] = plan or Plan()
        self.pace, self.levels = pace or Pace(), levels or Levels()
        self.faults: Faults = WELL
        self.exchanges: deque[Exchange] = deque(maxlen=_KEEP)
        self._execute, self._now, self._extra_byte = execute, now, extra_byte
        self._behind: bytes | None = None  # held behind the stale answer that is out

    @property
    def deadline(self) -> float | None:
        """When to call `tick`; on the clock of `now`."""
        return self.levels.link.deadline

    def tick(self) -> Iterator[Step]:
        """The deadline has passed."""
        yield from self._react(self.levels.link.tick(self._now()))

    def hear(self, data: bytes) -> Iterator[Step]:
        """What follows a whole command came while it was executed: it is lost."""
        spoiled = bool(data) and self._strikes(Link.SPOILED) is not None
        for step in self._listen(other_speed(data) if spoiled else data):
            yield Say(other_speed(step.data), step.pause) if spoiled and isinstance(step, Say) else step

    def hang_up(self) -> None:
        """The connection broke."""
        self.levels.hang_up()

    def power_cut(self) -> None:
        self.levels.power_cut()
        self._behind = None

    def _listen(self, data: bytes) -> Iterator[Step]:
        for byte in data:
            link = self.levels.choose(byte)
            asked = byte == ENQ and link.heeds_enq
            if asked and self._strikes(Link.ENQ_IGNORED):
                continue
            heard = link.take(byte, self._now())
            if asked and heard is Heard.REFUSED and (instead := self._instead_of_nak()):
                yield instead
                continue
            yield from self._react(heard)
            if heard is Heard.COMMAND:
                return

    def _instead_of_nak(self) -> Say | None:
        if self._strikes(Link.ENQ_GARBAGE):
            return Say(JUNK)
        storm = self._strikes(Link.NAK_STORM)
        return Say(bytes([NAK]) * (storm.at or _STORM), storm.seconds or 0.0) if storm else None

    def _react(self, heard: Heard) -> Iterator[Step]:
        match heard:
            case Heard.REFUSED:
                yield Say(bytes([NAK]))
            case Heard.CONFIRMED:
                self._confirmed()
                if self._extra_byte:
                    yield Say(bytes([EXTRA]))
            case Heard.AGAIN:
                yield from self._acknowledge()
                yield from self._answer()
            case Heard.COMMAND:
                yield from self._perform()
            case Heard.NOTHING:
                pass

    def _confirmed(self) -> None:
        if self._behind is not None:
            self.levels.link.executed(self._behind)
            self.levels.link.hang_up()  # held, as an answer whose host has gone
            self._behind = None
        else:
            self.levels.settled()

    def _perform(self) -> Iterator[Step]:
        """The whole way of a command that came right."""
        refusal = self._refusal()
        if refusal is not None:
            self.levels.link.refuse()
            yield refusal
            return
        yield from self._confirm()
        if fault := self._strikes(Power.BEFORE_EXECUTION):
            yield Leave(Leaves.POWER, fault.seconds)
            return
        self._run()
        if leave := self._gone_with_answer():
            yield leave
            return
        yield from self._waits(self.pace.answer, self._strikes(Link.ANSWER_LATE))
        yield from self._answer()
        if leave := self._gone_after_answer():
            yield leave

    def _refusal(self) -> Step | None:
        """What happens instead of everything."""
        if fault := self._strikes(Link.SILENCE):
            return Wait(fault.seconds or 0.0)
        if self._strikes(Link.GOOD_REFUSED):
            return Say(bytes([NAK]) if self.levels.link.needs_ack else b"")
        if fault := self._strikes(Link.PORT_GONE):
            return Leave(Leaves.PORT, fault.seconds)
        return Leave(Leaves.LINE) if self._strikes(Link.RESET_BEFORE_ACK) else None

    def _confirm(self) -> Iterator[Step]:
        yield from self._waits(self.pace.ack, self._strikes(Link.ACK_LATE))
        if not self._strikes(Link.ACK_LOST):
            yield from self._acknowledge()

    def _acknowledge(self) -> Iterator[Step]:
        if self.levels.link.needs_ack:
            yield Say(bytes([ACK]))

    def _run(self) -> None:
        link = self.levels.link
        answer = self._execute(link.command)
        link.executed(answer)
        self.exchanges.append(Exchange(link.command, answer))

    def _gone_with_answer(self) -> Leave | None:
        """Executed; nothing of the answer is said."""
        if fault := self._strikes(Power.AFTER_EXECUTION):
            return Leave(Leaves.POWER, fault.seconds)
        if fault := self._strikes(Power.RAM_LOST):
            return Leave(Leaves.POWER, fault.seconds, ram_lost=True)
        return Leave(Leaves.LINE) if self._strikes(Link.RESET_AFTER_ACK) else None

    def _gone_after_answer(self) -> Leave | None:
        if fault := self._strikes(Power.WHILE_PRINTING):
            return Leave(Leaves.POWER, fault.seconds)
        return Leave(Leaves.LINE) if self._strikes(Link.RESET_AFTER_ANSWER) else None

    def _waits(self, usual: float, fault: Fault | None) -> Iterator[Step]:
        seconds = usual + (fault.seconds or 0.0 if fault else 0.0)
        if seconds:
            yield Wait(seconds)

    def _answer(self) -> Iterator[Step]:
        """The answer as far as the wire lets it through."""
        link = self.levels.link
        said = self._distorted(link.framed(self._chosen(link.answer or b"")))
        slow = self._strikes(Link.ANSWER_SLOW)
        if said:
            yield Say(said, slow.seconds or 0.0 if slow else self.pace.byte)
        link.said(self._now())
        if not link.needs_ack:
            self.levels.settled()

    def _chosen(self, answer: bytes) -> bytes:
        """The body: the right one, an older one, or one under another code."""
        if len(self.exchanges) > 1 and self._strikes(Link.ANSWER_STALE):
            self._behind = answer
            return self.exchanges[-2].answer
        self._behind = None
        return other_code(answer) if self._strikes(Link.OTHER_CODE) else answer

    def _distorted(self, frame: bytes) -> bytes:
        if self._strikes(Link.ANSWER_LOST):
            return b""
        if self.faults.bad_sum or self._strikes(Link.BAD_SUM):
            frame = bad_sum(frame)
        if self._strikes(Link.BAD_LENGTH):
            frame = bad_length(frame)
        if self._strikes(Link.JUNK_BEFORE):
            frame = JUNK + frame
        if self._strikes(Link.ANSWER_TWICE):
            frame += frame
        cut = self._strikes(Link.ANSWER_CUT)
        return self.faults.junk_before + (frame[: cut.at] if cut else frame)

    def _strikes(self, what: What) -> Fault | None:
        return self.plan.strikes(what, code_of(self.levels.link.command).hex().upper())


def code_of(body: bytes) -> bytes:
    return body[:2] if body[:1] == bytes([_TWO_BYTES]) else body[:1]
