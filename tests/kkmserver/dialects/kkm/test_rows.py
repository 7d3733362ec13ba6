"""What our own members of a row become, and that nothing changes without them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.model.command import PrintDocument
from drivers.model.document import BarcodeLine, BarcodeStyle, Line, Symbology, TextLine
from tests.kkmserver.dialects.kkm.desk import Shop
from tests.kkmserver.dialects.kkm.samples import DONE
from tests.kkmserver.dialects.kkm.test_usual import fingerprint, thorough, usual


def rows(*given: dict[str, Any]) -> dict[str, Any]:
    return {"Command": "PrintDocument", "CheckStrings": list(given)}


def printed(row: dict[str, Any]) -> Line:
    shop = Shop(DONE)
    answer = shop.post(rows(row))
    assert answer["Error"] == ""
    assert isinstance(shop.command, PrintDocument)
    return shop.command.lines[0]


def error_of(row: dict[str, Any]) -> str:
    answer = Shop(DONE).post(rows(row))
    assert answer["Status"] == 2
    return str(answer["Error"])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("UPC-A", Symbology.UPCA),
        ("UPCA", Symbology.UPCA),
        ("upc_a", Symbology.UPCA),
        ("ITF-14", Symbology.ITF14),
        ("CODE_128", Symbology.CODE128),
        ("Code 93", Symbology.CODE93),
        ("GS1_128", Symbology.GS1_128),
        ("GS1-128", Symbology.GS1_128),
        ("EAN-128", Symbology.GS1_128),
        ("GS1 DataMatrix", Symbology.GS1_DATAMATRIX),
        ("GS1_DATAMATRIX", Symbology.GS1_DATAMATRIX),
        ("Data Matrix", Symbology.DATAMATRIX),
        ("QRCODE", Symbology.QR),
        ("QR-Code", Symbology.QR),
        ("EAN-13", Symbology.EAN13),
        ("aztec", Symbology.AZTEC),
        ("PDF-417", Symbology.PDF417),
        *[(kind.value, kind) for kind in Symbology],
        *[(kind.name, kind) for kind in Symbology],
    ],
)
def test_kinds_of_barcodes(name: str, kind: Symbology) -> None:
    assert printed({"BarCode": {"BarcodeType": name, "Barcode": "1"}}) == BarcodeLine(kind, "1")


@pytest.mark.parametrize("name", ["EAN", "QR2", "MAXICODE", "x" * 10_000, 5])
def test_an_unknown_kind_lists_those_there_are(name: object) -> None:
    text = error_of({"BarCode": {"BarcodeType": name, "Barcode": "1"}})
    assert "CheckStrings[0].BarCode.BarcodeType" in text
    assert "GS1-DATAMATRIX" in text


def test_style_of_a_barcode() -> None:
    style = {"Height": "80", "ModuleWidth": 3, "PrintText": "false", "Level": "h", "Rotate": True}
    line = printed({"BarCode": {"BarcodeType": "QR", "Barcode": "1", **style}})
    wanted = BarcodeStyle(height=80, module=3, text=False, level="H", rotate=True)
    assert line == BarcodeLine(Symbology.QR, "1", wanted)


def test_style_of_a_text() -> None:
    line = printed({"PrintText": {"Text": "x", "Bold": True, "DoubleWidth": 1, "DoubleHeight": "да"}})
    assert line == TextLine("x", bold=True, wide=True, tall=True)


@pytest.mark.parametrize(
    ("member", "value"), [("Height", 2001), ("Height", -1), ("ModuleWidth", 33), ("Level", "X"), ("Rotate", 2)]
)
def test_impossible_styles(member: str, value: object) -> None:
    assert f"BarCode.{member}" in error_of({"BarCode": {"BarcodeType": "QR", "Barcode": "1", member: value}})


STYLES = st.fixed_dictionaries(
    {},
    optional={
        "Height": st.sampled_from([0, 80, "80", None, True]),
        "ModuleWidth": st.sampled_from([1, 3, 3.0, 99]),
        "PrintText": st.sampled_from([True, False, 0, "да", ""]),
        "Level": st.sampled_from(["L", "q", " H ", "", 5]),
        "Rotate": st.booleans(),
    },
)


@given(STYLES, st.sampled_from(["QR", "UPC-A", "upca", "", None]))
def test_the_usual_form_is_read_as_the_thorough_reading_reads_it(style: dict[str, Any], kind: str | None) -> None:
    body = rows({"BarCode": {"BarcodeType": kind, "Barcode": "1", **style}, "PrintText": {"Text": "x", "Bold": True}})
    quick = usual(body)
    if quick is not None:
        slow = thorough(json.dumps(body).encode())
        assert (repr(quick), quick.fingerprint()) == (repr(slow), slow.fingerprint())


def test_what_is_not_sent_is_no_content() -> None:
    plain = rows({"PrintText": {"Text": "x"}, "BarCode": {"BarcodeType": "QR", "Barcode": "1"}})
    code = {"BarcodeType": "qr", "Barcode": "1", "Level": "", "Height": None}
    same = rows({"PrintText": {"Text": "x", "Bold": None}, "BarCode": code})
    other = rows({"PrintText": {"Text": "x"}, "BarCode": {"BarcodeType": "QR", "Barcode": "1", "Level": "H"}})
    assert fingerprint(same) == fingerprint(plain) != fingerprint(other)
