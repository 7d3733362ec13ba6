"""Commands of the XML protocol and what their answers tell. Source: spec/service-plus.md C2."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from drivers.errors import DeviceFaulty, FrameError, KkmError, OperatorNeeded, RequestRefused
from drivers.model.document import Cashier, Payments, Supplier
from drivers.model.ffd import AgentSign, FfdVersion, ReceiptType, ShiftState, TaxSystem, VatRate
from drivers.notation.xml_tree import parse
from drivers.registers.request import Effect
from drivers.serviceplus import xml_codes, xml_requests
from drivers.serviceplus.xml_data import Answered, Kind, Pa, spelt
from drivers.serviceplus.xml_message import Reply
from drivers.serviceplus.xml_request import Request
from tests.contract.goods import correction, goods, receipt, water
from tests.drivers.http_service.sold import settled

MOMENT = datetime(2026, 2, 1, 9, 31)  # noqa: DTZ001 - by the register's clock
IVANOV = Cashier("Иванов", "123654789507")


def told(**values: str) -> Answered:
    rows = "".join(f'<pa n="{name.removeprefix("t")}" t="1">{value}</pa>' for name, value in values.items())
    return Answered(parse(f'<pa n="200000" t="7">{rows}</pa>'))


def sent(request: Request[Any]) -> dict[str, str]:
    """Texts of the fields directly within the root."""
    assert request.data is not None
    return {pa.name: pa.text for pa in request.data.parts}


def sold(command: Any) -> Request[Any]:
    return xml_requests.receipt(settled(command, FfdVersion.V1_05), ["шапка"], ["раз", "два"], "1")


def items(request: Request[Any]) -> list[dict[str, str]]:
    assert request.data is not None
    (rows,) = (pa for pa in request.data.parts if pa.name == "1059")
    assert rows.kind is Kind.LIST
    return [{pa.name: pa.text for pa in row.parts} for row in rows.parts]


def test_a_sale_with_two_payments() -> None:
    request = sold(
        receipt(
            goods("Чай", 20_000, quantity=2, price=10_000, vat=VatRate.VAT_20),
            paid=Payments(cash=20_000, electronic=5_000),
            cashier=IVANOV,
            client_address="a@b.ru",
            tax_system=TaxSystem.SIMPLE_INCOME,
        )
    )
    assert (request.command, request.effect) == (8, Effect.MONEY)
    assert request.data is not None
    assert (request.data.name, request.data.kind) == ("3", Kind.STRUCTURE)
    fields = sent(request)
    assert fields.pop("1059") == ""
    assert fields == {
        "1008": "a@b.ru",
        "1021": "Иванов",
        "1203": "123654789507",
        "1031": "150.00",  # what stays in the drawer
        "1081": "50.00",
        "1215": "0.00",
        "1216": "0.00",
        "1217": "0.00",
        "1054": "1",
        "1055": "2",  # a bit of the tag
        "HeaderText": "шапка\n",
        "Footer": "раз\nдва\n",
        "PosNum": "1",
    }
    assert items(request) == [
        {
            "1023": "2.000",
            "1030": "Чай",
            "1079": "100.00",
            "1199": "1",
            "1212": "1",
            "1214": "4",
            "ItemText": "",
            "PriceWithDiscount": "100.00",
        }
    ]


def test_more_about_a_row() -> None:
    row = goods("Ч", agent=AgentSign.AGENT, supplier=Supplier(name="П", phone="+79001112236", inn="7700000009"))
    (made,) = items(sold(receipt(row)))
    assert (made["1222"], made["1226"], made["1224"]) == ("64", "7700000009", "")
    (marked,) = items(sold(receipt(replace(water(), subject=1))))
    assert marked["1162"].startswith("444d")


@pytest.mark.parametrize(
    "command",
    [
        correction(goods("Чай", 12_200)),
        receipt(print_paper=False, client_address="a@b.ru"),
        receipt(goods(vat=VatRate.VAT_5)),
    ],
)
def test_where_the_evidence_ends_it_is_refused(command: Any) -> None:
    with pytest.raises(RequestRefused):
        sold(command)


def test_a_quantity_with_too_many_digits() -> None:
    with pytest.raises(ValueError, match="three digits"):
        sold(receipt(goods(quantity=Decimal("1.2345"), price=8_100, amount=10_000)))


@pytest.mark.parametrize(
    ("request_", "command", "data"),
    [
        (xml_requests.status(), 2, None),
        (xml_requests.shift(), 44, None),
        (xml_requests.counters(), 40, None),
        (xml_requests.open_drawer(), 36, None),
        (
            xml_requests.open_shift(IVANOV),
            4,
            '<pa n="2" t="7"><pa n="1021" t="1">Иванов</pa><pa n="1203" t="1">123654789507</pa></pa>',
        ),
        (
            xml_requests.close_shift(Cashier("И")),
            6,
            '<pa n="5" t="7"><pa n="1021" t="1">И</pa><pa n="1203" t="1"></pa></pa>',
        ),
        (xml_requests.settlement_state(Cashier("И")), 12, '<pa n="21" t="7"><pa n="1021" t="1">И</pa></pa>'),
        (
            xml_requests.set_clock(MOMENT),
            24,
            '<pa n="200001" t="7"><pa n="DateTime" t="5">2026-02-01 09:31:00</pa></pa>',
        ),
        (
            xml_requests.document(["раз", "два"]),
            30,
            '<pa n="200003" t="7"><pa n="NonFiscalText" t="1">раз\nдва</pa></pa>',
        ),
    ],
)
def test_commands(request_: Request[Any], command: int, data: str | None) -> None:
    assert request_.command == command
    assert (spelt(request_.data) if request_.data else None) == data


@pytest.mark.parametrize(("kopecks", "kind"), [(12_345, "1"), (-12_345, "2")])
def test_cash(kopecks: int, kind: str) -> None:
    fields = sent(xml_requests.move_cash(kopecks, IVANOV))
    assert (fields["CashSumm"], fields["MoneyOperationType"], fields["1021"]) == ("123.45", kind, "Иванов")


def test_what_is_told() -> None:
    assert xml_requests.status().read(told(t1041="9999", lastDocNumber="7")).last == 7
    assert xml_requests.status().read(told(t1041="9999")).last is None
    assert xml_requests.shift().read(told(ShiftState="0", t1040="7", t1041="9999")).place.last == 7
    closed, opened, over = (
        xml_requests.shift().read(told(ShiftState=state, ShiftOvertime=over, t1038="3"))
        for state, over in (("0", "1"), ("1", "0"), ("1", "1"))
    )
    assert [one.state for one in (closed, opened, over)] == [ShiftState.CLOSED, ShiftState.OPEN, ShiftState.EXPIRED]
    assert opened.number == 3
    with pytest.raises(FrameError):
        xml_requests.shift().read(told())
    assert xml_requests.clock().read(told(DateTime="2026-02-01 09:31:00")) == MOMENT
    assert xml_requests.drawer_open().read(told(IsOpen="1"))
    info = xml_requests.info().read(told(t1013="1", t1037="2", KKTFWVersion="3"))
    assert (info.serial, info.number, info.firmware) == ("1", "2", "3")
    found = xml_requests.registration().read(told(t1018="7700000009", t1062="34"))
    assert found.tax_systems == (TaxSystem.SIMPLE_INCOME, TaxSystem.PATENT)


def test_counters() -> None:
    body = (
        '<pa n="0" t="7"><pa n="CashSumm" t="2">150.00</pa><pa n="MOIncomeCount" t="4">2</pa>'
        '<pa n="MOOutcomeCount" t="4">1</pa><pa n="1129" t="7"><pa n="1135" t="4">3</pa><pa n="1136" t="2">1.00</pa>'
        '<pa n="1138" t="2">2.00</pa><pa n="1201" t="2">3.00</pa></pa></pa>'
    )
    found = xml_requests.counters().read(Answered(parse(body)))
    assert (found.cash, found.operations) == (15_000, 3)
    (block,) = found.blocks
    assert (block.type, block.count, block.total) == (ReceiptType.SALE, 3, 300)
    assert block.payments == Payments(cash=100, electronic=200)


def test_a_document() -> None:
    read = xml_requests.open_shift(IVANOV).read
    found = read(told(t1040="7", t1077="1234567890", t1012="2026-02-01 09:31:00", t1038="3", t1042="2"))
    assert (found.number, found.sign, found.time) == (7, 1234567890, MOMENT)
    assert (found.shift, found.number_in_shift, found.form) == (3, 2, None)
    assert read(told()) is None
    assert read(told(t1040="7")) is None


@pytest.mark.parametrize(("source", "kind"), [("FN", DeviceFaulty), ("ФН", DeviceFaulty), ("KKT", OperatorNeeded)])
def test_refusals(source: str, kind: type[KkmError]) -> None:
    told = Answered(None)
    reply = Reply(
        id="", command=9, result=1, category="2", source=source, code="55", description="Нет бумаги.", data=told
    )
    for effect in Effect:
        error = xml_codes.error_of(reply, "чек", effect)
        assert type(error) is kind
        assert (error.native, error.nothing_sent) == (55, effect is Effect.NONE)
        assert error.text.startswith("Нет бумаги (ошибка 55")
    silent = xml_codes.error_of(replace(reply, description="", code=""), "чек", Effect.MONEY)
    assert silent.text.startswith("причина не названа (ошибка 1")


def test_a_plain_pa_is_a_plain_element() -> None:
    assert spelt(Pa("1", Kind.NUMBER, "2")) == '<pa n="1" t="4">2</pa>'
