"""Who of a pool is asked whether he can take a command."""

from types import SimpleNamespace
from typing import Any

from kkmserver.dispatch.ready import Ready
from pools.policy import Policy
from pools.pool import Pool, PoolPlan

MEMBERS = tuple(range(1, 101))


class _Watched:
    """`fit`, and whom it was asked about."""

    def __init__(self, *unfit: int) -> None:
        self._unfit, self.asked = unfit, []  # type: tuple[int, ...], list[int]

    def __call__(self, worker: Any) -> bool:
        self.asked.append(worker.number)
        return worker.number not in self._unfit


def _ready(fit: _Watched, *, waiting: int = 0) -> Ready:
    workers: Any = {number: SimpleNamespace(number=number, waiting=waiting + number) for number in MEMBERS}
    return Ready(MEMBERS, workers, fit)


def test_in_turn_only_those_whose_turn_it_is_are_looked_at() -> None:
    fit, pool = _Watched(8, 9), Pool(PoolPlan(number=200, name="Зал", members=MEMBERS), last=7)
    assert pool.next(None, _ready(fit)) == 10
    assert set(fit.asked) == {8, 9, 10}


def test_the_least_busy_is_found_among_all_that_are_fit() -> None:
    plan = PoolPlan(number=200, name="Зал", members=MEMBERS, policy=Policy.LEAST_BUSY)
    assert Pool(plan).next(None, _ready(_Watched(1, 2))) == 3


def test_it_is_a_mapping_of_the_fit_to_what_they_have() -> None:
    ready = _ready(_Watched(*range(3, 101)), waiting=5)
    assert dict(ready) == {1: 6, 2: 7}
    assert len(ready) == 2
    assert 3 not in ready
    assert 0 not in ready
    assert "1" not in ready
    assert ready.get(3) is None
    assert Pool(PoolPlan(number=200, name="Зал", members=MEMBERS)).next(None, _ready(_Watched(*MEMBERS))) is None
