"""A request of every command to begin with; they work on the virtual devices of config/kkmserver.example.toml."""

from collections.abc import Mapping
from typing import Any

_CASHIER = {"CashierName": "Петрова"}
_AT_REGISTER = {"NumDevice": 1, **_CASHIER}
_TEA = {"Name": "Чай чёрный", "Quantity": 2, "Price": 50, "Amount": 100, "Tax": 10}
_PAYMENT = {"Amount": 150, "UniversalID": "CN:4276********0001;RN:77;RRN:100000000001;AC:123456"}
_MARK = "0104600000000008215Abc\u001d93wxyz"

_OWN: Mapping[str, Mapping[str, Any]] = {
    "RegisterCheck": {
        "NumDevice": 1,
        **_CASHIER,
        "IsFiscalCheck": True,
        "TypeCheck": 0,
        "ClientAddress": "buyer@example.com",
        "CheckStrings": [
            {"PrintText": {"Text": ">#0#<Спасибо за покупку"}},
            {"Register": {**_TEA, "SignMethodCalculation": 4, "SignCalculationObject": 1}},
            {"BarCode": {"BarcodeType": "EAN13", "Barcode": "4600000000008"}},
        ],
        "Cash": 500,
    },
    "PrintDocument": {
        "NumDevice": 2,
        "CheckStrings": [
            {"PrintText": {"Text": "Заказ<#0#>№ 17"}},
            {"BarCode": {"BarcodeType": "QR", "Barcode": "17"}},
        ],
    },
    "GetDataCheck": {"NumDevice": 1, "FiscalNumber": 0, "NumberCopies": 0},
    "DepositingCash": {"NumDevice": 1, "Amount": 1000, **_CASHIER},
    "PaymentCash": {"NumDevice": 1, "Amount": 500, **_CASHIER},
    "KkmRegOfd": {
        "NumDevice": 1,
        **_CASHIER,
        "RegKkmOfd": {
            "Command": "ChangeOFD",
            "NameOFD": "Пример ОФД",
            "InnOfd": "7701000001",
            "UrlServerOfd": "ofd.example",
            "PortServerOfd": "7777",
            "UrlOfd": "check.example",
        },
    },
    "ValidationMarkingCode": {"NumDevice": 1, "GoodCodeDatas": [{"BarCode": _MARK}]},
    "GetGoodCodeData": {"BarCode": "4600000000008"},
    "PayByPaymentCard": {"Amount": 150, "ReceiptNumber": "77"},
    "AuthorisationByPaymentCard": {"Amount": 150},
    **dict.fromkeys(
        (
            "ReturnPaymentByPaymentCard",
            "CancelPaymentByPaymentCard",
            "AuthConfirmationByPaymentCard",
            "CancelAuthorisationByPaymentCard",
            "TransactionDetails",
        ),
        _PAYMENT,
    ),
    "EmergencyReversal": {"UniversalID": _PAYMENT["UniversalID"]},
    "TerminalReport": {"Detailed": True},
    "Calibrate": {"TareWeight": 0.25},
    "OutputOnCustomerDisplay": {"TopString": "К оплате", "CodeQR": "https://example.org/p/1", "BottomString": "150.00"},
    "List": {"Active": True},
    "OnOffUnut": {"NumDevice": 1, "Active": True},
    "GetRezult": {"IdCommand": "o-1"},
    "CancelCommand": {"IdCommand": "o-1"},
    **dict.fromkeys(("OpenShift", "CloseShift", "ZReport", "XReport", "OfdReport"), _AT_REGISTER),
}


def example(name: str) -> dict[str, Any]:
    return {"Command": name, **_OWN.get(name, {})}
