import pytest

from kkmserver.dispatch.limits import Limits
from kkmserver.dispatch.order import Overloaded, TooFast


def test_in_flight() -> None:
    limits = Limits(in_flight=2)
    limits.admit("a", 1, 0.0)
    with pytest.raises(Overloaded):
        limits.admit("a", 2, 0.0)


def test_a_client_may_send_a_burst_and_then_so_many_a_second() -> None:
    limits = Limits(rate=10.0)
    for _ in range(20):
        limits.admit("a", 0, 100.0)
    with pytest.raises(TooFast) as caught:
        limits.admit("a", 0, 100.0)
    assert caught.value.seconds == pytest.approx(0.1)
    with pytest.raises(TooFast):
        limits.admit("a", 0, 100.05)
    limits.admit("a", 0, 100.11)
    limits.admit("b", 0, 100.0)


def test_a_rate_below_one_a_second() -> None:
    limits = Limits(rate=0.1)
    limits.admit("a", 0, 0.0)
    with pytest.raises(TooFast) as caught:
        limits.admit("a", 0, 1.0)
    assert caught.value.seconds == pytest.approx(9.0)
    limits.admit("a", 0, 10.0)


def test_no_rate_is_no_limit() -> None:
    limits = Limits()
    for _ in range(10_000):
        limits.admit("a", 0, 0.0)


def test_who_was_silent_longest_is_forgotten() -> None:
    limits = Limits(rate=1.0)
    for client in range(5000):
        limits.admit(str(client), 0, 0.0)
    assert len(limits._clients) == 1000
