"""What real clients rely on, by its number in spec/kkmserver.md 6. Transport quirks (12, 13) belong to web/."""

import json
from decimal import Decimal

import pytest

from drivers.errors import Fault
from drivers.model.ffd import VatRate
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceState
from kkmserver.store.record import Failure
from tests.kkmserver.dialects.kkm.desk import Shop, read
from tests.kkmserver.dialects.kkm.samples import DONE, SHIFT_IS_OPEN, SOLD, receipt, row, taken


def test_quirk_01_names_are_spelled_as_they_are() -> None:
    shop = Shop(SOLD)
    assert "Rezult" in shop.post({"Command": "GetRezult", "IdCommand": "x"})
    assert shop.post({"Command": "OnOffUnut", "NumDevice": 1, "Active": True})["Status"] == 0
    assert "FN_MemOverflowl" in shop.post({"Command": "List"})["ListUnit"][0]
    assert taken(receipt(CheckProps=[{"Teg": 1005, "Prop": "x"}])).tags[0].tag == 1005


@pytest.mark.parametrize("name", ["GetCounters", "Get\u0421ounters"])
def test_quirk_02_counters_with_either_letter_are_known(name: str) -> None:
    assert Shop().raw({"Command": name}).status == 200


def test_quirk_02_a_latin_letter_in_a_russian_name_stays() -> None:
    assert taken(receipt(CashierName="Kазакова")).cashier.name == "Kазакова"


def test_quirk_03_on_off_and_on_of() -> None:
    unit = Shop().post({"Command": "List"})["ListUnit"][0]
    assert unit["OnOff"] is unit["OnOf"] is True


@pytest.mark.parametrize("name", ["CashierVATIN", "CashierVatin", "cashiervatin"])
def test_quirk_04_names_in_any_case(name: str) -> None:
    assert taken(receipt(**{name: "500100732259"})).cashier.inn == "500100732259"


def test_quirk_04_names_in_any_case_inside() -> None:
    shop = Shop(DONE)
    rows = [{"barcode": {"BarCodeType": "qr", "BarCode": "x"}}]
    assert shop.post({"command": "PrintDocument", "CHECKSTRINGS": rows})["Status"] == 0
    assert shop.command.lines[0].content == "x"  # type: ignore[union-attr]


def test_quirk_05_numbers_as_text() -> None:
    body = receipt(row(Quantity="2.000", Amount="20.00000", Price="10,00"), Cash="20.00000", TypeCheck="1")
    read_back = taken(body | {"NumDevice": "1", "NumberCopies": "1"})
    position = read_back.positions[0]
    assert (position.quantity, position.amount, position.price) == (Decimal(2), 2000, 1000)
    assert (read_back.payments.cash, read_back.type, read_back.copies) == (2000, 2, 1)


def test_quirk_06_floating_point_dust() -> None:
    position = taken(receipt(row(Price=59.699999999, Amount=0.1 + 0.2, Quantity=0.1 * 3))).positions[0]
    assert (position.price, position.amount, position.quantity) == (5970, 30, Decimal("0.3"))


def test_quirk_07_unknown_members_travel_along() -> None:
    body = receipt(row(internalPaymentType=4), kassa_ip_port="x", total=[1], InnKassa={"a": None})
    assert taken(body) == taken(receipt())


def test_quirk_08_null_is_absent() -> None:
    nothing = dict.fromkeys(("AgentSign", "AgentData", "PurveyorData", "EGAIS", "PackageQuantity", "ExciseAmount"))
    body = receipt(row(**nothing, GoodCodeData=None), NumDeviceByProcessing=None, PayByProcessing=None, AgentData=None)
    body["CheckStrings"][0] |= {"BarCode": None, "PrintImage": None}
    assert taken(body) == taken(receipt())


@pytest.mark.parametrize("value", ["", "0", 0, None])
def test_quirk_09_tax_variant(value: object) -> None:
    assert taken(receipt(TaxVariant=value)).tax_system == (None if value in ("", None) else 0)


def test_quirk_10_client_address() -> None:
    assert taken(receipt(ClientAddress="")).client_address == ""
    assert taken(receipt(ClientAddress="89161234567")).client_address == "+79161234567"
    assert taken(receipt(ClientAddress="+79161234567")).client_address == "+79161234567"


def test_quirk_11_long_ids_and_none() -> None:
    long = "Ab" * 64
    assert Shop(SOLD).post(receipt(IdCommand=long))["IdCommand"] == long
    assert Shop().post({"Command": "List"})["IdCommand"] == ""


def test_quirk_14_no_date_is_null() -> None:
    answer = Shop(Outcome(state=DeviceState(online=True))).post({"Command": "GetDataKKT"})
    dates = [answer["Info"][name] for name in ("OFD_DateErrorDoc", "FN_DateStart", "FN_DateEnd", "DateTimeKKT")]
    assert dates == ["0001-01-01T00:00:00"] * 4


@pytest.mark.parametrize(
    "date", ["2100-01-01T00:00:00", "2100-01-01T00:00:00.000Z", "2100-01-01T00:00:00+03:00", "2100-01-01"]
)
def test_quirk_14_dates_of_requests(date: str) -> None:
    assert len(Shop().post({"Command": "List", "FN_DateEnd": date})["ListUnit"]) == 2


def test_quirk_15_sums_are_numbers() -> None:
    answer = json.loads(Shop(SOLD).raw(receipt()).body, parse_float=Decimal)
    assert answer["Cash"] == Decimal("100.00")


def test_quirk_16_payload_first() -> None:
    names = list(Shop(SOLD).post(receipt()))
    assert names[-8:] == ["Command", "Error", "Status", "IdCommand", "NumDevice", "UnitName", "Warning", "Message"]
    assert names[0] == "CheckNumber"


def test_quirk_17_comments_and_trailing_commas() -> None:
    body = '{"Command": "PrintDocument", // печать\n "CheckStrings": [{"PrintText": {"Text": "//не комментарий",},},],}'
    shop = Shop(DONE)
    assert shop.post(body.encode())["Status"] == 0
    assert shop.command.lines[0].text == "//не комментарий"  # type: ignore[union-attr]


def test_quirk_18_the_last_of_equal_names_counts() -> None:
    shop = Shop(DONE)
    shop.post(b'{"Command":"XReport","Command":"DepositingCash","Amount":1,"AMOUNT":2,"amount":3}')
    assert shop.command.amount == 300  # type: ignore[union-attr]


def test_quirk_19_remarks_are_no_errors() -> None:
    answer = Shop(Outcome(warnings=("Мало бумаги.",))).post({"Command": "XReport"})
    assert (answer["Error"], answer["Warning"]) == ("", "Мало бумаги.")


def test_quirk_20_success_is_status_0_and_failure_is_not() -> None:
    assert Shop(DONE).post({"Command": "OpenShift"})["Status"] == 0
    assert Shop(SHIFT_IS_OPEN).post({"Command": "OpenShift"})["Status"] != 0


def test_quirk_21_an_unfinished_command_is_status_1() -> None:
    shop = Shop()
    shop.post(receipt(IdCommand="p", Timeout=1))
    assert shop.post({"Command": "GetRezult", "IdCommand": "p"})["Rezult"]["Status"] == 1


def test_quirk_22_the_kind_of_a_register() -> None:
    kinds = [unit["TypeDevice"] for unit in Shop().post({"Command": "List"})["ListUnit"]]
    assert kinds == ["Фискальный регистратор", "Принтер этикеток"]


def test_quirk_24_what_a_public_suite_sends() -> None:
    body = receipt(row(Amount=95, Tax=118, Department=4), KPP="", AdditionalProps=[], TaxVariant="5")
    position = taken(body).positions[0]
    assert (position.amount, position.vat, position.department) == (9500, VatRate.VAT_20_120, 4)


def test_no_error_is_ever_null() -> None:
    silent = Failure(code="device_faulty", text="", fault=Fault.DEVICE, nothing_sent=False)
    assert len(Shop(silent).post({"Command": "XReport"})["Error"]) > 20
    assert read(Shop().raw(b"["))["Error"] != ""
