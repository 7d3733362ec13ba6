"""RegisterCheck and PrintDocument -> the neutral command. Source: spec/kkmserver.md 3.9, 3.10, 4."""

import base64
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from drivers.model.command import (
    CashIn,
    CashOut,
    CloseShift,
    Command,
    OfdReport,
    OpenDrawer,
    OpenShift,
    PrintDocument,
    PrintRuler,
    ReadDocument,
    ReadLineLength,
    ReadState,
    RegisterReceipt,
    XReport,
)
from drivers.model.document import (
    AgentData,
    BarcodeLine,
    Cashier,
    ExciseStamp,
    ExtraTag,
    ExtraText,
    MarkingCode,
    Payments,
    PictureLine,
    Position,
    Receipt,
    Supplier,
    Symbology,
    TextLine,
)
from drivers.model.ffd import AgentSign, ReceiptType, SettlementMethod, TaxSystem, VatRate
from kkmserver.dialects.kkm.reading import Reading, Vat18
from kkmserver.dialects.kkm.request import decode
from kkmserver.dialects.kkm.rows import MOST_ROWS
from tests.kkmserver.dialects.kkm.desk import Shop
from tests.kkmserver.dialects.kkm.samples import DONE, receipt, row, taken

SEED = Path(__file__).parents[3] / "golden" / "seed_003.json"
GIF = b"GIF89a" + bytes(8)


def error_of(body: dict[str, Any], *, vat_18: Vat18 = "20") -> str:
    """The text of a refusal; nothing was handed over."""
    shop = Shop(DONE, vat_18=vat_18)
    answer = shop.post(body)
    assert (answer["Status"], shop.desk.orders) == (2, [])
    return str(answer["Error"])


def test_the_published_sample() -> None:
    """Comments, trailing commas and all; figures from the sample itself."""
    read = decode(SEED.read_bytes(), Reading())
    assert read.command == RegisterReceipt(
        Receipt(
            type=ReceiptType.SALE,
            lines=(
                BarcodeLine(Symbology.PDF417, "12345DFG Proba pera, Print barcode 1234567890"),
                TextLine('>#2#<ООО "Рога и копыта', font=1),
                TextLine("Пример №1 печати поля:<#16#>154,41"),
                TextLine("Шрифт № 1", font=1, intensity=15),
                Position(
                    name="Сапоги женские DF-3099",
                    quantity=Decimal(3),
                    price=10000,
                    amount=1,
                    vat=VatRate.VAT_20,
                    ean13="1254789547853",
                    stamp=ExciseStamp(
                        barcode="22N0000154NUCPRZ3R8381461004001003499NKAQ0ZBUVDNV62JQAR69PEV878RO93V",
                        ean="3423290167937",
                        volume_litres=Decimal("0.75"),
                    ),
                ),
                BarcodeLine(Symbology.EAN13, "1254789547853"),
            ),
            payments=Payments(cash=80000, electronic=1),
            cashier=Cashier("Kазакова Н.А."),
            client_address="client@server.ru",
            kpp="782543005",
            tags=(
                ExtraTag(1005, "Москва, ул. Трехгорка д.13", on_paper=True, in_header=True),
                ExtraTag(1010, "10.25", on_paper=True, in_header=True),
                ExtraTag(1073, "8(985)775-44-61", on_paper=True, in_header=True),
            ),
            texts=(ExtraText("Дата транзакции", "10.11.2024 10:30", on_paper=True),),
        )
    )
    assert len(read.warnings) == 1
    assert (read.head.wait(), read.head.num_device) == (30.0, 1)


def test_every_head_member() -> None:
    read = taken(
        receipt(
            TypeCheck=1, NotPrint=True, NumberCopies="2", CashierName="Петрова", CashierVatin="500100732259",
            ClientAddress="89161234567", ClientInfo="Иванов", ClientINN=7707083893, SenderEmail="a@b.ru",
            AddressSettle="Москва", PlaceMarket="Касса 2", TaxVariant="1", AdditionalAttribute="x",
            UserAttribute={"Name": "Номер", "Value": 17}, AgentSign=6,
            AgentData={"PayingAgentOperation": "оплата"}, PurveyorData={"PurveyorName": "ООО"},
            KPP="782543005", InternetMode=True,
        )
    )  # fmt: skip
    assert read == Receipt(
        type=ReceiptType.SALE_RETURN,
        lines=(Position(name="Чай", quantity=Decimal(2), price=5000, amount=10000),),
        payments=Payments(cash=20000),
        cashier=Cashier("Петрова", "500100732259"),
        tax_system=TaxSystem.SIMPLE_INCOME,
        print_paper=False,
        copies=2,
        client_address="+79161234567",
        client_name="Иванов",
        client_inn="7707083893",
        sender_email="a@b.ru",
        address="Москва",
        place="Касса 2",
        attribute="x",
        user_attribute=("Номер", "17"),
        agent=AgentSign.AGENT,
        agent_data=AgentData(operation="оплата"),
        supplier=Supplier(name="ООО"),
        internet=True,
        kpp="782543005",
    )


def test_every_member_of_a_row() -> None:
    code = "0104600000000008215Abc\u001d93wxyz"
    item = row(
        Department=3, Tax="110", SignMethodCalculation=1, SignCalculationObject=33, MeasureOfQuantity=0,
        MeasurementUnit="шт", PackageQuantity=20, CountryOfOrigin=643, CustomsDeclaration="10/1", ExciseAmount="1.5",
        AdditionalAttribute="y", EAN13="4600000000008", NomenclatureCode="n",
        GoodCodeData={"BarCode": code, "ContainsSerialNumber": False, "AcceptOnBad": True},
        AgentSign=0,
        AgentData={
            "PayingAgentOperation": "a", "PayingAgentPhone": "+71", "ReceivePaymentsOperatorPhone": "+72",
            "MoneyTransferOperatorPhone": "+73", "MoneyTransferOperatorName": "b",
            "MoneyTransferOperatorAddress": "c", "MoneyTransferOperatorVATIN": "d",
        },
        PurveyorData={"PurveyorPhone": "+74", "PurveyorName": "e", "PurveyorVATIN": "f"},
        EGAIS={"Barcode": "g", "Ean": "h", "Volume": "0.7500"},
    )  # fmt: skip
    assert taken(receipt(item)).positions[0] == Position(
        name="Чай",
        quantity=Decimal(2),
        price=5000,
        amount=10000,
        vat=VatRate.VAT_10_110,
        method=SettlementMethod.FULL_PREPAYMENT,
        subject=33,
        department=3,
        unit="шт",
        pack_quantity=20,
        country="643",
        customs_declaration="10/1",
        excise=150,
        attribute="y",
        ean13="4600000000008",
        goods_code="n",
        marking=MarkingCode(code=code, has_serial=False, accept_failed_check=True),
        agent=AgentSign.BANK_AGENT,
        agent_data=AgentData(
            operation="a",
            agent_phone="+71",
            receiver_phone="+72",
            transfer_phone="+73",
            transfer_name="b",
            transfer_address="c",
            transfer_inn="d",
        ),
        supplier=Supplier(name="e", phone="+74", inn="f"),
        stamp=ExciseStamp(barcode="g", ean="h", volume_litres=Decimal("0.75")),
    )


def test_old_marking_parts() -> None:
    parts = {"StampType": "05", "GTIN": "04600000000008", "SerialNumber": "abc"}
    position = taken(receipt(row(GoodCodeData=parts))).positions[0]
    assert position.marking == MarkingCode(stamp_type="05", gtin="04600000000008", serial="abc")


@pytest.mark.parametrize(("number", "kind"), [(0, 1), ("1", 2), (10, 3), (11, 4)])
def test_types(number: object, kind: int) -> None:
    assert taken(receipt(TypeCheck=number)).type == kind


@pytest.mark.parametrize(
    ("tax", "rate"),
    [
        *((-1, 6), (0, 5), (5, 7), (7, 8), (10, 2), (20, 1), (22, 11)),
        *((105, 9), (107, 10), (110, 4), (120, 3), (122, 12)),
        *((18, 1), (118, 3)),
    ],
)
def test_taxes(tax: int, rate: int) -> None:
    assert taken(receipt(row(Tax=tax))).positions[0].vat == rate


def test_tax_18_by_setting() -> None:
    shop = Shop(DONE, vat_18="22")
    assert "22%" in shop.post(receipt(row(Tax=118)))["Warning"]
    assert shop.command.receipt.positions[0].vat == VatRate.VAT_22_122  # type: ignore[union-attr]
    assert "CheckStrings[1].Register.Tax" in error_of(receipt(row(), row(Tax=18)), vat_18="refuse")


def test_old_and_new_payments_add_up() -> None:
    paid = {"Cash": 1, "ElectronicPayment": 2, "AdvancePayment": 3, "Credit": 4, "CashProvision": 5}
    old = {"CashLessType1": 10, "CashLessType2": 20, "CashLessType3": 30}
    assert taken(receipt(**paid, **old)).payments == Payments(100, 1200, 300, 2400, 3500)


def test_price_is_worked_out_where_it_is_missing() -> None:
    item = {"Name": "Чай", "Quantity": 3, "Amount": 100}
    assert taken(receipt(item)).positions[0].price == 3333


def test_a_whole_number_is_asked_for_as_such() -> None:
    assert "Tax: здесь «20%», а нужно целое число" in error_of(receipt(row(Tax="20%")))


def test_an_advance_has_no_quantity() -> None:
    """Source: spec/ffd.md 6, R12."""
    (advance,) = taken(receipt(row(Quantity=0, Price=0, Amount=500, SignMethodCalculation=3))).positions
    assert (advance.method, advance.quantity, advance.amount) == (SettlementMethod.ADVANCE, 0, 50000)


def test_order_within_a_row_and_empty_parts() -> None:
    full = {
        "BarCode": {"BarcodeType": "code 128", "Barcode": "A"},
        "Register": row(),
        "PrintText": {"Text": "t", "Font": 9, "Intensity": "-3"},
        "PrintImage": {"Image": "data:image/gif;base64," + base64.b64encode(GIF).decode()},
    }
    empty: list[object] = [
        None,
        {},
        {"BarCode": None, "PrintImage": {}},
        {"BarCode": {"Barcode": ""}},
        {"PrintText": {}},
    ]
    body = receipt() | {"CheckStrings": [full, *empty]}
    assert taken(body).lines == (
        PictureLine(GIF),
        TextLine("t"),
        Position(name="Чай", quantity=Decimal(2), price=5000, amount=10000),
        BarcodeLine(Symbology.CODE128, "A"),
        TextLine(""),
    )


def test_a_plain_document_holds_items_and_money_as_text() -> None:
    shop = Shop(DONE)
    shop.post(receipt(row(Tax=18), IsFiscalCheck=False, NumberCopies=1, CashLessType1=50, TypeCheck=2))
    assert shop.command == PrintDocument(
        lines=(
            Position(name="Чай", quantity=Decimal(2), price=5000, amount=10000),
            TextLine("НАЛИЧНЫМИ<#0#>200.00"),
            TextLine("БЕЗНАЛИЧНЫМИ<#0#>50.00"),
        ),
        copies=1,
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"Command": "OpenShift", "NotPrint": "true"}, OpenShift(print_paper=False)),
        ({"Command": "CloseShift", "CashierName": "А", "CashierVATIN": "1"}, CloseShift(Cashier("А", "1"))),
        ({"Command": "ZReport"}, CloseShift()),
        ({"Command": "XReport"}, XReport()),
        ({"Command": "OfdReport"}, OfdReport()),
        ({"Command": "OpenCashDrawer", "CashierName": "А"}, OpenDrawer(Cashier("А"))),
        ({"Command": "PrintOpenCashDrawer"}, OpenDrawer()),
        ({"Command": "DepositingCash", "Amount": "1000,00"}, CashIn(100000)),
        ({"Command": "PaymentCash", "Amount": 0.1}, CashOut(10)),
        ({"Command": "GetDataKKT"}, ReadState()),
        ({"Command": "GetLineLength"}, ReadLineLength()),
        ({"Command": "PrintLineLength"}, PrintRuler()),
        ({"Command": "GetDataCheck", "FiscalNumber": -1, "NumberCopies": "2"}, ReadDocument(-1, 2)),
        ({"Command": "PrintDocument", "CheckStrings": []}, PrintDocument(())),
    ],
)
def test_other_commands(body: dict[str, Any], expected: Command) -> None:
    shop = Shop(DONE)
    assert shop.post(body)["Status"] == 0
    assert shop.command == expected


@pytest.mark.parametrize("amount", [0, "0.00", -5, None, "0.001"])
def test_cash_needs_a_sum(amount: object) -> None:
    assert "Amount: " in error_of({"Command": "DepositingCash", "Amount": amount})


def test_all_faults_at_once_with_their_paths() -> None:
    body = receipt(row(Price="дорого", Tax=13), CashierName=[], Cash=-1) | {"NumDevice": "x"}
    body["CheckStrings"] += [7, {"BarCode": {"BarcodeType": "EAN99", "Barcode": {}}, "PrintImage": {"Image": "@@"}}]
    body["CheckStrings"] += [{"Register": row(EGAIS={"Barcode": []}, GoodCodeData={"BarCode": []})}]
    body["CheckProps"] = [{"Prop": 1}]
    body["CheckStrings"] += [{"PrintImage": {"Image": base64.b64encode(b"%PDF-1.7").decode()}}]
    text = error_of(body)
    for path in (
        "NumDevice", "CashierName", "Cash", "CheckStrings[0].Register.Price", "CheckStrings[0].Register.Tax",
        "CheckStrings[1]", "CheckStrings[2].BarCode.BarcodeType", "CheckStrings[2].BarCode.Barcode",
        "CheckStrings[2].PrintImage.Image", "CheckStrings[3].Register.EGAIS.Barcode",
        "CheckStrings[3].Register.GoodCodeData.BarCode", "CheckProps[0].Teg", "CheckStrings[4].PrintImage.Image",
    ):  # fmt: skip
        assert f" {path}: " in text, path


def test_a_list_that_is_too_long_is_one_fault() -> None:
    text = error_of(receipt(*[row(Price="x") for _ in range(MOST_ROWS + 1)], CheckProps=[5] * 1001))
    assert f"CheckStrings: элементов {MOST_ROWS + 1}, допустимо не больше {MOST_ROWS}" in text
    assert "CheckProps: элементов 1001, допустимо не больше 1000" in text
    assert "Price" not in text


@pytest.mark.parametrize("rows", [{"PrintText": {"Text": "x"}}, "[]", 5])
def test_rows_that_are_no_array(rows: object) -> None:
    assert "CheckStrings: нужен массив […]" in error_of(receipt() | {"CheckStrings": rows})


def test_the_list_of_faults_has_an_end() -> None:
    text = error_of(receipt(*[row(Price="x") for _ in range(500)]))
    assert "и ещё ошибок: 480" in text
    assert len(text) < 8000


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (receipt(TypeCheck=None), "TypeCheck"),
        (receipt(TypeCheck=7), "TypeCheck"),
        (receipt(NotPrint=True), "ClientAddress"),
        (receipt() | {"CheckStrings": [{"PrintText": {"Text": "x"}}]}, "CheckStrings"),
        (receipt(row(Quantity=0)), "CheckStrings[0].Register.Quantity"),
        (receipt(row(Quantity=-1)), "CheckStrings[0].Register.Quantity"),
        (receipt(row(Name=None)), "CheckStrings[0].Register.Name"),
        (receipt() | {"CheckStrings": [{"BarCode": {"Barcode": "1"}}]}, "CheckStrings[0].BarCode.BarcodeType"),
        (receipt() | {"CheckStrings": {}}, "CheckStrings"),
        (receipt() | {"CheckStrings": [None] * 10_001}, "CheckStrings"),
        (receipt(TaxVariant=6), "TaxVariant"),
        (receipt(IdCommand="x" * 257), "IdCommand"),
        (receipt(Timeout="soon"), "Timeout"),
    ],
)
def test_faults(body: dict[str, Any], path: str) -> None:
    assert f" {path}: " in error_of(body)


def test_acquiring_without_a_card_sum_is_a_plain_receipt() -> None:
    assert taken(receipt(PayByProcessing=True)).payments.electronic == 0
