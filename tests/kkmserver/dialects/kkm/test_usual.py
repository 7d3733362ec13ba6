"""The usual form of a request: read quickly, and never read differently."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kkmserver.dialects.kkm.catalogue import DEVICE
from kkmserver.dialects.kkm.lenient import parse
from kkmserver.dialects.kkm.reading import Reading
from kkmserver.dialects.kkm.request import DeviceRequest, device_request, name_of, usual_request
from tests.bench.receipt import ID_LENGTH
from tests.bench.receipt import receipt as bench_receipt
from tests.kkmserver.dialects.kkm.samples import receipt, row

EVERY_MEMBER = row(
    Department=3, Tax=18, SignMethodCalculation=1, SignCalculationObject=33, MeasureOfQuantity=11,
    MeasurementUnit="шт", PackageQuantity=20, CountryOfOrigin="643", CustomsDeclaration="10/1", ExciseAmount=1.5,
    AdditionalAttribute="y", EAN13="4600000000008", NomenclatureCode="n", AgentSign=0,
    GoodCodeData={"BarCode": "010460\u001d93", "ContainsSerialNumber": False, "AcceptOnBad": True, "GTIN": "1"},
    AgentData={"PayingAgentOperation": "a", "PayingAgentPhone": "89161234567", "MoneyTransferOperatorVATIN": "d"},
    PurveyorData={"PurveyorPhone": "+74", "PurveyorName": "e", "PurveyorVATIN": "f"},
    EGAIS={"Barcode": "g", "Ean": "h", "Volume": 0.75},
)  # fmt: skip
EVERY_HEAD_MEMBER = receipt(
    EVERY_MEMBER, InnKkm="", TaxVariant=1, IdDevice="g", IdCommand="i", Timeout=30, KeySubLicensing="x", KktNumber="",
    CashierVATIN="500100732259", ClientAddress="a@b.ru", ClientINN="77", KPP="78", UserAttribute={"Value": "v"},
    CheckProps=[{"Teg": 1005, "Prop": "x", "Print": True}], AdditionalProps=[{"NameProp": "n", "PrintInHeader": True}],
    AgentSign=6, AgentData={}, PurveyorData={"PurveyorName": "ООО"}, NumberCopies=1, CashLessType3=0.07,
)  # fmt: skip


def thorough(body: bytes) -> DeviceRequest:
    members = parse(body)
    return device_request(name_of(members), members, Reading())


def usual(body: object) -> DeviceRequest | None:
    return usual_request(json.dumps(body, ensure_ascii=False).encode(), Reading())


def fingerprint(body: object) -> bytes:
    return thorough(body if isinstance(body, bytes) else json.dumps(body).encode()).fingerprint()


@pytest.mark.parametrize(
    "body",
    [
        b"".join((bench_receipt(1)[0], b"i" * ID_LENGTH, bench_receipt(1)[1])),
        json.dumps(EVERY_HEAD_MEMBER).encode(),
        json.dumps(receipt(IsFiscalCheck=False) | {"CheckStrings": [None, {}, {"PrintText": {}}]}).encode(),
        b'{"Command":"DepositingCash","NumDevice":1,"Amount":5}',
        *[json.dumps({"Command": name, "CashierName": "А"}).encode() for name in sorted(DEVICE) if "Shift" in name],
        b'{"Command":"GetDataCheck","FiscalNumber":7,"NumberCopies":1}',
    ],
)
def test_the_usual_form_is_read_as_the_thorough_reading_reads_it(body: bytes) -> None:
    quick, slow = usual_request(body, Reading()), thorough(body)
    assert quick == slow
    assert quick is not None
    assert repr(quick) == repr(slow)
    assert quick.fingerprint() == slow.fingerprint()


@pytest.mark.parametrize(
    "body",
    [
        receipt() | {"command": "XReport"},
        receipt(kassa_ip_port="x"),
        receipt(row(name="y")),
        receipt(row(EAN13="")),
        receipt(row(EAN13=None)),
        receipt(row(Name=" \u00a0")),
        receipt(row(Name="\u001c")),
        receipt(row(PurveyorData={"PurveyorPhone": " "})),
        receipt(row(Tax="22")),
        receipt(row(Department=True)),
        receipt(row(Tax=False)),
        receipt(row(GoodCodeData={"ContainsSerialNumber": 1})),
        receipt(NotPrint="false"),
        receipt(ClientId={"a": 1}),
        receipt(TypeCheck=2),
        receipt(TypeCheck=4),
        receipt(row(Quantity=0)),
        receipt(row(Price=-1)),
        receipt(CheckStrings={}),
        receipt(CheckStrings=[None] * 10_001),
        {"Command": "Frobnicate"},
        {"Command": "GetRezult", "IdCommand": "x"},
        {"Command": ["XReport"]},
        {},
        [],
        "XReport",
    ],
)
def test_what_takes_leniency_or_is_wrong_is_left_to_the_thorough_reading(body: object) -> None:
    assert usual(body) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b'\xef\xbb\xbf{"Command":"XReport"}',
        b'{"Command":"XReport",}',
        b'{"Command":"XReport","ClientId":NaN}',
        b'{"Command":"XReport","CashierName":"\\ud800"}',
        b'{"Command":"XReport","\\ud800":1}',
        b'{"Command":"XReport","Timeout":1e99999999999999999999}',
        b'{"Command":"XReport","Timeout":' + b"9" * 5000 + b"}",
        b'{"Command":"XReport","x":' + b"[" * 100_000,
    ],
)
def test_bytes_that_take_leniency(body: bytes) -> None:
    assert usual_request(body, Reading()) is None


VALUES: list[Any] = [
    None, "", " ", "\t", 0, 1, -1, 7, "1", "1,5", True, False, "true", [], {}, 10**9, 10**12, 2**31, "x" * 257, 0.005,
    59.699999999, 1e300, 1e-7, "89161234567", "+7 916", "QR", 18, 22, 22.0, 2.9999999996, 999999999.995,
]  # fmt: skip
PLACES = [
    ("Register", name) for name in EVERY_MEMBER
] + [("Head", name) for name in EVERY_HEAD_MEMBER if name not in ("Command", "CheckStrings")]  # fmt: skip


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(PLACES), st.sampled_from(VALUES), min_size=1, max_size=3))
def test_no_value_is_read_in_two_ways(changes: dict[tuple[str, str], Any]) -> None:
    """Everything else is there and right, so each value meets its own check."""
    item = EVERY_MEMBER | {name: value for (place, name), value in changes.items() if place == "Register"}
    head = {name: value for (place, name), value in changes.items() if place == "Head"}
    body = json.dumps(EVERY_HEAD_MEMBER | head | {"CheckStrings": [{"Register": item}]}).encode()
    quick = usual_request(body, Reading())
    if quick is not None:
        slow = thorough(body)
        assert (repr(quick), quick.fingerprint()) == (repr(slow), slow.fingerprint())


def test_equal_content_has_one_fingerprint() -> None:
    """Whatever the order, the letter case, the form of numbers; `""` and null are as good as nothing."""
    plain = receipt(row(Price=10.5), IdCommand="a")
    same = [
        dict(reversed(plain.items())),
        {name.upper(): value for name, value in plain.items()},
        plain | {"IdCommand": "b", "Timeout": 5, "KeySubLicensing": "x", "InnKkm": "", "AgentData": None},
        receipt(row(Price="10,50")),
        json.dumps(plain, indent=2).replace("\n", " // x\n").encode(),
    ]
    assert {fingerprint(body) for body in same} == {fingerprint(plain)}


@pytest.mark.parametrize(
    "other",
    [
        receipt(row(Price=50.01)),
        receipt(row(Name="Кофе")),
        receipt(row(), row()),
        receipt(row(EGAIS={"Ean": "1"})),
        receipt(Cash=201),
        receipt(NumDevice=2),
        receipt(TypeCheck=1),
        receipt(CheckProps=[{"Teg": 1005}]),
        receipt() | {"Command": "PrintDocument"},
    ],
)
def test_other_content_has_another(other: dict[str, Any]) -> None:
    assert fingerprint(other) != fingerprint(receipt())


def test_pictures_count_as_content() -> None:
    def picture(packed: str) -> dict[str, Any]:
        return {"Command": "PrintDocument", "CheckStrings": [{"PrintImage": {"Image": packed}}]}

    first, second = picture("R0lGODlhAQID/w=="), picture("R0lGODlhAQIE/w==")
    assert usual(first) is not None
    assert fingerprint(first) == fingerprint(picture("data:image/gif;base64,R0lGODlhAQID/w=="))
    assert fingerprint(first) != fingerprint(second)
