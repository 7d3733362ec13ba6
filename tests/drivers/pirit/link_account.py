"""A host that asks over a wire that spoils bytes, and the account of what was really carried out."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import assume

from drivers.errors import KkmError, OutcomeUnknown
from drivers.pirit.codec import Dialect, Reply
from drivers.pirit.link import Link, Timing
from drivers.pirit.request import Effect, Request
from drivers.registers.talk import Talk
from tests.drivers.lower_level.wire import LeftAlone, Noise, Wire
from tests.drivers.pirit.lower_level import Register

TIMING = Timing(tries=3, answer=1.0, gap=0.3, doubt=4.0)
_SELL: dict[str, Any] = {"read": bytes, "patience": 30.0, "effect": Effect.MONEY, "findable": True}
ASK = Request(name="00h flags", code="00", read=bytes, patience=5.0)
PRINT = Request(name="20h X", code="20", parameters=(b"1",), read=bytes, patience=5.0, effect=Effect.PAPER)
SELL = Request(name="42h item", code="42", parameters=(b"2", b"10.00"), **_SELL)
CLOSE = Request(name="31h close", code="31", parameters=(b"0", b""), **_SELL)
ALL = (ASK, PRINT, SELL, CLOSE)


def command(request: Request[bytes]) -> bytes:
    return request.code.encode() + b"".join(parameter + b"\x1c" for parameter in request.parameters)


class Listening(Link):
    """Remembers what it has taken for answers."""

    def __init__(self, first: int = 0x20) -> None:
        super().__init__(Dialect(), TIMING, "COM3", first)
        self.taken: list[Reply] = []

    def _rest(self) -> Talk[Reply]:
        reply = yield from super()._rest()
        self.taken.append(reply)
        return reply


@dataclass(slots=True, kw_only=True)
class Account:
    """`cancels`, `breaks`, `cuts`: now and then a command is left alone, the connection lost, the power gone."""

    register: Register
    noise: Noise
    link: Listening = field(default_factory=Listening)
    late: float = 0.0
    cancels: bool = False
    breaks: bool = False
    cuts: bool = False
    wire: Wire = field(init=False)

    def __post_init__(self) -> None:
        self.register.known = {command(request) for request in ALL}
        self.wire = Wire(self.register, self.noise, chunk=self.noise.chance.choice((0, 1, 2)), late=self.late)

    def ask(self, request: Request[bytes]) -> Reply | None:
        """None where there was no reply; that is checked too."""
        before = len(self.register.executed)
        steps = self.noise.chance.randrange(1, 12) if self._now_and_then(self.cancels) else None
        self._mishap()
        try:
            reply = self._run(request, steps)
        except LeftAlone:
            self._none_was_forged()
            assert request.effect is Effect.NONE or len(self._carried_out(request, before)) <= 1
        except KkmError as error:
            self._none_was_forged()
            self._check_failure(request, error, before)
        else:
            self._none_was_forged()
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

    def _none_was_forged(self) -> None:
        """What was taken and not said has slipped through a crc of eight bits."""
        assume({bytes(frame) for frame in map(_written, self.link.taken)} <= self.register.answers)

    def _carried_out(self, request: Request[bytes], before: int) -> list[int]:
        executed = self.register.executed
        return [number for number in range(before, len(executed)) if executed[number] == command(request)]

    def _check_reply(self, request: Request[bytes], reply: Reply, before: int) -> None:
        times = self._carried_out(request, before)
        if reply.error:
            assert reply.error in (5, 7)
            assert request.effect is Effect.NONE or not times
            return
        assert request.effect is Effect.NONE or len(times) == 1
        assert reply.data in {b"%d\x1c" % number for number in times}

    def _check_failure(self, request: Request[bytes], error: KkmError, before: int) -> None:
        if request.effect is Effect.NONE:
            assert not isinstance(error, OutcomeUnknown)
        elif isinstance(error, OutcomeUnknown):
            assert len(self._carried_out(request, before)) <= 1
        else:
            assert error.nothing_sent
            assert not self._carried_out(request, before)


def _written(reply: Reply) -> bytes:
    counted = bytes([reply.number]) + b"%b%02X%b\x03" % (reply.code.encode(), reply.error, reply.data)
    crc = 0
    for byte in counted:
        crc ^= byte
    return b"\x02" + counted + b"%02X" % crc
