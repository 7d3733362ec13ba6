"""Requisites of ФФД 1.2: buyer, industry and operational attributes, cashless payments; spec/ffd.md 2.1, 3, 9."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from drivers.errors import RequestRefused
from drivers.fiscal import documents
from drivers.fiscal.settled import Settled, with_marking
from drivers.fiscal.tlv import Item
from drivers.model.document import (
    Buyer,
    CashlessPart,
    IndustryAttribute,
    MarkingCode,
    OperationalAttribute,
    Payments,
    Supplier,
)
from drivers.model.ffd import DocumentForm
from tests.drivers.fiscal.samples import INN, all_of, header, opened, position, settled, tags

INDUSTRY = IndustryAttribute(authority="030", date=date(2026, 11, 1), number="123/43", value="UUID=1&Time=2")
OPERATION = OperationalAttribute(id=1, data="стол 5", time=datetime(2026, 11, 15, 12, 0, tzinfo=UTC))
BUYER = Buyer(
    birth_date=date(1990, 5, 1), citizenship="643", document_kind="21", document="4510 123456", address="г. Тверь"
)
CARDS = (CashlessPart(amount=3000, kind=1, identifiers="RRN 1"), CashlessPart(amount=1000, details="СБП"))
MILK = "010460043993125621JgXJ5.T\x1d93dGVz"


def written(done: Settled, ffd: str = "1.2") -> Item:
    return opened(documents.receipt(header(DocumentForm.RECEIPT, ffd), done))


def refusal(**changes: Any) -> str:
    with pytest.raises(RequestRefused) as caught:
        settled(**changes)
    return caught.value.text


def test_years_have_four_digits() -> None:
    buyer, industry = replace(BUYER, birth_date=date(999, 2, 1)), replace(INDUSTRY, date=date(7, 1, 31))
    found = written(settled(buyer=buyer, industry=(industry,)))
    assert found.child(1256).child(1243).text() == "01.02.0999"
    assert found.child(1261).child(1263).text() == "31.01.0007"


def test_buyer() -> None:
    found = written(settled(client_name="Иванов", client_inn=INN, buyer=BUYER)).child(1256)
    assert {item.tag: item.text() for item in found.children()} == {
        1227: "Иванов",
        1228: INN,
        1243: "01.05.1990",
        1244: "643",
        1245: "21",
        1246: "4510 123456",
        1254: "г. Тверь",
    }


def test_a_buyer_of_whom_nothing_is_told() -> None:
    done = settled(buyer=Buyer())
    assert done.warnings == ()
    assert 1256 not in tags(written(done))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"citizenship": "RUS"}, "укажите три цифры"),
        ({"document_kind": "5"}, "укажите две цифры"),
    ],
)
def test_doubtful_buyer(changes: dict[str, str], said: str) -> None:
    (text,) = settled(buyer=replace(BUYER, **changes)).warnings
    assert said in text


@pytest.mark.parametrize(("field", "tag"), [("document", 1246), ("address", 1254)])
def test_buyer_too_long(field: str, tag: int) -> None:
    assert f"(тег {tag})" in refusal(buyer=replace(BUYER, **{field: "Я" * 257}))


def test_industry_attributes() -> None:
    other = replace(INDUSTRY, number="7")
    found = written(settled(position(industry=(INDUSTRY, other)), industry=(INDUSTRY, other)))
    (item,) = all_of(found, 1059)
    for holder, tag in ((found, 1261), (item, 1260)):
        first, second = all_of(holder, tag)
        assert {child.tag: child.text() for child in first.children()} == {
            1262: "030",
            1263: "01.11.2026",
            1264: "123/43",
            1265: "UUID=1&Time=2",
        }
        assert second.child(1264).text() == "7"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": ""}, "добавьте: Номер документа основания"),
        ({"number": "1" * 33}, "(тег 1264)"),
        ({"value": "я" * 242}, "длиннее 302 байт (303)"),
    ],
)
def test_industry_attribute_that_cannot_be_written(changes: dict[str, str], said: str) -> None:
    """16 bytes of headers, 3 of the authority, 10 of the date and 32 of the number leave 241 for the value."""
    spoiled = replace(INDUSTRY, **({"number": "1" * 32} | changes))
    assert said in refusal(industry=(spoiled,))
    assert said in refusal(lines=(position(industry=(spoiled,)),))


def test_the_longest_industry_attribute() -> None:
    assert settled(industry=(replace(INDUSTRY, number="1" * 32, value="я" * 241),)).warnings == ()


def test_doubtful_authority() -> None:
    (said,) = settled(industry=(replace(INDUSTRY, authority="30"),)).warnings
    assert "три цифры" in said


def test_operational_attribute() -> None:
    found = written(settled(operational=OPERATION)).child(1270)
    assert (found.child(1271).number(), found.child(1272).text()) == (1, "стол 5")
    assert found.child(1273).time() == datetime(2026, 11, 15, 12, 0)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": 256}, "от 0 до 255"),
        ({"data": "д" * 65}, "(тег 1272)"),
        ({"time": datetime(1960, 1, 1, tzinfo=UTC)}, "проверьте дату"),
    ],
)
def test_operational_attribute_that_cannot_be_written(changes: dict[str, Any], said: str) -> None:
    assert said in refusal(operational=replace(OPERATION, **changes))


def test_parts_of_a_cashless_payment() -> None:
    found = written(settled(payments=Payments(cash=6000, electronic=4000), cashless=CARDS)).child(1234)
    first, second = found.children()
    assert [(part.child(1082).number(), part.child(1236).number()) for part in (first, second)] == [
        (3000, 1),
        (1000, 0),
    ]
    assert (first.child(1237).text(), second.child(1238).text()) == ("RRN 1", "СБП")
    assert (tags(first), tags(second)) == ({1082, 1236, 1237}, {1082, 1236, 1238})


def test_parts_make_up_the_payment() -> None:
    text = refusal(payments=Payments(cash=7000, electronic=3000), cashless=CARDS)
    assert text == ("Сведения о безналичных оплатах на 40.00, а безналичными оплачено 30.00: суммы должны быть равны")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (CashlessPart(amount=-1), "отрицательная"),
        (CashlessPart(amount=0, kind=256), "от 0 до 255"),
        (CashlessPart(amount=0, identifiers="1" * 257), "(тег 1237)"),
    ],
)
def test_part_that_cannot_be_written(part: CashlessPart, said: str) -> None:
    assert said in refusal(cashless=(part,))


@pytest.mark.parametrize("ffd", ["1.0", "1.05", "1.1"])
def test_what_earlier_versions_lose_is_told(ffd: str) -> None:
    done = settled(
        position(industry=(INDUSTRY,)),
        ffd=ffd,
        buyer=BUYER,
        industry=(INDUSTRY,),
        operational=OPERATION,
        cashless=CARDS,
        internet=True,
        client_address="a@b.ru",
        place="shop.example",
    )
    row, receipt = done.warnings
    assert row.startswith(f"Позиция 1 «Хлеб»: по ФФД {ffd} не записывается: отраслевой реквизит.")
    assert receipt == (
        f"Чек: по ФФД {ffd} не записывается: данные покупателя кроме имени и ИНН, отраслевой реквизит,"
        " операционный реквизит, сведения о безналичных оплатах, признак расчёта в интернете."
        " Это есть только в ФФД 1.2"
    )
    found = written(done, ffd)
    assert not tags(found) & {1256, 1261, 1270, 1234, 1125}
    assert 1260 not in tags(all_of(found, 1059)[0])


def test_agent_data_without_an_agent() -> None:
    (said,) = settled(supplier=Supplier(name="Поставщик")).warnings
    assert said == "Чек: данные агента и поставщика не записаны, укажите признак агента"


def test_what_the_register_found_of_the_codes() -> None:
    done = settled(position(), position(subject=33, marking=MarkingCode(code=MILK)))
    for result, bad in ((15, 0), (0, 0), (5, 1), (17, 1), (1, 1)):
        told = with_marking(done, [0, result])
        found = written(told)
        assert all_of(found, 1059)[1].child(2106).number() == result
        assert 2106 not in tags(all_of(found, 1059)[0])
        assert found.child(2107).number() == bad
    with pytest.raises(ValueError, match="shorter"):
        with_marking(done, [15])
