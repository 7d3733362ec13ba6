"""Vectors: spec/ffd.md section 5."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.fiscal import vat
from drivers.model.ffd import VatRate
from tests.drivers.fiscal.samples import position

RATES = [VatRate.VAT_5, VatRate.VAT_7, VatRate.VAT_10, VatRate.VAT_20, VatRate.VAT_22]


@pytest.mark.parametrize(
    ("amount", "taxes"),
    [(8990, [428, 588, 817, 1498, 1621]), (199, [9, 13, 18, 33, 36]), (12200, [581, 798, 1109, 2033, 2200])],
)
def test_included(amount: int, taxes: list[int]) -> None:
    assert [vat.included(amount, rate) for rate in RATES] == taxes


def test_a_real_receipt_of_2026() -> None:
    assert vat.included(80730, VatRate.VAT_22) == 14558


@pytest.mark.parametrize(("plain", "calculated"), vat.CALCULATED.items())
def test_calculated_rates_take_the_same_part(plain: VatRate, calculated: VatRate) -> None:
    assert vat.included(12345, plain) == vat.included(12345, calculated) > 0


def test_the_two_ways_differ() -> None:
    lines = [position(amount=33, vat=VatRate.VAT_20)] * 3
    assert vat.sums(lines) == {VatRate.VAT_20: 17}
    assert vat.sums(lines, per_line=True) == {VatRate.VAT_20: 18}


def test_untaxed_rates_report_the_turnover() -> None:
    lines = [position(amount=100, vat=VatRate.NO_VAT), position(amount=50, vat=VatRate.VAT_0)] * 2
    assert vat.sums(lines) == vat.sums(lines, per_line=True) == {VatRate.VAT_0: 100, VatRate.NO_VAT: 200}


@pytest.mark.parametrize(
    ("rate", "title"),
    [
        (VatRate.VAT_20, "НДС 20%"),
        (VatRate.VAT_10, "НДС 10%"),
        (VatRate.VAT_20_120, "НДС 20/120"),
        (VatRate.VAT_10_110, "НДС 10/110"),
        (VatRate.VAT_0, "НДС 0%"),
        (VatRate.NO_VAT, "БЕЗ НДС"),
        (VatRate.VAT_5, "НДС 5%"),
        (VatRate.VAT_7, "НДС 7%"),
        (VatRate.VAT_5_105, "НДС 5/105"),
        (VatRate.VAT_7_107, "НДС 7/107"),
        (VatRate.VAT_22, "НДС 22%"),
        (VatRate.VAT_22_122, "НДС 22/122"),
    ],
)
def test_titles(rate: VatRate, title: str) -> None:
    assert vat.title(rate) == title
    assert vat.sum_title(rate).endswith(title)


def test_turnovers_are_not_called_tax() -> None:
    assert vat.sum_title(VatRate.VAT_22) == "СУММА НДС 22%"
    assert vat.sum_title(VatRate.VAT_0) == "СУММА С НДС 0%"
    assert vat.sum_title(VatRate.NO_VAT) == "СУММА БЕЗ НДС"


@given(st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from(VatRate)), min_size=1, max_size=30))
def test_both_ways_stay_within_a_kopeck_a_line(rows: list[tuple[int, VatRate]]) -> None:
    lines = [position(amount=amount, vat=rate) for amount, rate in rows]
    by_group, by_line = vat.sums(lines), vat.sums(lines, per_line=True)
    assert by_group.keys() == by_line.keys() == {rate for _, rate in rows}
    for rate in by_group:
        assert abs(by_group[rate] - by_line[rate]) <= len(rows)
        turnover = sum(amount for amount, of in rows if of is rate)
        assert by_group[rate] == turnover if rate in vat.UNTAXED else 0 <= by_group[rate] <= turnover


def test_order_on_paper() -> None:
    assert [vat.title(rate) for rate in vat.on_paper(VatRate)] == [
        *("НДС 5%", "НДС 5/105", "НДС 7%", "НДС 7/107", "НДС 10%", "НДС 10/110"),
        *("НДС 20%", "НДС 20/120", "НДС 22%", "НДС 22/122", "НДС 0%", "БЕЗ НДС"),
    ]
