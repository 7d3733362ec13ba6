"""What comes out of a label printer for each command, label by label: for its tape and for its preview."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, repeat

from drivers.errors import NotSupported, RequestRefused
from drivers.model.command import Command, PrintDocument, PrintLabels, PrintRuler, PrintTestPage
from drivers.model.document import Line, TextLine
from drivers.printing import label, label_flow, test_page
from drivers.printing.label_flow import Label
from drivers.printing.paper_warnings import of_codes, of_rows, of_template
from drivers.printing.ruler import ruler
from drivers.printing.sheet import SheetSize

_NAME = TextLine("0")  # what stands above a code of the test page


@dataclass(frozen=True, slots=True)
class Run:
    """`labels` are `count`, made one by one as they are asked for; `before` it the batch has so many others."""

    count: int
    labels: Iterator[Label]
    before: int = 0
    warnings: tuple[str, ...] = ()


class LabelPaper:
    """Labels of one size. Safe in any thread."""

    def __init__(self, size: SheetSize) -> None:
        self._size = size
        self._paper = label_flow.paper_of(size)

    @property
    def columns(self) -> int:
        return self._paper.columns()

    def run(self, command: Command) -> Run:
        """Raises RequestRefused for anything that could be refused later, NotSupported for what prints no labels."""
        match command:
            case PrintLabels():
                return self._batch(command)
            case PrintDocument(lines, copies):
                found = label_flow.labels(lines, self._size)
                many = (f"Документ не поместился на одну этикетку и занял {len(found)}.",) if len(found) > 1 else ()
                every = chain.from_iterable(repeat(found, copies + 1))
                return Run(
                    len(found) * (copies + 1),
                    every,
                    warnings=(*of_rows(lines), *of_codes(one.sheet for one in found), *many),
                )
            case PrintRuler():
                found = label_flow.spread(ruler(self._paper), self._paper, self._size)
            case PrintTestPage():
                groups = test_page.groups(self._fits)
                found = tuple(label for group in groups for label in label_flow.labels(group, self._size))
            case _:
                raise NotSupported(
                    "Принтер этикеток не выполняет кассовые операции: выберите для этой команды кассу (ККТ)."
                )
        return Run(len(found), iter(found))

    def _fits(self, line: Line) -> None:
        label_flow.labels([_NAME, line], self._size)

    def _batch(self, command: PrintLabels) -> Run:
        template, size = command.template, label.size_of(command.template, self._size.dpi)
        if size.width > self._size.width or size.height > self._size.height:
            raise RequestRefused(
                f"Шаблон «{template.name}» – {template.width}x{template.height} мм, это больше этикетки в принтере. "
                "Заправьте этикетки нужного размера и исправьте width и height в настройке принтера."
            )
        sheets = label.sheets(command, self._size.dpi)
        label.check(template, command.fields, self._size.dpi)
        text = partial(label.plain_text, template)
        numbered = enumerate(sheets, command.first - 1)
        labels = (Label(sheet, text(command.fields[number // command.copies])) for number, sheet in numbered)
        said = of_template(template, command.fields) + of_codes(
            [label.lay_out(template, command.fields[0], self._size.dpi)]
        )
        return Run(command.total - command.first + 1, labels, command.first - 1, said)
