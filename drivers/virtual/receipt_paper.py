"""What comes out of a receipt printer for each command, document by document: for its tape and for its preview."""

from collections.abc import Iterator

from drivers.errors import RequestRefused
from drivers.model.command import Command, PrintDocument, PrintLabels, PrintRuler, PrintTestPage
from drivers.model.document import Line
from drivers.printing import label, raster_sheet, test_page
from drivers.printing.layout import check, lay_out
from drivers.printing.page import Block, Cut, Page, Paper, PictureBlock
from drivers.printing.ruler import ruler

_DPI = 203  # of the heads that the dots of a Paper are measured for


def pages(command: Command, paper: Paper) -> Iterator[tuple[str, Page]]:
    """Titles and pages; whatever is refused is refused at once. None for a command that prints nothing."""
    match command:
        case PrintDocument(lines):
            return iter([("Документ", _page(lay_out(lines, paper), paper))])
        case PrintRuler():
            return iter([("Линейка", _page(ruler(paper), paper))])
        case PrintTestPage():
            return iter([("Пробная печать", _page(_test_page(paper), paper))])
        case PrintLabels():
            return _labels(command, paper)
        case _:
            return iter(())


def _page(blocks: tuple[Block, ...], paper: Paper) -> Page:
    return Page(paper, (*blocks, Cut()))


def _test_page(paper: Paper) -> tuple[Block, ...]:
    def fits(line: Line) -> None:
        check([line], paper)

    return lay_out((line for group in test_page.groups(fits) for line in group), paper)


def _labels(command: PrintLabels, paper: Paper) -> Iterator[tuple[str, Page]]:
    """Each label as a picture, made when it is asked for."""
    template = command.template
    if label.size_of(template, _DPI).width > paper.dots:
        raise RequestRefused(
            f"Шаблон «{template.name}» шире бумаги: {template.width} мм. "
            "Возьмите другой шаблон или напечатайте на принтере этикеток."
        )
    sheets = label.sheets(command, _DPI)
    label.check(template, command.fields, _DPI)
    pictures = (PictureBlock(raster_sheet.draw(sheet)) for sheet in sheets)
    return (
        (f"Этикетка {number} из {command.total}", _page((picture,), paper))
        for number, picture in enumerate(pictures, command.first)
    )
