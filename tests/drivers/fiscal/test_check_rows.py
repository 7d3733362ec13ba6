"""Rows: spec/ffd.md 2.2, 6 (R1-R3, R9, R12) and 15 (6, 9, 10, 15, 20)."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from drivers.errors import RequestRefused
from drivers.fiscal.check import check
from drivers.fiscal.check_rows import multiplies
from drivers.model.document import AgentData, ExciseStamp, MarkingCode, Payments, Supplier
from drivers.model.ffd import ReceiptType, SettlementMethod, VatRate
from tests.clock import MOSCOW
from tests.drivers.fiscal.samples import position, receipt, rules, settled

MILK = "010460043993125621JgXJ5.T\x1d93dGVz"


def warning(ffd: str = "1.2", **changes: Any) -> str:
    (text,) = settled(position(**changes), ffd=ffd).warnings
    return text


def refusal(ffd: str = "1.2", **changes: Any) -> str:
    with pytest.raises(RequestRefused) as caught:
        settled(position(**changes), ffd=ffd)
    return caught.value.text


@pytest.mark.parametrize(
    ("amount", "quantity", "price"),
    [(10000, "1", 10000), (10000, "3", 3333), (17980, "2", 8990), (5, "2", 3), (3550, "0.355", 10000), (1, "3", 0)],
)
def test_price_is_what_the_amount_makes_of_one_unit(amount: int, quantity: str, price: int) -> None:
    (item,) = settled(position(price=1, amount=amount, quantity=Decimal(quantity))).items
    assert (item.price, item.quantity, item.amount) == (price, Decimal(quantity), amount)


@pytest.mark.parametrize(("price", "fits"), [(3332, False), (3333, True), (3334, False)])
def test_tolerance_is_one_kopeck(price: int, *, fits: bool) -> None:
    assert multiplies(price, Decimal(3), 10000) is fits


def test_what_does_not_multiply_is_kept_with_a_warning() -> None:
    row = position(amount=10000, quantity=Decimal(7))
    assert [(item.price, item.quantity) for item in settled(row).items] == [(1429, Decimal(7))]
    assert "цена 14.29 на количество 7 не даёт сумму 100.00." in warning(amount=10000, quantity=Decimal(7))


def test_a_kopeck_is_too_much_for_a_register_that_multiplies_by_itself() -> None:
    """Three for a hundred roubles: 33.33 by three is 99.99."""
    row = position(amount=10000, quantity=Decimal(3))
    (one,) = check(receipt(row), rules(split_rows=True)).items
    exact = check(receipt(row), rules(split_rows=True, exact_rows=True)).items
    assert (one.price, one.amount) == (3333, 10000)
    assert [(item.price, item.quantity, item.amount) for item in exact] == [(3333, 2, 6666), (3334, 1, 3334)]


def test_split_on_request() -> None:
    done = check(receipt(position(amount=10000, quantity=Decimal(7))), rules(split_rows=True))
    assert [(item.price, item.quantity, item.amount) for item in done.items] == [
        (1428, Decimal(3), 4284),
        (1429, Decimal(4), 5716),
    ]
    assert done.warnings == ()


def test_weighed_goods_split_into_one_unit_that_names_its_weight() -> None:
    row = position(name="Сыр", amount=10001, quantity=Decimal("7.355"), measure=11)
    done = check(receipt(row), rules(split_rows=True))
    assert [(item.name, item.price, item.quantity) for item in done.items] == [("Сыр (7.355 кг)", 10001, Decimal(1))]
    assert done.items[0].position.measure == 0


def test_weighed_name_still_fits() -> None:
    row = position(name="С" * 128, amount=10001, quantity=Decimal("7.355"), measure=11)
    (item,) = check(receipt(row), rules(split_rows=True)).items
    assert item.name == "С" * 117 + " (7.355 кг)"


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "sNaN", "Infinity", "1e11", "1e-7", "1e-100000"])
def test_impossible_quantities(quantity: str) -> None:
    assert "количество" in refusal(quantity=Decimal(quantity))


def test_dust_of_floats_is_wiped_off() -> None:
    done = settled(position(quantity=Decimal("0.30000000000000004"), amount=3000))
    assert str(done.items[0].quantity) == "0.3"
    assert done.warnings == ()


def test_more_than_six_decimals_are_rounded() -> None:
    assert "округлено" in warning(quantity=Decimal("1.00000061"))


@pytest.mark.parametrize(("given", "kept"), [("1.500", "1.5"), ("100", "100"), ("1E+2", "100"), ("2.000000", "2")])
def test_needless_zeros_go(given: str, kept: str) -> None:
    (item,) = settled(position(quantity=Decimal(given), amount=20000)).items
    assert str(item.quantity) == kept


def test_a_price_beyond_ten_digits() -> None:
    assert "проверьте количество" in refusal(quantity=Decimal("0.000001"), amount=9_999_999_999)


def test_an_advance_needs_neither_name_nor_quantity() -> None:
    row = position(name="", quantity=Decimal(0), method=SettlementMethod.ADVANCE, vat=VatRate.VAT_22_122)
    (item,) = settled(row).items
    assert (item.quantity, item.price, item.amount) == (Decimal(1), 10000, 10000)


def test_a_name_is_needed_otherwise() -> None:
    assert "нет наименования" in refusal(name=" \x00")


def test_long_names_are_cut() -> None:
    done = settled(position(name="«" + "Н" * 130))
    assert done.items[0].name == '"' + "Н" * 127
    assert "лишнее отброшено" in done.warnings[0]


@pytest.mark.parametrize("subject", [0, 28, 29, 34, 256])
def test_unknown_subject(subject: int) -> None:
    assert f"признака предмета расчёта {subject}" in refusal(subject=subject)


def test_a_subject_of_the_next_version() -> None:
    assert "только в ФФД 1.2" in warning("1.05", subject=27)
    assert settled(position(subject=27)).warnings == ()


def test_unknown_measure() -> None:
    assert "единицы измерения 12345" in refusal(measure=12345)


@pytest.mark.parametrize(
    ("field", "tag", "length"), [("attribute", 1191, 64), ("customs_declaration", 1231, 32), ("unit", 1197, 16)]
)
def test_lengths(field: str, tag: int, length: int) -> None:
    assert settled(position(**{field: "x" * length}), ffd="1.05").warnings == ()
    assert f"(тег {tag}) – {length + 1} знаков, а помещается {length}" in refusal("1.05", **{field: "x" * (length + 1)})


def test_length_counts_after_transliteration() -> None:
    assert "(тег 1231) – 33 знаков" in refusal(customs_declaration="…" * 11)


@pytest.mark.parametrize("country", ["RUS", "64"])
def test_country_is_three_digits(country: str) -> None:
    assert "код страны" in warning(country=country)


def test_rows_that_take_more_than_a_kilobyte() -> None:
    data = AgentData(operation="о" * 24, transfer_name="б" * 64, transfer_address="а" * 256, transfer_inn="7707083893")
    phones = {"agent_phone": "+" + "1" * 18, "receiver_phone": "+" + "1" * 18, "transfer_phone": "+" + "1" * 18}
    supplier = Supplier(name="п" * 256, phone="+" + "1" * 18, inn="7707083893")
    row = position(
        name="Н" * 128,
        attribute="р" * 64,
        country="643",
        customs_declaration="д" * 32,
        agent_data=replace(data, **phones),
        supplier=supplier,
        excise=9_999_999_999,
        marking=MarkingCode(code="010460043993125621" + "s" * 20),
        subject=33,
    )
    with pytest.raises(RequestRefused, match="не помещаются"):
        settled(row)
    assert settled(replace(row, attribute="", customs_declaration="")).warnings == ()


def test_egais_is_told_to_be_missing() -> None:
    assert warning(stamp=ExciseStamp(barcode="1")) == "Данные ЕГАИС не отправлены: УТМ не настроен"
    assert settled(position(stamp=ExciseStamp())).warnings == ()


def test_marked_goods() -> None:
    assert settled(position(subject=33, marking=MarkingCode(code=MILK))).warnings == ()
    assert "без кода" in warning(subject=33)
    assert "31 или 33" in warning(subject=32, marking=MarkingCode(code=MILK))
    for changes in ({"quantity": Decimal(2)}, {"measure": 11}):
        assert "одну штуку" in warning(subject=33, marking=MarkingCode(code=MILK), **changes)
    assert settled(position(quantity=Decimal(2), marking=MarkingCode(code=MILK, has_serial=False))).warnings == ()


def test_marking_in_the_russian_layout() -> None:
    assert "раскладке" in warning(marking=MarkingCode(code="010460043993125621ОпЧО5юЕ\x1d93вПМя"))


@pytest.mark.parametrize("ffd", ["1.05", "1.2"])
@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("010460043993125621JgXJ5.T93dGVz", "потеряны разделители GS"),
        ("010460043993125721JgXJ5.T\x1d93dGVz", "контрольная цифра"),
        ("x" * 40, "не похож ни на штрихкод EAN, ни на код маркировки"),
        ("4600000000009", "контрольная цифра штрихкода должна быть 8"),
    ],
)
def test_what_is_wrong_with_a_code_is_told(code: str, told: str, ffd: str) -> None:
    text = warning(ffd, marking=MarkingCode(code=code))
    assert text.startswith("Позиция 1 «Хлеб»: ")
    assert told in text


def test_one_thing_is_not_sold_twice() -> None:
    one = position(subject=33, marking=MarkingCode(code=MILK))
    again = replace(one, marking=MarkingCode(gtin="04600439931256", serial="JgXJ5.T"))  # said in another way
    (text,) = settled(one, position(), again).warnings
    assert text == "Позиция 3 «Хлеб»: код маркировки тот же, что в позиции 1, отсканируйте другой"
    other = replace(one, marking=MarkingCode(code=MILK.replace("JgX", "JgY")))
    assert settled(one, other).warnings == ()
    part = replace(one, quantity=Decimal(2), pack_quantity=22)
    assert settled(part, part).warnings == ()  # of one pack
    sort = replace(one, marking=MarkingCode(code=MILK, has_serial=False))
    assert settled(sort, sort).warnings == ()
    fur = replace(one, marking=MarkingCode(code="RU-430302-AAA4050108"))
    assert "тот же" in settled(fur, fur).warnings[0]


def test_part_of_a_pack() -> None:
    part = position(quantity=Decimal(2), pack_quantity=22, marking=MarkingCode(code=MILK), subject=33)
    assert settled(part).warnings == ()
    for changes in ({"quantity": Decimal("1.5")}, {"measure": 10}, {"pack_quantity": 2}, {"pack_quantity": -1}):
        with pytest.raises(RequestRefused, match="часть упаковки"):
            settled(replace(part, **changes))
    assert any("только по ФФД 1.2" in text for text in settled(part, ffd="1.05").warnings)


@pytest.mark.parametrize(
    ("rate", "today", "warned"),
    [
        (VatRate.VAT_22, datetime(2025, 12, 31, 23, 59, tzinfo=MOSCOW), True),
        (VatRate.VAT_22_122, datetime(2025, 12, 31, tzinfo=MOSCOW), True),
        (VatRate.VAT_22, datetime(2026, 1, 1, tzinfo=MOSCOW), False),
        (VatRate.VAT_7, datetime(2024, 12, 31, tzinfo=MOSCOW), True),
        (VatRate.VAT_5, datetime(2025, 1, 1, tzinfo=MOSCOW), False),
        (VatRate.VAT_20, datetime(2025, 12, 31, tzinfo=MOSCOW), False),
        (VatRate.VAT_20, datetime(2026, 1, 1, tzinfo=MOSCOW), True),
        (VatRate.VAT_20_120, datetime(2026, 1, 1, tzinfo=MOSCOW), True),
    ],
)
def test_rates_by_date(rate: VatRate, today: datetime, *, warned: bool) -> None:
    assert bool(check(receipt(position(vat=rate)), replace(rules(), now=today)).warnings) is warned


def test_a_return_may_still_carry_twenty_percent() -> None:
    assert settled(position(vat=VatRate.VAT_20), type=ReceiptType.SALE_RETURN).warnings == ()


@pytest.mark.parametrize("method", [SettlementMethod.FULL_PREPAYMENT, SettlementMethod.ADVANCE])
def test_prepayment_takes_the_calculated_rate(method: SettlementMethod) -> None:
    assert warning(method=method, vat=VatRate.VAT_10).endswith("вместо НДС 10% укажите НДС 10/110")
    assert settled(position(method=method, vat=VatRate.VAT_10_110)).warnings == ()


def test_a_refused_row_brings_no_second_complaint() -> None:
    with pytest.raises(RequestRefused) as caught:
        settled(position(quantity=Decimal(0)), payments=Payments(electronic=10000))
    assert ";" not in caught.value.text
