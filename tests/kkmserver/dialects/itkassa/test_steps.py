"""Commands as clients send them -> what the register is asked. Source: spec/itkassa.md 6, 14, 15."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from drivers.model.command import CashIn, CloseShift, OpenShift, PrintDocument, ReadDocument, RegisterReceipt, XReport
from drivers.model.document import (
    AgentData,
    BarcodeLine,
    BarcodeStyle,
    Cashier,
    Correction,
    Payments,
    Receipt,
    Supplier,
    TextLine,
)
from drivers.model.ffd import AgentSign, ReceiptType, SettlementMethod, TaxSystem, VatRate
from kkmserver.dialects.itkassa import body
from kkmserver.dialects.itkassa.members import Wrong
from kkmserver.dialects.itkassa.steps import decode, steps
from kkmserver.dialects.kkm.refusal import NotReadable

LINE = {"title": "Чай", "price": "1", "quantity": "1"}
NOW = datetime(2026, 11, 15, tzinfo=UTC)


def receipt(**members: Any) -> Receipt:
    """As it comes over the wire."""
    sent = json.dumps([{"type": "sale", "lines": [LINE], "amountCash": 1, **members}])
    (step,) = steps(body.loads(sent))
    assert isinstance(step.command, RegisterReceipt)
    return step.command.receipt


def faults(*commands: Any) -> dict[str, str]:
    with pytest.raises(Wrong) as error:
        steps(list(commands))
    return dict(error.value.faults)


@pytest.mark.parametrize(("word", "kind"), [
    ("sale", ReceiptType.SALE),
    ("Sale", ReceiptType.SALE),
    ("RETURNSALE", ReceiptType.SALE_RETURN),
    ("buy", ReceiptType.PURCHASE),
    ("returnBuy", ReceiptType.PURCHASE_RETURN),
])  # fmt: skip
def test_words_have_no_letter_case(word: str, kind: ReceiptType) -> None:
    assert receipt(type=word).type is kind


def test_a_receipt_with_everything() -> None:
    found = receipt(
        sno="sno_ysn_dmr",
        tagCashierName="Петрова",
        tagCashierInn="500100732259",
        tagClientContact="8 (999) 123-45-67",
        tagClientINN="7700000009",
        tagClientTitle="ООО Ромашка",
        tagSaleLocation="shop.example",
        tagAgentType=4,
        tagAgentOperator="Платёж",
        tagAgentContact="+79990000001",
        tagPayeeServiceOperatorContact="+79990000002",
        tagTransferServiceOperatorContact="+79990000003",
        tagTransferServiceOperatorTitle="Банк",
        tagTransferServiceOperatorAddress="Москва",
        tagTransferServiceOperatorINN="7700000009",
        amountCash=None,
        amountElectronic="1,50",
        amountPrepaid=1,
        amountCredit=2.5,
        amountIncoming="3",
        amountTotal=99,
        useAcquiringTerminal=True,
    )
    assert found.tax_system is TaxSystem.SIMPLE_PROFIT
    assert found.cashier == Cashier("Петрова", "500100732259")
    assert (found.client_address, found.client_inn) == ("+79991234567", "7700000009")
    assert (found.client_name, found.place, found.agent) == ("ООО Ромашка", "shop.example", AgentSign.PAYING_AGENT)
    assert found.agent_data == AgentData(
        operation="Платёж",
        agent_phone="+79990000001",
        receiver_phone="+79990000002",
        transfer_phone="+79990000003",
        transfer_name="Банк",
        transfer_address="Москва",
        transfer_inn="7700000009",
    )
    assert found.payments == Payments(cash=0, electronic=150, advance=100, credit=250, provision=300)
    assert found.print_paper


def test_a_line_with_everything() -> None:
    line = {
        "title": "Куртка",
        "price": "10,005",
        "quantity": "1.2345",
        "total": 12.3612,
        "tax": "vat_122",
        "ppr": "service",
        "psr": "prepayment_100",
        "tagAgentType": 32,
        "tagServiceProviderINN": "7700000009",
        "tagServiceProviderContact": "+79990000001",
        "tagServiceProviderTitle": "Поставщик",
        "tagExcise": 5.5,
        "tagCountry": "643",
        "tagGtdNumber": "10702030/010819/0003344",
        "tagTrueSign": "010460043993125621JgXJ5.T\u001d8005112000\u001d930zlG",
        "tags": [
            {"id": "1191", "type": "string", "value": "размер 46"},
            {"id": 1162, "type": "array", "value": "15 20 04 36"},
            {"id": 2108, "type": "byte", "value": 10},
        ],
    }
    (found,) = receipt(lines=[line], tagAgentOperator="Платёж").positions
    assert (found.name, found.price, str(found.quantity), found.amount) == ("Куртка", 1001, "1.235", 1236)
    assert (found.vat, found.subject, found.method) == (VatRate.VAT_22_122, 4, SettlementMethod.FULL_PREPAYMENT)
    assert (found.agent, found.agent_data) == (AgentSign.COMMISSIONER, AgentData(operation="Платёж"))
    assert found.supplier == Supplier(name="Поставщик", phone="+79990000001", inn="7700000009")
    assert (found.excise, found.country, found.customs_declaration) == (550, "643", "10702030/010819/0003344")
    assert found.marking
    assert found.marking.code == line["tagTrueSign"]
    assert (found.attribute, found.goods_code, found.measure) == ("размер 46", "15 20 04 36", 10)


def test_what_a_line_leaves_out() -> None:
    (found,) = receipt(lines=[{"price": "12,34", "quantity": 2}]).positions
    assert (found.name, found.amount, found.vat) == ("Товар", 2468, VatRate.NO_VAT)
    assert (found.subject, found.method, found.agent, found.marking) == (1, SettlementMethod.FULL, None, None)


def test_a_correction_by_sums() -> None:
    (step,) = steps([{
        "type": "correction",
        "docNumber": "17",
        "docDescription": "Акт",
        "docDate": "2026-11-14",
        "correctionType": "byDocument",
        "paymentSign": "outcoming",
        "amountVat20": "20,00",
        "amountVatNone": "100.5",
        "sno": "sno_osn",
    }])  # fmt: skip
    assert isinstance(step.command, RegisterReceipt)
    found = step.command.receipt
    assert (found.type, found.payments) == (ReceiptType.PURCHASE, Payments(cash=12050))
    assert found.correction == Correction(
        by_order=True,
        date=date(2026, 11, 14),
        number="17",
        name="Акт",
        vat=((VatRate.VAT_20, 2000), (VatRate.NO_VAT, 10050)),
    )


def test_a_correction_with_rows() -> None:
    given = {"type": "correction", "docDate": "2026-11-14", "lines": [LINE], "amountElectronic": 1}
    (step,) = steps([given])
    assert isinstance(step.command, RegisterReceipt)
    assert (len(step.command.receipt.positions), step.command.receipt.payments) == (1, Payments(electronic=100))


def test_the_other_commands() -> None:
    cashier = Cashier("Петрова", "500100732259")
    given = {"tagCashierName": "Петрова", "tagCashierINN": "500100732259", "isPrintable": False}
    words = ("openSession", "closeSession", "xReport", "repeat")
    assert [step.command for step in steps([{"type": word, **given} for word in words])] == [
        OpenShift(cashier, print_paper=False),
        CloseShift(cashier, print_paper=False),
        XReport(cashier),
        ReadDocument(copies=1),
    ]
    (step,) = steps([{"type": "cashIn", "amountCash": "500,52"}])
    assert step.command == CashIn(50052)


def test_texts_become_documents() -> None:
    commands = [
        {"type": "startSlip"},
        {"type": "print", "text": "  раз\nдва", "font": "bold", "fontNumber": 2},
        {"type": "printQR", "text": "x", "size": "6"},
        {"type": "feed"},
        {"type": "endSlip", "disablePrintFooter": True},
        {"type": "print", "text": "вне чека"},
        {"type": "cut"},
        {"type": "startSlip"},
        {"type": "feed", "count": 2},
        {"type": "xReport"},  # the slip is left open
    ]
    found = steps(commands)
    assert [(step.index, step.word) for step in found] == [
        (0, "startSlip"),
        (5, "print"),
        (7, "startSlip"),
        (9, "xReport"),
    ]
    papers = [step.command.lines for step in found if isinstance(step.command, PrintDocument)]
    first, qr, *_ = papers[0][1:]
    assert papers[0][0] == TextLine("  раз", 2, bold=True)
    assert first == TextLine("два", 2, bold=True)
    assert isinstance(qr, BarcodeLine)
    assert (qr.content, qr.style) == ("x", BarcodeStyle(module=6))
    assert papers[0][3:] == (TextLine(""),)
    assert papers[1:] == [(TextLine("вне чека"),), (TextLine(""), TextLine(""))]


def test_each_step_is_read_again_from_the_journal() -> None:
    given = body.loads(json.dumps([
        {"type": "Sale", "lines": [{**LINE, "price": 12.34}], "amountCash": 500.00, "isPrintable": True},
        {"type": "startSlip"},
        {"type": "print", "text": "«раз»\nдва"},
        {"type": "endSlip"},
        {"type": "cashIn", "amountCash": 1, "tagCashierName": "Петрова"},
    ]))  # fmt: skip
    for step in steps(given):
        assert decode(step.request, NOW) == step.command
        for one in (step.shift("closeSession"), step.asking_state()):
            assert decode(one.request, NOW) == one.command
    assert step.shift("closeSession").command == CloseShift(Cashier("Петрова"))


@pytest.mark.parametrize(("command", "where"), [
    ({"type": "fly"}, "type"),
    ({}, "type"),
    ({"type": "sale", "lines": [LINE]}, "amountCash"),
    ({"type": "sale", "amountCash": 1}, "lines"),
    ({"type": "sale", "lines": [{"title": "Чай"}], "amountCash": 1}, "lines[0].price"),
    ({"type": "sale", "lines": [{**LINE, "quantity": "0"}], "amountCash": 1}, "lines[0].quantity"),
    ({"type": "sale", "lines": [{"price": 9999999999, "quantity": 99999999}], "amountCash": 1}, "lines[0].total"),
    ({"type": "sale", "lines": [{**LINE, "price": "-1"}], "amountCash": 1}, "lines[0].price"),
    ({"type": "sale", "lines": [{**LINE, "tax": "vat_18"}], "amountCash": 1}, "lines[0].tax"),
    ({"type": "sale", "lines": [{**LINE, "ppr": "stuff"}], "amountCash": 1}, "lines[0].ppr"),
    ({"type": "sale", "lines": [{**LINE, "tagAgentType": 128}], "amountCash": 1}, "lines[0].tagAgentType"),
    ({"type": "sale", "lines": [{**LINE, "tags": [{"id": 1, "type": "string", "value": ""}]}], "amountCash": 1},
     "lines[0].tags[0].id"),
    ({"type": "sale", "lines": [{**LINE, "tags": [{"id": 1162, "type": "array", "value": "xx"}]}], "amountCash": 1},
     "lines[0].tags[0].value"),
    ({"type": "sale", "lines": ["Чай"], "amountCash": 1}, "lines[0]"),
    ({"type": "sale", "lines": [LINE], "amountCash": "много"}, "amountCash"),
    ({"type": "sale", "lines": [LINE], "amountCash": 1, "sno": "sno_ysn_dm"}, "sno"),
    ({"type": "sale", "lines": [LINE], "amountCash": 1, "isPrintable": False}, "tagClientContact"),
    ({"type": "cashOut"}, "amountCash"),
    ({"type": "correction", "amountVat20": 1}, "docDate"),
    ({"type": "correction", "docDate": "вчера", "amountVat20": 1}, "docDate"),
    ({"type": "correction", "docDate": "2026-11-14"}, "amountVatNone"),
    ({"type": "printQR"}, "text"),
])  # fmt: skip
def test_what_cannot_be(command: dict[str, Any], where: str) -> None:
    found = faults({"type": "feed"}, command)
    assert f"commands[1].{where}" in found, found
    assert all(found.values())


@pytest.mark.parametrize("commands", [None, [], {}, "sale", 5])
def test_no_commands(commands: Any) -> None:
    with pytest.raises(Wrong) as error:
        steps(commands)
    assert list(error.value.faults) == ["commands"]


def test_all_faults_are_told_at_once() -> None:
    line = {"price": "x", "quantity": "y", "tax": "z"}
    found = faults({"type": "sale", "lines": [line, "Чай"], "amountCash": 1}, "print")
    assert {"commands[0].lines[0].price", "commands[0].lines[0].quantity", "commands[0].lines[0].tax"} < found.keys()
    assert {"commands[0].lines[1]", "commands[1]"} < found.keys()


def test_numbers_keep_their_places() -> None:
    read = body.read(b'\xef\xbb\xbf{"a": 12.340, "b": 1e999999999, "c": "\\u0427\\u0430\\u0439"}')
    assert read == {"a": Decimal("12.340"), "b": "1e999999999", "c": "Чай"}
    assert str(read["a"]) == "12.340"


@pytest.mark.parametrize("sent", [b"", b"[]", b"{", b'{"a": NaN}', b'{"a": "\xff"}', b'{"a": 1,}', b"[" * 1000])
def test_what_is_no_json(sent: bytes) -> None:
    with pytest.raises(NotReadable):
        body.read(sent)
