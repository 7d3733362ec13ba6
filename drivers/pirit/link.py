"""The host's side of the frame: ids, and ENQ while the register is at work. Source: spec/service-plus.md A1, A8.

An answer is sent once and is not held: lost on the way it is lost for good. It carries the id of its command, so one
that comes late is never taken for another. ENQ before a command with an effect proves that somebody hears it.
"""

from dataclasses import dataclass
from math import ceil
from typing import Any

from drivers.errors import FrameError
from drivers.pirit.codec import ACK, ENQ, STX, Dialect, Reply, frame, take_reply
from drivers.pirit.request import Effect, Request
from drivers.registers.exchange import Exchanges
from drivers.registers.talk import Busy, Nonsense, Silent, Step, Talk

_NOT_TAKEN = frozenset({0x04, 0x05, 0x07})  # the frame came broken: it was not carried out
_ENQ = bytes([ENQ])


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    tries: int  # of ENQ, of a frame that came broken, of a question
    answer: float = 1.0  # seconds between two ENQ, and for an ACK
    gap: float = 0.3  # seconds between two bytes of an answer
    doubt: float = 5.0  # seconds at work after which it is asked how a document stands (A8)


class Link(Exchanges[Request[Any], Reply]):
    """One per connection; carries one exchange at a time. `first`: the id to begin with, within the dialect's."""

    def __init__(self, dialect: Dialect, timing: Timing, address: str, first: int | None = None) -> None:
        super().__init__(address)
        self._dialect, self._timing = dialect, timing
        self._next = dialect.first if first is None else first
        self._acked = False  # ACK was heard since it was asked for
        self._garbage = False  # something else was
        self._cut = False  # the connection was made anew since the frame went out

    def connected(self) -> None:
        super().connected()
        self._cut = True

    def limit(self, request: Request[Any]) -> float:
        once = self._patience(request) + (2 * self._timing.tries + 2) * (self._timing.answer + self._timing.gap)
        return once * self._timing.tries

    def _begin(self) -> Talk[None]:
        self._heard.clear()
        yield from self._greet()

    def _answered(self, request: Request[Any]) -> Talk[Reply]:
        self._heard.clear()
        if request.effect is Effect.NONE:
            return (yield from self._question(request))
        return (yield from self._exchange(request))

    def _question(self, request: Request[Any]) -> Talk[Reply]:
        """A question whose answer is lost is put again, by another id."""
        lost: Exception = Silent()
        for _ in range(self._timing.tries):
            try:
                return (yield from self._exchange(request))
            except (Busy, Nonsense) as error:
                lost = error
        raise lost

    def _exchange(self, request: Request[Any]) -> Talk[Reply]:
        """What came broken to the register goes out again as it was; the answer says so, so nothing is doubled."""
        number = self._new_number()
        sent = frame(self._dialect, number, request.code, request.parameters)
        if request.effect is not Effect.NONE:
            yield from self._greet()
        reply = yield from self._reply(sent, number, request)
        for _ in range(self._timing.tries - 1):
            if reply.error not in _NOT_TAKEN:
                break
            self._sent = False
            yield from self._greet()
            reply = yield from self._reply(sent, number, request)
        return reply

    def _reply(self, sent: bytes, number: int, request: Request[Any]) -> Talk[Reply]:
        """Raises Busy where only ACK comes, Silent where nothing does, Nonsense for an answer lost or broken."""
        self._sent, self._cut = True, False
        step, silent = Step(sent, self._timing.answer), 0
        for _ in range(ceil(self._patience(request) / self._timing.answer) + self._timing.tries):
            self._acked = False
            if (reply := (yield from self._listen(step, number, request.code))) is not None:
                return reply
            if self._cut:
                raise Nonsense
            silent = 0 if self._acked or step.send is sent else silent + 1
            if silent == self._timing.tries:
                raise Silent
            step = Step(_ENQ, self._timing.answer)
        raise Busy

    def _listen(self, step: Step, number: int, code: str) -> Talk[Reply | None]:
        """The answer, if it comes in the time of `step`."""
        heard = yield step
        while heard:
            self._heard += heard
            while self._is_begun():
                reply = yield from self._rest()
                if (reply.number, reply.code) == (number, code):
                    return reply
                self.stale.append(reply)
            heard = yield Step(b"", None)
        return None

    def _greet(self) -> Talk[None]:
        """ENQ until ACK comes. Raises Silent; Nonsense where something else does."""
        self._garbage = False
        for _ in range(self._timing.tries):
            self._acked = False
            heard = yield Step(_ENQ, self._timing.answer)
            while heard:
                self._heard += heard
                yield from self._clear_away()
                if self._acked:
                    return
                heard = yield Step(b"", None)
        raise Nonsense if self._garbage else Silent

    def _clear_away(self) -> Talk[None]:
        """Answers that come late."""
        while self._is_begun():
            try:
                self.stale.append((yield from self._rest()))
            except Nonsense:
                self._garbage = True

    def _is_begun(self) -> bool:
        """Whether an answer begins in what was heard; what stands before it is dropped."""
        begin = self._heard.find(STX)
        before = self._heard[:begin] if begin >= 0 else self._heard
        self._acked = self._acked or ACK in before
        self._garbage = self._garbage or any(byte != ACK for byte in before)
        del self._heard[: len(before)]
        return begin >= 0

    def _rest(self) -> Talk[Reply]:
        """The answer that has begun. Raises Nonsense where it is cut short or garbled."""
        try:
            while (reply := take_reply(self._heard)) is None:
                heard = yield Step(b"", self._timing.gap)
                if not heard:
                    self._heard.clear()
                    raise Nonsense
                self._heard += heard
        except FrameError as error:
            raise Nonsense from error
        return reply

    def _patience(self, request: Request[Any]) -> float:
        return min(request.patience, self._timing.doubt) if request.findable else request.patience

    def _new_number(self) -> int:
        number = self._next
        self._next = number + 1 if number < self._dialect.last else self._dialect.first
        return number
