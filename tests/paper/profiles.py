"""The printers of the corpus: settings of a driver, and the emulated printer its bytes go to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Literal

from drivers.errors import RequestRefused
from drivers.escpos.emulator.head import IMPACT_76, THERMAL_58, THERMAL_80, Head
from drivers.labels import options as label_settings
from drivers.labels.emulator.languages import interpret as interpret_labels
from drivers.labels.emulator.paper import picture
from drivers.labels.language import Language
from drivers.labels.options import LabelOptions
from drivers.labels.paper import LabelPaper
from drivers.model.command import PrintDocument
from drivers.model.document import Line, Symbology
from drivers.printing.label_flow import paper_of
from drivers.printing.page import FONTS, Cell, Paper
from drivers.registry import load
from tests.drivers.escpos.printers import composed, document
from tests.escpos_paper import interpret
from tests.paper.documents import DOCUMENTS
from tests.paper.printed import Printed

_SIDES = 32  # paper beside the head, as the emulator draws it

Letters = Literal["own", "drawn", "similar"]


@dataclass(frozen=True, slots=True)
class ReceiptPrinter:
    """`paper`: what the layout must go by. `letters`: what becomes of characters the code page lacks.

    `dot`: units of the head that one dot of graphics takes. `options`: of the driver.
    """

    name: str
    paper: Paper
    options: Mapping[str, Any]
    head: Head = THERMAL_80
    letters: Letters = "drawn"
    dot: int = 1

    @property
    def dpi(self) -> tuple[int, int]:
        return self.head.dpi

    @property
    def left(self) -> int:
        """Where the paper of the layout begins."""
        return 0

    def print(self, lines: Sequence[Line]) -> Printed:
        warnings = composed(lines, **self.options).warnings
        found = interpret(document(lines, **self.options), head=self.head)
        image = found.image()
        tape = image.crop((_SIDES, _SIDES, image.width - _SIDES, image.height - _SIDES))
        broken = [*found.unknown, *found.misplaced, *found.too_wide, *(row for row in found.printed if row.wrapped)]
        complaints = [*map(str, broken), *([] if found.ended_clean else ["the job has no end"])]
        own_codes = tuple(content for _, content in found.barcodes)
        return Printed((tape,), warnings, tuple(found.printed), own_codes, tuple(complaints))


@dataclass(frozen=True, slots=True)
class LabelPrinter:
    """All text is drawn. `language`: a module of drivers.labels."""

    name: str
    language: str
    options: LabelOptions
    letters: Letters = "drawn"
    dot: int = 1

    @property
    def paper(self) -> Paper:
        return paper_of(label_settings.size(self.options))

    @property
    def dpi(self) -> tuple[int, int]:
        return self.options.dpi, self.options.dpi

    @property
    def left(self) -> int:
        return (label_settings.size(self.options).width - self.paper.dots) // 2

    def job(self, lines: Sequence[Line]) -> tuple[bytes, tuple[str, ...]]:
        """Bytes of all labels, and warnings."""
        codec = _language(self.language, self.options)
        job = LabelPaper(self.options, codec.model).job(PrintDocument(tuple(lines)))
        return codec.setup() + b"".join(codec.label(sheet, 1) for sheet in job.sheets), job.warnings

    def print(self, lines: Sequence[Line]) -> Printed:
        data, warnings = self.job(lines)
        machine = interpret_labels(self.language, data, self.options.dpi)
        papers = tuple(picture(label) for label in machine.labels)
        return Printed(papers, warnings, complaints=tuple(map(str, machine.unknown)))


Profile = ReceiptPrinter | LabelPrinter


def _language(name: str, options: LabelOptions) -> Language:
    made: Language = getattr(import_module(f"drivers.labels.{name}"), name.capitalize())(options)
    return made


def _labels(name: str, language: str, **options: Any) -> LabelPrinter:
    return LabelPrinter(name, language, load(language).options("tcp://127.0.0.1:9100", **options))


_IMPACT_FONTS = {1: Cell(24, 48), 2: Cell(12, 48), 3: Cell(12, 24), 4: Cell(10, 17)}
_FULL = {"profile": "TM-T20II", "native_codes": (Symbology.GS1_128, Symbology.DATAMATRIX, Symbology.AZTEC)}

MAIN: tuple[Profile, ...] = (
    ReceiptPrinter("clone-58", Paper(384, FONTS), {"profile": "NT-5890K"}, THERMAL_58),
    ReceiptPrinter("epson-42", Paper(512, FONTS), {"profile": "TM-T88V"}, THERMAL_80.wide(512)),
    ReceiptPrinter("epson-48", Paper(576, FONTS), _FULL),
    ReceiptPrinter("raster-48", Paper(576, FONTS), {"barcodes": "raster"}),
    ReceiptPrinter("impact-33", Paper(400, _IMPACT_FONTS), {"profile": "TM-U220B"}, IMPACT_76, "similar", dot=2),
    ReceiptPrinter("native-58", Paper(384, FONTS), {"profile": "Sunmi-V2"}, THERMAL_58),
    _labels("zpl-203", "zpl", width=58.0, height=60.0),
    _labels("tspl-300", "tspl", width=80.0, height=60.0, dpi=300, barcodes="native"),
)
FURTHER: tuple[Profile, ...] = (
    ReceiptPrinter("columns-48", Paper(576, FONTS), {"graphics": "column", "barcodes": "raster"}),
    ReceiptPrinter("cp1251-48", Paper(576, FONTS), {"code_page": "cp1251"}),
    ReceiptPrinter("translit-48", Paper(576, FONTS), {"missing": "translit"}, letters="similar"),
    _labels("zpl-300", "zpl", width=80.0, height=60.0, dpi=300, barcodes="native"),
    _labels("tspl-203", "tspl", width=58.0, height=60.0),
    _labels("epl2-203", "epl2", width=58.0, height=60.0, media="gap"),
    _labels("cpcl-203", "cpcl", width=58.0, height=60.0),
    _labels("cpcl-300", "cpcl", width=80.0, height=60.0, dpi=300, barcodes="native"),
)
# A document of every sort for the further printers.
SHORTER = (
    "receipt",
    "markup",
    "signs",
    "kazakh",
    "doubled",
    "all_codes",
    "gs1_128",
    "marking_full",
    "marking_as_scanned",
    "qr_signs",
    "qr_modules",
    "turned",
    "code128",
    "photo",
    "code_among_others",
)
CASES = [(name, printer) for printer in MAIN for name in DOCUMENTS]
CASES += [(name, printer) for printer in FURTHER for name in SHORTER]


@cache
def printed(name: str, printer_name: str) -> Printed | RequestRefused:
    """A document of the corpus on a printer; the same paper for all tests."""
    printer = next(each for each in (*MAIN, *FURTHER) if each.name == printer_name)
    try:
        return printer.print(DOCUMENTS[name].lines)
    except RequestRefused as refusal:
        return refusal
