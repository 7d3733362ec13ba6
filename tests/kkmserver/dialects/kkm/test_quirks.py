"""What real clients rely on: one test for each quirk, by its number in spec/kkmserver.md 6."""

import json
import re
import time
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from drivers.errors import Fault
from drivers.model.counters import CounterBlock
from drivers.model.document import Payments
from drivers.model.ffd import ReceiptType, TaxSystem, VatRate
from drivers.model.outcome import DocumentCopy, Outcome
from drivers.model.state import DeviceState
from kkmserver.store.record import Failure
from tests.kkmserver.dialects.kkm.desk import Shop, read
from tests.kkmserver.dialects.kkm.samples import DONE, SALE, SHIFT_IS_OPEN, SOLD, receipt, row, taken
from tests.kkmserver.dialects.kkm.wire import on_the_wire
from tests.kkmserver.web.raw import request

NO_DATE = "0001-01-01T00:00:00"


def test_quirk_01_names_are_misspelled_as_they_are() -> None:
    """The misspelled settings (`Paramets`, `Verson`) are the original's own file and reach no client."""
    shop = Shop(SOLD)
    assert "Rezult" in shop.post({"Command": "GetRezult", "IdCommand": "x"})
    assert shop.post({"Command": "OnOffUnut", "NumDevice": 1, "Active": True})["Status"] == 0
    assert "FN_MemOverflowl" in shop.post({"Command": "List"})["ListUnit"][0]
    assert taken(receipt(CheckProps=[{"Teg": 1005, "Prop": "x"}])).tags[0].tag == 1005
    copy = Shop(Outcome(copy=DocumentCopy(document=SALE, text=""))).post({"Command": "GetDataCheck"})
    assert copy["RegisterCheck"]["AllSumm"] == 100
    block = CounterBlock(shift=True, type=ReceiptType.SALE)
    counters = Shop(Outcome(counters=(block,))).post({"Command": "GetCounters"})
    assert counters["Counters"][0]["ReceiptType"] == "Shell"


def test_quirk_02_a_cyrillic_letter_among_latin_ones() -> None:
    block = CounterBlock(shift=False, type=ReceiptType.SALE)
    for name in ("GetCounters", "Get\u0421ounters"):
        answer = Shop(Outcome(counters=(block,))).post({"Command": name})
        assert answer["\u0421ounters"][0]["\u0421ountersType"] == "Total"
        assert answer["Counters"][0]["CountersType"] == "Total"
    assert taken(receipt(CashierName="Kазакова")).cashier.name == "Kазакова"


def test_quirk_03_on_off_and_on_of() -> None:
    shop = Shop()
    unit = shop.post({"Command": "List"})["ListUnit"][0]
    assert unit["OnOff"] is unit["OnOf"] is True
    assert (
        shop.post({"Command": "List", "OnOf": False})["ListUnit"]
        == (shop.post({"Command": "List", "OnOff": False})["ListUnit"])
    )


@pytest.mark.parametrize("name", ["CashierVATIN", "CashierVatin", "cashiervatin"])
def test_quirk_04_names_in_any_case(name: str) -> None:
    assert taken(receipt(**{name: "500100732259"})).cashier.inn == "500100732259"
    shop = Shop(DONE)
    rows = [{"barcode": {"BarCodeType": "qr", "BarCode": "x"}}]
    assert shop.post({"command": "PrintDocument", "CHECKSTRINGS": rows})["Status"] == 0
    assert shop.command.lines[0].content == "x"
    assert "isParsed" in shop.post({"Command": "GetGoodCodeData", "BARCODE": "1"})["DataProductCode"]


def test_quirk_05_numbers_as_text() -> None:
    body = receipt(row(Quantity="2.000", Amount="20.00000", Price="10,00"), Cash="20.00000", TypeCheck="1")
    read_back = taken(body | {"NumDevice": "1", "NumberCopies": "1"})
    position = read_back.positions[0]
    assert (position.quantity, position.amount, position.price) == (Decimal(2), 2000, 1000)
    assert (read_back.payments.cash, read_back.type, read_back.copies) == (2000, 2, 1)
    assert taken(receipt(TypeCheck="2", CorrectionBaseDate="2024-01-31")).correction is not None


def test_quirk_06_floating_point_dust() -> None:
    position = taken(receipt(row(Price=59.699999999, Amount=0.1 + 0.2, Quantity=0.1 * 3))).positions[0]
    assert (position.price, position.amount, position.quantity) == (5970, 30, Decimal("0.3"))
    halves = taken(receipt(row(Price=0.125, Amount="0.005"))).positions[0]
    assert (halves.price, halves.amount) == (13, 1)


def test_quirk_07_unknown_members_travel_along() -> None:
    body = receipt(row(internalPaymentType=4), kassa_ip_port="x", total=[1], InnKassa={"a": None})
    assert taken(body) == taken(receipt())


def test_quirk_08_null_is_absent() -> None:
    nothing = dict.fromkeys(("AgentSign", "AgentData", "PurveyorData", "EGAIS", "PackageQuantity", "ExciseAmount"))
    body = receipt(row(**nothing, GoodCodeData=None), NumDeviceByProcessing=None, PayByProcessing=None, AgentData=None)
    body["CheckStrings"][0] |= {"BarCode": None, "PrintImage": None}
    assert taken(body) == taken(receipt())
    filters = dict.fromkeys(("Active", "OnOff", "OFD_Error", "OFD_DateErrorDoc", "FN_DateEnd", "FN_IsFiscal"))
    assert len(Shop().post({"Command": "List"} | filters)["ListUnit"]) == 2


@pytest.mark.parametrize(
    ("given", "system"), [("", None), (None, None), ("0", TaxSystem.GENERAL), (0, TaxSystem.GENERAL)]
)
def test_quirk_09_tax_variant(given: object, system: TaxSystem | None) -> None:
    assert taken(receipt(TaxVariant=given)).tax_system == system
    assert Shop(SOLD).post(receipt(TaxVariant=given))["Status"] == 0


def test_quirk_10_client_address() -> None:
    assert taken(receipt(ClientAddress="")).client_address == ""
    assert taken(receipt(ClientAddress="89161234567")).client_address == "+79161234567"
    assert taken(receipt(ClientAddress="+79161234567")).client_address == "+79161234567"


@pytest.mark.parametrize("length", [20, 36, 40, 60, 128])
def test_quirk_11_long_ids_and_none(length: int) -> None:
    shop, id_command = Shop(SOLD), ("Ab" * length)[:length]
    assert shop.post(receipt(IdCommand=id_command))["IdCommand"] == id_command
    assert shop.post({"Command": "GetRezult", "IdCommand": id_command})["Rezult"]["IdCommand"] == id_command
    assert shop.post({"Command": "GetRezult", "IdCommand": id_command.lower()})["Status"] == 3
    assert shop.post({"Command": "List"})["IdCommand"] == ""


@pytest.mark.parametrize("kind", ["text/plain;charset=UTF-8", "application/json", "application/x-www-form-urlencoded"])
def test_quirk_12_any_content_type(kind: str) -> None:
    body = json.dumps(receipt(CashierName="Петрова"), ensure_ascii=False).encode()
    with on_the_wire(shop := Shop(SOLD)) as port:
        answer = request(port, "POST", "/Execute", body, f"Content-Type: {kind}\r\n")
    assert (answer.status, json.loads(answer.body)["Status"]) == (200, 0)
    assert shop.command.receipt.cashier.name == "Петрова"


@pytest.mark.parametrize("path", ["//Execute", "/Execute/", "//Execute//sync/", "/execute"])
def test_quirk_13_double_slash_in_the_address(path: str) -> None:
    with on_the_wire(Shop(DONE)) as port:
        answer = request(port, "POST", path, b'{"Command":"XReport"}')
    assert (answer.status, json.loads(answer.body)["Status"]) == (200, 0)


def test_quirk_14_dates() -> None:
    for given in ("2100-01-01T00:00:00", "2100-01-01T00:00:00.000Z", "2100-01-01T00:00:00+03:00", "2100-01-01"):
        assert len(Shop().post({"Command": "List", "FN_DateEnd": given})["ListUnit"]) == 2
        assert taken(receipt(TypeCheck=2, CorrectionBaseDate=given)).correction.date == date(2100, 1, 1)
    answer = Shop(Outcome(state=DeviceState(online=True))).post({"Command": "GetDataKKT"})
    dates = [answer["Info"][name] for name in ("OFD_DateErrorDoc", "FN_DateStart", "FN_DateEnd", "DateTimeKKT")]
    assert dates == [NO_DATE] * 4
    unit = Shop().post({"Command": "List"})["ListUnit"][0]
    assert (unit["OFD_DateErrorDoc"], unit["FN_DateEnd"]) == (NO_DATE, NO_DATE)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", unit["AddDate"])


def test_quirk_15_sums_are_numbers() -> None:
    answer = json.loads(Shop(SOLD).raw(receipt()).body, parse_float=Decimal)
    assert answer["Cash"] == Decimal("100.00")
    assert isinstance(answer["CheckNumber"], int)


def test_quirk_16_payload_first() -> None:
    names = list(Shop(SOLD).post(receipt()))
    assert names[-8:] == ["Command", "Error", "Status", "IdCommand", "NumDevice", "UnitName", "Warning", "Message"]
    assert names[0] == "CheckNumber"


def test_quirk_17_comments_and_trailing_commas() -> None:
    body = '{"Command": "PrintDocument", // печать\n "CheckStrings": [{"PrintText": {"Text": "//не комментарий",},},],}'
    shop = Shop(DONE)
    assert shop.post(body.encode())["Status"] == 0
    assert shop.command.lines[0].text == "//не комментарий"


def test_quirk_18_the_last_of_equal_names_counts() -> None:
    shop = Shop(DONE)
    shop.post(b'{"Command":"XReport","Command":"DepositingCash","Amount":1,"AMOUNT":2,"amount":3}')
    assert shop.command.amount == 300


def test_quirk_19_remarks_are_no_errors() -> None:
    answer = Shop(Outcome(warnings=("Мало бумаги.",), message="Чек терминала не напечатан.")).post(
        {"Command": "XReport"}
    )
    assert (answer["Error"], answer["Warning"]) == ("", "Мало бумаги.")
    assert (answer["Message"], answer["MessageFrom"]) == ("Чек терминала не напечатан.", "KkmServer")


def test_quirk_20_success_is_status_0_and_failure_is_not() -> None:
    assert Shop(DONE).post({"Command": "OpenShift"})["Status"] == 0
    assert Shop(SHIFT_IS_OPEN).post({"Command": "OpenShift"})["Status"] != 0


def test_quirk_21_polling_ends_only_with_a_result() -> None:
    """An unfinished command is 1 and never 4; an id nobody knows still has its object."""
    shop = Shop()
    assert shop.post(receipt(IdCommand="p", Timeout=1))["Status"] == 1
    assert shop.post({"Command": "GetRezult", "IdCommand": "p"})["Rezult"]["Status"] == 1
    unknown = shop.post({"Command": "GetRezult", "IdCommand": "q"})["Rezult"]
    assert (unknown["Status"], unknown["IdCommand"]) == (3, "q")


def test_quirk_22_the_kind_of_a_register() -> None:
    kinds = [unit["TypeDevice"] for unit in Shop().post({"Command": "List"})["ListUnit"]]
    assert kinds == ["Фискальный регистратор", "Принтер этикеток"]


BOLD = """
    NameOrganization InnOrganization TaxVariant AddressSettle PlaceSettle SenderEmail UrlServerOfd PortServerOfd NameOFD
    UrlOfd InnOfd OFD_Error OFD_NumErrorDoc OFD_DateErrorDoc KktNumber FnNumber RegNumber FN_IsFiscal FN_MemOverflowl
    FN_DateEnd FFDVersion FFDVersionFN FFDVersionKKT SessionState BalanceCash DateTimeKKT OnOff Active PaperOver
    Firmware_Version Firmware_Status
"""


def test_quirk_23_what_one_client_reads_without_a_fallback() -> None:
    """Also of a device that tells nothing of itself."""
    info = Shop(Outcome(state=DeviceState(online=False))).post({"Command": "GetDataKKT"})["Info"]
    assert set(BOLD.split()) <= info.keys()
    assert None not in info.values()
    assert isinstance(info["PortServerOfd"], str)
    unit = Shop().post({"Command": "List"})["ListUnit"][1]
    texts = ("KktNumber", "RegNumber", "FnNumber", "INN", "InnOfd", "NameOrganization", "TaxVariant", "OFD_Error")
    assert [unit[name] for name in texts] == [""] * len(texts)


@pytest.mark.parametrize("tax", [18, 118, -1, 0, 10, 110])
@pytest.mark.parametrize("system", ["", "0", "1", "2", "3", "4", "5"])
def test_quirk_24_what_a_public_suite_sends(tax: int, system: str) -> None:
    for department in range(5):
        item = row(Amount=95, Tax=tax, Department=department)
        read_back = taken(receipt(item, KPP="", AdditionalProps=[], TaxVariant=system, CancelOpenedCheck=True))
        position = read_back.positions[0]
        assert (position.amount, position.department) == (9500, department)
        assert position.vat in {18: [VatRate.VAT_20], 118: [VatRate.VAT_20_120]}.get(tax, list(VatRate))


def test_quirk_25_a_correction_is_taken_as_it_is_given() -> None:
    """One client confuses cash and card in it; the sums are his."""
    body = receipt(TypeCheck=2, CorrectionBaseDate="2024-01-31T21:00:00.000Z", Cash=0, ElectronicPayment=100)
    read_back = taken(body | {"CheckStrings": None})
    assert (read_back.payments, read_back.total) == (Payments(electronic=10000), 10000)


def test_quirk_26_polling_costs_little() -> None:
    """The busiest client asks ten times a second: its answers come at once while the command waits."""
    with on_the_wire(shop := Shop()) as port:
        request(port, "POST", "/Execute/async", json.dumps(receipt(IdCommand="p")).encode())
        began = time.monotonic()
        for _ in range(50):
            answer: dict[str, Any] = json.loads(
                request(port, "POST", "/Execute", b'{"Command":"GetRezult","IdCommand":"p"}').body
            )
            assert answer["Rezult"]["Status"] == 1
        assert time.monotonic() - began < 5
    assert shop.desk.slips["p"].waits == []


def test_there_is_one_test_of_each_quirk() -> None:
    numbers = [int(found[1]) for name in globals() if (found := re.match(r"test_quirk_(\d\d)_", name))]
    assert numbers == list(range(1, 27))


def test_no_error_is_ever_null() -> None:
    silent = Failure(code="device_faulty", text="", fault=Fault.DEVICE, nothing_sent=False)
    assert len(Shop(silent).post({"Command": "XReport"})["Error"]) > 20
    assert read(Shop().raw(b"["))["Error"] != ""
