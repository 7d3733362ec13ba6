"""Shifts, cash, counters and what the ФН refuses."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.sale import CASH, CREDIT, ELECTRONIC
from drivers.emulation.fiscal.storage import Form, Open
from drivers.emulation.fiscal.till import NotEnoughCash, Till
from tests.drivers.emulation.fiscal.refusals import refused
from tests.drivers.emulation.fiscal.sales import open_till, sale, tea, till


def test_a_day() -> None:
    shop = till()
    shop.open_shift([(1021, b"Ann")])
    first = shop.receipt(sale())
    second = shop.receipt(sale(tea(2000), kind=2))
    shop.settlement_state()
    closing = shop.close_shift([(1021, b"Ann")])
    numbered = [(each.number, each.form, each.shift, each.receipt) for each in shop.storage.documents[1:]]
    assert numbered == [
        (2, Form.SHIFT_OPENING, 1, 0),
        (3, Form.RECEIPT, 1, 1),
        (4, Form.RECEIPT, 1, 2),
        (5, Form.CALCULATION_STATE, 1, 0),
        (6, Form.SHIFT_CLOSING, 1, 0),
    ]
    assert (first.type, first.total, second.type, second.total) == (1, 8990, 2, 2000)
    assert closing.tags()[1021] == [b"Ann"]
    assert closing.tags()[1118] == [b"\2\0\0\0"]
    assert closing.tags()[1111] == [b"\5\0\0\0"]
    assert (shop.drawer, shop.operations, shop.shift, shop.shift_open) == (6990, 5, 1, False)


def test_shifts_are_counted() -> None:
    shop = open_till()
    shop.receipt(sale())
    shop.close_shift()
    shop.open_shift()
    assert (shop.shift, shop.receipt_number) == (2, 0)
    shop.receipt(sale())
    assert (shop.receipt_number, shop.storage.documents[-1].shift) == (1, 2)


def test_wrong_states() -> None:
    shop = till()
    assert refused(shop.close_shift) == refused(lambda: shop.receipt(sale())) == 0x02
    shop.open_shift()
    assert refused(shop.open_shift) == 0x02
    shop.storage.hang(Open.SHIFT_CLOSING)
    assert refused(lambda: shop.receipt(sale())) == 0x02
    shop.storage.cancel()
    assert refused(lambda: shop.receipt(sale())) == 0


def test_a_shift_lasts_24_hours() -> None:
    shop = open_till()
    shop.advance(timedelta(hours=24))
    assert not shop.shift_expired
    shop.receipt(sale())
    shop.advance(timedelta(seconds=1))
    assert shop.shift_expired
    assert refused(lambda: shop.receipt(sale())) == 0x16
    shop.close_shift()
    assert not shop.shift_expired


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ("storage_silent", 0x30),
        ("storage_broken", 0x03),
        ("storage_expired", 0x05),
        ("archive_full", 0x06),
        ("ofd_overdue", 0x15),
        ("wrong_time", 0x07),
    ],
)
def test_troubles_of_the_storage(trouble: str, code: int) -> None:
    shop = open_till()
    shop.conditions.put(trouble, on=True)
    before = (shop.storage.last, shop.drawer, shop.receipt_number, shop.operations)
    assert refused(lambda: shop.receipt(sale())) == code
    assert (shop.storage.last, shop.drawer, shop.receipt_number, shop.operations) == before
    shop.conditions.put(trouble, on=False)
    assert shop.receipt(sale()).receipt == 1


def test_the_queue_may_still_be_emptied() -> None:
    shop = open_till()
    shop.conditions.ofd_overdue = True
    assert refused(shop.settlement_state) == refused(shop.close_shift) == 0
    assert refused(shop.open_shift) == 0x15


def test_the_clock_goes_forward_only() -> None:
    shop = open_till()
    shop.set_clock(shop.now() - timedelta(minutes=1))
    assert refused(lambda: shop.receipt(sale())) == 0x07


def test_what_is_too_long_leaves_nothing_behind() -> None:
    shop = open_till()
    assert refused(lambda: shop.receipt(sale(tea(requisites=((1191, b"x" * 1024),))))) == 0x10
    assert refused(lambda: shop.receipt(sale(requisites=((1084, b"x" * 33000),)))) == 0x10
    assert (shop.receipt_number, shop.storage.open, shop.drawer) == (0, Open.NOTHING, 0)
    assert refused(lambda: till().open_shift([(1276, b"x" * 5000)])) == 0x10
    assert shop.receipt(sale()).receipt == 1


@pytest.mark.parametrize(("kind", "moved"), [(1, 100), (2, -100), (3, -100), (4, 100)])
def test_cash_of_receipts(kind: int, moved: int) -> None:
    shop = open_till()
    shop.cash_in(1000)
    shop.receipt(sale(tea(300), kind=kind, paid={CASH: 100, ELECTRONIC: 150, CREDIT: 50}))
    assert shop.drawer == 1000 + moved


def test_an_empty_drawer_pays_nothing() -> None:
    shop = open_till()
    shop.cash_in(99)
    for call in (lambda: shop.cash_out(100), lambda: shop.receipt(sale(tea(100), kind=2))):
        with pytest.raises(NotEnoughCash):
            call()
    assert (shop.drawer, shop.operations, shop.storage.last) == (99, 2, 2)
    shop.receipt(sale(tea(100), kind=2, paid={ELECTRONIC: 100}))
    shop.cash_out(99)
    assert shop.drawer == 0


def test_totals_of_a_shift() -> None:
    shop = open_till()
    shop.cash_in(5000)
    shop.cash_out(500)
    before = shop.totals()
    shop.receipt(sale(tea(300), paid={CASH: 100, ELECTRONIC: 200}))
    shop.receipt(sale(tea(40), kind=2))
    shop.receipt(sale(tea(7), correction=True))
    told = shop.totals()
    assert (told.sums[1, CASH], told.sums[1, ELECTRONIC], told.sums[2, CASH]) == (107, 200, 40)
    assert (told.totals[1], told.receipts[1], told.corrections[1], told.receipts[2]) == (307, 2, 1, 1)
    assert (told.cash_in, told.deposits, told.cash_out, told.withdrawals) == (5000, 1, 500, 1)
    assert before.receipts[1] == 0
    shop.close_shift()
    assert shop.totals().totals[1] == shop.totals().cash_in == 0
    assert shop.drawer == 5000 - 500 + 100 - 40 + 7


def test_cash_moves_while_the_shift_is_closed() -> None:
    shop = till()
    shop.cash_in(100)
    assert (shop.drawer, shop.totals().cash_in) == (100, 100)
    shop.open_shift()
    assert shop.totals().cash_in == 0


@given(st.lists(st.tuples(st.sampled_from((1, 2, 3, 4)), st.integers(1, 10_000), st.booleans()), max_size=12))
def test_every_total_is_the_sum_of_its_receipts(sold: list[tuple[int, int, bool]]) -> None:
    shop = open_till()
    shop.cash_in(1_000_000)
    for kind, amount, card in sold:
        shop.receipt(sale(tea(amount), kind=kind, paid={ELECTRONIC if card else CASH: amount}))
    signs = {1: 1, 2: -1, 3: -1, 4: 1}
    assert shop.drawer == 1_000_000 + sum(signs[kind] * amount for kind, amount, card in sold if not card)
    told = shop.totals()
    for kind in signs:
        assert told.totals[kind] == sum(amount for each, amount, _ in sold if each == kind)
    assert _counted(shop) == [told.totals[kind] for kind in (1, 2, 3, 4)]
    assert [each.number for each in shop.storage.documents] == [*range(1, len(sold) + 4)]


def _counted(shop: Till) -> list[int]:
    """1201 of 1129..1132 in the report of the closing shift."""
    counters = dict(tlv.parse(shop.close_shift().tags()[1194][0]))
    blocks = [dict(tlv.parse(counters[tag])) for tag in range(1129, 1133)]
    return [int.from_bytes(block.get(1201, b""), "little") for block in blocks]


def test_an_unknown_format() -> None:
    with pytest.raises(ValueError, match=r"ffd 2\.0 is none of 1\.05, 1\.1, 1\.2"):
        till(ffd="2.0")
