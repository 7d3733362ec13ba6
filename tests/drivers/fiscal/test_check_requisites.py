"""People and places: spec/ffd.md 4 and 15 (6, 7, 8, 14, 18, 19)."""

from dataclasses import replace
from typing import Any

import pytest

from drivers.errors import RequestRefused
from drivers.fiscal import documents
from drivers.fiscal.check import check, check_cashier
from drivers.model.document import AgentData, Cashier, ExtraTag, ExtraText, Supplier
from drivers.model.ffd import AgentSign, DocumentForm
from tests.drivers.fiscal.samples import (
    CASHIER,
    INN,
    REGISTRATION,
    all_of,
    header,
    opened,
    position,
    receipt,
    rules,
    settled,
    tags,
)

SUPPLIER = Supplier(name="ООО Поставщик", phone="+79990000001", inn=INN)
BANK_DATA = AgentData(
    operation="Перевод",
    agent_phone="+79990000002",
    receiver_phone="+79990000003",
    transfer_phone="+79990000004",
    transfer_name="Банк",
    transfer_address="Москва",
    transfer_inn=INN,
)


def warning(ffd: str = "1.05", **changes: Any) -> str:
    (text,) = settled(ffd=ffd, **changes).warnings
    return text


@pytest.mark.parametrize(
    ("changes", "tag"),
    [
        ({"cashier": Cashier("К" * 65)}, 1021),
        ({"client_address": "a" * 60 + "@b.ru"}, 1008),
        ({"client_name": "Б" * 257}, 1227),
        ({"client_inn": "7" * 13}, 1228),
        ({"sender_email": "a" * 60 + "@b.ru"}, 1117),
        ({"address": "А" * 257}, 1009),
        ({"place": "М" * 257}, 1187),
        ({"attribute": "Р" * 17}, 1192),
        ({"user_attribute": ("И" * 65, "1")}, 1085),
        ({"texts": (ExtraText("И", "З" * 257),)}, 1086),
        ({"tags": (ExtraTag(1044, "О" * 25),)}, 1044),
        ({"agent_data": AgentData(transfer_address="А" * 257)}, 1005),
    ],
)
def test_what_may_not_be_cut_is_refused(changes: dict[str, Any], tag: int) -> None:
    with pytest.raises(RequestRefused, match=rf"\(тег {tag}\) – \d+ знаков, а помещается \d+: сократите"):
        settled(ffd="1.05", **changes)


def test_unknown_tags_are_for_the_paper_only() -> None:
    tags = (ExtraTag(1010, "x" * 500), ExtraTag(1045, "x" * 500), ExtraTag(1020, "x" * 500), ExtraTag(1082, "x" * 500))
    assert settled(tags=tags, ffd="1.05").warnings == ()


def test_cashier_inn_with_a_slip_of_the_pen() -> None:
    assert "ИНН кассира «987654321098»" in warning(cashier=Cashier("Кассир", "987654321098"))


@pytest.mark.parametrize("inn", [INN, "500100732259", "000000000000", ""])
def test_buyer_inn(inn: str) -> None:
    assert settled(client_inn=inn).warnings == ()


@pytest.mark.parametrize("inn", ["7707083894", "0000000000", "нет"])
def test_buyer_inn_with_a_mistake(inn: str) -> None:
    assert "ИНН покупателя" in warning(client_inn=inn)


def test_supplier_and_operator_inn() -> None:
    assert "ИНН поставщика" in warning(lines=(position(supplier=replace(SUPPLIER, inn="1")),))
    assert "ИНН оператора перевода" in warning(tags=(ExtraTag(1016, "1"),))


def test_no_cashier() -> None:
    assert warning(cashier=Cashier()) == "Не указан кассир: впишите должность и фамилию"
    machine = replace(REGISTRATION, automatic=True, automatic_number="1")
    assert check(receipt(cashier=Cashier()), rules(registration=machine)).warnings == ()


@pytest.mark.parametrize("address", ["+79990000000", "+123456789012345", "a@b.ru", "почта@пример.рф", "none"])
def test_buyer_address(address: str) -> None:
    assert settled(client_address=address).warnings == ()


@pytest.mark.parametrize("address", ["89990000000", "+1234567890123456", "a@", "@b", "a b@c", "+7(999)0000000"])
def test_doubtful_buyer_address(address: str) -> None:
    assert warning(client_address=address).startswith("Адрес покупателя")


@pytest.mark.parametrize("tag", [1073, 1074, 1075, 1171])
def test_phones(tag: int) -> None:
    assert "+79990000000" in warning(tags=(ExtraTag(tag, "8(985)775-44-61"),))
    assert settled(tags=(ExtraTag(tag, "+79857754461"),), ffd="1.05").warnings == ()


def test_kpp() -> None:
    assert "КПП" in warning(kpp="78254300")


@pytest.mark.parametrize(
    ("sign", "data", "missing"),
    [
        (AgentSign.BANK_AGENT, BANK_DATA, ""),
        (AgentSign.BANK_SUBAGENT, replace(BANK_DATA, transfer_inn=""), "ИНН оператора перевода"),
        (AgentSign.PAYING_AGENT, AgentData(agent_phone="+71", receiver_phone="+72"), ""),
        (AgentSign.PAYING_SUBAGENT, AgentData(agent_phone="+71"), "Телефон оператора по приему платежей"),
        (AgentSign.COMMISSIONER, None, ""),
    ],
)
def test_agents_of_a_row(sign: AgentSign, data: AgentData | None, missing: str) -> None:
    done = settled(position(agent=sign, agent_data=data, supplier=SUPPLIER))
    expected = (f"Позиция 1 «Хлеб»: для агента добавьте: {missing}",) if missing else ()
    assert done.warnings == expected


def test_every_agent_needs_the_supplier_inn() -> None:
    assert settled(position(agent=AgentSign.AGENT)).warnings == (
        "Позиция 1 «Хлеб»: для агента добавьте: ИНН поставщика",
    )


def test_agent_of_the_receipt() -> None:
    assert warning(agent=AgentSign.PAYING_AGENT, agent_data=BANK_DATA) == (
        "Чек: для агента добавьте: Телефон поставщика"
    )
    assert settled(agent=AgentSign.AGENT, ffd="1.05").warnings == ()


def test_agent_of_the_receipt_moves_into_the_rows_of_1_2() -> None:
    own = position(agent=AgentSign.ATTORNEY, supplier=replace(SUPPLIER, name="Свой"))
    done = settled(position(), own, agent=AgentSign.AGENT, supplier=SUPPLIER)
    assert [item.position.agent for item in done.items] == [AgentSign.AGENT, AgentSign.ATTORNEY]
    assert [item.position.supplier for item in done.items] == [SUPPLIER, own.supplier]
    assert settled(agent=AgentSign.AGENT, ffd="1.05").items[0].position.agent is None


def test_sale_on_the_internet() -> None:
    good: dict[str, Any] = {"internet": True, "client_address": "a@b.ru", "place": "https://shop.example/cart"}
    assert settled(**good).warnings == ()
    assert "электронный адрес" in settled(**(good | {"client_address": ""})).warnings[0]
    assert "адрес сайта" in settled(**(good | {"place": ""})).warnings[0]


def test_a_register_for_the_internet_alone() -> None:
    shop = replace(REGISTRATION, internet=True, place="shop.example")
    assert check(receipt(client_address="+79990000000"), rules(registration=shop)).warnings == ()
    assert "электронный адрес" in check(receipt(), rules(registration=shop)).warnings[0]


def test_cashier_of_a_report() -> None:
    assert check_cashier(CASHIER, rules()) == ()
    assert check_cashier(Cashier(), rules()) == ("Не указан кассир: впишите должность и фамилию",)
    assert check_cashier(Cashier("К", "1"), rules("1.0")) == ()
    with pytest.raises(RequestRefused, match=r"Данные кассира: «ИНН кассира» \(тег 1203\)"):
        check_cashier(Cashier("К", "1" * 13), rules())


def test_what_a_client_wrote_is_repeated_without_control_characters() -> None:
    (said,) = settled(client_address="\r\n\x1bкасса\ud800" + "!" * 50).warnings
    assert said.startswith("Адрес покупателя «  касса?!!!")
    assert said.isprintable()
    assert len(said) < 130


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "\x00\n"])
def test_a_cashier_of_nothing_is_no_cashier(name: str) -> None:
    assert warning(cashier=Cashier(name)) == "Не указан кассир: впишите должность и фамилию"


def test_no_requisite_is_written_empty() -> None:
    """CP866 has no place for such signs, and nothing is left of the text."""
    done = settled(position(unit="\u200b", attribute="\x00"), ffd="1.05", cashier=Cashier("\u200b"), client_name="\x01")
    found = opened(documents.receipt(header(DocumentForm.RECEIPT, "1.05", cashier=Cashier("\u200b")), done))
    assert not tags(found) & {1021, 1227}
    assert not tags(found.child(1059)) & {1197, 1191}


@pytest.mark.parametrize("pair", [("", "1"), ("Карта", ""), ("\u200b", "1"), (" ", "1")])
def test_a_users_attribute_has_a_name_and_a_value(pair: tuple[str, str]) -> None:
    done = settled(user_attribute=pair, ffd="1.05")
    assert done.warnings == (
        "Чек: дополнительный реквизит пользователя не записан, укажите и его название, и значение",
    )
    assert 1084 not in tags(opened(documents.receipt(header(DocumentForm.RECEIPT, "1.05"), done)))


def test_the_first_text_that_has_a_name_is_the_attribute() -> None:
    done = settled(texts=(ExtraText("", "только на бумаге"), ExtraText("Карта", "7")))
    attribute = opened(documents.receipt(header(DocumentForm.RECEIPT), done)).child(1084)
    assert (attribute.child(1085).text(), attribute.child(1086).text()) == ("Карта", "7")


@pytest.mark.parametrize("ffd", ["1.05", "1.1", "1.2"])
def test_the_supplier_of_a_receipt_is_told_in_its_items(ffd: str) -> None:
    """Before ФФД 1.2 the receipt has a place for his phone alone."""
    own = replace(SUPPLIER, name="Другой")
    done = settled(position(), position(supplier=own), agent=AgentSign.AGENT, supplier=SUPPLIER, ffd=ffd)
    found = opened(documents.receipt(header(DocumentForm.RECEIPT, ffd), done))
    told = [(item.child(1224).child(1225).text(), item.child(1226).text()) for item in all_of(found, 1059)]
    assert told == [(SUPPLIER.name, INN), ("Другой", INN)]
    assert done.warnings == ()
