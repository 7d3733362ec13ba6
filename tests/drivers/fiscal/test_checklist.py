"""The validator's checklist of spec/ffd.md, section 15: each of its points is one test named by its number."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from drivers.errors import RequestRefused
from drivers.fiscal import composition, documents, limits, qr
from drivers.fiscal.check import check
from drivers.fiscal.composition import Fault, Finding
from drivers.fiscal.tlv import Item, pack, parse
from drivers.model.document import AgentData, Cashier, Correction, MarkingCode, Payments, Receipt, Supplier
from drivers.model.ffd import AgentSign, DocumentForm, FfdVersion, ReceiptType, SettlementMethod, TaxSystem, VatRate
from tests.clock import MOSCOW
from tests.drivers.fiscal.full import EVERY, FULL
from tests.drivers.fiscal.samples import (
    INN,
    NOON,
    REGISTRATION,
    correction,
    header,
    opened,
    position,
    receipt,
    rules,
    settled,
    tags,
)

MILK = "010460043993125621JgXJ5.T\x1d93dGVz"


def refused(asked: Receipt, ffd: str = "1.2", **changes: Any) -> str:
    """What a strict register says."""
    with pytest.raises(RequestRefused) as caught:
        check(asked, rules(ffd, strict=True, **changes))
    return caught.value.text


def accepted(asked: Receipt, ffd: str = "1.2", **changes: Any) -> None:
    assert check(asked, rules(ffd, strict=True, **changes)).warnings == ()


def test_01_mandatory_requisites_of_each_version() -> None:
    for (name, ffd), document in EVERY.items():
        assert composition.check(document, ffd, FULL) == [], name
        (envelope,) = parse(document)
        rest = [pack(item.tag, item.raw) for item in envelope.children() if item.tag != 1209]
        spoiled = pack(envelope.tag, b"".join(rest))
        assert composition.check(spoiled, ffd, FULL) == [Finding((1209,), Fault.MISSING)], name


def test_02_rules_of_money() -> None:
    (third,) = settled(position(quantity=Decimal(3), amount=10000)).items  # R1
    assert (third.price, third.amount) == (3333, 10000)
    (weighed,) = settled(position(quantity=Decimal("0.123456"), amount=1000)).items  # R2
    assert weighed.quantity == Decimal("0.123456")
    dear = check(receipt(position(amount=10000, quantity=Decimal(7))), rules(split_rows=True)).items  # R3
    assert [(item.quantity, item.price) for item in dear] == [(3, 1428), (4, 1429)]
    done = settled(position(), position(amount=1), payments=Payments(cash=20000, electronic=1))
    assert done.total == 10001 == sum(item.amount for item in done.items)  # R4
    assert done.payments.total == done.total  # R5
    assert "сдачу с неё не дают" in refused(receipt(payments=Payments(electronic=10001)))  # R6
    assert (done.payments.cash, done.change) == (10000, 10000)  # R7
    back = settled(type=ReceiptType.SALE_RETURN)
    assert limits.missing_cash(9999, back) == 1  # R8
    accepted(receipt(position(amount=0)))  # R9
    assert "отрицательная" in refused(receipt(position(amount=-1)))
    assert "проверьте её" in refused(receipt(position(amount=10**10)))  # R10
    found = opened(documents.receipt(header(DocumentForm.RECEIPT), done))  # R11
    assert [item.tag for item in found.children() if item.tag in (1054, 1055)] == [1054, 1055]
    advance = position(name="", quantity=Decimal(0), method=SettlementMethod.ADVANCE, vat=VatRate.VAT_22_122)
    (item,) = settled(advance).items  # R12
    assert (item.quantity, item.price) == (1, 10000)


def test_03_vat_by_rate_and_the_container() -> None:
    lines = [position(price=33, amount=33, vat=VatRate.VAT_20)] * 3
    by_group, by_line = (check(receipt(*lines), rules(per_line_vat=per_line)).vat for per_line in (False, True))
    assert (by_group, by_line) == ({VatRate.VAT_20: 17}, {VatRate.VAT_20: 18})  # spec/ffd.md 5.2
    found = opened(documents.receipt(header(DocumentForm.RECEIPT), settled(position(amount=80730))))
    (part,) = found.child(1115).children()
    assert (found.child(1104).number(), part.child(1120).number()) == (0, 14558)


def test_04_one_tax_system_of_those_registered() -> None:
    for system in REGISTRATION.tax_systems:
        found = opened(documents.receipt(header(DocumentForm.RECEIPT), settled(tax_system=system)))
        assert found.child(1055).number() == 1 << system.value
    assert "не зарегистрирована" in refused(receipt(tax_system=TaxSystem.PATENT))


def test_05_settlement_sign_by_document_and_version() -> None:
    for kind in ReceiptType:
        found = opened(documents.receipt(header(DocumentForm.RECEIPT), settled(type=kind)))
        assert (found.tag, found.child(1054).number()) == (3, kind)
    why = Correction(date=date(2026, 11, 14), number="1", by_order=True)
    for kind, ffd, allowed in (
        (ReceiptType.SALE, "1.05", True),
        (ReceiptType.SALE_RETURN, "1.05", False),
        (ReceiptType.PURCHASE, "1.05", True),
        (ReceiptType.PURCHASE_RETURN, "1.05", False),
        (ReceiptType.SALE_RETURN, "1.1", True),
        (ReceiptType.PURCHASE_RETURN, "1.2", True),
    ):
        asked = correction(position(), type=kind, why=why)
        if allowed:
            accepted(asked, ffd)
        else:
            assert "выберите коррекцию прихода или расхода" in refused(asked, ffd)


def test_06_lengths_in_cp866() -> None:
    accepted(receipt(client_name="Ж" * 256))
    assert "(тег 1227) – 257 знаков" in refused(receipt(client_name="Ж" * 257))
    assert "(тег 1227) – 258 знаков" in refused(receipt(client_name="…" * 86))
    cut = settled(position(name="Ж" * 129))  # only names of goods are cut
    assert (cut.items[0].name, len(cut.warnings)) == ("Ж" * 128, 1)


def test_07_inn_check_digits() -> None:
    bad = "7707083894"
    for asked in (
        receipt(cashier=Cashier("Кассир", bad)),  # 1203
        receipt(position(supplier=Supplier(inn=bad))),  # 1226
        receipt(client_inn=bad),  # 1228
        receipt(position(agent_data=AgentData(transfer_inn=bad))),  # 1016
    ):
        assert f"{bad}» записан с ошибкой" in refused(asked)
    accepted(receipt(cashier=Cashier("Кассир", "500100732259"), client_inn="000000000000"))


def test_08_what_each_agent_needs() -> None:
    supplier = Supplier(inn=INN, phone="+79990000001")
    bank = AgentData(
        operation="Перевод",
        agent_phone="+71",
        transfer_phone="+72",
        transfer_name="Банк",
        transfer_address="Москва",
        transfer_inn=INN,
    )
    paying = AgentData(agent_phone="+71", receiver_phone="+72")
    needs = [
        *((sign, bank) for sign in (AgentSign.BANK_AGENT, AgentSign.BANK_SUBAGENT)),
        *((sign, paying) for sign in (AgentSign.PAYING_AGENT, AgentSign.PAYING_SUBAGENT)),
        *((sign, None) for sign in (AgentSign.ATTORNEY, AgentSign.COMMISSIONER, AgentSign.AGENT)),
    ]
    for sign, data in needs:
        accepted(receipt(position(agent=sign, agent_data=data, supplier=supplier)))
        assert "добавьте: ИНН поставщика" in refused(receipt(position(agent=sign, agent_data=data)))
        if data is not None:
            missing = replace(data, agent_phone="")
            text = refused(receipt(position(agent=sign, agent_data=missing, supplier=supplier)))
            assert "Телефон платежного агента" in text


def test_09_subject_code_and_result() -> None:
    marked = position(subject=33, marking=MarkingCode(code=MILK))
    accepted(receipt(marked))
    for subject in (31, 33):
        assert "отсканируйте код" in refused(receipt(position(subject=subject)))
    for subject in (30, 32):
        accepted(receipt(position(subject=subject)))
        assert "31 или 33" in refused(receipt(replace(marked, subject=subject)))
    assert "количество 1 в штуках" in refused(receipt(replace(marked, quantity=Decimal(2))))
    assert "количество 1 в штуках" in refused(receipt(replace(marked, measure=11)))
    (item,) = [item for item in written(settled(marked)) if item.tag == 1059]
    assert tags(item) >= {1163, 2102, 2106}


def written(done: Any) -> list[Item]:
    return opened(documents.receipt(header(DocumentForm.RECEIPT), done)).children()


def test_10_part_of_a_pack() -> None:
    part = position(subject=33, marking=MarkingCode(code=MILK), quantity=Decimal(2), pack_quantity=22)
    accepted(receipt(part))
    for changes in ({"measure": 11}, {"pack_quantity": 2}, {"pack_quantity": 1}, {"quantity": Decimal("0.5")}):
        assert "часть упаковки" in refused(receipt(replace(part, **changes)))
    assert "отсканируйте её код" in refused(receipt(replace(part, subject=1, marking=None)))


def test_11_base_of_a_correction() -> None:
    why = Correction(date=date(2026, 11, 14), number="12", by_order=True)
    accepted(correction(position(), why=why))
    assert "номер предписания" in refused(correction(position(), why=replace(why, number="")))
    assert "(тег 1177)" in refused(correction(position(), why=replace(why, name="О" * 257)))
    document = EVERY["correction", FfdVersion.V1_2]
    (envelope,) = parse(document)
    for tag in (1173, 1174):
        rest = b"".join(pack(item.tag, item.raw) for item in envelope.children() if item.tag != tag)
        assert Finding((tag,), Fault.MISSING) in composition.check(pack(31, rest), FfdVersion.V1_2, FULL)


def test_12_age_of_the_shift_and_the_clock() -> None:
    assert not limits.is_shift_over(NOON, NOON + timedelta(hours=24))
    assert limits.is_shift_over(NOON, NOON + timedelta(hours=24, seconds=1))
    assert limits.is_clock_back(NOON, NOON - timedelta(seconds=1))
    assert limits.are_clocks_apart(NOON, NOON + timedelta(minutes=5, seconds=1))


def test_13_age_of_the_queue() -> None:
    assert not limits.is_queue_overdue(NOON, NOON + timedelta(days=30))
    assert limits.is_queue_overdue(NOON, NOON + timedelta(days=31))


def test_14_address_of_the_buyer() -> None:
    for address in ("+79990000000", "+123456789012345", "a@b.ru"):
        accepted(receipt(client_address=address, print_paper=False))
    for address in ("89990000000", "+1234567890123456", "почта"):
        assert "Адрес покупателя" in refused(receipt(client_address=address))
    assert "укажите телефон или электронный адрес" in refused(receipt(print_paper=False))


def test_15_limits_of_the_document_and_of_an_item() -> None:
    assert "разбейте его на несколько" in refused(receipt(*[position(name="Н" * 128)] * 200))
    assert "больше" in refused(receipt(position(amount=9_999_999_999), position()))
    agent = AgentData(operation="о" * 24, transfer_name="б" * 64, transfer_address="а" * 256, transfer_inn=INN)
    long = position(
        name="Н" * 128,
        attribute="р" * 64,
        customs_declaration="д" * 32,
        agent_data=replace(agent, **dict.fromkeys(("agent_phone", "receiver_phone", "transfer_phone"), "+" + "1" * 18)),
        supplier=Supplier(name="п" * 256, phone="+" + "1" * 18, inn=INN),
        marking=MarkingCode(code="010460043993125621" + "s" * 20),
        subject=33,
        country="643",
        excise=9_999_999_999,
    )
    assert "не помещаются в чек (тег 1059)" in refused(receipt(long))


def test_16_qr_round_trip() -> None:
    text = qr.text(
        time=NOON,
        storage="9999078900001234",
        document=4711,
        sign=42,
        total=22979,
        receipt_type=ReceiptType.PURCHASE_RETURN,
    )
    assert qr.PATTERN.fullmatch(text)
    assert dict(part.split("=") for part in text.split("&")) == {
        "t": "20261115T1530",
        "s": "229.79",
        "fn": "9999078900001234",
        "i": "4711",
        "fp": "42",
        "n": "4",
    }


def test_17_cash_is_sufficient() -> None:
    assert "добавьте 0.01" in refused(receipt(payments=Payments(cash=9999)))
    assert limits.missing_cash(9999, settled(type=ReceiptType.PURCHASE)) == 1
    assert limits.missing_cash(0, settled()) == 0


def test_18_sales_on_the_internet() -> None:
    shop = replace(REGISTRATION, internet=True, place="shop.example")
    sale = receipt(internet=True, client_address="a@b.ru", place="https://shop.example")
    for asked, registration in ((sale, REGISTRATION), (receipt(client_address="a@b.ru"), shop)):
        accepted(asked, registration=registration)
        no_address = replace(asked, client_address="")
        assert "телефон или электронный адрес" in refused(no_address, registration=registration)
    assert "адрес сайта" in refused(replace(sale, place="Касса 2"))
    assert 1125 in {item.tag for item in written(check(sale, rules()))}


def test_19_phones_of_agents() -> None:
    for phone, right in (("+" + "1" * 18, True), ("89990000000", False), ("+7 999", False)):
        asked = receipt(position(agent_data=AgentData(agent_phone=phone)))
        if right:
            accepted(asked)
        else:
            assert "запишите как +79990000000" in refused(asked)
    assert "(тег 1073)" in refused(receipt(position(agent_data=AgentData(agent_phone="+" + "1" * 19))))


def test_20_dates() -> None:
    why = Correction(date=date(2026, 11, 15), number="1", by_order=True)
    accepted(correction(position(), why=why))
    assert "ещё не наступила" in refused(correction(position(), why=replace(why, date=date(2026, 11, 16))))
    autumn, winter = datetime(2025, 12, 31, tzinfo=MOSCOW), datetime(2026, 1, 1, tzinfo=MOSCOW)
    assert "ещё не действует" in refused(receipt(), now=autumn)
    accepted(receipt(), now=winter)
    accepted(receipt(position(vat=VatRate.VAT_20)), now=autumn)
    assert "не применяют" in refused(receipt(position(vat=VatRate.VAT_20)), now=winter)
