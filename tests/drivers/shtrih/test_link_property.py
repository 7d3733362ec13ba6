"""Whatever the wire does to the bytes, an exchange ends in time and tells the truth."""

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from drivers.shtrih.codec import Reply
from drivers.shtrih.link import Link
from drivers.shtrih.request import Request
from tests.drivers.lower_level.wire import Noise
from tests.drivers.shtrih.link_account import ASK, CLOSE, PRINT, SELL, TIMING, Account, numbered, plain
from tests.drivers.shtrih.lower_level import Register

requests = st.lists(st.sampled_from((ASK, PRINT, SELL, SELL, CLOSE)), min_size=1, max_size=6)
seeds = st.integers(0, 2**32)
rates = st.sampled_from((0.0, 0.01, 0.05, 0.2, 0.5))
busy_seconds = st.sampled_from((0.0, 2.5))


def account(noise: Noise, *, unique: bool = True, busy: float = 0.0, deaf: bool = True, **how: Any) -> Account:
    register = Register(numbered if unique else plain, busy=busy, deaf=deaf, filler=deaf)
    register.known = {request.body for request in (ASK, PRINT, SELL, CLOSE)}
    return Account(link=Link(TIMING, "COM3"), register=register, noise=noise, **how)


@given(requests, seeds, rates, rates, rates, st.booleans(), st.booleans(), busy_seconds)
def test_a_wire_that_loses_doubles_and_changes_bytes(
    asked: list[Request[bytes]],
    seed: int,
    lost: float,
    doubled: float,
    changed: float,
    unique: bool,
    deaf: bool,
    busy: float,
) -> None:
    shop = account(Noise(random.Random(seed), lost, doubled, changed), unique=unique, deaf=deaf, busy=busy)
    for request in asked:
        shop.ask(request)


@given(requests, seeds, st.integers(0, 3), st.booleans(), st.sampled_from((0.0, 0.05)))
def test_few_bytes_are_spoiled_and_all_is_well_again(
    asked: list[Request[bytes]], seed: int, most: int, unique: bool, late: float
) -> None:
    shop = account(Noise(random.Random(seed), 0.03, 0.03, 0.03, most), unique=unique, late=late)
    for request in asked:
        shop.ask(request)
    shop.noise.most = 0
    for request in [ASK, *asked]:
        assert shop.ask(request) is not None


@given(requests, seeds, rates, st.booleans(), st.booleans(), st.booleans(), busy_seconds)
def test_cancelled_disconnected_and_without_power(
    asked: list[Request[bytes]], seed: int, changed: float, cancels: bool, breaks: bool, cuts: bool, busy: float
) -> None:
    noise = Noise(random.Random(seed), changed=changed / 10)
    shop = account(noise, cancels=cancels, breaks=breaks, cuts=cuts, busy=busy)
    for request in asked:
        shop.ask(request)


@given(seeds, st.booleans(), st.sampled_from((0.0, 0.05)))
def test_a_quiet_wire_needs_no_second_frame(seed: int, deaf: bool, late: float) -> None:
    shop = account(Noise(random.Random(seed)), deaf=deaf, late=late)
    for number, request in enumerate((ASK, SELL, SELL, CLOSE)):
        shop.wire.sent.clear()
        assert shop.ask(request) == Reply(0, numbered(request.body, number)[len(request.code) + 1 :], request.code)
        assert len(shop.wire.sent) == len(request.body) + 5
