"""A host that asks over a wire that spoils bytes, and the account of what was really carried out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from hypothesis import assume

from drivers.errors import KkmError, OutcomeUnknown
from drivers.shtrih.codec import Reply
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.talk import Link, Timing
from tests.drivers.lower_level.wire import LeftAlone, Noise, Peer, Wire

TIMING = Timing(tries=3, answer=1.0, gap=0.3)
ASK = Request(name="status", body=b"\x10\x1e\0\0\0", read=bytes, patience=3.0)
PRINT = Request(name="text", body=b"\x17\x1e\0\0\0\x02\xd7\xc0\xc9", read=bytes, patience=5.0, effect=Effect.PAPER)
SELL = Request(name="item", body=b"\xff\x46\x1e\0\0\0\x01\x05\x06\x02", read=bytes, patience=5.0, effect=Effect.MONEY)
CLOSE = Request(name="close", body=b"\xff\x45\x1e\0\0\0\x05\x05\x06", read=bytes, patience=5.0, effect=Effect.MONEY)


def numbered(body: bytes, before: int) -> bytes:
    """Every answer says which execution it belongs to."""
    code = body[:2] if body[0] == 0xFF else body[:1]
    return code + b"\0" + b"\xa5" + before.to_bytes(2, "little") + b"\x5a"


def plain(body: bytes, _before: int) -> bytes:
    """Of the same command always the same, as of FF46 in life."""
    return (body[:2] if body[0] == 0xFF else body[:1]) + b"\0"


class AnyRegister(Peer, Protocol):
    @property
    def answer(self) -> Callable[[bytes, int], bytes]: ...
    @property
    def executed(self) -> list[bytes]: ...
    def restart(self) -> None: ...


@dataclass(slots=True, kw_only=True)
class Account:
    """`cancels`, `breaks`, `cuts`: now and then a command is left alone, the connection lost, the power gone."""

    link: Link
    register: AnyRegister
    noise: Noise
    late: float = 0.0
    cancels: bool = False
    breaks: bool = False
    cuts: bool = False
    wire: Wire = field(init=False)

    def __post_init__(self) -> None:
        self.wire = Wire(self.register, self.noise, chunk=self.noise.chance.choice((0, 1, 2)), late=self.late)
        self.link.connected()

    def ask(self, request: Request[bytes]) -> Reply | None:
        """None where there was no reply; that is checked too."""
        before = len(self.register.executed)
        steps = self.noise.chance.randrange(1, 12) if self._now_and_then(self.cancels) else None
        self._mishap()
        try:
            reply = self._run(request, steps)
        except LeftAlone:
            assert request.effect is Effect.NONE or len(self._carried_out(request, before)) <= 1
        except KkmError as error:
            self._check_failure(request, error, before)
        else:
            self._check_reply(request, reply, before)
            return reply
        return None

    def _run(self, request: Request[bytes], steps: int | None) -> Reply:
        """As a line does it: at the limit the exchange is given up."""
        try:
            return self.wire.run(self.link.ask(request), steps=steps, limit=self.link.limit(request))
        except TimeoutError as error:
            raise self.link.failed(request, error) from error

    def _mishap(self) -> None:
        if self._now_and_then(self.breaks):
            self.wire.cut()
            self.link.connected()
        if self._now_and_then(self.cuts):
            self.wire.cut()
            self.register.restart()

    def _now_and_then(self, ever: bool) -> bool:
        return ever and self.noise.chance.random() < 0.3

    def _carried_out(self, request: Request[bytes], before: int) -> list[int]:
        executed = self.register.executed
        return [number for number in range(before, len(executed)) if executed[number] == request.body]

    def _check_reply(self, request: Request[bytes], reply: Reply, before: int) -> None:
        said = request.code + bytes([reply.error]) + reply.data
        assume(said in {self.register.answer(request.body, number) for number in range(len(self.register.executed))})
        times = self._carried_out(request, before)  # what was not said at all has slipped through an LRC of eight bits
        assert times, "a reply to a command that was not carried out"
        assert request.effect is Effect.NONE or len(times) == 1
        assert said == self.register.answer(request.body, times[-1])

    def _check_failure(self, request: Request[bytes], error: KkmError, before: int) -> None:
        if request.effect is Effect.NONE:
            assert not isinstance(error, OutcomeUnknown)
        elif isinstance(error, OutcomeUnknown):
            assert len(self._carried_out(request, before)) <= 1
        else:
            assert error.nothing_sent
            assert not self._carried_out(request, before)
