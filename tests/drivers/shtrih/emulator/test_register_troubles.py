"""Refusals that a test orders, and the ФН's own. Each of them leaves at most one document behind one job."""

import pytest

from drivers.emulation.troubles import Troubles
from tests.drivers.shtrih.emulator.host import ask, closing, open_shift, position, refused, register, tlv

JOB = {"8D": b"\0", "FF46": position(), "FF45": closing({1: 10000}), "41": b""}


def test_once() -> None:
    shop = register()
    shop.troubles.refuse(0x50, "17")
    assert refused(shop, "13") == 0
    assert [refused(shop, "17", b"\x02a") for _ in range(2)] == [0x50, 0]


def test_so_many_times_after_so_many() -> None:
    shop = register()
    shop.troubles.refuse(0x50, "13", times=2, skip=1)
    assert [refused(shop, "13") for _ in range(4)] == [0, 0x50, 0x50, 0]


def test_always_until_forgotten() -> None:
    shop = register()
    trouble = shop.troubles.refuse(0x37, "ff46", times=None)
    open_shift(shop)
    ask(shop, "8D", "00")
    assert {refused(shop, "FF46", position()) for _ in range(5)} == {0x37}
    shop.troubles.forget(trouble)
    assert refused(shop, "FF46", position()) == 0


def test_whatever_comes_next() -> None:
    shop = register()
    shop.troubles.refuse(0x2F)
    assert [refused(shop, "10"), refused(shop, "10")] == [0x2F, 0]


def test_by_chance_but_repeatably() -> None:
    def run(seed: int) -> list[int | None]:
        troubles = Troubles(seed)
        troubles.refuse(0x50, "10", times=None, chance=0.5)
        return [troubles.due("10") for _ in range(50)]

    assert run(1) == run(1)
    assert run(1) != run(2)
    assert set(run(1)) == {0x50, None}


def test_at_one_requisite() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    shop.troubles.refuse(0x33, "FF0C", tag=1008, times=None)
    assert refused(shop, "FF0C", tlv(1021, b"x")) == 0
    assert refused(shop, "FF0C", tlv(1192, b"x") + tlv(1008, b"a@b.ru")) == 0x33


@pytest.mark.parametrize("stage", JOB)
@pytest.mark.parametrize("error", [0x50, 0x33, 0x37, 0x2F, 0x30])
def test_a_refusal_is_repaired_by_repeating(stage: str, error: int) -> None:
    shop = open_shift(register())
    shop.troubles.refuse(error, stage)
    for code, data in JOB.items():
        before = shop.glance()
        if refused(shop, code, data):
            assert code == stage
            assert shop.glance() == before
            ask(shop, code, data)
    assert [each.form for each in shop.storage.documents] == [1, 2, 3, 5]


@pytest.mark.parametrize(
    ("condition", "error"),
    [
        ("storage_silent", 0x30),
        ("storage_broken", 0x03),
        ("storage_expired", 0x05),
        ("archive_full", 0x06),
        ("wrong_time", 0x07),
        ("ofd_overdue", 0x15),
    ],
)
def test_troubles_of_the_storage(condition: str, error: int) -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    ask(shop, "FF46", position())
    before = shop.glance()
    shop.conditions.put(condition, True)
    assert refused(shop, "FF45", closing({1: 10000})) == error
    assert shop.glance() == before
    ask(shop, "88")
    assert refused(shop, "8D", "00") == error
    assert refused(shop, "41") == (0 if error == 0x15 else error)
    assert refused(shop, "FF01") == (error if error in (0x30, 0x03) else 0)
    shop.conditions.put(condition, False)
    assert refused(shop, "8D", "00") == 0
