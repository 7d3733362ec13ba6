"""Numbers, payments, taxes and lines. Source: spec/ikkm.md 1, 3.1, 4."""

import json
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.model.document import LocalTax, Payments, Position, TextLine
from drivers.model.ffd import ReceiptType, VatRate
from kkmserver.config_doors import IkkmTax
from kkmserver.dialects.ikkm import receipt, spread, taxes
from kkmserver.dialects.ikkm.codes import Refused
from kkmserver.dialects.ikkm.items import Item
from kkmserver.dialects.ikkm.receipt import Asked, Terms

VAT = LocalTax(code=1, name="НДС 12%", percent=Decimal(12))
ON_TOP = LocalTax(code=3, name="Сбор", percent=Decimal(10), included=False)
KAZAKH = Terms(taxes=(VAT, ON_TOP), by_amount=True, items=True, cashier="")
RUSSIAN = Terms(taxes=taxes.directory((), ()), by_amount=False, items=True, cashier="")


def asked(terms: Terms = KAZAKH, **told: str) -> Asked:
    return receipt.asked(told, terms)


def code_of(terms: Terms = KAZAKH, **told: str) -> int:
    with pytest.raises(Refused) as caught:
        asked(terms, **told)
    return int(caught.value.code)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1250.50", 125_050), ("7", 700), ("0.005", 1), ("20000000", 2_000_000_000), ("1.994", 199), ("00010", 1000)],
)
def test_sums(text: str, amount: int) -> None:
    assert asked(sale=text, cash=text).amount == amount


@pytest.mark.parametrize(
    "text", ["", "abc", "1,5", "-1", "0", "0.004", "1e3", "20000000.01", "20000001", ".5", "5.", " 5", "٣", "1" * 400]
)
def test_no_sums(text: str) -> None:
    assert code_of(sale=text, cash="1") == -9


PAID: list[tuple[dict[str, str], int]] = [
    ({"sale": "1000"}, -10),
    ({"sale": "1000", "cash": "999.99"}, -10),
    ({"sale": "1000", "cash": "400", "bank": "500"}, -10),
    ({"sale": "1000", "bank": "1001"}, -13),
    ({"sale": "1000", "tara": "600", "credit": "600"}, -13),
    ({"sale": "1000", "cash": "1000", "bank": "1"}, -13),
    ({"sale": "1000", "cash": "1000", "tax": "3"}, -12),
    ({"sale": "1000", "cash": "999", "tax": "3"}, -10),
    ({"saleReturn": "10", "cash": "9"}, -10),
    ({"saleReturn": "10", "cash": "11"}, -13),
    ({"saleReturn": "10", "bank": "10"}, -7),
    ({"buy": "10", "cash": "5", "bank": "5"}, -7),
    ({"buyReturn": "10"}, -10),
    ({"sale": "10", "buy": "10", "cash": "10"}, -7),
    ({"cash": "10"}, -7),
    ({"Sale": "10", "cash": "10"}, -7),
    ({"sale": "10", "cash": "10", "discount": "1"}, -7),
    ({"sale": "10", "cash": "10", "tax": "2"}, -14),
    ({"sale": "10", "cash": "10", "tax": "x"}, -9),
    ({"sale": "10", "cash": "-10"}, -9),
    ({"sale": "10", "cash": "1", "tax": "2", "itemdata": "["}, -14),
    ({"sale": "10", "cash": "1", "itemdata": "["}, -17),
]


@pytest.mark.parametrize(("told", "code"), PAID)
def test_refused(told: Mapping[str, str], code: int) -> None:
    assert code_of(**told) == code


def test_paid_in_every_way() -> None:
    found = asked(sale="1000", cash="700", bank="100", tara="200", credit="50", tax="1")
    assert found.payments == Payments(cash=70_000, electronic=10_000, provision=20_000, credit=5_000)
    assert asked(sale="1000", cash="1100", tax="3").total == 110_000
    assert asked(buyReturn="5", cash="5", bank="0").kind is ReceiptType.PURCHASE_RETURN


@pytest.mark.parametrize(
    "items",
    [
        "[{",
        "{}",
        "5",
        '"x"',
        "[5]",
        '[{"name":"a"}]',
        '[{"name":"","price":1,"qty":1,"sum":1}]',
        '[{"name":1,"price":1,"qty":1,"sum":1}]',
        '[{"name":"a","price":"x","qty":1,"sum":1}]',
        '[{"name":"a","price":1,"qty":0,"sum":1}]',
        '[{"name":"a","price":1,"qty":true,"sum":1}]',
        '[{"name":"a","price":1,"qty":-1,"sum":1}]',
        '[{"discount":"x"}]',
        '[{"discount":1,"sum":1}]',
        '[{"name":"a","price":NaN,"qty":1,"sum":1}]',
        '[{"name":"a","price":1e9,"qty":1,"sum":1}]',
        '[{"name":"a","price":1e999999999999,"qty":1,"sum":1}]',
        '[{"name":"a","price":1e99999999999999999999,"qty":1,"sum":1}]',
        "null",
        "[" * 100_000,
    ],
)
def test_no_items(items: str) -> None:
    assert code_of(sale="1", cash="1", itemdata=items) == -17


def test_items_as_text_and_as_numbers() -> None:
    lines = [
        {"name": "Чай", "price": "120.505", "qty": "0.3335", "sum": "40.19", "unit": "kg"},
        {"name": "Сок", "price": 1e2, "qty": 2, "sum": 200.0},
        {"discount": 10},
    ]
    found = asked(sale="230.19", cash="300", itemdata=json.dumps(lines)).items
    assert found == (
        Item("Чай", Decimal("0.334"), 12_051, 4_019),
        Item("Сок", Decimal(2), 10_000, 20_000),
        Item("Скидка", Decimal(1), -1_000, -1_000),
    )


@pytest.mark.parametrize("items", ["[]", '[{"discount":1}]', json.dumps([{"discount": 1}] * 80)])
def test_no_line_of_its_own(items: str) -> None:
    assert asked(sale="5", cash="5", itemdata=items).items == (Item("продажа", Decimal(1), 500, 500),)


def test_items_are_switched_off() -> None:
    off = Terms(taxes=(VAT,), by_amount=True, items=False, cashier="")
    assert asked(off, buy="5", cash="5", itemdata="[{").items == (Item("покупка", Decimal(1), 500, 500),)


def test_text_comes_before_the_lines() -> None:
    made = receipt.receipt(asked(sale="5", cash="5", print="Раз\r\nДва\\nТри"), KAZAKH)
    assert made.lines[:3] == (TextLine("Раз"), TextLine("Два"), TextLine("Три"))
    assert isinstance(made.lines[3], Position)
    assert made.by_amount
    assert made.by_amount.tax == VAT


def test_a_register_with_rates() -> None:
    lines = [
        {"name": "Хлеб", "price": 60, "qty": 1, "sum": 60},
        {"name": "Соль", "price": 40, "qty": 1, "sum": 40},
        {"discount": "10"},
        {"name": "Сыр", "price": 100, "qty": 2, "sum": 200},
    ]
    vat = Terms(
        taxes=taxes.directory((), (IkkmTax(code=7, name="НДС", rate="20"),)), by_amount=False, items=True, cashier=""
    )
    made = receipt.receipt(asked(vat, sale="290", cash="290", itemdata=json.dumps(lines)), vat)
    rows = [line for line in made.lines if isinstance(line, Position)]
    assert [row.amount for row in rows] == [5_400, 3_600, 20_000]
    assert {row.vat for row in rows} == {VatRate.VAT_20}
    assert made.by_amount is None
    assert code_of(vat, sale="1", cash="1", tax="1") == -14


def test_a_rate_that_is_none_there() -> None:
    odd = Terms(taxes=(VAT,), by_amount=False, items=True, cashier="")
    assert code_of(odd, sale="1", cash="1") == -14


def test_the_amount_rules() -> None:
    lines = [{"name": "Хлеб", "price": 10, "qty": 1, "sum": 10}]
    made = receipt.receipt(asked(RUSSIAN, sale="25", cash="25", itemdata=json.dumps(lines)), RUSSIAN)
    assert [line.amount for line in made.positions] == [2_500]
    assert made.positions[0].name == "Хлеб"
    free = [{"name": "Пакет", "price": 0, "qty": 1, "sum": 0}]
    made = receipt.receipt(asked(RUSSIAN, sale="25", cash="25", itemdata=json.dumps(free)), RUSSIAN)
    assert [(line.name, line.amount) for line in made.positions] == [("продажа", 2_500)]


sums = st.lists(st.integers(-5_000, 10_000).filter(bool), min_size=1, max_size=12)


@given(sums, st.integers(1, 100_000))
def test_lines_add_up(amounts: list[int], total: int) -> None:
    """Or there are none at all; no line is below nothing."""
    items = [Item("x", Decimal(1), amount, amount) for amount in amounts]
    lines = spread.lines_of(items, total)
    assert not lines or sum(line.amount for line in lines) == total
    assert all(line.amount >= 0 for line in lines)
    assert len(lines) in (0, sum(amount > 0 for amount in amounts))
