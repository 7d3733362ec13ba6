"""The host's side of the old lower level: ENQ and ACK before each frame, then the register offers its answer.

Nothing in an answer tells which command it belongs to, so whatever the register still has to say is taken before a new
command goes out. A frame that NAK came for was not carried out and is sent again. Where neither ACK nor NAK came, only
a question is sent again: after a command that changes something EOT lets the register go on if it has the frame, and
if it then offers no answer, the outcome is unknown. Source: spec/atol.md 2, where the frame is sent again in any case.
"""

from typing import Any

from drivers.atol.codec_v2 import ACK, ENQ, EOT, NAK, STX, frame, take_frame
from drivers.atol.exchange import Exchanges
from drivers.atol.reply import Reply, reply_of, reply_to
from drivers.atol.request import Effect, Request
from drivers.errors import FrameError, KkmError
from drivers.registers.talk import Busy, Nonsense, Silent, Step, Talk

_T1, _T2, _T3, _T4, _T6 = 0.5, 2.0, 0.5, 0.5, 0.5  # seconds
_ENQS, _CALLS = 5, 100  # tries: silent ones, all of them
_FRAMES = 10  # tries of a frame, and of an answer
_QUESTIONS = 2  # times that a question is asked
_SILENCE = -1
_MOST = 4096  # bytes of garbage; whoever sends more is no register


class Link(Exchanges):
    def __init__(self, password: bytes, address: str) -> None:
        super().__init__(password, address)
        self._calm = False  # nothing that belongs to an earlier exchange can be on its way to us

    def limit(self, request: Request[Any]) -> float:
        return _QUESTIONS * (request.patience + _CALLS * (_T1 + _T6) + _FRAMES * (_T2 + _T3)) + self._owed

    def connected(self) -> None:
        super().connected()
        self._calm = False

    def failed(self, request: Request[Any], cause: Exception) -> KkmError:
        """The answer may come yet, and must not be taken for that to the next command."""
        failure = super().failed(request, cause)
        self._owed = request.patience if self._sent else 0.0
        return failure

    def _begin(self) -> Talk[None]:
        yield from self._call()
        yield Step(bytes([EOT]), 0)

    def _answered(self, request: Request[Any]) -> Talk[Reply]:
        for _ in range(_QUESTIONS):
            yield from self._call()
            self._calm, self._owed = False, request.patience
            if (yield from self._offered_for(frame(self._task(request)), request)):
                self._owed = 0.0
                return _reply(request, (yield from self._take()))
            if self._sent and request.effect is not Effect.NONE:
                break
        raise Silent

    def _offered_for(self, sent: bytes, request: Request[Any]) -> Talk[bool]:
        """Whether the register took the frame, carried it out and offers its answer. Raises Nonsense: refused."""
        for _ in range(_FRAMES):
            self._sent = True
            heard = yield from self._byte(sent, _T3)
            if heard == ENQ:
                return True  # it took the frame; its ACK was lost
            if heard == ACK or (heard != NAK and request.effect is not Effect.NONE):
                return (yield from self._offered(bytes([EOT]), request.patience))
            self._sent = heard != NAK
        if not self._sent:
            raise Nonsense
        return False

    # the line is ours

    def _call(self) -> Talk[None]:
        """ENQ until the register says ACK, with nothing of its own left to say. Raises Silent, Busy.

        Between two of them silence lets the register give up what it may still wait for.
        """
        if self._owed and (yield from self._offered(b"", self._owed)):
            yield from self._leave()
        self._owed = 0.0
        silent = 0
        for _ in range(_CALLS):
            if not self._calm:
                yield from self._hush(_T6)
            heard = yield from self._byte(bytes([ENQ]), _T1)
            if heard == ACK and not self._heard:
                return
            self._calm = False
            silent += heard == _SILENCE
            if silent >= _ENQS:
                break
            if heard == ENQ:
                yield from self._leave()  # both want to talk
        yield Step(bytes([EOT]), 0)
        raise Silent if silent >= _ENQS else Busy

    def _leave(self) -> Talk[None]:
        """Take the answer that nobody waits for any more."""
        try:
            answer = yield from self._take(tries=2)
        except Nonsense:
            return
        if (reply := reply_of(answer)) is not None:
            self.stale.append(reply)

    # the register's answer

    def _offered(self, sent: bytes, seconds: float) -> Talk[bool]:
        """Whether ENQ comes in that time."""
        self._heard.clear()
        heard = yield Step(sent, seconds)
        while heard and ENQ not in heard:
            heard = yield Step(b"", None)
        return bool(heard)

    def _take(self, tries: int = _FRAMES) -> Talk[bytes]:
        """The answer that was offered, acknowledged. Raises Nonsense where it cannot be made out."""
        sent = ACK
        for _ in range(tries):
            answer = yield from self._frame(bytes([sent]))
            if answer is not None:
                end = yield from self._byte(bytes([ACK]), _T4)
                self._calm = end in (EOT, _SILENCE) and not self._heard
                return answer
            sent = NAK
        raise Nonsense

    def _frame(self, sent: bytes) -> Talk[bytes | None]:
        """What comes in reply to our ACK or NAK; None where it is not whole."""
        self._heard.clear()
        heard = yield Step(sent, _T2)
        while heard:
            self._heard += heard
            if (begin := self._heard.find(STX)) < 0:
                again = ENQ in self._heard
                self._heard.clear()
                heard = yield Step(bytes([ACK]) if again else b"", _T2 if again else None)
                continue
            del self._heard[:begin]
            try:
                if (answer := take_frame(self._heard)) is not None:
                    return answer
            except FrameError:
                return None
            heard = yield Step(b"", _T6)
        return None

    # bytes

    def _byte(self, sent: bytes, seconds: float) -> Talk[int]:
        """The first byte that comes in reply."""
        self._heard.clear()
        self._heard += yield Step(sent, seconds)
        return self._heard.pop(0) if self._heard else _SILENCE

    def _hush(self, gap: float) -> Talk[None]:
        """Let all that is on its way come, and drop it. Raises Nonsense where it never ends."""
        dropped = 0
        while heard := (yield Step(b"", gap)):
            dropped += len(heard)
            if dropped > _MOST:
                raise Nonsense
        self._heard.clear()
        self._calm = True


def _reply(request: Request[Any], answer: bytes) -> Reply:
    """Raises Nonsense for what is no answer to that command."""
    reply = reply_to(request.code, answer)
    if reply is None:
        raise Nonsense
    return reply
