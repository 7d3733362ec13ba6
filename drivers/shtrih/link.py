"""The host's side of the standard lower level: ENQ before every command, ACK and NAK, answers that are held.

What a register answers last it holds until it has heard ACK, so an answer lost on the way is never lost for good. Every
exchange begins with ENQ, and the command goes out only once NAK has said that nothing is held: what is held later can
only be the answer to it. NAK in reply to a frame says that it was not carried out. Source: spec/shtrih-m.md, 1.3–1.5.
"""

from math import ceil
from typing import Any

from drivers.errors import FrameError
from drivers.registers.talk import Nonsense, Silent, Step, Talk
from drivers.shtrih.codec import ACK, ENQ, NAK, STX, Reply, frame, reply_of, reply_to, take_frame
from drivers.shtrih.exchange import Exchanges
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.talk import Timing

_SILENCE = -1
_FILLER = b"\xff"  # sent over TCP and RNDIS after ACK
_MOST = 4096  # bytes of garbage; whoever sends more is no register


class Link(Exchanges):
    def __init__(self, timing: Timing, address: str) -> None:
        super().__init__(timing, address)
        self._taken: bytes | None = None  # body of the last answer; None: the register may hold one nobody has seen
        self._before: bytes | None = None  # what `_taken` was when the exchange in hand began
        self._announced = False  # the register has said that it holds an answer, since the frame went out

    def _begin(self) -> Talk[None]:
        self._taken = None
        yield from self._drain()

    def _answered(self, request: Request[Any]) -> Talk[Reply]:
        yield from self._drain()
        return (yield from self._exchange(request))

    def _exchange(self, request: Request[Any]) -> Talk[Reply]:
        """NAK means that the frame was refused, unless an answer is held or even heard: then it was an ACK once."""
        sent = frame(request.body)
        self._before, self._taken, self._owed = self._taken, None, request.patience
        for _ in range(self._timing.tries):
            self._sent, self._announced = True, False
            answered = yield from self._control(sent)
            if (reply := (yield from self._reply(request, acked=answered == ACK))) is not None:
                return reply
            self._sent = answered != NAK or self._announced or (yield from self._hush()) > 0
            if self._sent and request.effect is not Effect.NONE:
                break
        raise Nonsense

    def _reply(self, request: Request[Any], *, acked: bool) -> Talk[Reply | None]:
        """None: nothing is held, so the command was not carried out, or its answer is gone."""
        body = (yield from self._answer(request.patience)) if acked else None
        for _ in range(self._timing.tries + 1):
            if body is None:
                body = yield from self._held(0.0 if acked else request.patience)
            if body is None:
                return None
            if (acked or self._is_new(body)) and (reply := reply_to(request.code, body)):
                self._taken = body
                return reply
            self._keep(body)
            if not acked and request.effect is not Effect.NONE:
                break
            self._before, body = body, None
        raise Nonsense

    def _is_new(self, body: bytes) -> bool:
        """It cannot be the answer before: held on where our ACK was lost, unseen where NAK was heard for ACK."""
        return self._before is not None and body != self._before

    def _drain(self) -> Talk[None]:
        """Until nothing is held."""
        for _ in range(self._timing.tries + 1):
            body = yield from self._held(self._owed)
            self._owed = 0.0
            if body is None:
                return
            if self._taken is None:  # otherwise it is the one that was taken: our ACK was lost
                self._keep(body)
        raise Nonsense

    def _keep(self, body: bytes) -> None:
        if (reply := reply_of(body)) is not None:
            self.stale.append(reply)

    def _held(self, waiting: float) -> Talk[bytes | None]:
        """The body of the answer that is held, None where there is none.

        `waiting`: seconds that the register may be busy, when it hears no ENQ. Raises Silent, Nonsense.
        """
        answered = _SILENCE
        for _ in range(self._timing.tries + ceil(waiting / self._timing.answer)):
            if not self._calm:
                yield from self._hush()
            answered = yield from self._control(bytes([ENQ]))
            if answered == NAK and not self._heard:
                self._calm = True
                return None
            self._announced = self._announced or answered == ACK
            if answered == ACK and (body := (yield from self._answer(self._timing.answer))) is not None:
                return body
        raise Silent if answered == _SILENCE else Nonsense

    def _control(self, sent: bytes) -> Talk[int]:
        """The byte that comes in reply to `sent`."""
        self._calm = False
        self._heard.clear()
        heard = yield Step(sent, self._timing.answer)
        while heard:
            self._heard += heard.lstrip(_FILLER)
            if self._heard:
                return self._heard.pop(0)
            heard = yield Step(b"", None)
        return _SILENCE

    def _answer(self, seconds: float) -> Talk[bytes | None]:
        """The body of the frame that begins within `seconds`, acknowledged; None where none came whole."""
        wait: float | None = seconds
        while (begin := self._heard.find(STX)) < 0:
            self._heard.clear()
            heard = yield Step(b"", wait)
            if not heard:
                return None
            self._heard += heard
            wait = None
        del self._heard[:begin]
        body = yield from self._rest()
        yield Step(bytes([NAK if body is None else ACK]), 0)
        self._calm = body is not None and not self._heard
        return body

    def _rest(self) -> Talk[bytes | None]:
        """The body of the frame that has begun; None where it is cut short or garbled."""
        try:
            while (body := take_frame(self._heard)) is None:
                heard = yield Step(b"", self._timing.gap)
                if not heard:
                    return None
                self._heard += heard
        except FrameError:
            return None
        return body

    def _hush(self) -> Talk[int]:
        """Let all that is on its way come, and drop it: how many bytes. Raises Nonsense where it never ends."""
        dropped = 0
        while heard := (yield Step(b"", self._timing.gap)):
            dropped += len(heard)
            if dropped > _MOST:
                raise Nonsense
        self._calm = True
        return dropped
