"""Faults that wait for their commands."""

import pytest

from drivers.emulation.frame_faults import Fault, Link, Power
from drivers.emulation.plan import Plan

CLOSE, OPEN = "FF45", "8D"


def struck(plan: Plan[Fault], *codes: str, what: Link | Power = Link.BAD_SUM) -> list[bool]:
    return [plan.strikes(what, code) is not None for code in codes]


def test_once_and_for_its_command_alone() -> None:
    plan = Plan[Fault]()
    plan.inject(Fault(what=Link.BAD_SUM, command="FF45"))
    assert struck(plan, OPEN, CLOSE, CLOSE) == [False, True, False]
    assert plan.waiting == []


def test_the_next_one_whatever_it_is() -> None:
    plan = Plan[Fault]()
    plan.inject(Fault(what=Link.BAD_SUM))
    assert struck(plan, OPEN, CLOSE) == [True, False]


def test_other_kinds_are_left_to_their_moment() -> None:
    plan = Plan[Fault]()
    fault = Fault(what=Power.AFTER_EXECUTION)
    plan.inject(fault)
    assert struck(plan, OPEN, OPEN) == [False, False]
    assert plan.strikes(Power.AFTER_EXECUTION, OPEN) is fault
    assert plan.struck == [fault]


def test_so_many_times_after_so_many_that_pass() -> None:
    plan = Plan[Fault]()
    plan.inject(Fault(what=Link.BAD_SUM, command="8D", times=2, skip=1))
    assert struck(plan, OPEN, CLOSE, OPEN, OPEN, OPEN) == [False, False, True, True, False]


def test_always_until_cleared() -> None:
    plan = Plan[Fault]()
    plan.inject(Fault(what=Link.BAD_SUM, times=None))
    assert struck(plan, *[OPEN] * 50) == [True] * 50
    plan.clear()
    assert struck(plan, OPEN) == [False]


def test_by_chance_the_same_seed_gives_the_same() -> None:
    def run(seed: int) -> list[bool]:
        plan = Plan[Fault](seed)
        plan.inject(Fault(what=Link.BAD_SUM, times=None, chance=0.3))
        return struck(plan, *[OPEN] * 200)

    assert run(7) == run(7)
    assert run(7) != run(8)
    assert 30 < sum(run(7)) < 90


@pytest.mark.parametrize(
    "wrong",
    [
        {"times": 0},
        {"skip": -1},
        {"chance": 0.0},
        {"chance": 1.5},
        {"command": "FF4501"},
        {"command": "касса"},
        {"seconds": None},
        {"seconds": -1.0},
    ],
)
def test_what_can_never_be(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Fault(what=Link.SILENCE, **wrong)  # type: ignore[arg-type]


def test_power_and_port_may_stay_away() -> None:
    assert Fault(what=Power.BEFORE_EXECUTION, seconds=None).seconds is None
    assert Fault(what=Link.PORT_GONE, seconds=None).seconds is None
