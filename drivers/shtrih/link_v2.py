"""The host's side of the alternative lower level: numbered packets, for registers that were switched to it.

A register carries out a packet whose number follows that of its last answer, and to any other repeats that answer: so
the same packet may be sent twice and is carried out once. After power on it counts from 0 again (inferred: the first
number is 1), which is the one case in which a repeat could be carried out again. Source: spec/shtrih-m.md, 1.7.
"""

from math import ceil
from typing import Any

from drivers.errors import FrameError, KkmError
from drivers.shtrih import talk
from drivers.shtrih.codec import Reply, reply_of, reply_to
from drivers.shtrih.codec_v2 import EMPTY, NUMBERS, Packet, packet, take_packet
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.talk import Nonsense, Silent, Step, Talk, Timing

_MOST = 4096  # bytes of garbage; whoever sends more is no register
_LOOKS = 5  # times that an answer is asked for while it is waited for


class Link:
    """One per connection string; carries one exchange at a time."""

    def __init__(self, timing: Timing, address: str) -> None:
        self.stale = talk.no_stale()
        self._timing, self._address = timing, address
        self._heard = bytearray()
        self._calm = False  # nothing that belongs to an earlier exchange can be on its way to us
        self._number: int | None = None  # of the last answer, which was taken; None: whatever the register has is news
        self._owed = 0.0  # seconds that a command which was left alone may still take
        self._sent = False  # the register may have carried out the command in hand

    def connected(self) -> None:
        self._heard.clear()
        self._calm = True

    def start(self) -> Talk[None]:
        """Take the last answer of the register. Raises DeviceOffline, FrameError."""
        self._number = None
        try:
            self._number = yield from self._last()
        except Silent as error:
            raise talk.offline(self._address) from error
        except Nonsense as error:
            raise talk.nonsense(self._address) from error

    def ask(self, request: Request[Any]) -> Talk[Reply]:
        """Raises OutcomeUnknown where the command may have been carried out, else DeviceOffline or FrameError."""
        self._sent = False
        try:
            before = self._number if self._number is not None and self._calm else (yield from self._last())
            self._number, self._owed = None, request.patience
            reply = yield from self._exchange(request, before)
        except (Silent, Nonsense) as error:
            raise self.failed(request, error) from error
        self._owed = 0.0
        return reply

    def limit(self, request: Request[Any]) -> float:
        return self._timing.longest(request.patience + self._owed)

    def failed(self, request: Request[Any], cause: Exception) -> KkmError:
        self._owed = 0.0
        return talk.failure(request, cause, self._address, sent=self._sent)

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
