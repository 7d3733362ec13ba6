"""Marking codes: checked by a register, and read by the server. Source: spec/kkmserver.md 3.12."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from drivers.model.command import CheckMarking
from drivers.model.document import MarkingCode
from drivers.model.marking import MarkingAnswer, MarkingQuestion
from drivers.model.outcome import Outcome
from kkmserver.dialects.kkm.marking import MOST_CODES
from tests.kkmserver.dialects.kkm.desk import Shop
from tests.kkmserver.dialects.kkm.samples import DONE, SOLD, receipt

CODE = "0104600000000008215Abc\u001d93wxyz"
CHECKED = MarkingAnswer(code=CODE, result=3, text="[М] проверка выполнена")


def asked(datas: object) -> CheckMarking:
    shop = Shop(DONE)
    assert shop.post({"Command": "ValidationMarkingCode", "GoodCodeDatas": datas})["Error"] == ""
    assert isinstance(shop.command, CheckMarking)
    return shop.command


def test_the_published_conversation() -> None:
    body = {"Command": "ValidationMarkingCode", "IdCommand": "m-1", "GoodCodeDatas": [{"BarCode": CODE}]}
    shop = Shop(Outcome(marking=(CHECKED,)))
    wanted = json.loads("""{"MarkingCodeValidation":[{"Name":"","BarCode":"0104600000000008215Abc\\u001d93wxyz",
        "ValidationResult":3,"DecryptionResult":"[М] проверка выполнена"}],"Command":"ValidationMarkingCode",
        "Error":"","Status":0,"IdCommand":"m-1","NumDevice":1}""")
    assert shop.post(body) == wanted | {"UnitName": "Касса 1", "Warning": "", "Message": ""}
    assert shop.command == CheckMarking((MarkingQuestion(marking=MarkingCode(code=CODE)),))


@pytest.mark.parametrize("name", ["BarCode", "Barcode", "barcode"])
def test_an_object_is_as_good_as_a_list(name: str) -> None:
    assert asked({name: CODE}) == asked([{"BarCode": CODE}]) == asked([None, {}, {"Barcode": CODE}])


def test_every_member() -> None:
    given = {"Name": "Вода", "BarCode": CODE, "Quantity": "2", "MeasureOfQuantity": 0, "PackageQuantity": 22}
    wanted = MarkingQuestion(
        marking=MarkingCode(code=CODE), name="Вода", quantity=Decimal(2), measure=0, pack_quantity=22
    )
    assert asked([given]).questions == (wanted,)
    assert asked([{"BarCode": CODE, "Quantity": 0}]).questions[0].quantity == 1


@pytest.mark.parametrize(
    ("datas", "text"),
    [
        (None, "GoodCodeDatas: не указан ни один код маркировки"),
        ([], "GoodCodeDatas: не указан ни один код маркировки"),
        ([{"Name": "x"}], "GoodCodeDatas[0].BarCode: не указан"),
        ([{"BarCode": CODE}, {"Quantity": 1}], "GoodCodeDatas[1].BarCode: не указан"),
        ([{"BarCode": []}], "GoodCodeDatas[0].BarCode: здесь массив"),
        ([{"BarCode": CODE}] * (MOST_CODES + 1), f"GoodCodeDatas: элементов {MOST_CODES + 1}"),
        ("x", "GoodCodeDatas: нужен массив"),
    ],
)
def test_faults(datas: object, text: str) -> None:
    shop = Shop(DONE)
    assert f" {text}" in shop.post({"Command": "ValidationMarkingCode", "GoodCodeDatas": datas})["Error"]
    assert shop.desk.orders == []


def test_a_receipt_tells_what_came_of_its_codes() -> None:
    answer = Shop(replace(SOLD, marking=(replace(CHECKED, name="Вода"),))).post(receipt())
    told = {"Name": "Вода", "BarCode": CODE, "ValidationResult": 3, "DecryptionResult": "[М] проверка выполнена"}
    assert answer["MarkingCodeValidation"] == [told]
    assert "MarkingCodeValidation" not in Shop(SOLD).post(receipt())


def described(code: object) -> dict[str, Any]:
    shop = Shop()
    answer = shop.post({"Command": "GetGoodCodeData", "BarCode": code})
    assert (answer["Error"], shop.desk.orders) == ("", [])
    data: dict[str, Any] = answer["DataProductCode"]
    return data


def test_a_code_is_described_as_published() -> None:
    answer = Shop().post({"Command": "GetGoodCodeData", "BarCode": "4600000000008", "IdCommand": "g-1"})
    wanted = json.loads("""{"DataProductCode":{"BarCode":"4600000000008","isParsed":true,
        "RepresentationBarCode":"4600000000008","EAN":"4600000000008","GTIN":"04600000000008","SerialNumber":"",
        "ContainsSerialNumber":false,"MarkingCodeBase64":"","DataBarCode":{"01":"04600000000008"},
        "ProductCodeType":"EAN13","Errors":""},"Command":"GetGoodCodeData","Error":"","Status":0,"IdCommand":"g-1"}""")
    assert answer == wanted | {"Warning": "", "Message": ""}


def test_a_code_of_one_piece() -> None:
    data = described(CODE)
    assert (data["ProductCodeType"], data["SerialNumber"], data["ContainsSerialNumber"]) == ("GS1", "5Abc", True)
    assert data["DataBarCode"] == {"01": "04600000000008", "21": "5Abc", "93": "wxyz"}
    # 44 4D, the GTIN in six bytes, the serial number
    assert data["MarkingCodeBase64"] == "RE0ELwVdsAg1QWJj"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("46000019", "EAN8"),
        ("04600000000008", "ITF14"),
        ("RU-430302-ABC1234567", "Fur"),
        ("22N0000154NUCPRZ3R8381461004001003499NKAQ0ZBUVDNV62JQAR69PEV878RO93V", "EGAIS2"),
        ("A" * 150, "EGAIS3"),
        ("?", "NotParse"),
        (4600000000008, "EAN13"),
    ],
)
def test_kinds_of_codes(code: object, kind: str) -> None:
    data = described(code)
    assert (data["ProductCodeType"], data["isParsed"]) == (kind, kind != "NotParse")


def test_what_was_put_right_is_told() -> None:
    answer = Shop().post({"Command": "GetGoodCodeData", "BarCode": CODE.replace("5Abc", "5Фис")})
    assert answer["DataProductCode"]["SerialNumber"] == "5Abc"
    assert "раскладк" in answer["Warning"]


@pytest.mark.parametrize("code", [None, "", " "])
def test_a_code_is_needed(code: object) -> None:
    answer = Shop().post({"Command": "GetGoodCodeData", "BarCode": code})
    assert answer["Status"] == 2
    assert " BarCode: не указан" in answer["Error"]
    assert "DataProductCode" not in answer
