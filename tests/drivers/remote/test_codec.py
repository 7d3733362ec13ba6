import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from drivers.errors import NotSupported
from drivers.model import command as commands
from drivers.model.command import Command
from drivers.model.document import Cashier, Payments, Position, Receipt, TextLine
from drivers.model.ffd import AgentSign, ReceiptType, SettlementMethod
from drivers.remote.codec import request_of
from drivers.remote.json_text import encode
from kkmserver.templates import Templates
from tests.drivers.remote.requests import forwarded, read, sent
from tests.drivers.remote.strategies import forwardable
from tests.kkmserver.dialects.kkm.samples import receipt, row

PETROVA = Cashier("Петрова")
TEA = Position(name="Чай", quantity=Decimal(2), price=5000, amount=10000, method=SettlementMethod.FULL)

# Requests as clients send them, with every member that has a meaning; from spec/kkmserver.md 3 and 4.
SAMPLES = [
    receipt(),
    receipt(TypeCheck=1),
    receipt(TypeCheck=10),
    receipt(TypeCheck=11),
    receipt(row(Quantity="0.333333", Price=59.9, Amount="19.97", Tax=22), row(Price=None, Tax=110)),
    receipt(CashLessType1=50, CashLessType2=25, CashLessType3=25, Cash=0),
    receipt(ElectronicPayment=10.01, AdvancePayment=20.02, Credit=30.03, CashProvision=40.04, Cash=0.1),
    receipt(NotPrint=True, ClientAddress="8 (912) 345-67-89", ClientInfo="Иванов", ClientINN="7700000009"),
    receipt(TaxVariant=2, NumberCopies=1, SenderEmail="a@b.ru", AddressSettle="Москва", PlaceMarket="Лавка"),
    receipt(AgentSign=6, AgentData={"PayingAgentPhone": "+79123456789"}, PurveyorData={"PurveyorName": "ООО"}),
    receipt(AdditionalAttribute="a", UserAttribute={"Name": "n", "Value": "v"}, KPP="770001001", InternetMode=True),
    receipt(CheckProps=[{"Print": True, "PrintInHeader": True, "Teg": 1005, "Prop": "г. Москва"}]),
    receipt(AdditionalProps=[{"Print": True, "PrintInHeader": False, "NameProp": "Заказ", "Prop": "5"}]),
    receipt(
        row(
            MeasureOfQuantity=0,
            MeasurementUnit="шт",
            PackageQuantity=10,
            CountryOfOrigin="643",
            CustomsDeclaration="10702030/1",
            ExciseAmount=1.5,
            AdditionalAttribute="x",
            EAN13="4600000000008",
            NomenclatureCode="00",
            GoodCodeData={"BarCode": "0104600000000008215Abc\u001d93wxyz", "AcceptOnBad": True},
            AgentSign=0,
            PurveyorData={"PurveyorVATIN": "7700000009", "PurveyorPhone": "+79123456789"},
            EGAIS={"Barcode": "22N", "Ean": "460", "Volume": 0.5},
        ),
        row(GoodCodeData={"StampType": "05", "GTIN": "04600000000008", "SerialNumber": "Abc"}),
    ),
    receipt(IsFiscalCheck=False, NumberCopies=2),
    {"Command": "PrintDocument", "CheckStrings": [{"PrintText": {"Text": ">#2#<ООО", "Font": 1, "Intensity": 15}}]},
    {"Command": "PrintDocument", "CheckStrings": [{"PrintText": {"Text": "-"}, "BarCode": {"BarcodeType": "EAN13",
     "Barcode": "460000000000"}}, {"PrintImage": {"Image": "data:image/png;base64,iVBORw0KGgo="}}, {}]},
    {"Command": "ZReport", "NotPrint": True, "CashierName": "Петрова", "CashierVATIN": "500100732259"},
    {"Command": "DepositingCash", "Amount": "1000.005"},
]  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_a_clients_request_arrives_as_it_was_meant(sample: dict[str, object]) -> None:
    meant = read(json.dumps(sample).encode()).command
    assert forwarded(meant) == meant


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(forwardable)
def test_nothing_is_lost_on_the_way(command: Command) -> None:
    assert forwarded(command) == command


def test_the_minimal_receipt_of_the_document() -> None:
    """Members as in the example of spec/kkmserver.md 3.9.6."""
    said = sent(commands.RegisterReceipt(Receipt(
        type=ReceiptType.SALE, lines=(TEA,), payments=Payments(cash=20000), cashier=PETROVA
    )), device=1)  # fmt: skip
    example = {"Command": "RegisterCheck", "IdCommand": "o-1", "NumDevice": 1, "IsFiscalCheck": True, "TypeCheck": 0}
    example |= {"CashierName": "Петрова", "Cash": 200}
    assert {name: said[name] for name in example} == example
    item = {"Name": "Чай", "Quantity": 2, "Price": 50, "Amount": 100, "Tax": -1}
    item |= {"SignMethodCalculation": 4, "SignCalculationObject": 1, "Department": 0, "MeasureOfQuantity": 0}
    assert said["CheckStrings"] == [{"Register": item}]


@pytest.mark.parametrize(
    ("command", "members"),
    [
        (commands.OpenShift(PETROVA), {"Command": "OpenShift", "CashierName": "Петрова", "NotPrint": False}),
        (commands.CloseShift(), {"Command": "CloseShift"}),
        (commands.XReport(), {"Command": "XReport"}),
        (commands.OfdReport(), {"Command": "OfdReport"}),
        (commands.CashIn(100000), {"Command": "DepositingCash", "Amount": Decimal("1000.00")}),
        (commands.CashOut(1), {"Command": "PaymentCash", "Amount": Decimal("0.01")}),
        (commands.OpenDrawer(), {"Command": "OpenCashDrawer"}),
        (commands.ReadState(), {"Command": "GetDataKKT"}),
        (commands.ReadLineLength(), {"Command": "GetLineLength"}),
        (commands.PrintRuler(), {"Command": "PrintLineLength"}),
        (commands.ReadDocument(5, 1), {"Command": "GetDataCheck", "FiscalNumber": 5, "NumberCopies": 1}),
    ],
)
def test_names_of_the_document(command: Command, members: dict[str, object]) -> None:
    said = sent(command)
    assert {name: said[name] for name in members} == members


def test_extensions_go_out_only_where_they_say_something() -> None:
    said = sent(commands.PrintDocument((TextLine("а"), TextLine("б", bold=True))))
    rows = [{"Text": "а", "Font": 0, "Intensity": 0}, {"Text": "б", "Font": 0, "Intensity": 0, "Bold": True}]
    assert said["CheckStrings"] == [{"PrintText": one} for one in rows]


def test_copies_of_a_plain_document_need_the_command_that_has_them() -> None:
    said = sent(commands.PrintDocument((TextLine("а"),), copies=2))
    assert (said["Command"], said["IsFiscalCheck"], said["NumberCopies"]) == ("RegisterCheck", False, 2)


@pytest.mark.parametrize(
    "command",
    [
        commands.PrintTestPage(),
        commands.RegisterReceipt(
            Receipt(
                type=ReceiptType.SALE,
                lines=(TEA,),
                payments=Payments(),
                agent=AgentSign.ATTORNEY | AgentSign.COMMISSIONER,
            )
        ),
    ],
)
def test_what_the_api_cannot_say_is_refused(command: Command) -> None:
    with pytest.raises(NotSupported) as caught:
        request_of(command)
    assert caught.value.nothing_sent


def test_labels_go_by_the_name_of_their_template(tmp_path: Path) -> None:
    (tmp_path / "price.toml").write_text(
        'width = 40\nheight = 30\n[[text]]\ntext = "{name}"\nx = 1\ny = 1\nwidth = 30\nheight = 8\nsize = 3\n',
        encoding="utf-8",
    )
    template = Templates(tmp_path).get("price")
    command = commands.PrintLabels(template, ({"name": "Чай"}, {"name": "Кофе"}), copies=3, first=2)
    assert forwarded(command, tmp_path) == command


def test_money_has_two_decimals_and_quantities_the_digits_they_came_with() -> None:
    heavy = Position(name="а", quantity=Decimal("1E+1"), price=1, amount=12345678901)
    body = encode(sent(commands.PrintDocument((heavy,))))
    assert b'"Quantity":10,"Price":0.01,"Amount":123456789.01' in body
