"""Answers, member for member. Expected text from the examples of spec/kkmserver.md 2.3, 3.6-3.11."""

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from drivers.errors import Fault
from drivers.model.document import Payments
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType, ShiftState, TaxSystem, VatRate
from drivers.model.outcome import CopyRow, DocumentCopy, FiscalDocument, Outcome
from drivers.model.state import DeviceState, Registration
from kkmserver.store.record import Failure, State
from tests.clock import MOSCOW
from tests.kkmserver.dialects.kkm.desk import Shop
from tests.kkmserver.dialects.kkm.samples import DONE, QR, SALE, SHIFT_IS_OPEN, SOLD, TIME, receipt

LATER_MEMBERS = {"Warning": "", "Message": ""}


def same(shop: Shop, request: dict[str, Any], expected: str) -> None:
    """Members equal and in the order of the text, save that Warning and Message stand last."""
    answer = shop.post(request)
    wanted = json.loads(expected)
    assert answer == wanted | LATER_MEMBERS
    assert list(answer) == [*wanted, "Warning", "Message"]


def test_receipt() -> None:
    same(
        Shop(SOLD),
        receipt(IdCommand="o-1"),
        f"""{{"CheckNumber":20,"SessionNumber":7,"SessionCheckNumber":1,"URL":"","QRCode":"{QR}","Cash":100.0,
        "ElectronicPayment":0.0,"AdvancePayment":0.0,"Credit":0.0,"CashProvision":0.0,"Command":"RegisterCheck",
        "Error":"","Status":0,"IdCommand":"o-1","NumDevice":1,"UnitName":"Касса 1"}}""",
    )


def test_sums_are_numbers_with_two_places_and_text_is_raw_utf8() -> None:
    body = Shop(SOLD).raw(receipt()).body
    assert b'"Cash":100.00,' in body
    assert '"UnitName":"Касса 1"'.encode() in body
    assert not body.startswith(b"\xef\xbb\xbf")


def test_open_shift() -> None:
    document = FiscalDocument(
        form=DocumentForm.OPEN_SHIFT,
        number=19,
        sign=1020304050,
        time=datetime(2024, 2, 2, 9, 0, tzinfo=MOSCOW),
        storage="9999078900000001",
        shift=7,
    )
    same(
        Shop(Outcome(document=document)),
        {"Command": "OpenShift", "NumDevice": 1, "CashierName": "Петрова", "CashierVATIN": "", "IdCommand": "a5"},
        """{"CheckNumber":19,"SessionNumber":7,"QRCode":"t=20240202T0900&fn=9999078900000001&i=19&fp=1020304050",
        "URL":"","Command":"OpenShift","Error":"","Status":0,"IdCommand":"a5","NumDevice":1,"UnitName":"Касса 1"}""",
    )


@pytest.mark.parametrize("name", ["OpenShift", "CloseShift", "ZReport", "RegisterCheck", "GetDataKKT", "XReport"])
def test_a_failure_has_no_payload(name: str) -> None:
    answer = Shop(SHIFT_IS_OPEN).post(receipt() | {"Command": name, "IdCommand": "f"})
    common = ["Command", "Error", "Status", "IdCommand", "NumDevice", "UnitName", "Warning", "Message"]
    assert list(answer) == [*common, "Outcome", "NothingSent"]
    assert (answer["Status"], answer["NumDevice"], answer["UnitName"]) == (2, 1, "Касса 1")
    assert answer["Error"] == "Ошибка регистрации ( 60 : ККТ: Смена открыта – операция невозможна )"


@pytest.mark.parametrize("name", ["XReport", "OfdReport", "OpenCashDrawer", "PrintOpenCashDrawer", "PrintDocument"])
def test_commands_with_common_members_only(name: str) -> None:
    same(
        Shop(DONE),
        {"Command": name, "IdCommand": "a6"},
        f'{{"Command":"{name}","Error":"","Status":0,"IdCommand":"a6","NumDevice":1,"UnitName":"Касса 1"}}',
    )


@pytest.mark.parametrize("name", ["DepositingCash", "PaymentCash"])
def test_cash_in_and_out(name: str) -> None:
    same(
        Shop(DONE),
        {"Command": name, "NumDevice": 1, "Amount": 1000.00, "CashierName": "Петрова", "IdCommand": "a6"},
        f'{{"Command":"{name}","Error":"","Status":0,"IdCommand":"a6","NumDevice":1,"UnitName":"Касса 1"}}',
    )


@pytest.mark.parametrize("name", ["GetLineLength", "PrintLineLength"])
def test_line_length(name: str) -> None:
    same(
        Shop(Outcome(line_length=48)),
        {"Command": name, "IdCommand": "a4"},
        f"""{{"LineLength":48,"Command":"{name}","Error":"","Status":0,"IdCommand":"a4","NumDevice":1,
        "UnitName":"Касса 1"}}""",
    )


def test_label() -> None:
    label = {"Command": "PrintDocument", "NumDevice": 2, "IdCommand": "l-1"}
    same(
        Shop(DONE),
        label | {"CheckStrings": [{"PrintText": {"Text": ">#0#<Чай чёрный 100 г", "Font": 2}}]},
        """{"Command":"PrintDocument","Error":"","Status":0,"IdCommand":"l-1","NumDevice":2,"UnitName":"Этикетки"}""",
    )


def test_non_fiscal_register_check_has_no_numbers() -> None:
    same(
        Shop(DONE),
        {"Command": "RegisterCheck", "IsFiscalCheck": False, "IdCommand": "n"},
        """{"Command":"RegisterCheck","Error":"","Status":0,"IdCommand":"n","NumDevice":1,"UnitName":"Касса 1"}""",
    )


COPY = DocumentCopy(
    document=SALE,
    text="-----\r\nТип чека:                                 Приход\r\n",
    cashier="Петрова",
    tax_system=TaxSystem.GENERAL,
    rows=(CopyRow("Чай", Decimal(2), 10000, VatRate.NO_VAT),),
    payments=Payments(cash=10000),
)


def test_data_check() -> None:
    same(
        Shop(Outcome(copy=COPY)),
        {"Command": "GetDataCheck", "NumDevice": 1, "FiscalNumber": 0, "NumberCopies": 0, "IdCommand": "a7"},
        f"""{{"Slip":"-----\\r\\nТип чека:                                 Приход\\r\\n","URL":"","QRCode":"{QR}",
        "RegisterCheck":{{"FiscalNumber":"20","FiscalDate":"2024-02-02T09:30:00","CheckType":"Приход",
        "FiscalSign":"2233445566","CashierName":"Петрова","CashierVATIN":"","TaxVariant":"0","ClientAddress":"",
        "SenderEmail":"","PlaceMarket":"","Register":[{{"Name":"Чай","Quantity":2,"Amount":100.0,"Tax":-1}}],
        "Cash":100.0,"ElectronicPayment":0.0,"AdvancePayment":0.0,"Credit":0.0,"CashProvision":0.0,"AllSumm":100.0}},
        "Command":"GetDataCheck","Error":"","Status":0,"IdCommand":"a7","NumDevice":1,"UnitName":"Касса 1"}}""",
    )


def test_data_check_of_a_report_has_no_rows() -> None:
    closing = FiscalDocument(form=DocumentForm.CLOSE_SHIFT, number=21, sign=1, time=TIME, storage="9999", shift=7)
    answer = Shop(Outcome(copy=DocumentCopy(document=closing, text="x\r\n"))).post({"Command": "GetDataCheck"})
    assert (answer["RegisterCheck"]["CheckType"], answer["RegisterCheck"]["Register"]) == ("Закрытие смены", None)
    assert answer["QRCode"] == "t=20240202T0930&fn=9999&i=21&fp=1"


def test_data_check_failure_always_begins_with_the_text_clients_compare() -> None:
    offline = Failure(code="device_offline", text="Нет связи с ККТ.", fault=Fault.LINK, nothing_sent=True)
    answer = Shop(offline).post({"Command": "GetDataCheck", "FiscalNumber": -1})
    assert answer["Error"] == "Не удалось получить данные чека: Нет связи с ККТ."
    assert "Slip" not in answer


STATE = DeviceState(
    online=True,
    firmware="1.0",
    serial="0001",
    line_length=48,
    time=datetime(2024, 2, 1, 11, 0, tzinfo=MOSCOW),
    storage="9999078900000001",
    registration=Registration(
        organization='ООО "Пример"',
        inn="7700000000",
        address="г. Москва",
        place="магазин",
        tax_systems=(TaxSystem.GENERAL, TaxSystem.IMPUTED),
        number="0000000001000001",
    ),
    fiscalized=True,
    ffd=FfdVersion.V1_05,
    ffd_storage=FfdVersion.V1_1,
    ffd_register=FfdVersion.V1_2,
    shift=ShiftState.OPEN,
    shift_number=6,
    last_document=17,
    cash=15050,
    storage_since=datetime(2024, 1, 1, tzinfo=MOSCOW),
    storage_until=datetime(2026, 1, 1, tzinfo=MOSCOW),
)


def test_data_kkt() -> None:
    answer = Shop(Outcome(state=STATE)).post({"Command": "GetDataKKT", "NumDevice": 1, "IdCommand": "a3"})
    expected = json.loads("""{"NameOrganization":"ООО \\"Пример\\"","InnOrganization":"7700000000","TaxVariant":"0,3",
        "AddressSettle":"г. Москва","PlaceSettle":"магазин","SenderEmail":"","UrlServerOfd":"","PortServerOfd":"",
        "NameOFD":"","UrlOfd":"","InnOfd":"","OFD_Error":"","OFD_NumErrorDoc":0,
        "OFD_DateErrorDoc":"0001-01-01T00:00:00","KktNumber":"0001","FnNumber":"9999078900000001",
        "RegNumber":"0000000001000001","FN_IsFiscal":true,"FN_MemOverflowl":false,"FN_DateStart":"2024-01-01T00:00:00",
        "FN_DateEnd":"2026-01-01T00:00:00","FFDVersion":"1.05","FFDVersionFN":"1.1","FFDVersionKKT":"1.2",
        "OnOff":true,"Active":true,"SessionState":2,"PaperOver":false,"BalanceCash":150.5,
        "DateTimeKKT":"2024-02-01T11:00:00","Firmware_Version":"1.0","Firmware_Status":0,"EncryptionMode":false,
        "OfflineMode":false,"AutomaticMode":false,"InternetMode":false,"BSOMode":false,"ServiceMode":false,
        "LicenseExpirationDate":"2099-01-01T00:00:00","PrinterAutomatic":false,"SaleExcisableGoods":false,
        "SignOfGambling":false,"SignOfLottery":false,"SaleMarking":false,"SignPawnshop":false,"SignAssurance":false,
        "AutomaticNumber":"","SignOfAgent":"","LessType1":"","LessType2":"","LessType3":"","Command":""}""")
    assert answer["Info"] == expected
    assert (answer["CheckNumber"], answer["SessionNumber"], answer["LineLength"], answer["URL"]) == (17, 6, 48, "")


def test_a_device_that_tells_nothing_still_gives_every_member_of_info() -> None:
    full = Shop(Outcome(state=STATE)).post({"Command": "GetDataKKT"})["Info"]
    bare = Shop(Outcome(state=DeviceState(online=True))).post({"Command": "GetDataKKT"})["Info"]
    assert full.keys() == bare.keys()
    assert None not in bare.values()


def test_old_warnings_and_the_devices_stand_together() -> None:
    outcome = Outcome(document=SALE, payments=Payments(cash=1), warnings=("Мало бумаги.",))
    answer = Shop(outcome).post(receipt({"Name": "Чай", "Quantity": 1, "Amount": 1, "Tax": 18}))
    assert answer["Error"] == ""
    assert "18%" in answer["Warning"]
    assert answer["Warning"].endswith("Мало бумаги.")


@pytest.mark.parametrize("text", ["Нет ответа.", "Результат неизвестен: Нет ответа."])
def test_unknown_says_so_once(text: str) -> None:
    shop = Shop()
    shop.post(receipt(IdCommand="u", Timeout=1))
    lost = Failure(code="outcome_unknown", text=text, fault=Fault.UNKNOWN, nothing_sent=False)
    shop.desk.slips["u"].finish(lost, State.UNKNOWN)
    answer = shop.post(receipt(IdCommand="u"))
    assert (answer["Status"], answer["Error"]) == (2, "Результат неизвестен: Нет ответа.")


def test_purchase_return_is_named() -> None:
    document = FiscalDocument(
        form=DocumentForm.RECEIPT, number=1, sign=2, time=TIME, storage="9", shift=1, total=0,
        receipt_type=ReceiptType.PURCHASE_RETURN,
    )  # fmt: skip
    answer = Shop(Outcome(copy=DocumentCopy(document=document, text=""))).post({"Command": "GetDataCheck"})
    assert answer["RegisterCheck"]["CheckType"] == "Возврат расхода"
    assert answer["QRCode"] == "t=20240202T0930&s=0.00&fn=9&i=1&fp=2&n=4"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (ReceiptType.SALE, "Коррекция прихода"),
        (ReceiptType.SALE_RETURN, "Коррекция возврата прихода"),
        (ReceiptType.PURCHASE, "Коррекция расхода"),
        (ReceiptType.PURCHASE_RETURN, "Коррекция возврата расхода"),
        (None, "Чек коррекции"),
    ],
)
def test_corrections_are_named(kind: ReceiptType | None, text: str) -> None:
    document = replace(SALE, form=DocumentForm.CORRECTION, receipt_type=kind)
    answer = Shop(Outcome(copy=DocumentCopy(document=document, text=""))).post({"Command": "GetDataCheck"})
    assert answer["RegisterCheck"]["CheckType"] == text


def test_what_a_device_tells_of_itself_comes_with_the_receipt() -> None:
    answer = Shop(Outcome(document=SALE, state=STATE)).post(receipt())
    assert (answer["Amount"], answer["LineLength"], answer["Info"]["BalanceCash"]) == (150.5, 48, 150.5)
