"""Whatever the wire does to the bytes, an exchange ends in time and tells the truth."""

import random

from hypothesis import given
from hypothesis import strategies as st

from drivers.pirit.codec import Reply
from drivers.pirit.request import Request
from tests.drivers.lower_level.wire import Noise
from tests.drivers.pirit.link_account import ALL, ASK, CLOSE, SELL, Account
from tests.drivers.pirit.lower_level import Register

requests = st.lists(st.sampled_from((*ALL, SELL)), min_size=1, max_size=6)
seeds = st.integers(0, 2**32)
rates = st.sampled_from((0.0, 0.01, 0.05, 0.2))
busy_seconds = st.sampled_from((0.0, 2.5, 7.0))


@given(requests, seeds, rates, rates, rates, busy_seconds)
def test_a_wire_that_loses_doubles_and_changes_bytes(
    asked: list[Request[bytes]], seed: int, lost: float, doubled: float, changed: float, busy: float
) -> None:
    shop = Account(register=Register(busy=busy), noise=Noise(random.Random(seed), lost, doubled, changed))
    for request in asked:
        shop.ask(request)


@given(requests, seeds, st.integers(0, 3), st.sampled_from((0.0, 0.05)))
def test_few_bytes_are_spoiled_and_all_is_well_again(
    asked: list[Request[bytes]], seed: int, most: int, late: float
) -> None:
    shop = Account(register=Register(), noise=Noise(random.Random(seed), 0.03, 0.03, 0.03, most), late=late)
    for request in asked:
        shop.ask(request)
    shop.noise.most = 0
    shop.ask(ASK)  # the register may still wait for the end of a frame
    for request in [ASK, *asked]:
        assert shop.ask(request) is not None


@given(requests, seeds, rates, st.booleans(), st.booleans(), st.booleans(), busy_seconds)
def test_cancelled_disconnected_and_without_power(
    asked: list[Request[bytes]], seed: int, changed: float, cancels: bool, breaks: bool, cuts: bool, busy: float
) -> None:
    noise = Noise(random.Random(seed), changed=changed / 10)
    shop = Account(register=Register(busy=busy), noise=noise, cancels=cancels, breaks=breaks, cuts=cuts)
    for request in asked:
        shop.ask(request)


@given(seeds, st.sampled_from((0.0, 0.05)), st.sampled_from((0.0, 2.5)))
def test_a_quiet_wire_needs_no_second_frame(seed: int, late: float, busy: float) -> None:
    shop = Account(register=Register(busy=busy), noise=Noise(random.Random(seed)), late=late)
    for number, request in enumerate((ASK, SELL, SELL, CLOSE)):
        shop.wire.sent.clear()
        assert shop.ask(request) == Reply(0x20 + number, request.code, 0, b"%d\x1c" % number)
        assert shop.wire.sent.count(b"\x02") == 1
