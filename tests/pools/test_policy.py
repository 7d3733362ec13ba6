from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pools.policy import Policy, choose

ORDER = (3, 1, 7)


def idle(*members: int) -> dict[int, int]:
    return dict.fromkeys(members, 0)


@pytest.mark.parametrize(
    ("last", "ready", "member"),
    [
        (0, (3, 1, 7), 3),
        (3, (3, 1, 7), 1),
        (1, (3, 1, 7), 7),
        (7, (3, 1, 7), 3),
        (3, (3, 7), 7),  # 1 is ill
        (3, (3,), 3),
        (99, (1, 7), 1),  # the last one has left the pool
        (3, (), None),
    ],
)
def test_in_turn(last: int, ready: tuple[int, ...], member: int | None) -> None:
    assert choose(Policy.ROUND_ROBIN, ORDER, idle(*ready), last) == member


@pytest.mark.parametrize(
    ("last", "ready", "member"),
    [
        (0, {3: 2, 1: 1, 7: 5}, 1),
        (3, {3: 1, 1: 1, 7: 1}, 1),  # equals take turns
        (1, {3: 1, 1: 1, 7: 2}, 3),
        (0, {}, None),
    ],
)
def test_least_busy(last: int, ready: dict[int, int], member: int | None) -> None:
    assert choose(Policy.LEAST_BUSY, ORDER, ready, last) == member


@pytest.mark.parametrize(("ready", "member"), [((3, 1, 7), 3), ((1, 7), 1), ((7,), 7), ((), None)])
@pytest.mark.parametrize("last", [0, 3, 7])
def test_failover_keeps_to_the_first(last: int, ready: tuple[int, ...], member: int | None) -> None:
    assert choose(Policy.FAILOVER, ORDER, idle(*ready), last) == member


@given(st.lists(st.integers(1, 50), min_size=1, max_size=9, unique=True), st.data())
def test_turns_are_fair(order: list[int], data: st.DataObject) -> None:
    ready = data.draw(st.lists(st.sampled_from(order), min_size=1, unique=True))
    last, shares = 0, Counter[int]()
    for _ in range(data.draw(st.integers(1, 40))):
        last = choose(Policy.ROUND_ROBIN, order, idle(*ready), last) or 0
        shares[last] += 1
    counts = [shares[member] for member in ready]
    assert max(counts) - min(counts) <= 1
    assert set(shares) <= set(ready)
