"""GS k and GS ( k, read back from the paper by a scanner that knows nothing of the emulator."""

import pytest
import zxingcpp

from drivers.escpos.emulator import retail
from drivers.escpos.emulator.paper import Interpreted, interpret
from drivers.escpos.emulator.reader import Rejected

pytest.importorskip("zint", reason="нужен zint-bindings")
GS = b"\x1d"
CENTRE = b"\x1ba\x01"


def bars(system: int, data: bytes) -> bytes:
    """Function B, thin elements of two dots."""
    return CENTRE + GS + b"w\x02" + GS + b"k" + bytes([system, len(data)]) + data


def matrix(kind: int, data: bytes, *settings: tuple[int, bytes]) -> bytes:
    stream = CENTRE
    for function, body in (*settings, (80, b"0" + data), (81, b"0")):
        stream += GS + b"(k" + (len(body) + 2).to_bytes(2, "little") + bytes([kind, function]) + body
    return stream


def scanned(paper: Interpreted) -> list[tuple[str, str, str]]:
    found = zxingcpp.read_barcodes(paper.image())
    return [(code.format.name, code.text, code.symbology_identifier) for code in found]


@pytest.mark.parametrize(
    ("system", "data", "kind", "content", "seen"),
    [  # a scanner takes UPC-A for an EAN13 that begins with 0, and tells the long form of UPC-E
        (65, b"03600029145", "UPCA", "036000291452", ("EAN13", "0036000291452")),
        (65, b"036000291452", "UPCA", "036000291452", ("EAN13", "0036000291452")),
        (66, b"123456", "UPCE", "01234565", ("UPCE", "0012345000065")),
        (66, b"0123456", "UPCE", "01234565", ("UPCE", "0012345000065")),
        (66, b"01234565", "UPCE", "01234565", ("UPCE", "0012345000065")),
        (66, b"01234500006", "UPCE", "01234565", ("UPCE", "0012345000065")),
        (67, b"460123456789", "EAN13", "4601234567893", ("EAN13", "4601234567893")),
        (68, b"4601234", "EAN8", "46012340", ("EAN8", "46012340")),
        (69, b"BOX-42", "CODE39", "BOX-42", ("Code39", "BOX-42")),
        (70, b"12345678", "ITF", "12345678", ("ITF", "12345678")),
        (71, b"A40156B", "CODABAR", "A40156B", ("Codabar", "A40156B")),
        (72, b"Code 93/a", "CODE93", "Code 93/a", ("Code93", "Code 93/a")),
        (73, b"{BNo.{C\x0c\x22\x38", "CODE128", "No.123456", ("Code128", "No.123456")),
    ],
)
def test_bar_codes(system: int, data: bytes, kind: str, content: str, seen: tuple[str, str]) -> None:
    paper = interpret(bars(system, data))
    assert (paper.unknown, paper.barcodes) == ([], [(kind, content)])
    assert [(name, text) for name, text, _ in scanned(paper)] == [seen]


def test_gs1_128_adds_the_check_digit_of_epsons_example() -> None:
    """Source: Epson's reference of the TM-J2000, GS k, example of special characters."""
    paper = interpret(bars(74, b"(01)9501234567890*"))
    assert paper.barcodes == [("GS1-128", "0195012345678903")]
    assert scanned(paper) == [("Code128", "(01)95012345678903", "]C1")]
    paper = interpret(bars(74, b"(01)9501234567890* (3102)000400"))
    assert paper.barcodes == [("GS1-128", "01950123456789033102000400")]
    assert scanned(paper) == [("Code128", "(01)95012345678903(3102)000400", "]C1")]


def test_gs1_128_with_a_separator() -> None:
    paper = interpret(bars(74, b"(10)AB{1(21)7"))
    assert paper.barcodes == [("GS1-128", "10AB\x1d217")]
    assert scanned(paper) == [("Code128", "(10)AB(21)7", "]C1")]


@pytest.mark.parametrize(
    "stream",
    [
        bars(66, b"12345671"),  # wrong check digit
        bars(66, b"2123456"),  # number system
        bars(66, b"12345678901"),  # has no short form
        bars(71, b"40156"),  # no start and stop
        bars(72, b"\x80"),
        bars(72, b""),
        bars(74, b"(01)*"),
        bars(74, b"(01){x"),
        bars(75, b"0123456789012"),
        GS + b"k\x01" + b"1" * 600,  # no end
        matrix(49, b""),
        matrix(53, b"x", (67, b"\x01")),
        matrix(53, b"x", (69, b"\x04")),
        matrix(53, b"x", (66, b"\x01\x05")),
    ],
)
def test_what_cannot_be_a_code_is_told(stream: bytes) -> None:
    assert interpret(stream).unknown


@pytest.mark.parametrize(
    ("six", "ten"),
    [
        ("123450", "1200000345"),
        ("123453", "1230000045"),
        ("123454", "1234000005"),
        ("123455", "1234500005"),
        ("123459", "1234500009"),
    ],
)
def test_short_forms_of_upc(six: str, ten: str) -> None:
    """Source: GS1 General Specifications, UPC-E. A short form and its long one have the same check digit."""
    short, long_ = retail.read(1, six.encode()), retail.read(1, b"0" + ten.encode())
    assert short == long_
    assert short.content[-1] == retail.check_digit("0" + ten)


def test_no_digits() -> None:
    with pytest.raises(Rejected):
        retail.read(2, b"46012345678a")


def test_aztec() -> None:
    for settings in ((), ((67, b"\x04"), (69, b"\x32"), (66, b"\x01\x04")), ((66, b"\x00\x06"),)):
        paper = interpret(matrix(53, b"aztec 0123456789", *settings))
        assert (paper.unknown, paper.barcodes) == ([], [("AZTEC", "aztec 0123456789")])
        assert [(name, text) for name, text, _ in scanned(paper)] == [("Aztec", "aztec 0123456789")]


def test_datamatrix_of_both_shapes() -> None:
    for kind in (b"\x00\x00\x00", b"\x31\x00\x00"):
        paper = interpret(matrix(54, b"01046012", (66, kind), (67, b"\x05")))
        assert [(name, text) for name, text, _ in scanned(paper)] == [("DataMatrix", "01046012")]


@pytest.mark.parametrize("level", [b"0", b"1", b"2", b"3"])
def test_levels_of_qr(level: bytes) -> None:
    paper = interpret(matrix(49, b"level", (67, b"\x04"), (69, level)))
    found = zxingcpp.read_barcodes(paper.image())
    assert [(code.text, code.ec_level) for code in found] == [("level", "LMQH"[int(level)])]


def test_captions_stand_where_they_are_asked_for() -> None:
    plain = bars(67, b"460123456789")
    heights = [interpret(GS + b"H" + bytes([place]) + plain).roll.y for place in range(4)]
    assert heights == [162, 162 + 24, 162 + 24, 162 + 48]
