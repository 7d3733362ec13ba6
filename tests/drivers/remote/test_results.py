"""Answers as spec/kkmserver.md gives them."""

from datetime import datetime
from decimal import Decimal

import pytest

from drivers.model import command as commands
from drivers.model.command import Command
from drivers.model.document import Payments
from drivers.model.ffd import DocumentForm, ReceiptType, VatRate
from drivers.model.outcome import Outcome
from drivers.notation.json_text import decode
from drivers.notation.members import Members
from drivers.remote.answer import Asked, answer_of
from drivers.remote.printed_code import code_of
from drivers.remote.results import Here, outcome_of
from tests.clock import MOSCOW
from tests.drivers.remote.shop import sale

HERE = Here(datetime(2026, 11, 15, 15, 30, tzinfo=MOSCOW), "tcp://kassa:5893")
SOLD = """{"CheckNumber":20,"SessionNumber":7,"SessionCheckNumber":1,"URL":"","QRCode":"t=20240202T0930&s=100.00&fn=9999
078900000001&i=20&fp=2233445566&n=1","Cash":100.0,"ElectronicPayment":0.0,"AdvancePayment":0.0,"Credit":0.0,
"CashProvision":0.0,"Command":"RegisterCheck","Error":"","Warning":"","Message":"","Status":0,"IdCommand":"o-1",
"NumDevice":1,"UnitName":"Касса 1"}""".replace("\n", "")
COPY = """{"Slip":"Чек\\r\\n","QRCode":"t=20240202T0930&s=100.00&fn=9999078900000001&i=20&fp=2233445566&n=1",
"RegisterCheck":{"FiscalNumber":"20","FiscalDate":"2024-02-02T09:30:00","CheckType":"Приход","FiscalSign":"2233445566",
"CashierName":"Петрова","CashierVATIN":"","TaxVariant":"0","ClientAddress":"","SenderEmail":"","PlaceMarket":"",
"Register":[{"Name":"Чай","Quantity":2,"Amount":100.0,"Tax":18}],"Cash":100.0,"ElectronicPayment":0.0,
"AdvancePayment":0.0,"Credit":0.0,"CashProvision":0.0,"AllSumm":100.0},"Command":"GetDataCheck","Error":"","Status":0,
"IdCommand":"a7","NumDevice":1,"UnitName":"Касса 1"}"""


def outcome(command: Command, body: str) -> Outcome:
    members = Members(decode(body.encode()))
    return outcome_of(command, answer_of(members, Asked(members.text("IdCommand"), members.text("Command"))), HERE)


def test_a_receipt() -> None:
    done = outcome(sale(), SOLD)
    document = done.document
    assert document
    assert (document.form, document.number, document.shift, document.number_in_shift) == (
        DocumentForm.RECEIPT,
        20,
        7,
        1,
    )
    assert (document.sign, document.storage, document.total) == (2233445566, "9999078900000001", 10000)
    assert (document.receipt_type, document.time) == (ReceiptType.SALE, datetime(2024, 2, 2, 9, 30, tzinfo=MOSCOW))
    assert (done.payments, done.change) == (Payments(cash=10000), 5000)


def test_a_plain_document_has_no_numbers() -> None:
    body = '{"Command":"PrintDocument","Error":"","Status":0,"IdCommand":"l-1","NumDevice":2,"UnitName":"Этикетки"}'
    assert outcome(commands.PrintDocument(()), body) == Outcome()


def test_a_copy() -> None:
    copy = outcome(commands.ReadDocument(), COPY).copy
    assert copy
    assert (copy.text, copy.cashier, copy.payments) == ("Чек\r\n", "Петрова", Payments(cash=10000))
    (row,) = copy.rows
    assert (row.name, row.quantity, row.amount, row.vat) == ("Чай", Decimal(2), 10000, VatRate.VAT_20)
    assert (copy.document.number, copy.document.sign, copy.document.total) == (20, 2233445566, 10000)


@pytest.mark.parametrize(
    ("kind", "form", "receipt_type"),
    [
        ("Возврат расхода", DocumentForm.RECEIPT, ReceiptType.PURCHASE_RETURN),
        ("Закрытие смены", DocumentForm.CLOSE_SHIFT, None),
        ("Отчёт о состоянии расчётов", DocumentForm.SETTLEMENT_STATE, None),
    ],
)
def test_kinds_of_copies(kind: str, form: DocumentForm, receipt_type: ReceiptType | None) -> None:
    body = f'{{"Status":0,"Slip":"","RegisterCheck":{{"CheckType":"{kind}","FiscalNumber":"5"}}}}'
    copy = outcome(commands.ReadDocument(), body).copy
    assert copy
    assert (copy.document.form, copy.document.receipt_type, copy.document.number) == (form, receipt_type, 5)


def test_a_shift_with_its_state() -> None:
    body = '{"CheckNumber":1,"SessionNumber":7,"QRCode":"t=20240202T0900&fn=9999078900000001&i=19&fp=1020304050",'
    body += '"Info":{"SessionState":2,"BalanceCash":0.5},"Status":0}'
    done = outcome(commands.OpenShift(), body)
    assert done.document
    assert (done.document.number, done.document.sign, done.document.total) == (1, 1020304050, None)
    assert done.state
    assert (done.state.cash, done.state.shift_number) == (50, 7)


@pytest.mark.parametrize("text", ["", "https://check.ofd.ru/rec/1", "t=20241302T0930&fn=1&i=1&fp=1", "t=1&s=2"])
def test_what_is_no_code(text: str) -> None:
    assert code_of(text, MOSCOW) is None
