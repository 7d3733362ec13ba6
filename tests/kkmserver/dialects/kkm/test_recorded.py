"""The conversations that were recorded with the original, held again with this server and its virtual register.

Same members, same types, same texts; what newer versions and this server add stands in a list. Source:
spec/kkmserver.md, what is marked [R]: a Ruby client's recordings of December 2017, device 3 of three, named baz.
"""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.live import LiveServer

CONFIG = """
[[devices]]
number = 1
name = "foo"
driver = "virtual-kkt"
fiscalized = false

[[devices]]
number = 2
name = "bar"
driver = "virtual-kkt"
ffd = "1.0"

[[devices]]
number = 3
name = "baz"
driver = "virtual-kkt"
ffd = "1.05"
"""
CASHIER = {"CashierName": "Петрова", "CashierVATIN": "7701237658"}
OPEN = "Ошибка регистрации ( 60 : ККТ: Смена открыта – операция невозможна )"
CLOSED = "Ошибка регистрации ( 61 : ККТ: Смена не открыта или смена превысила 24 часа – операция невозможна )"
COMMON = {"Command": str, "Error": str, "Status": int, "IdCommand": str, "NumDevice": int, "UnitName": str}
NUMBERS = {"CheckNumber": int, "SessionNumber": int}
# Newer versions of the original, by the spec; and ours.
NEWER = {
    "Warning", "Message", "QRCode", "URL", "Info", "SessionCheckNumber", "Cash", "ElectronicPayment", "AdvancePayment",
    "Credit", "CashProvision", "Amount", "OnOf", "Firmware_Version", "Port",
}  # fmt: skip
OURS = {"Outcome", "NothingSent"}
UNIT = {
    "NumDevice": int, "IdDevice": str, "OnOff": bool, "Active": bool, "TypeDevice": str, "IdTypeDevice": str, "IP": str,
    "NameDevice": str, "UnitName": str, "KktNumber": str, "INN": str, "RegNumber": str, "FnNumber": str, "InnOfd": str,
    "NameOrganization": str, "TaxVariant": str, "AddDate": str, "OFD_Error": str, "OFD_NumErrorDoc": int,
    "OFD_DateErrorDoc": str, "FN_DateEnd": str, "FN_MemOverflowl": bool, "FN_IsFiscal": bool, "PaperOver": bool,
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with LiveServer(tmp_path_factory.mktemp("recorded"), CONFIG) as running:
        yield running


def same(members: dict[str, Any], recorded: dict[str, type]) -> None:
    """Every recorded member with its very type, and none that nobody knows of."""
    assert {name: type(members[name]) for name in recorded} == recorded
    assert members.keys() - recorded.keys() <= NEWER | OURS


def ask(server: LiveServer, command: str, recorded: dict[str, type] | None = None, **members: Any) -> dict[str, Any]:
    """Device 3 is asked; the answer has the recorded members, payload first, and echoes."""
    id_command = str(uuid.uuid4())
    answer = server.post({"Command": command, "NumDevice": 3, "IdCommand": id_command, **members})
    same(answer, (recorded or {}) | COMMON)
    assert [name for name in answer if name in COMMON] == list(COMMON)
    assert (answer["Command"], answer["IdCommand"]) == (command, id_command)
    assert (answer["NumDevice"], answer["UnitName"]) == (3, "baz")
    return answer


def done(server: LiveServer, command: str, recorded: dict[str, type] | None = None, **members: Any) -> dict[str, Any]:
    answer = ask(server, command, recorded, **members)
    assert (answer["Status"], answer["Error"]) == (0, "")
    return answer


def refused(server: LiveServer, command: str, text: str, **members: Any) -> None:
    answer = ask(server, command, **members)
    assert (answer["Status"], answer["Error"]) == (2, text)
    assert answer.keys() - COMMON.keys() <= {"Warning", "Message"} | OURS


def test_response_headers(server: LiveServer) -> None:
    answer = server.client.post("/Execute", json={"Command": "List"}, headers={"Accept-Encoding": "gzip, deflate"})
    assert (answer.status_code, answer.reason_phrase) == (200, "OK")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store, no-cache, must-revalidate"
    assert answer.headers["content-length"] == str(len(answer.content))
    assert "content-encoding" not in answer.headers
    assert "Фискальный регистратор".encode() in answer.content


def test_list(server: LiveServer) -> None:
    for number in (1, 2, 3):
        server.post({"Command": "GetDataKKT", "NumDevice": number})  # the list tells what was last seen
    answer = server.post({"Command": "List"})
    assert list(answer) == ["ListUnit", "Command", "Error", "Status", "IdCommand"]
    assert (answer["Error"], answer["Status"], answer["IdCommand"]) == ("", 0, "")
    for number, (unit, name) in enumerate(zip(answer["ListUnit"], ("foo", "bar", "baz"), strict=True), 1):
        same(unit, UNIT)
        assert (unit["NumDevice"], unit["UnitName"]) == (number, name)
        assert (unit["TypeDevice"], unit["IdTypeDevice"]) == ("Фискальный регистратор", "KktEmulator")
        assert (unit["IP"], unit["NameDevice"]) == ("<Не определено>", "KKT Эмулятор")
        assert (unit["OFD_Error"], unit["PaperOver"]) == ("", False)
        assert unit["FN_IsFiscal"] is (number > 1)
        assert unit["OFD_DateErrorDoc"] == "0001-01-01T00:00:00"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", unit["AddDate"])
        assert re.fullmatch(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", unit["IdDevice"])
    assert answer["ListUnit"][0]["TaxVariant"] == ""


def test_a_shift_is_closed(server: LiveServer) -> None:
    refused(server, "CloseShift", CLOSED, NotPrint=False, **CASHIER)
    refused(server, "ZReport", CLOSED)
    refused(server, "DepositingCash", CLOSED, Amount=0.65, **CASHIER)
    refused(server, "PaymentCash", CLOSED, Amount=0.65, **CASHIER)


def receipt() -> dict[str, Any]:
    return {
        "IsFiscalCheck": True, "TypeCheck": 0, "NotPrint": False, "NumberCopies": 0, "ClientAddress": "",
        "TaxVariant": "", **CASHIER,
        "CheckStrings": [
            {"PrintText": {"Text": '>#2#<ООО "Ромашка"', "Font": 1}},
            {"PrintText": {"Text": "<<->>"}},
            {"PrintText": {"Text": "Пример №1:<#10#>154,41"}},
            {
                "PrintText": {"Text": "Тестовый товар", "Font": 4, "Intensity": 0},
                "Register": {
                    "Name": "Сапоги", "Quantity": 3, "Price": 100, "Amount": 0.01, "Department": 0, "Tax": 18,
                    "EAN13": "1254789547853", "SignMethodCalculation": 4, "SignCalculationObject": 1,
                    "MeasurementUnit": "пара", "NomenclatureCode": "",
                },
                "BarCode": {"BarcodeType": "EAN13", "Barcode": "1254789547853"},
            },
        ],
        "Cash": 800, "ElectronicPayment": 0.01, "AdvancePayment": 0, "Credit": 0, "CashProvision": 0,
    }  # fmt: skip


def test_a_day(server: LiveServer) -> None:
    opened = done(server, "OpenShift", NUMBERS, NotPrint=False, **CASHIER)
    refused(server, "OpenShift", OPEN, NotPrint=False, **CASHIER)
    done(server, "DepositingCash", Amount=100, **CASHIER)
    done(server, "PaymentCash", Amount=0.65, **CASHIER)
    done(server, "OpenCashDrawer", **CASHIER)
    assert done(server, "GetLineLength", {"LineLength": int})["LineLength"] == 48
    sold = done(server, "RegisterCheck", NUMBERS | {"QRCode": str}, **receipt())
    assert sold["CheckNumber"] == opened["CheckNumber"] + 1
    code = r"t=\d{8}T\d{4}(?:\d\d)?&s=0\.01&fn=\d{16}&i=(\d+)&fp=\d+&n=1"
    assert re.fullmatch(code, sold["QRCode"])[1] == str(sold["CheckNumber"])
    done(server, "XReport", **CASHIER)
    closed = done(server, "CloseShift", NUMBERS, NotPrint=False, **CASHIER)
    assert (closed["CheckNumber"], closed["SessionNumber"]) == (sold["CheckNumber"] + 1, sold["SessionNumber"])


def test_a_z_report_needs_no_cashier(server: LiveServer) -> None:
    shift = done(server, "OpenShift", NUMBERS, **CASHIER)["SessionNumber"]
    assert done(server, "ZReport", NUMBERS)["SessionNumber"] == shift


CHECK = {
    "FiscalNumber": str, "FiscalDate": str, "CheckType": str, "FiscalSign": str, "CashierName": str,
    "CashierVATIN": str, "TaxVariant": str, "ClientAddress": str, "SenderEmail": str, "PlaceMarket": str,
    "Register": type(None), "Cash": float, "ElectronicPayment": float, "AdvancePayment": float, "Credit": float,
    "CashProvision": float, "AllSumm": float,
}  # fmt: skip


def test_the_closing_report_is_read_again(server: LiveServer) -> None:
    """Recorded: text 48 columns wide, full rules of hyphens, names to the left and values to the right edge."""
    done(server, "OpenShift", NUMBERS, **CASHIER)
    number = done(server, "ZReport", NUMBERS)["CheckNumber"]
    answer = done(server, "GetDataCheck", {"Slip": str, "RegisterCheck": dict}, FiscalNumber=0, NumberCopies=1)
    lines = answer["Slip"].split("\r\n")
    assert lines.pop() == ""
    assert "-" * 48 in lines
    assert max(map(len, lines)) == 48
    assert any(re.fullmatch(r"\S.* {2,}\d+", line) and len(line) == 48 for line in lines)
    check = answer["RegisterCheck"]
    assert {name: type(value) for name, value in check.items()} == CHECK
    assert (check["FiscalNumber"], check["CheckType"]) == (str(number), "Закрытие смены")
    assert (check["Register"], check["AllSumm"]) == (None, 0.0)
