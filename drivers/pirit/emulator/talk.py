"""What a register says, and when: bytes in, steps out, with every fault of the wire on the way. No I/O.

Whoever takes the steps does each one before it asks for the next: a command is executed between two of them. Faults of
ACK, NAK and of a length have no meaning here; a good frame that is refused gets error 07, as after a broken crc.
That a command which comes while another one is worked on waits for its turn is inferred.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from drivers.emulation.distortion import JUNK, bad_sum, other_speed
from drivers.emulation.frame_faults import WELL, Fault, Faults, Link, Power
from drivers.emulation.pace import Pace
from drivers.emulation.plan import Plan, What
from drivers.emulation.steps import Leave, Leaves, Say, Step, Wait, Work
from drivers.pirit.emulator.frame import ACK, ENQ, PIRIT, Broken, Dialect, Request, answer
from drivers.pirit.emulator.reader import Control, Heard, Reader

_KEEP = 10_000  # exchanges
_WRONG_ID = Link.OTHER_CODE  # the right answer under an id nobody asked with, which is all that ever comes


class Executes(Protocol):
    """The register behind the link. `execute` may want bytes (a picture) before it has an answer: then `wanted` > 0."""

    @property
    def wanted(self) -> int: ...
    def execute(self, command: str, data: bytes) -> tuple[int, bytes]: ...  # -> error, data of the answer
    def take(self, raw: bytes) -> tuple[int, bytes]: ...  # what was wanted
    def feed_line(self) -> None: ...
    def worked(self) -> float: ...  # seconds the last command took by itself


@dataclass(frozen=True, slots=True)
class Exchange:
    """`told`: data of the answer."""

    command: str
    data: bytes
    error: int  # 0 = done
    told: bytes


class Talk:
    """`now`: seconds of any clock. Of `pace`, `answer` and `byte` count here."""

    def __init__(
        self,
        register: Executes,
        now: Callable[[], float],
        *,
        dialect: Dialect = PIRIT,
        plan: Plan[Fault] | None = None,
        pace: Pace | None = None,
        byte_timeout: float = 0.2,
    ) -> None:
        self.plan: Plan[Fault] = plan or Plan()
        self.pace = pace or Pace()
        self.faults: Faults = WELL
        self.exchanges: deque[Exchange] = deque(maxlen=_KEEP)
        self._register, self._now, self._dialect = register, now, dialect
        self._reader = Reader(dialect, byte_timeout)
        self._queue = bytearray()  # heard, and not yet taken
        self._request = Request(0x20, "00", b"")
        self._said = b""  # the last answer, for one that is told again

    @property
    def deadline(self) -> float | None:
        """When to call `tick`; on the clock of `now`."""
        return self._reader.deadline

    def tick(self) -> Iterator[Step]:
        """The deadline has passed."""
        yield from self._react(self._reader.tick(self._now()))

    def hear(self, data: bytes) -> Iterator[Step]:
        spoiled = bool(data) and self.plan.strikes(Link.SPOILED) is not None
        self._queue += other_speed(data) if spoiled else data
        for step in self._listen():
            yield Say(other_speed(step.data), step.pause) if spoiled and isinstance(step, Say) else step

    def meanwhile(self, data: bytes) -> bytes:
        """What comes while it works: enquiries are answered, the rest waits. -> what is said at once."""
        self._queue += data.replace(bytes([ENQ]), b"")
        heard = sum(self.plan.strikes(Link.ENQ_IGNORED) is None for _ in range(data.count(ENQ)))
        return bytes([ACK]) * heard

    def hang_up(self) -> None:
        """The connection broke: half a frame has no other half."""
        self._queue.clear()
        self._reader.forget()

    def power_cut(self) -> None:
        self.hang_up()
        self._said = b""

    def _listen(self) -> Iterator[Step]:
        while self._queue:
            yield from self._react(self._reader.take(self._queue.pop(0), self._now()))

    def _react(self, heard: Heard | None) -> Iterator[Step]:
        match heard:
            case Control.ENQUIRY:
                yield from self._greet()
            case Control.FEED:
                self._register.feed_line()
            case Broken(error, id_, command):
                yield Say(answer(id_, command, error, b"", self._dialect))
            case Request():
                self._request = heard
                yield from self._perform(lambda: self._register.execute(heard.command, heard.data))
            case bytes():
                yield from self._finish(lambda: self._register.take(heard))
            case None:
                pass

    def _greet(self) -> Iterator[Step]:
        if self.plan.strikes(Link.ENQ_GARBAGE):
            yield Say(JUNK)
        elif not self.plan.strikes(Link.ENQ_IGNORED):
            yield Say(bytes([ACK]))

    def _perform(self, run: Callable[[], tuple[int, bytes]]) -> Iterator[Step]:
        """The whole way of a command that came right."""
        if (refusal := self._refusal()) is not None:
            yield refusal
            return
        yield from self._finish(run)

    def _refusal(self) -> Step | None:
        """What happens instead of everything."""
        if fault := self._strikes(Link.SILENCE):
            return Wait(fault.seconds or 0.0)
        if self._strikes(Link.GOOD_REFUSED):
            return Say(self._framed(0x07, b""))
        if fault := self._strikes(Link.PORT_GONE):
            return Leave(Leaves.PORT, fault.seconds)
        if self._strikes(Link.RESET_BEFORE_ACK):
            return Leave(Leaves.LINE)
        fault = self._strikes(Power.BEFORE_EXECUTION)
        return Leave(Leaves.POWER, fault.seconds) if fault else None

    def _finish(self, run: Callable[[], tuple[int, bytes]]) -> Iterator[Step]:
        error, data = run()
        if self._register.wanted and not error:
            self._reader.expect(self._register.wanted)
            yield Say(bytes([ACK]))
            return
        self.exchanges.append(Exchange(self._request.command, self._request.data, error, data))
        if leave := self._gone_with_answer():
            yield leave
            return
        late = self._strikes(Link.ANSWER_LATE)
        yield from self._works(self.pace.answer + self._register.worked() + (late.seconds or 0.0 if late else 0.0))
        yield from self._answer(self._framed(error, data))
        if leave := self._gone_after_answer():
            yield leave

    def _gone_with_answer(self) -> Leave | None:
        """Executed; nothing of the answer is said."""
        if fault := self._strikes(Power.AFTER_EXECUTION):
            return Leave(Leaves.POWER, fault.seconds)
        return Leave(Leaves.LINE) if self._strikes(Link.RESET_AFTER_ACK) else None

    def _gone_after_answer(self) -> Leave | None:
        if fault := self._strikes(Power.WHILE_PRINTING):
            return Leave(Leaves.POWER, fault.seconds)
        return Leave(Leaves.LINE) if self._strikes(Link.RESET_AFTER_ANSWER) else None

    def _works(self, seconds: float) -> Iterator[Step]:
        if seconds:
            yield Work(seconds)

    def _answer(self, frame: bytes) -> Iterator[Step]:
        """The answer as far as the wire lets it through."""
        before, self._said = self._said, frame
        if self._strikes(Link.ANSWER_STALE):
            yield Say(before)
        slow = self._strikes(Link.ANSWER_SLOW)
        if said := self._distorted(frame):
            yield Say(said, slow.seconds or 0.0 if slow else self.pace.byte)

    def _distorted(self, frame: bytes) -> bytes:
        if self._strikes(Link.ANSWER_LOST):
            return b""
        if self._strikes(_WRONG_ID):
            frame = self._under_another_id(frame)
        if self.faults.bad_sum or self._strikes(Link.BAD_SUM):
            frame = bad_sum(frame)
        if self._strikes(Link.JUNK_BEFORE):
            frame = JUNK + frame
        if self._strikes(Link.ANSWER_TWICE):
            frame += frame
        cut = self._strikes(Link.ANSWER_CUT)
        return self.faults.junk_before + (frame[: cut.at] if cut else frame)

    def _under_another_id(self, frame: bytes) -> bytes:
        command, error = frame[2:4].decode("ascii"), int(frame[4:6], 16)
        return answer(self._request.id ^ 1, command, error, frame[6:-3], self._dialect)

    def _framed(self, error: int, data: bytes) -> bytes:
        return answer(self._request.id, self._request.command, error, data, self._dialect)

    def _strikes(self, what: What) -> Fault | None:
        return self.plan.strikes(what, self._request.command)
