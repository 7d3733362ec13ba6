"""Profiles against the facts of python-escpos' capability database, read here by the package itself."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from drivers.errors import RequestRefused
from drivers.escpos.profile import DEFAULT, letters, load
from drivers.model.document import Symbology
from drivers.printing.page import FONTS, Paper

ROOT = Path(__file__).parents[3]


def test_default_says_what_the_database_says() -> None:
    """Asked in a process of its own: importing the package changes the logging of this one."""
    code = """
from escpos.capabilities import get_profile
profile = get_profile("default")
pages = {name.lower(): int(number) for name, number in profile.get_code_pages().items()}
features = [profile.supports(name) for name in ("barcodeB", "qrCode", "pdf417Code", "bitImageRaster", "paperFullCut")]
print(pages, "|", all(features))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    pages, features = done.stdout.strip().split(" | ")
    known = ast.literal_eval(pages)
    assert {name: known[name] for name in DEFAULT.code_pages} == dict(DEFAULT.code_pages)
    assert features == "True"
    assert Symbology.DATAMATRIX not in DEFAULT.codes


def test_default_is_an_80_mm_printer_with_cp866() -> None:
    assert load("default") is DEFAULT
    assert DEFAULT.code_page("cp866") == DEFAULT.code_page("IBM866") == 17
    assert Paper(dots=DEFAULT.dots, fonts=DEFAULT.cells).columns() == 48


@pytest.mark.parametrize(
    ("name", "dots", "columns", "cp866"),
    [
        ("TM-T88V", 512, (21, 42, 42, 56), 17),
        ("TM-T20II", 576, (24, 48, 48, 64), 17),
        ("POS-5890", 384, (16, 32, 32, 42), 17),
        ("TM-T20II-42col", 546, (21, 42, 42, 60), 17),
        ("TH230", 576, (22, 44, 44, 57), 7),
        ("CT-S651", 624, (24, 48, 48, 62), 7),  # 640 dots are no 48 letters
        ("P822D", 546, (21, 42, 42, 54), 17),
        ("KR-306", 576, (24, 48, 48, 64), 12),
        ("TM-U220", 400, (16, 33, 33, 40), 17),  # corrected: the database says 42 and 56, and has no Cyrillic
        ("TM-U220B", 400, (16, 33, 33, 40), 17),
    ],
)
def test_models(name: str, dots: int, columns: tuple[int, ...], cp866: int) -> None:
    profile = load(name)
    paper = Paper(dots=profile.dots, fonts=profile.cells)
    assert profile.dots == dots
    assert tuple(paper.columns(font) for font in (1, 2, 3, 4)) == columns
    assert profile.code_page("cp866") == cp866


def test_no_row_is_longer_than_the_printers_line() -> None:
    for head in range(384, 833, 4):
        for columns in (20, 32, 42, 44, 48):
            for small in (columns, 56, 64):
                dots, fonts = letters(head, columns, small)
                assert dots <= head
                assert dots // fonts[3].width == columns
                assert dots // fonts[4].width <= small


def test_features() -> None:
    cheap = load("POS-5890")
    assert cheap.codes == frozenset()
    assert not cheap.full_cut
    assert cheap.raster
    assert (load("TM-U220B").raster, load("TM-U220B").column, load("TM-U220B").head) == (False, 8, 400)
    assert (load("TM-T88V").column, load("TM-T88V").stores, load("TM-T88V").dpi) == (24, True, 180)
    assert (cheap.column, cheap.stores, cheap.dpi) == (0, False, 203)
    assert cheap.pages[17] == "CP866"
    assert Symbology.QR not in load("TH230").codes
    assert {Symbology.EAN13, Symbology.UPCA, Symbology.CODE93} < load("TH230").codes
    assert Symbology.GS1_128 not in load("TM-T88V").codes  # not every GS k knows 74
    assert cheap.model == "Zjiang POS5890 Series"


def test_a_printer_without_font_b_prints_font_a() -> None:
    profile = load("ZJ-5870")
    assert profile.cells[4] == profile.cells[3] == FONTS[3]


def test_an_unknown_profile_names_its_neighbours() -> None:
    with pytest.raises(RequestRefused, match="TM-T88V"):
        load("TM-T88VI")
    with pytest.raises(RequestRefused, match=r"Похожие: TM-T88V,"):
        load("tmt88v")
    with pytest.raises(RequestRefused, match=r"неизвестен\. Например: default,"):
        load("qwzx")


def test_star_printers_are_refused_with_a_way_out() -> None:
    with pytest.raises(RequestRefused, match="режим ESC/POS"):
        load("TSP600")


def test_the_database_costs_no_import() -> None:
    code = "import sys; from drivers.escpos.profile import load; load('TM-T88V'); sys.exit('escpos' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
