"""`kkmserver print-test N` as a person runs it: the page is read back from the paper of each kind of printer."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from drivers.escpos.emulator.head import IMPACT_76, THERMAL_80, Head
from drivers.escpos.emulator.tcp import TcpEmulator
from drivers.labels.emulator.paper import picture
from drivers.labels.emulator.tcp import TcpLabelPrinter
from tests.acceptance.elsewhere import Elsewhere

WITHIN = 60.0
LOOK = 600  # dots
# What a scanner tells of a code: ISO/IEC 15424. A UPC-A is the EAN-13 with a 0 in front.
RECEIPT_CODES = {
    ("]A0", "KKM-39"),
    ("]C0", "Kkm-128"),
    ("]C1", "(10)A128"),
    ("]E0", "0012345678905"),
    ("]E0", "4600000000008"),
    ("]E4", "46000002"),
    ("]G0", "KKM-93"),
    ("]I1", "14600000000005"),
    ("]L2", "kkmserver PDF417"),
    ("]Q1", "t=20240201T1105&s=1.00&fn=9999078900000001&i=19&fp=1020304050&n=1"),
    ("]d1", "kkmserver"),
    ("]d2", "(01)04600000000008(21)5Abc"),
    ("]z0", "kkmserver Aztec"),
}
LABEL_CODES = {
    ("]A0", "TEST-39"),
    ("]C0", "Test-128"),
    ("]C1", "(01)04600000000008"),
    ("]E0", "0036000291452"),
    ("]E0", "4600000000008"),
    ("]E4", "46000019"),
    ("]G0", "TEST-93"),
    ("]I1", "14600000000005"),
    ("]L2", "Test PDF417"),
    ("]Q1", "https://example.com/1"),
    ("]d1", "Test DataMatrix"),
    ("]d2", "(01)04600000000008(21)5Abc"),
    ("]z0", "Test Aztec"),
}
IMPACT = 'profile = "TM-U220B"\ncode_page_number = 17\ndots = 400\ncolumns = 33\nsmall_columns = 40'


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere() as found:
        yield found


def print_test(
    folder: Path, driver: str, connection: str, options: str = "", *, number: int = 5, png: Path | None = None
) -> subprocess.CompletedProcess[str]:
    file = folder / "kkmserver.toml"
    device = f'[[devices]]\nnumber = 5\nname = "Принтер"\ndriver = "{driver}"\nconnection = "{connection}"\n{options}\n'
    file.write_text(device, encoding="utf-8")
    words = ["print-test", str(number), "--config", str(file), "--data", str(folder / "data")]
    words += ["--png", str(png)] if png else []
    command = [sys.executable, "-X", "utf8", "-m", "kkmserver", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=WITHIN, check=False)


def codes(*papers: Image.Image) -> set[tuple[str, str]]:
    """Read as people do, a hand's breadth of a long page at a time."""
    looks = (
        paper.crop((0, top, paper.width, top + LOOK)) for paper in papers for top in range(0, paper.height, LOOK // 3)
    )
    return {(code.symbology_identifier, code.text) for look in looks for code in zxingcpp.read_barcodes(look)}


@pytest.mark.parametrize(
    ("head", "options", "columns"),
    [(THERMAL_80, "", [64, 48, 48, 24]), (IMPACT_76, IMPACT, [40, 33, 33, 16])],
    ids=["thermal", "impact"],
)
def test_a_receipt_printer(tmp_path: Path, elsewhere: Elsewhere, head: Head, options: str, columns: list[int]) -> None:
    printer = elsewhere.enter(TcpEmulator(head))
    done = print_test(tmp_path, "escpos", printer.connection, options)
    assert (done.returncode, done.stdout.strip()) == (0, "Устройство № 5: пробная страница напечатана.")
    (page,) = printer.documents
    assert codes(page.image()) == RECEIPT_CODES
    digits = [row for row in page.rows if row.startswith("1234567890") and row.isdigit()]
    assert [len(row) for row in digits[:4]] == columns
    assert not any(row.wrapped for row in page.piece.rows)
    assert "17: cp866" in page.rows
    assert "Съешь ещё этих мягких французских булок, да выпей чаю № 1" in "".join(page.rows)
    complaints = printer.machine.complaints
    assert complaints.misplaced == []
    assert all(len(unknown) == 1 for unknown in complaints.unknown)  # places that cp1252 leaves free


@pytest.mark.parametrize("language", ["zpl", "tspl", "epl2", "cpcl"])
def test_a_label_printer(tmp_path: Path, elsewhere: Elsewhere, language: str) -> None:
    printer = elsewhere.enter(TcpLabelPrinter(language))
    done = print_test(tmp_path, language, printer.connection)
    assert done.returncode == 0, done.stderr
    assert "пробная страница напечатана" in done.stdout
    assert codes(*map(picture, printer.labels)) == LABEL_CODES
    assert len(printer.labels) == 1 + len(LABEL_CODES)
    assert printer.machine.unknown == []


def test_what_stops_it_is_said(tmp_path: Path, elsewhere: Elsewhere) -> None:
    printer = elsewhere.enter(TcpEmulator())
    elsewhere.wait(printer.switch("paper_out", on=True))
    done = print_test(tmp_path, "escpos", printer.connection)
    assert done.returncode == 1
    assert "Пробная страница не напечатана. Принтер «Принтер»: кончилась бумага." in done.stderr
    assert printer.documents == []
    done = print_test(tmp_path, "escpos", printer.connection, number=6)
    assert done.returncode == 2
    assert "Устройства № 6 в настройках нет. Есть: 5 «Принтер»." in done.stderr


def test_a_picture_of_it_needs_no_printer(tmp_path: Path) -> None:
    nowhere = "tcp://127.0.0.1:9"
    for driver, expected in (("escpos", RECEIPT_CODES), ("zpl", LABEL_CODES)):
        png = tmp_path / f"{driver}.png"
        done = print_test(tmp_path, driver, nowhere, png=png)
        assert done.returncode == 0, done.stderr
        assert codes(Image.open(png).convert("L")) == expected
