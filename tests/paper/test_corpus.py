"""Every document on every printer: read back from the emulator's paper, as people and scanners read it."""

from collections.abc import Iterable

import pytest

from drivers.errors import RequestRefused
from drivers.labels import options as label_settings
from drivers.printing import label_flow, raster_sheet
from tests.paper import scanner
from tests.paper.documents import DOCUMENTS
from tests.paper.following import blocks, follow
from tests.paper.lacks import LACKS, lack
from tests.paper.printed import Printed
from tests.paper.profiles import CASES, MAIN, LabelPrinter, Profile, printed

_PRINTED = [(name, printer) for name, printer in CASES if not lack(name, printer.name).refused]


def cases(found: Iterable[tuple[str, Profile]]) -> pytest.MarkDecorator:
    shown = [pytest.param(name, printer, id=f"{name}-{printer.name}") for name, printer in found]
    return pytest.mark.parametrize(("name", "printer"), shown)


every_paper = cases(_PRINTED)
every_paper_with_codes = cases((name, printer) for name, printer in _PRINTED if DOCUMENTS[name].reads)
every_sure_label = cases(
    (name, printer)
    for name, printer in _PRINTED
    if isinstance(printer, LabelPrinter) and printer.options.barcodes == "auto"
)


def paper_of(name: str, printer: Profile) -> Printed:
    found = printed(name, printer.name)
    assert isinstance(found, Printed), found
    return found


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(DOCUMENTS) >= 40
    assert len(MAIN) == 8
    assert LACKS.keys() <= {(name, printer.name) for name, printer in CASES} | {
        (name, "translit-48") for name in DOCUMENTS
    }


@every_paper_with_codes
def test_codes_are_read(name: str, printer: Profile) -> None:
    """All of them and no others, each as the kind it is: ]C1 and ]d2 are codes of GS1."""
    assert scanner.read(paper_of(name, printer).papers) == scanner.in_order(DOCUMENTS[name].reads)


@every_paper_with_codes
def test_codes_are_read_on_worn_paper(name: str, printer: Profile) -> None:
    wanted = DOCUMENTS[name].reads
    found = scanner.read_worn(paper_of(name, printer).papers, wanted, printer.dpi, printer.dot)
    assert found == set(scanner.in_order(wanted))


@every_paper
def test_the_paper_is_the_layout(name: str, printer: Profile) -> None:
    follow(paper_of(name, printer), printer, blocks(DOCUMENTS[name].lines, printer))


@every_paper
def test_nothing_is_lost_in_silence(name: str, printer: Profile) -> None:
    found = paper_of(name, printer)
    sheets = len(found.papers)
    spread = (f"Документ не поместился на одну этикетку и занял {sheets}.",) if sheets > 1 else ()
    assert found.complaints == ()
    assert found.warnings == lack(name, printer.name).warnings + spread


@pytest.mark.parametrize(("name", "printer_name"), [key for key, lack in LACKS.items() if lack.refused])
def test_what_cannot_be_printed_is_refused(name: str, printer_name: str) -> None:
    refusal = printed(name, printer_name)
    assert isinstance(refusal, RequestRefused)
    assert lack(name, printer_name).refused in refusal.text


@every_sure_label
def test_labels_are_their_previews(name: str, printer: LabelPrinter) -> None:
    """Whoever draws a code, the printer or the driver."""
    sheets = label_flow.flow(DOCUMENTS[name].lines, label_settings.size(printer.options))
    papers = paper_of(name, printer).papers
    shown = [raster_sheet.draw(sheet).data for sheet in sheets]
    assert [paper.point([255] * 128 + [0] * 128).convert("1").tobytes() for paper in papers] == shown
