"""The host's side of the buffered lower level: a command is a task with an id (tid), kept until its result was read.

Exactly once: a task is added but once, and whatever breaks on the way, the register is asked for it by its id: the
answer is there, or it is still coming, or it is lost and the outcome unknown. The queue is never dropped while a task
may be in it that nobody has the answer of. Within one life of the queue (from Abort to Abort) no id is used twice, so
an id that exists already is always the task in hand, unless Abort leaves some behind (unknown). Source: spec/atol.md
3.2–3.4, 13; that a task survives a broken connection is inferred.
"""

from dataclasses import dataclass
from typing import Any

from drivers.atol import codec_v3
from drivers.atol.codec_v3 import IDS, OWN_IDS, Packet, Says, packet, take_packet
from drivers.atol.exchange import Exchanges
from drivers.atol.reply import Reply, reply_of, reply_to
from drivers.atol.request import Effect, Request
from drivers.errors import FrameError
from drivers.registers.talk import Busy, Nonsense, Silent, Step, Talk

_REST = 1.0  # seconds after a full queue was dropped
_SOON = 0.05  # seconds, at first, between two questions to a register whose results do not come by themselves
_LEFTOVER = 60.0  # seconds that the command may take which an earlier process has left; the longest of a receipt
_RUNNING = frozenset({Says.PENDING, Says.IN_PROGRESS, Says.WAITING})
_RESULTS = frozenset({Says.RESULT, Says.ERROR})
_REFUSED = frozenset({Says.OVERFLOW, Says.TID_EXISTS, Says.BAD_VALUE})
_ASYNC = {Says.ASYNC_RESULT: Says.RESULT, Says.ASYNC_ERROR: Says.ERROR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds but for `tries`: of a packet. Source: spec/atol.md 3.4."""

    tries: int = 3
    answer: float = 1.0
    poll_after: float = 5.0  # for a result to come by itself
    poll_every: float = 0.5


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of the register to a packet, or about a task. `rest`: the bytes after the first."""

    what: int  # a `Says`, or a number that is not known
    rest: bytes = b""


_AGAIN = Said(0)  # an empty packet: ours came broken


class Link(Exchanges):
    def __init__(self, timing: Timing, password: bytes, address: str, *, first_tid: int = 0) -> None:
        """`first_tid`: ids of an earlier process are best not used again at once."""
        super().__init__(password, address)
        self._timing = timing
        self._id = IDS - 1  # of the last packet
        self._tid = first_tid % IDS  # of the next task
        self._flying: int | None = None
        self._search = False  # `_flying` is where the search begins for a task of an earlier process
        self._arrived: Said | None = None  # the result of the task in flight, which came by itself
        self._comes = True  # the last result came so
        self._unacked: int | None = None  # a task whose result was read
        self._acks = True  # the last Ack was answered
        self._spent = IDS  # ids used since the queue was dropped; all of them: drop it first

    @property
    def next_tid(self) -> int:
        return self._tid

    @property
    def tid_in_flight(self) -> int | None:
        return self._flying

    def resume(self, tid: int) -> None:
        self._flying, self._search, self._owed = tid % IDS, True, _LEFTOVER

    def connected(self) -> None:
        super().connected()
        self._spent = IDS

    def limit(self, request: Request[Any]) -> float:
        """An exchange has eight packets at most beside the questions for the result; a search a packet for each id."""
        packets = IDS + 8 if self._search else 8
        return 2 * request.patience + self._owed + packets * self._timing.tries * self._timing.answer + _REST

    def _begin(self) -> Talk[None]:
        yield from self._ready(0.0)

    def _answered(self, request: Request[Any]) -> Talk[Reply]:
        for _ in range(self._timing.tries):
            yield from self._ready(request.patience)
            said = yield from self._carried_out(self._task(request), request.patience)
            if said.what in _RESULTS:
                return _reply(request, said)
            if self._sent and request.effect is not Effect.NONE:
                break
        raise Nonsense

    # the queue

    def _ready(self, patience: float) -> Talk[None]:
        """No answer is in the queue that nobody has, and the next id is free. Raises Silent, Busy."""
        if self._flying is not None:
            yield from self._settle(patience)
        if self._unacked is not None and self._spent < IDS:
            yield from self._acknowledge(self._unacked)
        if self._spent >= IDS:
            yield from self._drop()

    def _settle(self, patience: float) -> Talk[None]:
        """The task that was left alone, to its end. Raises Busy while it is being carried out."""
        said = yield from (self._found() if self._search else self._asked())
        try:
            said = yield from self._ended(said, max(self._owed, patience))
        except Silent as error:
            raise Busy from error
        if said.what in _RESULTS and (reply := reply_of(said.rest)) is not None:
            self.stale.append(reply)
        self._over(said)

    def _found(self) -> Talk[Said]:
        """Of the first task from `_flying` on that the register knows. One at a time is in the queue."""
        first = self._flying or 0
        said = _AGAIN
        for tid in range(first, first + IDS):
            self._flying = tid % IDS
            said = yield from self._asked()
            if said.what != Says.TID_NOT_FOUND:
                self._tid = (tid + 1) % IDS
                break
        self._search = False
        return said

    def _acknowledge(self, tid: int) -> Talk[None]:
        """Whether a register answers that is not known: from one that does not, no answer is waited for.

        If it comes to nothing, Abort will free the id before it is used again.
        """
        self._unacked = None
        if self._acks:
            self._acks = (yield from self._said(codec_v3.ack(tid))) is not None
        else:
            yield Step(self._packet(codec_v3.ack(tid)), 0)

    def _drop(self) -> Talk[None]:
        """Abort. What a register answers is not known: one that does is alive."""
        yield from self._call(codec_v3.abort())
        self._spent, self._unacked = 0, None

    # a task

    def _carried_out(self, task: bytes, patience: float) -> Talk[Said]:
        """The last word on it; `_sent`: whether it may have been carried out. Raises Silent."""
        said = yield from self._added(task)
        if said.what in _REFUSED:
            yield from self._refused(said)
            return said
        self._owed = patience
        said = yield from self._ended(said, patience)
        self._over(said)
        return said

    def _added(self, task: bytes) -> Talk[Said]:
        """What the register says of a new task. Raises Silent where it does not even say whether it has it."""
        tid = self._flying = self._tid
        self._tid, self._spent = (tid + 1) % IDS, self._spent + 1
        self._arrived, self._sent = None, True
        said, repeated = (yield from self._said(codec_v3.add(tid, task))), False
        for _ in range(self._timing.tries - 1):
            if said != _AGAIN:
                break
            said, repeated = (yield from self._said(codec_v3.add(tid, task))), True
        lost = said is None or said == _AGAIN or (repeated and said.what == Says.TID_EXISTS)
        return (yield from self._asked()) if said is None or lost else said

    def _refused(self, said: Said) -> Talk[None]:
        """It was not taken. An id that exists is of a task that Abort has left behind: that one is settled first."""
        self._sent = False
        if said.what == Says.TID_EXISTS:
            self._owed = _LEFTOVER
            return
        self._flying = None
        yield from self._drop()
        if said.what == Says.OVERFLOW:
            yield from self._listen(_REST)

    def _ended(self, said: Said, patience: float) -> Talk[Said]:
        """The last word on the task in flight, after what the register `said` first. Raises Silent."""
        pause = self._timing.poll_after if self._comes else _SOON
        while self._arrived is None and said.what in _RUNNING:
            if patience <= 0:
                raise Silent
            yield from self._listen(min(pause, patience))
            patience, pause = patience - pause, min(2 * pause, self._timing.poll_every)
            self._comes = self._arrived is not None
            if self._arrived is None:
                said = yield from self._asked()
        return self._arrived or said

    def _over(self, said: Said) -> None:
        """The task in flight has come to its end, or is not known any more. After an error the queue stands still."""
        done = said.what == Says.RESULT
        self._unacked = self._flying if done else None
        self._flying, self._arrived, self._owed = None, None, 0.0
        if not done:
            self._spent = IDS

    def _asked(self) -> Talk[Said]:
        """How it is with the task in flight."""
        return (yield from self._call(codec_v3.req(self._flying or 0)))

    # packets

    def _call(self, data: bytes) -> Talk[Said]:
        """The answer to what may be sent again. Raises Silent."""
        said = None
        for _ in range(self._timing.tries):
            answer = yield from self._said(data)
            if answer not in (None, _AGAIN):
                return answer
            said = answer or said
        if said is None:
            raise Silent
        return said

    def _said(self, data: bytes) -> Talk[Said | None]:
        """The answer to one packet; None where none came whole."""
        sent = self._packet(data)
        number = self._id
        heard = yield Step(sent, self._timing.answer)
        while heard:
            self._heard += heard
            try:
                while (answer := take_packet(self._heard)) is not None:
                    if answer.id == number:
                        return Said(answer.data[0], answer.data[1:]) if answer.data else _AGAIN
                    self._notice(answer)
            except FrameError:
                return None
            heard = yield Step(b"", None)
        return None

    def _packet(self, data: bytes) -> bytes:
        self._id = (self._id + 1) % IDS
        return packet(self._id, data)

    def _listen(self, seconds: float | None) -> Talk[None]:
        """Until the result of the task in flight comes by itself, or something broken that may be it."""
        heard: bytes | None = b""  # it may have come together with the answer before
        while heard is not None:
            self._heard += heard
            try:
                while (answer := take_packet(self._heard)) is not None:
                    self._notice(answer)
            except FrameError:
                return
            if self._arrived is not None:
                return
            heard = (yield Step(b"", seconds)) or None
            seconds = None

    def _notice(self, heard: Packet) -> None:
        """What the register sends by itself. Answers that come too late were asked for again."""
        tid = None if self._flying is None else bytes([self._flying])
        if heard.id >= OWN_IDS and heard.data[:1] and heard.data[1:2] == tid and heard.data[0] in _ASYNC:
            self._arrived = Said(_ASYNC[Says(heard.data[0])], heard.data[2:])


def _reply(request: Request[Any], said: Said) -> Reply:
    """Raises Nonsense for what is no answer to that command."""
    reply = reply_to(request.code, said.rest)
    if reply is None:
        raise Nonsense
    return reply
