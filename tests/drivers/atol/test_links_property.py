"""Whatever the wire does to the bytes, an exchange ends in time and tells the truth, on either lower level."""

import random
from dataclasses import dataclass, field

from hypothesis import assume, given
from hypothesis import strategies as st

from drivers.atol import link_v2, link_v3
from drivers.atol.link_v3 import Timing
from drivers.atol.reply import Reply, reply_to
from drivers.atol.request import Effect, Request
from drivers.atol.talk import Link
from drivers.errors import KkmError, OutcomeUnknown
from tests.drivers.atol.conversation import CLOSE, PAY, PRINT, TOTAL
from tests.drivers.atol.levels import Buffer, Old, Peer, numbered, plain
from tests.drivers.lower_level.wire import LeftAlone, Noise, Wire

COMMANDS = (TOTAL, PRINT, PAY, CLOSE)
KNOWN = frozenset(b"\0\0" + request.body for request in COMMANDS)

requests = st.lists(st.sampled_from((*COMMANDS, PAY)), min_size=1, max_size=5)
seeds = st.integers(0, 2**32)
rates = st.sampled_from((0.0, 0.01, 0.05, 0.2))
busy_seconds = st.sampled_from((0.0, 2.5, 7.0))


@dataclass(slots=True, kw_only=True)
class Account:
    """What was really carried out. `cancels`, `breaks`, `cuts`: commands left alone, connections lost, no power."""

    link: Link
    peer: Peer
    noise: Noise
    cancels: bool = False
    breaks: bool = False
    cuts: bool = False
    wire: Wire = field(init=False)

    def __post_init__(self) -> None:
        self.wire = Wire(self.peer, self.noise, chunk=self.noise.chance.choice((0, 1, 3)))
        self.link.connected()

    def ask(self, request: Request[bytes]) -> Reply | None:
        before = len(self.peer.executed)
        steps = self.noise.chance.randrange(1, 10) if self._now_and_then(self.cancels) else None
        self._mishap()
        try:
            reply = self._run(request, steps)
        except LeftAlone:
            assert request.effect is Effect.NONE or len(self._times(request, before)) <= 1
        except KkmError as error:
            self._check_failure(request, error, before)
        else:
            self._check_reply(request, reply, before)
            return reply
        return None

    def _run(self, request: Request[bytes], steps: int | None) -> Reply:
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
            self.peer.restart()

    def _now_and_then(self, ever: bool) -> bool:
        return ever and self.noise.chance.random() < 0.3

    def _times(self, request: Request[bytes], before: int) -> list[int]:
        executed = self.peer.executed
        return [number for number in range(before, len(executed)) if executed[number] == b"\0\0" + request.body]

    def _check_reply(self, request: Request[bytes], reply: Reply, before: int) -> None:
        said = {reply_to(request.code, self.peer.answer(b"", number)) for number in range(len(self.peer.executed))}
        assume(reply in said)  # what was not said at all has slipped through a checksum of eight bits
        times = self._times(request, before)
        assert times, "a reply to a command that was not carried out"
        assert request.effect is Effect.NONE or len(times) == 1
        assert reply == reply_to(request.code, self.peer.answer(b"", times[-1]))

    def _check_failure(self, request: Request[bytes], error: KkmError, before: int) -> None:
        times = self._times(request, before)
        if request.effect is Effect.NONE:
            assert not isinstance(error, OutcomeUnknown)
        elif isinstance(error, OutcomeUnknown):
            assert len(times) <= 1
        else:
            assert error.nothing_sent
            assert not times


def buffered(noise: Noise, *, unique: bool = True, busy: float = 0.0, sends: bool = True, acks: bool = True) -> Account:
    peer = Buffer(answer=numbered if unique else plain, busy=busy, known=KNOWN, sends=sends, acks=acks)
    return Account(link=link_v3.Link(Timing(), b"\0\0", "COM3"), peer=peer, noise=noise)


def old(noise: Noise, *, unique: bool = True, busy: float = 0.0) -> Account:
    peer = Old(answer=numbered if unique else plain, busy=busy, known=KNOWN)
    return Account(link=link_v2.Link(b"\0\0", "COM3"), peer=peer, noise=noise)


@given(requests, seeds, rates, rates, rates, busy_seconds, st.booleans(), st.booleans())
def test_v3_over_a_wire_that_loses_doubles_and_changes_bytes(
    asked: list[Request[bytes]],
    seed: int,
    lost: float,
    doubled: float,
    changed: float,
    busy: float,
    sends: bool,
    acks: bool,
) -> None:
    shop = buffered(Noise(random.Random(seed), lost, doubled, changed), busy=busy, sends=sends, acks=acks)
    for request in asked:
        shop.ask(request)


@given(requests, seeds, st.integers(0, 3), st.booleans(), busy_seconds)
def test_v3_is_well_again_after_few_spoiled_bytes(
    asked: list[Request[bytes]], seed: int, most: int, unique: bool, busy: float
) -> None:
    shop = buffered(Noise(random.Random(seed), 0.03, 0.03, 0.03, most), unique=unique, busy=busy)
    for request in asked:
        shop.ask(request)
    shop.noise.most = 0
    for request in [TOTAL, *asked]:
        assert shop.ask(request) is not None


@given(requests, seeds, st.sampled_from((0.0, 0.02)), st.booleans(), st.booleans(), st.booleans(), busy_seconds)
def test_v3_cancelled_disconnected_and_without_power(
    asked: list[Request[bytes]], seed: int, changed: float, cancels: bool, breaks: bool, cuts: bool, busy: float
) -> None:
    shop = buffered(Noise(random.Random(seed), changed=changed), busy=busy)
    shop.cancels, shop.breaks, shop.cuts = cancels, breaks, cuts
    for request in asked:
        shop.ask(request)


@given(requests, seeds, rates, rates, busy_seconds)
def test_v2_over_a_wire_that_loses_and_changes_bytes(
    asked: list[Request[bytes]], seed: int, lost: float, changed: float, busy: float
) -> None:
    shop = old(Noise(random.Random(seed), lost, 0.0, changed), busy=busy)
    for request in asked:
        shop.ask(request)


@given(requests, seeds, st.integers(0, 2), busy_seconds)
def test_v2_is_well_again_after_few_spoiled_bytes(
    asked: list[Request[bytes]], seed: int, most: int, busy: float
) -> None:
    shop = old(Noise(random.Random(seed), 0.03, 0.0, 0.03, most), busy=busy)
    for request in asked:
        shop.ask(request)
    shop.noise.most = 0
    for request in [TOTAL, *asked]:
        shop.ask(request)
    assert shop.ask(TOTAL) is not None


@given(requests, seeds, st.booleans(), st.booleans(), busy_seconds)
def test_v2_cancelled_and_disconnected(
    asked: list[Request[bytes]], seed: int, cancels: bool, breaks: bool, busy: float
) -> None:
    shop = old(Noise(random.Random(seed)), busy=busy)
    shop.cancels, shop.breaks = cancels, breaks
    for request in asked:
        shop.ask(request)
