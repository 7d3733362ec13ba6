"""Money, payments and tax systems: spec/ffd.md sections 6 and 15."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import RequestRefused
from drivers.fiscal import vat
from drivers.fiscal.check import check
from drivers.model.document import ExciseStamp, ExtraTag, Payments, Position, Receipt, TextLine
from drivers.model.ffd import FfdVersion, ReceiptType, TaxSystem, VatRate
from drivers.model.state import Registration
from tests.drivers.fiscal.samples import REGISTRATION, position, receipt, rules, settled

SEED_003 = receipt(
    position(
        quantity=Decimal(3),
        price=10000,
        amount=1,
        vat=VatRate.VAT_20,
        ean13="1254789547853",
        stamp=ExciseStamp(barcode="22N" + "0" * 65, ean="1254789547853", volume_litres=Decimal("0.7")),
    ),
    payments=Payments(cash=80000, electronic=1),
    client_address="client@server.ru",
    kpp="782543005",
    tags=(ExtraTag(1005, "Москва, ул. Трехгорка д.13"), ExtraTag(1010, "10.25"), ExtraTag(1073, "8(985)775-44-61")),
)


@pytest.mark.parametrize("ffd", [version.value for version in FfdVersion])
def test_the_vendors_own_example(ffd: str) -> None:
    done = check(SEED_003, rules(ffd))
    assert (done.total, done.received, done.change) == (1, 80000, 80000)
    assert done.payments == Payments(cash=0, electronic=1)
    assert [(item.price, item.quantity, item.amount) for item in done.items] == [(0, Decimal(3), 1)]
    assert "Данные ЕГАИС не отправлены: УТМ не настроен" in done.warnings
    assert any("8(985)775-44-61" in text for text in done.warnings) == (ffd != "1.2")  # 1.2 only prints that tag


def refusal(*rows: Position, ffd: str = "1.2", registration: Registration = REGISTRATION, **changes: object) -> str:
    with pytest.raises(RequestRefused) as caught:
        check(receipt(*rows, **changes), rules(ffd, registration=registration))
    return caught.value.text


def test_a_plain_sale_has_nothing_to_warn_of() -> None:
    done = settled(position(quantity=Decimal(2), amount=20000))
    assert done.warnings == ()
    assert (done.total, done.change, done.tax_system) == (20000, 0, TaxSystem.GENERAL)
    assert done.vat == {VatRate.VAT_22: 3607}
    assert done.items[0].tax == 3607


def test_change_comes_from_cash() -> None:
    done = settled(payments=Payments(cash=50000, electronic=4000))
    assert (done.payments, done.received, done.change) == (Payments(cash=6000, electronic=4000), 50000, 44000)


def test_all_cashless_kinds_count() -> None:
    done = settled(payments=Payments(electronic=1000, advance=2000, credit=3000, provision=4000))
    assert (done.payments.cash, done.payments.total, done.change) == (0, 10000, 0)


def test_too_little_paid() -> None:
    text = refusal(payments=Payments(cash=9000))
    assert text == "Оплата 90.00 меньше итога чека 100.00: добавьте 10.00"


def test_cashless_above_the_total() -> None:
    text = refusal(payments=Payments(electronic=5000, advance=5001))
    assert text.startswith("Безналичная оплата 100.01 больше итога чека 100.00")
    assert text.endswith("уменьшите её на 0.01")


def test_negative_payment() -> None:
    assert refusal(payments=Payments(cash=20000, electronic=-1)).startswith("Оплата безналичными отрицательная (-0.01)")


def test_payment_beyond_ten_digits() -> None:
    assert "проверьте сумму" in refusal(payments=Payments(cash=10**10))


def test_total_beyond_ten_digits() -> None:
    dear = position(price=9_999_999_999, amount=9_999_999_999)
    assert settled(dear).total == 9_999_999_999
    assert "разбейте чек" in refusal(dear, position(), payments=Payments(cash=9_999_999_999))


def test_nothing_to_register() -> None:
    assert refusal(lines=(TextLine("привет"),)).startswith("В чеке нет ни одной позиции")


def test_a_gift_for_nothing_is_legal() -> None:
    done = settled(position(amount=0))
    assert (done.total, done.items[0].price, done.warnings) == (0, 0, ())


def test_tax_system_must_be_registered() -> None:
    text = refusal(tax_system=TaxSystem.PATENT)
    assert text == ("Система налогообложения ПАТЕНТ в кассе не зарегистрирована: укажите одну из: ОСН, УСН ДОХОД")


@pytest.mark.parametrize("asked", [TaxSystem.GENERAL, TaxSystem.SIMPLE_INCOME])
def test_tax_system_asked_for(asked: TaxSystem) -> None:
    assert settled(tax_system=asked).tax_system is asked


def test_first_registered_tax_system_is_the_default() -> None:
    registration = replace(REGISTRATION, tax_systems=(TaxSystem.PATENT, TaxSystem.GENERAL))
    assert check(receipt(), rules(registration=registration)).tax_system is TaxSystem.PATENT


def test_general_system_without_vat_is_doubtful() -> None:
    free, general = position(vat=VatRate.NO_VAT), TaxSystem.GENERAL
    assert any("все позиции без НДС" in text for text in settled(free, tax_system=general).warnings)
    assert settled(free, position(), tax_system=general).warnings == ()
    assert settled(free, tax_system=TaxSystem.SIMPLE_INCOME).warnings == ()


def test_a_default_tax_system_is_chosen_without_a_word() -> None:
    done = settled(position(vat=VatRate.NO_VAT))
    assert (done.tax_system, done.warnings) == (TaxSystem.GENERAL, ())


@pytest.mark.parametrize("amount", [-1, 10**10])
def test_impossible_amounts(amount: int) -> None:
    assert "сумма" in refusal(position(amount=amount), payments=Payments())


def test_impossible_price_and_excise() -> None:
    text = refusal(position(price=-1, excise=-2))
    assert "цена -0.01 отрицательная" in text
    assert "акциз -0.02 отрицательная" in text


def test_all_faults_are_told_at_once_but_not_endlessly() -> None:
    text = refusal(*[position(name=str(number), amount=-1) for number in range(1000)])
    assert text.startswith("Позиция 1 «0»: ")
    assert text.endswith("и ещё замечаний: 995")
    assert len(text) < 1000


def test_warnings_are_bounded_too() -> None:
    done = settled(*[position(name="Имя" * 50 + str(number)) for number in range(40)], payments=Payments(cash=400000))
    assert len(done.warnings) == 21


def test_vat_per_line_is_a_rule() -> None:
    lines = [position(price=33, amount=33, vat=VatRate.VAT_20)] * 3
    assert check(receipt(*lines), rules()).vat == {VatRate.VAT_20: 17}
    assert check(receipt(*lines), rules(per_line_vat=True)).vat == {VatRate.VAT_20: 18}


def test_strict_rules_refuse_doubts() -> None:
    doubtful = receipt(position(vat=VatRate.VAT_20))
    assert check(doubtful, rules()).warnings
    with pytest.raises(RequestRefused, match="22%"):
        check(doubtful, rules(strict=True))


def test_no_printing_without_an_address() -> None:
    assert refusal(print_paper=False).startswith("Чек без печати")
    assert settled(print_paper=False, client_address="a@b.ru").warnings == ()


def test_an_autonomous_register_takes_ten_codes() -> None:
    coded = position(ean13="4606453849072")
    registration = replace(REGISTRATION, autonomous=True)
    assert "не больше 10" in refusal(*[coded] * 11, ffd="1.05", registration=registration)
    for ffd, count in (("1.05", 10), ("1.2", 11)):
        assert len(check(receipt(*[coded] * count), rules(ffd, registration=registration)).items) == count


def test_a_document_has_a_limit() -> None:
    long = [position(name="Н" * 128) for _ in range(200)]
    assert "разбейте его на несколько" in refusal(*long)
    assert len(settled(*long[:100]).items) == 100


amounts = st.integers(0, 10**7)
quantities = st.decimals("0.001", 10**4, places=3) | st.integers(1, 1000).map(Decimal)


@st.composite
def receipts(draw: st.DrawFn) -> Receipt:
    rows = draw(st.lists(st.tuples(amounts, quantities, st.sampled_from(VatRate)), min_size=1, max_size=8))
    lines = [position(amount=amount, quantity=quantity, vat=rate) for amount, quantity, rate in rows]
    total = sum(amount for amount, _, _ in rows)
    cashless = draw(st.lists(st.integers(0, total), min_size=4, max_size=4))
    while sum(cashless) > total:
        cashless = [amount // 2 for amount in cashless]
    over = draw(st.integers(0, 10**6))
    electronic, advance, credit, provision = cashless
    paid = Payments(total - sum(cashless) + over, electronic, advance, credit, provision)
    return receipt(*lines, payments=paid, type=draw(st.sampled_from(ReceiptType)))


@given(receipts(), st.sampled_from(FfdVersion), st.booleans(), st.booleans())
def test_everything_adds_up(request: Receipt, ffd: FfdVersion, split: bool, per_line: bool) -> None:
    done = check(request, rules(ffd.value, split_rows=split, per_line_vat=per_line))
    assert done.total == request.total == sum(item.amount for item in done.items) == done.payments.total
    assert done.received - done.change == done.payments.cash >= 0
    assert done.change >= 0
    assert replace(done.payments, cash=0) == replace(request.payments, cash=0)
    assert set(done.vat) == {item.vat for item in done.items}
    untaxed = sum(item.amount for item in done.items if item.vat in vat.UNTAXED)
    assert sum(amount for rate, amount in done.vat.items() if rate in vat.UNTAXED) == untaxed
