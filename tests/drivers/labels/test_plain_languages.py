"""TSPL, EPL2 and CPCL: bytes worked out from their makers' manuals by hand, and what no content may do."""

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drivers.errors import RequestRefused
from drivers.labels.cpcl_status import CpclStatusReader
from drivers.labels.epl2_status import Epl2StatusReader
from drivers.labels.language import Language
from drivers.labels.tspl_status import TsplStatusReader
from drivers.model.document import Symbology
from drivers.printing.bitmap import Bitmap
from drivers.printing.sheet import Placed, Rule, Sheet
from drivers.registry import load
from tests.drivers.labels.test_zpl import code

DOTS = Placed(10, 20, Bitmap(10, 2, bytes.fromhex("0180 8100")))
LINE = Placed(0, 50, Rule(464, 3))


def language(name: str, **options: Any) -> Language:
    spec = load(name)
    module = __import__(f"drivers.labels.{name}", fromlist=["x"])
    made: Language = getattr(module, name.capitalize())(spec.options("x", **options))
    return made


def label(name: str, *items: Placed, copies: int = 1, **options: Any) -> bytes:
    return language(name, **options).label(Sheet(464, 320, items), copies)


def test_tspl_label() -> None:
    """BITMAP counts bytes across and burns the bits that are not set."""
    assert label("tspl", DOTS, LINE, copies=3) == (
        b"CLS\r\nBITMAP 10,20,2,2,0,\xfe\x7f\x7e\xff\r\nBAR 0,50,464,3\r\nPRINT 1,3\r\n"
    )


def test_tspl_setup() -> None:
    assert language("tspl").setup() == b"SIZE 58 mm,40 mm\r\nREFERENCE 0,0\r\n"
    options = {"width": 57.5, "media": "gap", "speed": 4, "darkness": 8, "direction": "inverted", "after": "tear"}
    assert language("tspl", **options).setup().decode().splitlines() == [
        "SIZE 57.5 mm,40 mm",
        "GAP 2 mm,0 mm",
        "SPEED 4",
        "DENSITY 8",
        "DIRECTION 1",
        "REFERENCE 0,0",
        "SET PEEL OFF",
        "SET CUTTER OFF",
        "SET TEAR ON",
    ]
    assert b"BLINE 3 mm,1 mm\r\n" in language("tspl", media="mark", gap=3.0, offset=1.0).setup()
    assert b"GAP 0,0\r\n" in language("tspl", media="continuous").setup()
    assert b"SET CUTTER 5\r\n" in language("tspl", after="cut", cut_every=5).setup()


def test_epl2_label() -> None:
    assert label("epl2", DOTS, LINE, copies=3) == (b"N\r\nGW10,20,2,2,\xfe\x7f\x7e\xff\r\nLO0,50,464,3\r\nP3\r\n")


def test_epl2_setup() -> None:
    assert language("epl2").setup() == b"\r\nq464\r\nR0,0\r\n"
    options = {"media": "gap", "speed": 2, "darkness": 8, "direction": "inverted", "after": "cut", "cut_every": 3}
    assert language("epl2", **options).setup().split() == [b"q464", b"Q320,16", b"R0,0", b"S2", b"D8", b"ZB", b"OC3"]
    assert b"\r\nQ320,B24\r\n" in language("epl2", media="mark", gap=3.0).setup()
    assert b"\r\nQ320,0\r\n" in language("epl2", media="continuous").setup()


def test_cpcl_label() -> None:
    assert label("cpcl", DOTS, copies=3, speed=3, darkness=50) == (
        b"! 0 200 200 320 3\r\nPW 464\r\nSPEED 3\r\nTONE 50\r\nCG 2 2 10 20 \x01\x80\x81\x00\r\nFORM\r\nPRINT\r\n"
    )
    assert label("cpcl", media="continuous") == b"! 0 200 200 320 1\r\nPW 464\r\nPRINT\r\n"


def test_cpcl_draws_rules_as_pictures() -> None:
    rule = label("cpcl", Placed(8, 50, Rule(10, 2)))
    assert b"\r\nCG 2 2 8 50 \xff\xc0\xff\xc0\r\n" in rule


@pytest.mark.parametrize(
    ("symbology", "content", "tspl", "epl2", "cpcl"),
    [
        (Symbology.EAN13, "4600000000008", '"EAN13",{b},0,0,{m},{w2},"460000000000"', "E30,{m},{w2}", "EAN13 {m} 1"),
        (Symbology.EAN8, "46000019", '"EAN8",{b},0,0,{m},{w2},"4600001"', "E80,{m},{w2}", "EAN8 {m} 1"),
        (Symbology.UPCA, "036000291452", '"UPCA",{b},0,0,{m},{w2},"03600029145"', "UA0,{m},{w2}", "UPCA {m} 1"),
        (Symbology.ITF14, "14600000000005", '"25",{b},0,0,{m},{w3},"14600000000005"', "2,{m},{w3}", "I2OF5 {m} 30"),
        (Symbology.CODE39, "A-1", '"39",{b},0,0,{m},{w2},"A-1"', "3,{m},{w2}", "39 {m} 20"),
        (Symbology.CODE93, "A-1", '"93",{b},0,0,{m},{w2},"A-1"', "9,{m},{w2}", "93 {m} 1"),
        (Symbology.CODE128, "AbC-1", '"128",{b},0,0,{m},{w2},"AbC-1"', "1,{m},{w2}", "128 {m} 1"),
    ],
)
def test_linear_codes(symbology: Symbology, content: str, tspl: str, epl2: str, cpcl: str) -> None:
    drawn = code(symbology, content)
    values = {"m": drawn.module, "w2": 2 * drawn.module, "w3": 3 * drawn.module, "b": drawn.bars}
    data = tspl.rsplit('"', 2)[1]
    sheet = Sheet(1300, 500, (Placed(5, 6, drawn),))
    assert f"\r\nBARCODE 5,6,{tspl.format(**values)}\r\n".encode() in language("tspl").label(sheet, 1)
    expected = f'\r\nB5,6,0,{epl2.format(**values)},{drawn.bars},N,"{data}"\r\n'
    assert expected.encode() in language("epl2").label(sheet, 1)
    expected = f"\r\nBARCODE {cpcl.format(**values)} {drawn.bars} 5 6 {data}\r\n"
    assert expected.encode() in language("cpcl").label(sheet, 1)


NAMES = {
    "tspl": rb"CLS|BAR(CODE)? [\d,\"]|PRINT 1,1$|QRCODE |DMATRIX ",
    "epl2": rb"N$|LO[\d,]+$|B\d+,\d+,0,[^\"]*,N,\"[^\"]*\"$|P1$",
    "cpcl": rb"! 0 200 200 500 1$|PW 464$|BARCODE |FORM$|PRINT$|[LMQH]M,|ENDQR$",
}
PICTURE = {
    "tspl": rb"BITMAP \d+,\d+,(\d+),(\d+),0,",
    "epl2": rb"GW\d+,\d+,(\d+),(\d+),",
    "cpcl": rb"CG (\d+) (\d+) \d+ \d+ ",
}


def commands(name: str, data: bytes) -> list[bytes]:
    """The lines of a label, pictures skipped by their own count of bytes."""
    lines = []
    while data:
        if match := re.match(PICTURE[name], data):
            end = match.end() + int(match[1]) * int(match[2])
            assert data[end : end + 2] == b"\r\n"
            data = data[end + 2 :]
        else:
            line, _, data = data.partition(b"\r\n")
            lines.append(line)
    return lines


@pytest.mark.parametrize("name", ["tspl", "epl2", "cpcl"])
@given(
    symbology=st.sampled_from(list(Symbology)), content=st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
)
@example(symbology=Symbology.CODE128, content='a"\r\nPRINT 9,9')
@example(symbology=Symbology.QR, content='a"\\["]\r\nPRINT 9')
@example(symbology=Symbology.DATAMATRIX, content='~d010"P9')
@example(symbology=Symbology.CODE128, content="a\\b")
def test_no_content_becomes_a_command(name: str, symbology: Symbology, content: str) -> None:
    try:
        drawn = code(symbology, content)
    except RequestRefused:
        return
    data = language(name, height=500 / 8, barcodes="native").label(Sheet(1300, 500, (Placed(20, 20, drawn),)), 1)
    lines = commands(name, data)
    for line in lines:
        assert re.match(NAMES[name], line), line
        assert line.count(b'"') in (0, 2, 4)
    assert len([line for line in lines if line.startswith((b"P1", b"PRINT"))]) == 1


@pytest.mark.parametrize("name", ["tspl", "epl2", "cpcl"])
def test_turned_codes_are_pictures(name: str) -> None:
    drawn = code(Symbology.EAN13, "460000000000", 90)
    data = language(name).label(Sheet(1300, 1300, (Placed(5, 6, drawn),)), 1)
    assert b"EAN13" not in data
    assert b"E30" not in data


def test_matrix_codes_only_where_they_are_wanted() -> None:
    qr, matrix = code(Symbology.QR, "12345"), code(Symbology.GS1_DATAMATRIX, "(01)04600000000008(21)5A_c")
    sheet = Sheet(1300, 500, (Placed(5, 6, matrix), Placed(500, 6, qr)))
    for name in ("tspl", "epl2", "cpcl"):
        assert len(re.findall(PICTURE[name], language(name).label(sheet, 1))) == 2
    side = matrix.width // matrix.module
    assert (
        f"\r\nDMATRIX 5,6,{matrix.width},{matrix.width},c126,x{matrix.module},r0,a0,{side},{side},"
        '"~10104600000000008215A_c"\r\n'
    ).encode() in language("tspl", barcodes="native").label(sheet, 1)
    small = Sheet(1300, 500, (Placed(5, 6, _narrow(qr)),))
    assert b'\r\nQRCODE 5,6,M,4,M,0,M2,S7,"N12345"\r\n' in language("tspl", barcodes="native").label(small, 1)
    cpcl = language("cpcl", barcodes="native").label(small, 1)
    assert b"\r\nBARCODE QR 5 6 M 2 U 4\r\nMM,N12345\r\nENDQR\r\n" in cpcl


def _narrow(drawn: Any) -> Any:
    """The same symbol with modules of four dots."""
    from dataclasses import replace

    side = drawn.width // drawn.module * 4
    return replace(drawn, module=4, width=side, height=side)


@pytest.mark.parametrize(
    ("byte", "word"), [(0x01, "головка"), (0x02, "замятие"), (0x04, "бумага"), (0x08, "лента"), (0x10, "приостан")]
)
def test_tspl_status(byte: int, word: str) -> None:
    """The table of <ESC>!? in the manual of TSC."""
    (status,) = TsplStatusReader().feed(bytes([byte]))
    assert word in status.trouble()
    assert not status.idle


def test_tspl_ready_and_printing() -> None:
    ready, printing, other = TsplStatusReader().feed(b"\x00\x20\x80")
    assert ready.idle
    assert not printing.idle
    assert not printing.trouble()
    assert other.trouble() == "ошибка принтера"


@pytest.mark.parametrize(
    ("answer", "word"), [(b"07\r\n", "бумага"), (b"01,11\r\n", "головка"), (b"92\r\n", "приостан"), (b"81\r\n", "ножа")]
)
def test_epl2_status(answer: bytes, word: str) -> None:
    """Answers as in the ESim manual, with the signs a printer may put before them."""
    for noise in (b"", b"\x15\x13", b"UKQ1935HLU V4.42\r\n"):
        assert word in Epl2StatusReader().feed(noise + answer)[-1].trouble()


def test_epl2_says_no_error_and_not_that_all_is_printed() -> None:
    reader = Epl2StatusReader()
    assert reader.feed(b"0") == []
    (status,) = reader.feed(b"0\r\n")
    assert not status.trouble()
    assert status.idle is None


def test_cpcl_status() -> None:
    """The table of ESC h in the CPCL manual."""
    ready, busy, paper, latch, battery = CpclStatusReader().feed(b"\x00\x01\x02\x04\x08")
    assert ready.idle
    assert battery.idle
    assert not busy.idle
    assert "бумага" in paper.trouble()
    assert "крышка" in latch.trouble()
    assert CpclStatusReader().feed(b"Zebra") == []
