"""Requests and results that several tests share; figures from spec/kkmserver.md."""

from datetime import datetime
from typing import Any

from drivers.errors import Fault
from drivers.model.document import Payments, Receipt
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.model.outcome import FiscalDocument, Outcome
from kkmserver.store.record import Failure
from tests.clock import MOSCOW
from tests.kkmserver.dialects.kkm.desk import Shop

TIME = datetime(2024, 2, 2, 9, 30, 0, tzinfo=MOSCOW)
QR = "t=20240202T0930&s=100.00&fn=9999078900000001&i=20&fp=2233445566&n=1"
SALE = FiscalDocument(
    form=DocumentForm.RECEIPT,
    number=20,
    sign=2233445566,
    time=TIME,
    storage="9999078900000001",
    shift=7,
    number_in_shift=1,
    receipt_type=ReceiptType.SALE,
    total=10000,
    qr=QR,
)
SOLD = Outcome(document=SALE, payments=Payments(cash=10000), change=10000)
DONE = Outcome()
SHIFT_IS_OPEN = Failure(
    code="wrong_state",
    text="Ошибка регистрации ( 60 : ККТ: Смена открыта – операция невозможна )",
    fault=Fault.STATE,
    nothing_sent=True,
    native=60,
)


def row(**members: Any) -> dict[str, Any]:
    return {"Name": "Чай", "Quantity": 2, "Price": 50, "Amount": 100, "Tax": -1} | members


def receipt(*rows: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A fiscal sale; rows are `Register` objects."""
    body = {"Command": "RegisterCheck", "NumDevice": 1, "IsFiscalCheck": True, "TypeCheck": 0, "CashierName": "Петрова"}
    return body | {"CheckStrings": [{"Register": item} for item in rows or (row(),)], "Cash": 200} | members


def taken(body: object) -> Receipt:
    """The neutral receipt that a request becomes."""
    shop = Shop(SOLD)
    answer = shop.post(body)
    assert answer["Error"] == ""
    read = getattr(shop.command, "receipt", None)
    assert isinstance(read, Receipt)
    return read
