"""The host's side of the alternative lower level: numbered packets, for registers that were switched to it.

A register carries out a packet whose number follows that of its last answer, and to any other repeats that answer: so
the same packet may be sent twice and is carried out once. After power on it counts from 0 again (inferred: the first
number is 1), which is the one case in which a repeat could be carried out again. Source: spec/shtrih-m.md, 1.7.
"""

from math import ceil
from typing import Any

from drivers.errors import FrameError
from drivers.registers.talk import Nonsense, Silent, Step, Talk
from drivers.shtrih.codec import Reply, reply_of, reply_to
from drivers.shtrih.codec_v2 import EMPTY, NUMBERS, Packet, packet, take_packet
from drivers.shtrih.exchange import Exchanges
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.talk import Timing

_MOST = 4096  # bytes of garbage; whoever sends more is no register
_LOOKS = 5  # times that an answer is asked for while it is waited for


class Link(Exchanges):
    def __init__(self, timing: Timing, address: str) -> None:
        super().__init__(timing, address)
        self._number: int | None = None  # of the last answer, which was taken; None: whatever the register has is news

    def _begin(self) -> Talk[None]:
        self._number = None
        self._number = yield from self._last()

    def _answered(self, request: Request[Any]) -> Talk[Reply]:
        before = self._number if self._number is not None and self._calm else (yield from self._last())
        self._number, self._owed = None, request.patience
        return (yield from self._exchange(request, before))

    def _exchange(self, request: Request[Any], before: int) -> Talk[Reply]:
        for _ in range(self._timing.tries):
            number = (before + 1) % NUMBERS
            self._sent = True
            answer = yield from self._answer(packet(number, request.body), request.patience)
            if answer.number == number:
                return self._taken(request, answer)
            if answer.number == before != 0:
                continue  # the packet was lost
            if request.effect is not Effect.NONE:
                break  # it was switched off and on, and nobody knows whether that was before it got the packet
            before = yield from self._last()
        raise Nonsense

    def _taken(self, request: Request[Any], answer: Packet) -> Reply:
        reply = reply_to(request.code, answer.body)
        if reply is None:
            raise Nonsense
        self._number = answer.number
        return reply

    def _answer(self, sent: bytes, patience: float) -> Talk[Packet]:
        """What comes in reply. Once in a while the register is asked for it, should either have been lost."""
        wait = max(self._timing.answer, patience / _LOOKS)
        for _ in range(1 + ceil(patience / wait)):
            if (answer := (yield from self._packet(sent, wait))) is not None:
                return answer
            sent = EMPTY
        raise Silent

    def _last(self) -> Talk[int]:
        """The number of the register's last answer; if that is news, it goes to `stale`."""
        for _ in range(self._timing.tries + ceil(self._owed / self._timing.answer)):
            if not self._calm:
                yield from self._hush()
            if (answer := (yield from self._packet(EMPTY, self._timing.answer))) is not None:
                self._keep(answer)
                return answer.number or 0
        raise Silent

    def _keep(self, answer: Packet) -> None:
        if self._number is None and (reply := reply_of(answer.body)) is not None:
            self.stale.append(reply)

    def _packet(self, sent: bytes, seconds: float) -> Talk[Packet | None]:
        """The packet that comes within `seconds`; None where none came whole, which leaves the line noisy."""
        calm, self._calm = self._calm, False
        wait: float | None = seconds
        while True:
            heard = yield Step(sent, wait)
            if not heard:
                return None
            self._heard += heard
            try:
                answer = take_packet(self._heard)
            except FrameError:
                return None
            if answer is not None:
                self._calm = calm and not self._heard
                return answer
            sent, wait = b"", None

    def _hush(self) -> Talk[None]:
        """Let all that is on its way come, and drop it. Raises Nonsense where it never ends."""
        dropped = 0
        while heard := (yield Step(b"", self._timing.gap)):
            dropped += len(heard)
            if dropped > _MOST:
                raise Nonsense
        self._heard.clear()
        self._calm = True
