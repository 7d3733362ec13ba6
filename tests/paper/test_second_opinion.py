"""The ZPL labels of the corpus, drawn by a renderer that shares nothing with this project: all codes decode there too.

But for what it does not know: some kinds, and in ^BC the change to subset C by >5 and a single character behind the
last invocation code; Zebra's guide has both (45541L, ^BC, table of invocation characters).
"""

from collections import Counter

import pytest

from drivers.model.document import Symbology
from tests import zpl_renderer
from tests.paper import scanner
from tests.paper.document import Read
from tests.paper.documents import DOCUMENTS
from tests.paper.lacks import lack
from tests.paper.profiles import CASES, LabelPrinter, Profile

pytestmark = zpl_renderer.needed

_UNKNOWN_KINDS = {Symbology.EAN8, Symbology.UPCA, Symbology.CODE93}
_UNKNOWN_CHANGES = {b"COUPON-10", b"abcDEF12345", b'A "q" 12', b"a{b}c~^\\", b"10A-17\x1d215Z", b"10A17"}

_MISREAD_KINDS = {Symbology.CODE128, Symbology.GS1_128}


def _is_known(code: Read) -> bool:
    return code.symbology not in _UNKNOWN_KINDS and code.data not in _UNKNOWN_CHANGES


def _names(printer: Profile) -> list[str]:
    """Documents with codes that this printer prints."""
    names = [name for name, other in CASES if other is printer and DOCUMENTS[name].reads]
    return [name for name in names if not lack(name, printer.name).refused]


_ZPL = {
    printer.name: printer for _, printer in CASES if isinstance(printer, LabelPrinter) and printer.language == "zpl"
}


@pytest.mark.parametrize("printer", _ZPL.values(), ids=_ZPL.keys())
def test_another_reading_of_zpl_shows_the_same_codes(printer: LabelPrinter) -> None:
    names = _names(printer)
    everything = [code for name in names for code in DOCUMENTS[name].reads]
    zpl = b"".join(printer.job(DOCUMENTS[name].lines)[0] for name in names)
    dots_per_mm = {203: 8, 300: 12}[printer.options.dpi]
    papers = zpl_renderer.render(zpl, printer.options.width, printer.options.height, dots_per_mm)
    found = Counter(scanner.read(papers))
    assert Counter(scanner.in_order([code for code in everything if _is_known(code)])) - found == Counter()
    assert all(code.symbology in _MISREAD_KINDS for code in found - Counter(scanner.in_order(everything)))


def test_codes_of_gs1_are_among_them() -> None:
    kinds = {code.symbology for name in _names(_ZPL["zpl-203"]) for code in DOCUMENTS[name].reads if _is_known(code)}
    assert kinds >= {Symbology.GS1_DATAMATRIX, Symbology.GS1_128}
