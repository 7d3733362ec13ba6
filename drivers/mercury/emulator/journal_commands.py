"""The journal of sales: ReadSales, then GetProgress, then GetSales. Source: spec/mercury.md 3.

The members of GetProgress's answer and of `goods` are made up; so is that cancelled checks are in it.
"""

from itertools import groupby

from drivers.emulation.fiscal.sale import Item
from drivers.mercury.emulator.check import Closed
from drivers.mercury.emulator.command import NOTHING, Answer, Command
from drivers.mercury.emulator.core import Core
from drivers.mercury.emulator.fields import MOMENT, Fields
from drivers.mercury.emulator.goods import SCALE
from drivers.mercury.emulator.paying import NAMES
from drivers.mercury.emulator.quirks import Journal
from drivers.mercury.emulator.recorded import sign
from drivers.mercury.emulator.results import Refused, Result

_ALL = 100  # percent


def _read(core: Core, _: Fields) -> Answer:
    core.must_have_no_check()
    core.reading = core.quirks.journal_polls
    return NOTHING


def _progress(core: Core, _: Fields) -> Answer:
    left = _begun(core)
    core.reading = max(0, left - 1)
    return {"isCompleted": left == 0, "progress": _ALL // (left + 1)}


def _sales(core: Core, _: Fields) -> Answer:
    if _begun(core):
        raise Refused(Result.NO_DOCUMENT, "Журнал ещё считывается")
    till = core.till
    groups = groupby(core.closed, lambda each: (each.storage, each.shift))
    shifts = [_shift(core, *which, [*group]) for which, group in groups]
    return {
        "kktRegNum": till.rnm,
        "kktNum": till.serial,
        "ownerInn": till.inn,
        "ffdVer": till.ffd,
        "shifts": _shaped(core.quirks.journal, shifts),
    }


def _shaped(journal: Journal, shifts: list[Answer]) -> object:
    if journal is Journal.EMPTY or not shifts:
        return None if journal is Journal.OBJECT else []
    return shifts if journal is Journal.LIST else shifts[-1]


def _shift(core: Core, storage: str, number: int, closed: list[Closed]) -> Answer:
    """When the open one was closed it cannot say."""
    opened = f"{closed[0].check.opened:{MOMENT}}"
    till = core.till
    is_open = till.shift_open and (till.storage.number, till.shift) == (storage, number)
    ended = None if is_open else f"{closed[-1].time:{MOMENT}}"
    checks = [_check(core, each) for each in closed]
    return {"fnNum": storage, "num": number, "open": opened, "close": ended, "checks": checks}


def _check(core: Core, closed: Closed) -> Answer:
    check, document = closed.check, closed.document
    numbers: dict[str, object] = {}
    if document is not None:
        numbers = {"fiscalDocNum": document.number, "fiscalSign": sign(core, document)}
    return {
        **numbers,
        "dateTime": f"{closed.time:{MOMENT}}",
        "num": check.number,
        "checkType": check.type,
        "taxSystem": check.tax_system,
        "annulled": document is None,
        "total": check.total,
        "payment": {NAMES[tag]: sum_ for tag, sum_ in closed.paid.items() if sum_},
        "goods": [_goods(each) for each in check.items],
    }


def _goods(item: Item) -> Answer:
    return {
        "productName": item.name,
        "qty": int(item.quantity * SCALE),
        "price": item.price,
        "sum": item.amount,
        "taxCode": item.vat,
    }


def _break(core: Core, _: Fields) -> Answer:
    core.reading = None
    return NOTHING


def _begun(core: Core) -> int:
    if core.reading is None:
        raise Refused(Result.NO_DOCUMENT, "Журнал не считывался")
    return core.reading


COMMANDS = (
    Command("ReadSales", _read),
    Command("GetProgress", _progress),
    Command("GetSales", _sales),
    Command("BreakOperation", _break),
)
