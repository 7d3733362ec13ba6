"""Answers of GetGoodCodeData.

Vectors: the example of spec/kkmserver.md 3.12, and the sample in the API's public types (salesduck/kkmserver-types).
"""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.fiscal.goods_data import CodeKind, GoodsData, describe

GTIN = "04600439931256"
MILK = f"01{GTIN}21JgXJ5.T\x1d93dGVz"
PACK = GTIN + "AbCdEf7" + "AB12" + "dGVz"
EGAIS_2 = "22N00000" + "XOPN13MM66T0HVF311190004460QRMI4DCJ7W9" + "Z" * 22
EGAIS_3 = "136222000058810918W" + "0" * 131


def test_the_example_of_an_ean() -> None:
    assert describe("4600000000008") == GoodsData(
        code="4600000000008",
        kind=CodeKind.EAN13,
        representation="4600000000008",
        ean="4600000000008",
        gtin="04600000000008",
        elements=(("01", "04600000000008"),),
    )


def test_the_sample_of_gs1() -> None:
    found = describe("01086912345678902113234246791707011910AX785910BC")
    assert found.kind is CodeKind.GS1
    assert found.parsed
    assert found.representation == "(01)08691234567890(21)1323424679(17)070119(10)AX785910BC"
    assert (found.ean, found.gtin, found.serial) == ("8691234567890", "08691234567890", "1323424679")
    assert found.contains_serial
    assert found.marking_base64 == "RE0H55Xy9tIxMzIzNDI0Njc5"
    assert dict(found.elements) == {
        "01": "08691234567890",
        "21": "1323424679",
        "17": "070119",
        "10": "AX785910BC",
    }
    assert found.errors == ""


@pytest.mark.parametrize(
    ("code", "kind", "ean", "gtin", "serial", "piece"),
    [
        ("46198532", CodeKind.EAN8, "46198532", "00000046198532", "", False),
        ("14606453849079", CodeKind.ITF14, "", "14606453849079", "", False),
        (MILK, CodeKind.GS1, GTIN[1:], GTIN, "JgXJ5.T", True),
        ("010000004619853221A\x1d93dGVz", CodeKind.GS1, "46198532", "00000046198532", "A", True),
        (f"01{GTIN}3103001250", CodeKind.GS1, GTIN[1:], GTIN, "", False),
        (PACK, CodeKind.GS1, GTIN[1:], GTIN, "AbCdEf7", True),
        ("RU-430302-AAA4050108", CodeKind.FUR, "", "", "", True),
        (EGAIS_2, CodeKind.EGAIS_2, "", "", "", True),
        (EGAIS_3, CodeKind.EGAIS_3, "", "", "", True),
        ("4606453849073", CodeKind.NOT_PARSED, "", "", "", False),
        ("2710124500", CodeKind.NOT_PARSED, "", "", "", False),
        ("", CodeKind.NOT_PARSED, "", "", "", False),
    ],
)
def test_every_kind(code: str, kind: CodeKind, ean: str, gtin: str, serial: str, piece: bool) -> None:
    found = describe(code)
    assert (found.kind, found.ean, found.gtin, found.serial) == (kind, ean, gtin, serial)
    assert found.contains_serial is piece
    assert bool(found.marking_base64) is piece
    assert bool(found.errors) is not found.parsed
    assert found.code == code


@pytest.mark.parametrize(
    ("code", "value"),
    [(PACK, b"DM\x04\x2f\x1f\x96\x81\x78AbCdEf7AB12  "), ("RU-430302-AAA4050108", b"RFRU-430302-AAA4050108")],
)
def test_marking_is_tag_1162(code: str, value: bytes) -> None:
    assert base64.b64decode(describe(code).marking_base64) == value


def test_what_is_wrong_and_what_was_put_right() -> None:
    assert "должна быть 8, а в коде 9" in describe("010460000000000921A\x1d93dGVz").errors
    russian = describe("ъв2" + f"01{GTIN}21ОпЧО5юЕ\x1d93вПМя")
    assert (russian.errors, russian.serial) == ("", "JgXJ5.T")
    assert "раскладке" in " ".join(russian.remarks)


@given(st.text(max_size=160))
def test_any_text(code: str) -> None:
    found = describe(code)
    assert found.representation.isprintable()
    assert found.parsed or found.errors
