"""Barcodes on the paper of an emulated register: its own where it is sure to draw them, else as pictures."""

from datetime import timedelta
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from drivers.errors import OperatorNeeded, RequestRefused, WrongState
from drivers.model.command import OpenShift, PrintDocument
from drivers.model.document import BarcodeLine, BarcodeStyle, Symbology, TextLine
from drivers.printing.page import BarcodeBlock
from drivers.registers import paper, shifts
from drivers.shtrih import barcodes
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.register import ShtrihRegister
from drivers.shtrih.requests.status import Mode
from tests.drivers.shtrih.visit import visit

GS1 = "(01)04600439931256(21)JgXJ5.T"
ALL = {
    Symbology.EAN8: "4600001",
    Symbology.EAN13: "460000000001",
    Symbology.UPCA: "01234567890",
    Symbology.ITF14: "1460000000001",
    Symbology.CODE39: "ABC-1",
    Symbology.CODE93: "ABC-1",
    Symbology.CODE128: "Abc-1",
    Symbology.GS1_128: GS1,
    Symbology.QR: "t=20261122T1405&s=246.90",
    Symbology.PDF417: "ПРИВЕТ",
    Symbology.DATAMATRIX: "ABC",
    Symbology.GS1_DATAMATRIX: GS1,
    Symbology.AZTEC: "ABC",
}
NATIVE = frozenset(
    {
        *(Symbology.EAN8, Symbology.EAN13, Symbology.UPCA, Symbology.ITF14),
        *(Symbology.CODE39, Symbology.CODE93, Symbology.CODE128, Symbology.QR),
    }
)


def codes(register: ShtrihEmulator) -> list[tuple[str, str]]:
    return [(one.kind, one.content) for one in register.machine.paper.printed if hasattr(one, "content")]


def pictures(register: ShtrihEmulator) -> list[Any]:
    return [one for one in register.machine.paper.printed if hasattr(one, "rows")]


def read(picture: Any) -> str:
    """What a scanner reads of it; the lowest bit of a byte is its leftmost dot."""
    upright = b"".join(bytes(int(f"{byte:08b}"[::-1], 2) for byte in row) for row in picture.rows)
    image = Image.frombytes("1", (picture.width, len(picture.rows)), upright).point([255] + [0] * 255)
    (found,) = zxingcpp.read_barcodes(image.convert("L"))
    return found.text


@pytest.mark.parametrize("symbology", Symbology)
def test_every_kind_comes_to_the_paper(symbology: Symbology) -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await paper.print_document(ours, PrintDocument((BarcodeLine(symbology, ALL[symbology]),)))
        assert (len(codes(register)), len(pictures(register))) == ((1, 0) if symbology in NATIVE else (0, 1))

    visit(scene)


@pytest.mark.parametrize("symbology", [Symbology.QR, Symbology.EAN13, Symbology.CODE128])
def test_as_a_picture_a_scanner_reads_it(symbology: Symbology) -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await paper.print_document(ours, PrintDocument((BarcodeLine(symbology, ALL[symbology]),)))
        assert not codes(register)
        assert read(pictures(register)[0]).startswith(ALL[symbology])

    visit(scene, qr="raster", barcodes="raster")


@pytest.mark.parametrize("error", [0x37, 0x33])
@pytest.mark.parametrize(("symbology", "command"), [(Symbology.QR, "DE"), (Symbology.EAN13, "CB")])
def test_what_the_register_cannot_draw_is_a_picture(symbology: Symbology, command: str, error: int) -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.troubles.refuse(error, command)
        await paper.print_document(ours, PrintDocument((BarcodeLine(symbology, ALL[symbology]),)))
        assert read(pictures(register)[0]).startswith(ALL[symbology])

    visit(scene)


def test_other_errors_of_a_code_stay_errors() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.troubles.refuse(0x5C, "CB")
        with pytest.raises(OperatorNeeded):
            await paper.print_document(ours, PrintDocument((BarcodeLine(Symbology.EAN13, ALL[Symbology.EAN13]),)))
        assert not pictures(register)

    visit(scene)


def test_a_code_too_wide_for_the_paper_is_refused_before_anything() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        lines = (TextLine("а"), BarcodeLine(Symbology.CODE128, "x" * 90))
        with pytest.raises(RequestRefused, match="Строка 2"):
            await paper.print_document(ours, PrintDocument(lines))
        assert register.machine.paper.printed == []

    visit(scene)


def test_in_a_shift_of_more_than_a_day_pictures_are_refused_before_anything() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await shifts.open_shift(ours, OpenShift())
        before = len(register.machine.paper.printed)
        register.machine.advance(timedelta(hours=25))
        lines = (TextLine("а"), BarcodeLine(Symbology.PDF417, "ABC"))
        with pytest.raises(WrongState, match="24 часов") as found:
            await paper.print_document(ours, PrintDocument(lines))
        assert found.value.nothing_sent
        assert len(register.machine.paper.printed) == before
        await paper.print_document(ours, PrintDocument((BarcodeLine(Symbology.EAN13, ALL[Symbology.EAN13]),)))
        assert codes(register)[-1] == ("EAN13", "4600000000015")

    visit(scene)


def made(symbology: Symbology, content: str, mode: Mode, style: BarcodeStyle | None = None) -> list[str] | None:
    """Codes of the commands."""
    block = BarcodeBlock(symbology, content, style or BarcodeStyle())
    found = barcodes.commands(block, 576, ShtrihOptions(connection="tcp://x:1"), 30, mode)
    return None if found is None else [request.code.hex().upper() for request in found]


def test_within_a_receipt_only_codes_that_are_allowed_there() -> None:
    assert made(Symbology.EAN13, "4600000000015", Mode.DOCUMENT_OPEN) == ["C2"]
    assert made(Symbology.CODE128, "ABC", Mode.DOCUMENT_OPEN) is None
    assert made(Symbology.QR, "ABC", Mode.DOCUMENT_OPEN) == ["DD", "DE"]


def test_a_look_that_the_own_command_cannot_have_is_drawn() -> None:
    plain = BarcodeStyle(text=False)
    assert made(Symbology.EAN13, "4600000000015", Mode.DOCUMENT_OPEN, plain) is None
    assert made(Symbology.QR, "ABC", Mode.SHIFT_OPEN, BarcodeStyle(module=2)) is None


def test_letters_that_a_register_might_take_otherwise_are_drawn() -> None:
    assert made(Symbology.QR, "ПРИВЕТ", Mode.SHIFT_OPEN) is None
    assert made(Symbology.CODE128, "1" * 50, Mode.SHIFT_OPEN) is None


def test_qr_by_hand() -> None:
    """DDh: kind 0, block 0, 64 bytes; DEh: QR, 70 bytes, from block 0, version 0, mask 0, dots of 4, 0, level M; 1."""
    block = BarcodeBlock(Symbology.QR, "1" * 70, BarcodeStyle())
    found = barcodes.commands(block, 576, ShtrihOptions(connection="tcp://x:1"), 30, Mode.SHIFT_OPEN) or []
    assert [request.body for request in found] == [
        bytes.fromhex("DD 1E 00 00 00 00 00") + b"1" * 64,
        bytes.fromhex("DD 1E 00 00 00 00 01") + b"1" * 6 + bytes(58),
        bytes.fromhex("DE 1E 00 00 00 03 46 00 00 00 00 04 00 01 01"),
    ]
