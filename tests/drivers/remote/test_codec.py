import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.errors import NotSupported, RequestRefused
from drivers.model import command as commands
from drivers.model.card import CardAction, CardReference
from drivers.model.command import Command
from drivers.model.document import ByAmount, Cashier, LocalTax, MarkingCode, Payments, Position, Receipt, TextLine
from drivers.model.excise import TellEgais
from drivers.model.ffd import AgentSign, ReceiptType, SettlementMethod, VatRate
from drivers.model.marking import MarkingQuestion
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.model.state import Registration
from drivers.notation.json_text import encode
from drivers.remote.codec import request_of
from kkmserver.dialects.kkm.catalogue import DEVICE
from kkmserver.templates import Templates
from tests.drivers.remote.every_command import EVERY
from tests.drivers.remote.requests import arriving, forwarded, read, sent
from tests.kkmserver.dialects.kkm.full import CORRECTION, full
from tests.kkmserver.dialects.kkm.samples import receipt, row

PETROVA = Cashier("Петрова")
PAY = commands.MoveCardMoney(action=CardAction.PAY, amount=15000, reference=CardReference(receipt_number="77"))
PAID = CardReference(card="4276********0001", receipt_number="77", rrn="100000000001", authorisation="123456")
TEA = Position(name="Чай", quantity=Decimal(2), price=5000, amount=10000, method=SettlementMethod.FULL)

SALE = Receipt(type=ReceiptType.SALE, lines=(TEA,), payments=Payments(cash=20000), cashier=PETROVA)

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
    assert forwarded(meant) == arriving(meant)


@pytest.mark.parametrize("name", sorted(DEVICE))
def test_every_member_of_the_api_arrives(name: str) -> None:
    meant = read(json.dumps(full(name)).encode()).command
    assert forwarded(meant) == arriving(meant)


def test_a_correction_arrives_with_every_member() -> None:
    meant = read(
        json.dumps(full("RegisterCheck") | CORRECTION | {"TypeCheck": 13, "CheckStrings": []}).encode()
    ).command
    assert isinstance(meant, commands.RegisterReceipt)
    assert meant.receipt.correction
    assert (meant.receipt.total, len(meant.receipt.correction.vat)) == (10000, len(VatRate))
    assert forwarded(meant) == arriving(meant)


def test_no_command_is_left_out() -> None:
    """Labels have a test of their own; the others are not for another server."""
    not_forwarded = {commands.PrintTestPage, commands.RegisterBottles, TellEgais, commands.PrintLabels}
    assert EVERY.keys() == set(get_args(Command)) - not_forwarded


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_nothing_is_lost_on_the_way(kind: type, data: st.DataObject) -> None:
    command = data.draw(EVERY[kind])
    assert forwarded(command) == arriving(command)


def test_the_minimal_receipt_of_the_document() -> None:
    """Members as in the example of spec/kkmserver.md 3.9.6."""
    said = sent(commands.RegisterReceipt(SALE), device=1)
    example = {"Command": "RegisterCheck", "IdCommand": "o-1", "NumDevice": 1, "IsFiscalCheck": True, "TypeCheck": 0}
    example |= {"CashierName": "Петрова", "Cash": 200, "PayByProcessing": False}
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
        (commands.ReadCounters(), {"Command": "Get\u0421ounters"}),
        (commands.ContinuePrint(), {"Command": "ContinuePrint"}),
        (PAY, {"Command": "PayByPaymentCard", "Amount": Decimal("150.00"), "ReceiptNumber": "77"}),
        (
            commands.MoveCardMoney(action=CardAction.CANCEL, amount=15000, reference=PAID),
            {
                "Command": "CancelPaymentByPaymentCard",
                "UniversalID": "CN:4276********0001;RN:77;RRN:100000000001;AC:123456",
                "RRNCode": "100000000001",
                "AuthorizationCode": "123456",
            },
        ),
        (commands.FindTransaction(reference=PAID), {"Command": "TransactionDetails", "RRNCode": "100000000001"}),
        (commands.SettleTerminal(), {"Command": "Settlement"}),
        (commands.TerminalReport(detailed=True), {"Command": "TerminalReport", "Detailed": True}),
        (commands.ReadSlipPrinting(), {"Command": "PrintSlipOnTerminal"}),
        (commands.ReadWeight(), {"Command": "GetWeight"}),
        (commands.SetTare(Decimal("0.25")), {"Command": "Calibrate", "TareWeight": Decimal("0.25")}),
        (
            commands.ShowOnDisplay("а", "б", "в"),
            {"Command": "OutputOnCustomerDisplay", "TopString": "а", "CodeQR": "в"},
        ),
        (commands.ClearDisplay(), {"Command": "ClearCustomerDisplay"}),
        (commands.ReadDisplay(), {"Command": "OptionsCustomerDisplay"}),
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
        TellEgais(bottles=()),
        commands.RegisterBottles(SALE),
        commands.CheckMarking((MarkingQuestion(marking=MarkingCode(gtin="04600000000008", serial="Abc")),)),
        commands.CheckMarking((MarkingQuestion(marking=MarkingCode(code="01", status=2)),)),
        RegisterDevice(
            step=RegistrationStep.CHANGE_OWNER, registration=Registration(), given=frozenset({"sender_email"})
        ),
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


def test_a_receipt_of_another_country_is_refused() -> None:
    tax = LocalTax(code=1, name="НДС 12%", percent=Decimal(12))
    with pytest.raises(RequestRefused, match="другой страны"):
        request_of(commands.RegisterReceipt(replace(SALE, by_amount=ByAmount(amount=10000, tax=tax))))


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
