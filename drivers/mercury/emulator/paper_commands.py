"""What is printed beside receipts. Source: spec/mercury.md 3.

Inferred: forcePrint prints at once, without it text within a check comes out with the check; free text is not cut off.
"""

from drivers.emulation.fiscal.printed import Barcode, Line, Printed
from drivers.emulation.fiscal.refused import StorageRefused
from drivers.emulation.fiscal.slip import slip, turnover
from drivers.mercury.emulator.command import NOTHING, Answer, Command
from drivers.mercury.emulator.core import Core
from drivers.mercury.emulator.fields import Fields
from drivers.mercury.emulator.results import Refused, Result

_MOST_TEXT = 1024
_MOST_CODE = 256
_CODES = {1: "EAN8", 2: "EAN13", 3: "CODE39", 4: "QR"}
_REPORTS = {
    1: "X-ОТЧЕТ",
    2: "ОТЧЕТ ПО ОПЕРАТОРАМ",
    3: "ОТЧЕТ ПО ТОВАРАМ",
    4: "ОТЧЕТ ПО ТОВАРАМ И ОПЕРАТОРАМ",
    5: "ОТЧЕТ ЗА СМЕНУ",
}
_LAST_DOCUMENT = (1 << 32) - 1


def _text(core: Core, asked: Fields) -> Answer:
    text = asked.text("text", _MOST_TEXT, empty=True)
    forced = asked.flag("forcePrint", default=False)
    return _put(core, [Line(line) for line in text.split("\n")], forced=forced)


def _code(core: Core, asked: Fields) -> Answer:
    kind = _CODES[asked.integer("bcType", min(_CODES), max(_CODES))]
    return _put(core, [Barcode(kind, asked.text("value", _MOST_CODE))], forced=False)


def _put(core: Core, items: list[Printed], *, forced: bool) -> Answer:
    core.must_have_paper()
    if core.check is not None and not forced:
        core.check.notes += items
    else:
        core.roll.print(items)
    return NOTHING


def _report(core: Core, asked: Fields) -> Answer:
    """Each of them has the sums of the shift; what the others have beside is not told."""
    title = _REPORTS[asked.integer("reportCode", min(_REPORTS), max(_REPORTS))]
    core.must_have_no_check()
    core.must_have_paper()
    core.roll.print(turnover(title, core.till.totals(), core.till.drawer))
    return NOTHING


def _copy(core: Core, asked: Fields) -> Answer:
    number = asked.integer("fiscalDocNum", 1, _LAST_DOCUMENT)
    core.must_have_no_check()
    core.must_have_paper()
    storage = core.till.storage
    try:
        document = storage.find(number)
    except StorageRefused as error:
        raise Refused(Result.NO_DOCUMENT, f"Документ {number} не найден") from error
    core.roll.print(slip(storage.number, document))
    return NOTHING


COMMANDS = (
    Command("PrintText", _text, ("text", "forcePrint")),
    Command("PrintBarCode", _code, ("bcType", "value")),
    Command("PrintReport", _report, ("reportCode",)),
    Command("PrintDocFromFN", _copy, ("fiscalDocNum",)),
)
