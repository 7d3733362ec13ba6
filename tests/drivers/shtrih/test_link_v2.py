"""The alternative lower level: golden lines of spec/shtrih-m.md, 1.7, and a wire that spoils bytes."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import DeviceOffline, OutcomeUnknown
from drivers.shtrih.codec import Reply
from drivers.shtrih.link_v2 import Link
from drivers.shtrih.request import Effect, Request
from tests.drivers.lower_level.wire import Noise
from tests.drivers.shtrih.link_account import ASK, CLOSE, PRINT, SELL, TIMING, Account, numbered, plain
from tests.drivers.shtrih.lower_level_v2 import NumberedRegister, packed
from tests.drivers.shtrih.test_link import play

EMPTY, NOTHING_YET = "8F 00 00 0F 1D", packed(b"\0\0").hex()
BEEP = Request(name="beep", body=bytes.fromhex("13 1E 00 00 00"), read=bytes, patience=4, effect=Effect.PAPER)
STATUS = Request(name="beep as a question", body=BEEP.body, read=bytes, patience=4)
SENT, ANSWERED = "8F 07 00 01 00 13 1E 00 00 00 CD 42", "8F 05 00 01 00 13 00 1E F4 CB"
REPLY = Reply(0, b"\x1e", b"\x13")

requests = st.lists(st.sampled_from((ASK, PRINT, SELL, SELL, CLOSE)), min_size=1, max_size=6)
seeds = st.integers(0, 2**32)
rates = st.sampled_from((0.0, 0.01, 0.05, 0.2))


def connected() -> Link:
    link = Link(TIMING, "COM3")
    link.connected()
    play(link.start(), f"{EMPTY}>{NOTHING_YET}")
    return link


def numbers(number: int, body: str) -> str:
    return packed(number.to_bytes(2, "little") + bytes.fromhex(body)).hex()


def test_an_exchange_of_the_document() -> None:
    link = connected()
    assert play(link.ask(BEEP), f"{SENT}>{ANSWERED[:12]}", f">{ANSWERED[12:]}") == REPLY
    assert not link.stale


def test_the_answer_of_an_earlier_host_is_kept() -> None:
    link = Link(TIMING, "COM3")
    link.connected()
    play(link.start(), f"{EMPTY}>{numbers(65535, '13 00 1E')}")
    assert link.stale.popleft() == REPLY
    sent = packed(b"\0\0" + BEEP.body).hex()
    assert play(link.ask(BEEP), f"{sent}>{numbers(0, '13 00 1E')}") == REPLY


def test_a_lost_answer_is_asked_for() -> None:
    assert play(connected().ask(BEEP), f"{SENT}>-", f"{EMPTY}>{ANSWERED}") == REPLY


def test_a_lost_packet_goes_out_again_under_its_number() -> None:
    link = connected()
    play(link.ask(BEEP), f"{SENT}>{ANSWERED}")
    second = numbers(2, BEEP.body.hex())
    lines = (f"{second}>-", f"{EMPTY}>{ANSWERED}", f"{second}>{numbers(2, '13 00 1E')}")
    assert play(link.ask(BEEP), *lines) == REPLY


def test_after_power_on_the_first_packet_may_have_been_carried_out() -> None:
    with pytest.raises(OutcomeUnknown):
        play(connected().ask(BEEP), f"{SENT}>-", f"{EMPTY}>{NOTHING_YET}")


def test_what_only_asks_takes_up_the_new_numbers() -> None:
    link = connected()
    play(link.ask(BEEP), f"{SENT}>{ANSWERED}")
    second = numbers(2, BEEP.body.hex())
    lines = (f"{second}>{NOTHING_YET}", f"{EMPTY}>{NOTHING_YET}", f"{SENT}>{ANSWERED}")
    assert play(link.ask(STATUS), *lines) == REPLY


@pytest.mark.parametrize(("request_", "kind"), [(BEEP, OutcomeUnknown), (STATUS, DeviceOffline)], ids=["does", "asks"])
def test_nobody_answers(request_: Request[bytes], kind: type[Exception]) -> None:
    with pytest.raises(kind):
        play(connected().ask(request_), f"{SENT}>-", *[f"{EMPTY}>-"] * 4)


def test_nobody_there() -> None:
    link = Link(TIMING, "COM3")
    link.connected()
    with pytest.raises(DeviceOffline):
        play(link.start(), f"{EMPTY}>-", ">-", f"{EMPTY}>-", ">-", f"{EMPTY}>-")


def account(noise: Noise, *, unique: bool = True, busy: float = 0.0, **how: Any) -> Account:
    register = NumberedRegister(numbered if unique else plain, busy=busy)
    return Account(link=Link(TIMING, "COM3"), register=register, noise=noise, **how)


@given(requests, seeds, rates, rates, rates, st.booleans(), st.sampled_from((0.0, 2.5)))
def test_a_wire_that_loses_doubles_and_changes_bytes(
    asked: list[Request[bytes]], seed: int, lost: float, doubled: float, changed: float, unique: bool, busy: float
) -> None:
    shop = account(Noise(random.Random(seed), lost, doubled, changed), unique=unique, busy=busy)
    for request in asked:
        shop.ask(request)


@given(requests, seeds, rates, st.booleans(), st.booleans(), st.booleans(), st.sampled_from((0.0, 2.5)))
def test_cancelled_disconnected_and_without_power(
    asked: list[Request[bytes]], seed: int, changed: float, cancels: bool, breaks: bool, cuts: bool, busy: float
) -> None:
    noise = Noise(random.Random(seed), changed=changed / 10)
    shop = account(noise, cancels=cancels, breaks=breaks, cuts=cuts, busy=busy)
    for request in asked:
        shop.ask(request)


@given(requests, seeds, st.integers(0, 3), st.booleans())
def test_few_bytes_are_spoiled_and_all_is_well_again(
    asked: list[Request[bytes]], seed: int, most: int, unique: bool
) -> None:
    shop = account(Noise(random.Random(seed), 0.03, 0.03, 0.03, most), unique=unique)
    for request in asked:
        shop.ask(request)
    shop.noise.most = 0
    for request in [ASK, *asked]:
        assert shop.ask(request) is not None
