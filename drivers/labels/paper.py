"""What a command prints on the labels that are loaded. No I/O; may be used by several threads at once."""

from itertools import islice

from drivers.errors import NotSupported, RequestRefused
from drivers.labels import options as settings
from drivers.labels import test_page
from drivers.labels.batch import Job
from drivers.labels.options import LabelOptions, millimetres, shown
from drivers.model.command import Command, PrintDocument, PrintLabels, PrintRuler, PrintTestPage
from drivers.model.document import Line
from drivers.printing import label, label_flow, paper_warnings
from drivers.printing.bitmap import Bitmap
from drivers.printing.raster_sheet import draw
from drivers.printing.ruler import ruler
from drivers.printing.sheet import Sheet

_COPIES = 99
_PREVIEWED = 20  # labels


class LabelPaper:
    """The loaded labels."""

    def __init__(self, options: LabelOptions, model: str) -> None:
        self._options, self._model = options, model
        self._size = settings.size(options)
        self._paper = label_flow.paper_of(self._size, options.font)

    def columns(self) -> int:
        return self._paper.columns()

    def job(self, command: Command) -> Job:
        """Raises RequestRefused if any label of it cannot be printed, NotSupported if nothing is printed by it."""
        match command:
            case PrintLabels():
                return self._labels(command)
            case PrintDocument(lines, copies):
                return self._document(lines, copies)
            case PrintRuler():
                return _of(tuple(one.sheet for one in label_flow.spread(ruler(self._paper), self._paper, self._size)))
            case PrintTestPage():
                return _of(test_page.sheets(self._options, self._model))
            case _:
                raise NotSupported(
                    "Принтер этикеток печатает этикетки и документы, но чеков не регистрирует и ящик не открывает. "
                    "Выберите для этой команды кассу (ККТ)."
                )

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        """The first labels of the command."""
        return tuple(draw(sheet) for sheet in islice(self.job(command).sheets, _PREVIEWED))

    def _labels(self, command: PrintLabels) -> Job:
        """Every set of fields is checked, those before `first` included: a batch is good or bad as a whole."""
        template, options = command.template, self._options
        if command.copies < 1 or not command.fields:
            raise RequestRefused("В задании нет ни одной этикетки: укажите наборы полей и число копий от 1.")
        if template.width > millimetres(options.width) or template.height > millimetres(options.height):
            raise RequestRefused(
                f"Шаблон «{template.name}» размером {template.width}x{template.height} мм не помещается: в принтере "
                f"этикетки {shown(options.width)}x{shown(options.height)} мм. Выберите другой шаблон или принтер, "
                "или исправьте width и height принтера в настройках."
            )
        sheets = label.sheets(command, options.dpi)
        label.check(template, command.fields, options.dpi)
        said = paper_warnings.of_template(template, command.fields)
        said += paper_warnings.of_codes([label.lay_out(template, command.fields[0], options.dpi)])
        return Job(sheets, command.total, command.first, batch=True, warnings=said)

    def _document(self, lines: tuple[Line, ...], copies: int) -> Job:
        if not 0 <= copies <= _COPIES:
            raise RequestRefused(f"Число копий: от 0 до {_COPIES}, а не {copies}.")
        once = self._flow(lines)
        said = paper_warnings.of_rows(lines) + paper_warnings.of_codes(once)
        if len(once) > 1:
            said += (f"Документ не поместился на одну этикетку и занял {len(once)}.",)
        return _of(once * (1 + copies), said)

    def _flow(self, lines: tuple[Line, ...]) -> tuple[Sheet, ...]:
        return label_flow.flow(lines, self._size, self._options.font)


def _of(sheets: tuple[Sheet, ...], warnings: tuple[str, ...] = ()) -> Job:
    return Job(iter(sheets), len(sheets), warnings=warnings)
