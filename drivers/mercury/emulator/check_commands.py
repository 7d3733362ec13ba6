"""A check from its opening to its end. Source: spec/mercury.md 3, 4, 6.

Inferred: a correction of 1.05 is a sale or a purchase; a check without goods cannot be closed; a refused CloseCheck
leaves the check open; the shift is looked at when a check is opened and when it is closed.
"""

from drivers.emulation.fiscal.printed import Line
from drivers.emulation.fiscal.sale import Kind
from drivers.emulation.fiscal.values import text
from drivers.mercury.emulator import goods, heading, paying
from drivers.mercury.emulator.check import Check, Closed
from drivers.mercury.emulator.command import NOTHING, Answer, Command
from drivers.mercury.emulator.core import Core
from drivers.mercury.emulator.fields import Fields
from drivers.mercury.emulator.recorded import told
from drivers.mercury.emulator.results import Refused, Result

_SYSTEMS = (0, 1, 2, 4, 5)
_TYPES = 8
_EMAIL = 64


def _open(core: Core, asked: Fields) -> Answer:
    type_, system = asked.integer("checkType", 0, _TYPES - 1), asked.integer("taxSystem", 0, max(_SYSTEMS))
    if system not in _SYSTEMS or not core.till.tax_systems >> system & 1:
        raise Refused(Result.BAD_FIELD, "Неверное значение: taxSystem")
    core.must_have_no_check()
    core.must_have_shift()
    check = Check(type_, system, core.till.receipt_number + 1, core.now(), asked.flag("printDoc", default=True), ())
    _possible(core, check)
    marked = core.till.ffd == "1.2"
    check.requisites = tuple(heading.requisites(asked, correction=check.is_correction, marked_format=marked))
    core.check = check
    return _numbers(core, check)


def _possible(core: Core, check: Check) -> None:
    """Raises Refused."""
    if check.is_correction and core.till.ffd == "1.05" and check.kind not in (Kind.SALE, Kind.PURCHASE):
        raise Refused(Result.NOT_SUPPORTED, "В ФФД 1.05 нет коррекции возврата")
    if check.prints:
        core.must_have_paper()


def _add(core: Core, asked: Fields) -> Answer:
    check = core.open_check()
    check.items.append(goods.item(core, asked))
    if note := asked.optional_text("addInfo"):
        check.notes.append(Line(note))
    return {**_numbers(core, check), "goodsNum": len(check.items)}


def _close(core: Core, asked: Fields) -> Answer:
    check = core.open_check()
    if not check.items:
        raise Refused(Result.NO_GOODS, "В чеке нет товаров")
    core.must_have_shift()
    if check.prints:
        core.must_have_paper()
    paid = paying.paid(asked, check.total)
    to = asked.optional_text("sendCheckTo", _EMAIL)
    requisites = ((text(1008, to),) if to else ()) + tuple(paying.details(asked, paid))
    with core.recording():
        document = core.till.receipt(check.sale(paid, requisites))
    core.check = None
    core.closed.append(Closed(check, core.till.storage.number, document.shift, document.time, paid, document))
    core.till.marking.clear()
    note = asked.optional_text("addInfo")
    notes = [*check.notes, *([Line(note)] if note else [])]
    core.print_recorded(document, notes, prints=check.prints, received=paying.cash(asked))
    return {**told(core, document), "checkNum": check.number}


def _reset(core: Core, _: Fields) -> Answer:
    check = core.open_check()
    core.check = None
    core.closed.append(Closed(check, core.till.storage.number, core.till.shift, core.now(), {}))
    return NOTHING


def _numbers(core: Core, check: Check) -> dict[str, object]:
    return {"shiftNum": core.till.shift, "checkNum": check.number}


COMMANDS = (
    Command("OpenCheck", _open, heading.FIELDS),
    Command("AddGoods", _add, goods.FIELDS),
    Command("CloseCheck", _close, ("sendCheckTo", "addInfo", "payment", "ecashPaymentInfo")),
    Command("ResetCheck", _reset),
)
