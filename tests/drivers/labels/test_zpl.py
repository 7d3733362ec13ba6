"""ZPL II: bytes worked out from the ZPL II Programming Guide (Zebra 45541L) by hand, and what no content may do."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drivers.errors import RequestRefused
from drivers.labels import zpl_codes, zpl_graphic
from drivers.labels.zpl import Zpl, ZplOptions
from drivers.labels.zpl_status import ZplStatusReader
from drivers.model.document import PLAIN, Symbology
from drivers.printing import barcodes
from drivers.printing.bitmap import Bitmap
from drivers.printing.sheet import Code, Placed, Rule, Sheet


def code(symbology: Symbology, content: str, turn: int = 0) -> Code:
    """Laid out as labels are: in a wide box."""
    checked = barcodes.check(symbology, content)
    fitted = barcodes.fit(symbology, checked, 1200, PLAIN, room=400)
    sides = (fitted.width, fitted.height) if turn in (0, 180) else (fitted.height, fitted.width)
    return Code(symbology, checked, fitted.module, *sides, fitted.bars, turn=turn)  # type: ignore[arg-type]


def label(*items: Placed, copies: int = 1, **options: object) -> bytes:
    zpl = Zpl(ZplOptions("tcp://1:1", **options))  # type: ignore[arg-type]
    return zpl.label(Sheet(464, 320, items), copies)


def test_an_empty_label() -> None:
    assert label() == b"^XA^PW464^LL320^LH0,0^XZ\r\n"


def test_what_is_set_is_said_and_nothing_else() -> None:
    options = {"media": "mark", "offset": 2.0, "after": "cut", "speed": 4, "direction": "inverted"}
    assert label(**options) == b"^XA^MNM,16^MMC^PR4^POI^PW464^LL320^LH0,0^XZ\r\n"
    assert Zpl(ZplOptions("x", darkness=7)).setup() == b"~SD07"
    assert Zpl(ZplOptions("x")).setup() == b""


def test_pictures_rules_and_copies() -> None:
    dots = Placed(10, 20, Bitmap(10, 2, bytes.fromhex("0180 8100")))
    assert label(dots, Placed(0, 50, Rule(464, 3)), copies=7) == (
        b"^XA^PW464^LL320^LH0,0^FO10,20^GFA,4,4,2,018081,^FS^FO0,50^GB464,3,3^FS^PQ7^XZ\r\n"
    )


def test_the_picture_of_the_guide() -> None:
    """~DG of the guide's figure: rows that end in white are cut short by a comma."""
    rows = ("F00000000000", "FF0000000000", "FFF000000000", "FFFFF0000000", "FFFFFF000000")
    picture = Bitmap(48, 5, bytes.fromhex("".join(rows)))
    assert zpl_graphic.packed(picture) == "F0,FF,FFF0,KF0,LF,"  # K and L: five and six times


@pytest.mark.parametrize(("times", "letters"), [(1, "G"), (7, "M"), (19, "Y"), (20, "g"), (40, "h"), (327, "vM")])
def test_repeat_counts_of_the_guide(times: int, letters: str) -> None:
    assert zpl_graphic.count(times) == letters


def unpacked(text: str, stride: int) -> bytes:
    """The guide read once more, digit by digit."""
    rows: list[str] = []
    row, times = "", 0
    for sign in text:
        if sign == ":":
            rows.append(rows[-1])
        elif sign in ",!":
            rows.append(row + {",": "0", "!": "F"}[sign] * (2 * stride - len(row)))
            row = ""
        elif sign in "0123456789ABCDEF":
            row, times = row + sign * (times or 1), 0
        else:
            times += ord(sign) - ord("F") if sign.isupper() else 20 * (ord(sign) - ord("f"))
        if len(row) == 2 * stride:
            rows.append(row)
            row = ""
    assert not row
    return bytes.fromhex("".join(rows))


@given(st.integers(1, 120), st.lists(st.sampled_from([0, 0, 255, 255, 1, 0xAA]), min_size=1, max_size=360))
@example(1, [0])
@example(100, [255] * 300)
def test_packed_pictures_are_the_same_pictures(stride: int, some: list[int]) -> None:
    data = bytes(some).ljust(-(-len(some) // stride) * stride, b"\0")
    packed = zpl_graphic.packed(Bitmap(8 * stride, len(data) // stride, data))
    assert unpacked(packed, stride) == data


@pytest.mark.parametrize(
    ("content", "data"),
    [
        ("CODE-A", ">:CODE-A"),
        ("382436", ">;382436"),
        ("ab123456cd", ">:ab>5123456>6cd"),
        ("a^b~c>d_", ">:a><b>=c>0d_"),
    ],
)
def test_subsets_of_code_128(content: str, data: str) -> None:
    """The second is an example of the guide; the signs are those of its table of invocation characters."""
    assert zpl_codes.subsets(content) == data


def test_gs1_128_begins_with_fnc1() -> None:
    drawn = code(Symbology.GS1_128, "(10)AB(21)12")
    command = zpl_codes.reliable(0, 0, drawn)
    assert command is not None
    assert b"^FD>;>810>6AB>5>82112^FS" in command  # FNC1 at the start and as separator


@pytest.mark.parametrize(
    ("symbology", "content", "command"),
    [
        (Symbology.EAN13, "4600000000008", "^BEN,{h},N,N^FD460000000000^FS"),
        (Symbology.EAN8, "46000019", "^B8N,{h},N,N^FD4600001^FS"),
        (Symbology.UPCA, "036000291452", "^BUN,{h},N,N,N^FD03600029145^FS"),
        (Symbology.ITF14, "14600000000005", "^B2N,{h},N,N,N^FD14600000000005^FS"),
        (Symbology.CODE39, "A-1", "^B3N,N,{h},N,N^FDA-1^FS"),
        (Symbology.CODE93, "A-1", "^BAN,{h},N,N,N^FDA-1^FS"),
    ],
)
def test_linear_codes(symbology: Symbology, content: str, command: str) -> None:
    drawn = code(symbology, content)
    wide = {Symbology.ITF14: 3}.get(symbology, 2)
    expected = f"^FO5,6^BY{drawn.module},{wide},{drawn.bars}{command.format(h=drawn.bars)}"
    assert (zpl_codes.reliable(5, 6, drawn) or b"").decode() == expected


def test_codes_turn() -> None:
    for turn, letter in ((90, b"R"), (180, b"I"), (270, b"B")):
        assert b"^BE%b," % letter in (zpl_codes.reliable(0, 0, code(Symbology.EAN13, "460000000000", turn)) or b"")


def test_a_marking_code_is_a_gs1_data_matrix_of_known_size() -> None:
    drawn = code(Symbology.GS1_DATAMATRIX, "(01)04600000000008(21)5Ab_c(93)dGVz")
    side = drawn.width // drawn.module
    expected = f"^FO1,2^BXN,{drawn.module},200,{side},{side},,_^FH\\^FD_1010460000000000821" + "5Ab__c_193dGVz^FS"
    assert (zpl_codes.reliable(1, 2, drawn) or b"").decode() == expected


def test_a_qr_code_only_where_it_is_wanted_and_in_its_place() -> None:
    drawn = code(Symbology.QR, "Ab^1")
    assert zpl_codes.reliable(10, 10, drawn) is None
    expected = f"^FO10,9^BY{drawn.module},2,1^BQN,2,{drawn.module}^FH\\^FDMM,B0004Ab\\5E1^FS"
    if drawn.module <= 10:
        assert (zpl_codes.every(10, 10, drawn) or b"").decode() == expected
    assert zpl_codes.every(10, 0, drawn) is None  # it would have to begin above the label


@given(st.sampled_from(list(Symbology)), st.text(st.characters(codec="utf-8"), min_size=1, max_size=30))
@example(Symbology.CODE128, "^XZ^XA~JA")
@example(Symbology.DATAMATRIX, "^XZ~JA_1\\5E")
@example(Symbology.QR, "^FS^XZ^XA~HS")
def test_no_content_becomes_a_command(symbology: Symbology, content: str) -> None:
    try:
        drawn = code(symbology, content)
    except RequestRefused:
        return
    for mode in ("auto", "native"):
        data = Zpl(ZplOptions("x", barcodes=mode)).label(Sheet(1300, 500, (Placed(20, 20, drawn),)), 1)  # type: ignore[arg-type]
        names = re.findall(rb"[\^~]..", data)
        known = {b"^XA", b"^PW", b"^LL", b"^LH", b"^FO", b"^GF", b"^GB", b"^BY", b"^FD", b"^FH", b"^FS", b"^XZ"}
        assert set(names) <= known | {
            b"^BE",
            b"^B8",
            b"^BU",
            b"^B2",
            b"^B3",
            b"^BA",
            b"^BC",
            b"^BX",
            b"^BQ",
            b"^B7",
            b"^BO",
        }
        assert data.startswith(b"^XA")
        assert data.endswith(b"^XZ\r\n")
        assert (names.count(b"^XA"), names.count(b"^XZ")) == (1, 1)
        assert data.count(b"^FO") == data.count(b"^FS")


READY = b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"


@given(st.integers(1, 40), st.binary(max_size=20).filter(lambda noise: b"\x02" not in noise))
def test_a_status_in_any_chunks_after_any_noise(step: int, noise: bytes) -> None:
    reader, found = ZplStatusReader(), []
    data = noise + READY + READY
    for start in range(0, len(data), step):
        found += reader.feed(data[start : start + step])
    assert [status.idle for status in found] == [True, True]
    assert not found[0].trouble()


@pytest.mark.parametrize(
    ("one", "two", "word"),
    [
        ("030,1,0,1245,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,6,0,00000000,1,000", "бумага"),
        ("030,0,1,1245,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,6,0,00000000,1,000", "приостановлена"),
        ("030,0,0,1245,000,0,0,0,000,0,0,1", "000,0,0,0,0,2,6,0,00000000,1,000", "перегрета"),
        ("030,0,0,1245,000,0,0,0,000,0,0,0", "000,0,1,0,0,2,6,0,00000000,1,000", "головка"),
        ("030,0,0,1245,000,0,0,0,000,0,0,0", "000,0,0,1,1,2,6,0,00000000,1,000", "лента"),
    ],
)
def test_faults(one: str, two: str, word: str) -> None:
    (status,) = ZplStatusReader().feed(f"\x02{one}\x03\r\n\x02{two}\x03\r\n".encode())
    assert word in status.trouble()


@pytest.mark.parametrize(("formats", "remaining"), [("003", "00000000"), ("000", "00000012")])
def test_labels_that_wait(formats: str, remaining: str) -> None:
    text = f"\x02030,0,0,1245,{formats},0,0,0,000,0,0,0\x03\x02000,0,0,0,0,2,6,0,{remaining},1,000\x03"
    (status,) = ZplStatusReader().feed(text.encode())
    assert not status.idle
    assert status.left == int(formats) + int(remaining)


def test_a_print_mode_that_is_a_letter() -> None:
    text = "\x02030,0,0,0320,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,1,0,0,K,4,0,00000000,1,000\x03\r\n"
    (status,) = ZplStatusReader().feed(text.encode())
    assert (status.idle, status.head_open) == (True, True)


def test_strings_that_are_no_status() -> None:
    assert ZplStatusReader().feed(b"\x02a,b,c\x03\x02" + b"x," * 11 + b"x\x03\x02" + b"x," * 10 + b"x\x03") == []
