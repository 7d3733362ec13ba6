"""The shift, its totals, and cash that comes and goes. Source: spec/atol-web.md 3, 5.

The fields of getShiftTotals are those of two public libraries. Inferred: an X report and cash do without an open shift.
"""

from drivers.atol_web.emulator import names
from drivers.atol_web.emulator.errors import SHIFT_CLOSED, SHIFT_OPEN, Refused
from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.fiscal_params import made
from drivers.atol_web.emulator.json_text import Json, roubles
from drivers.atol_web.emulator.register import Register
from drivers.atol_web.emulator.requisites import cashier
from drivers.atol_web.emulator.task import Task
from drivers.emulation.fiscal import slip, tlv
from drivers.emulation.fiscal.storage import SHIFT_LASTS


def _open(register: Register, task: Fields) -> Json:
    if register.till.shift_open:
        raise Refused(SHIFT_OPEN)
    document = register.till.open_shift(tlv.parse(cashier(task, register.quirks)))
    return made(register, document, electronic=task.flag("electronically"))


def _close(register: Register, task: Fields) -> Json:
    if not register.till.shift_open:
        raise Refused(SHIFT_CLOSED)
    document = register.till.close_shift(tlv.parse(cashier(task, register.quirks)))
    return made(register, document, electronic=task.flag("electronically"))


def _report_x(register: Register, task: Fields) -> Json:
    del task
    till = register.till
    register.print_loose(slip.turnover("СУТОЧНЫЙ ОТЧЕТ БЕЗ ГАШЕНИЯ", till.totals(), till.drawer, width=register.width))
    return None


def _status(register: Register, task: Fields) -> Json:
    del task
    return {"shiftStatus": shift_status(register)}


def state(register: Register) -> str:
    if register.till.shift_expired:
        return "expired"
    return "opened" if register.till.shift_open else "closed"


def shift_status(register: Register) -> dict[str, object]:
    """`documentsCount`: receipts of the shift. `expiredTime`: when its 24 hours are over."""
    storage = register.till.storage
    ends = storage.shift_opened + SHIFT_LASTS if storage.shift_open else register.till.now()
    return {
        "state": state(register),
        "number": storage.shift,
        "expiredTime": register.stamp(ends),
        "documentsCount": storage.receipt,
    }


def _totals(register: Register, task: Fields) -> Json:
    del task
    return {"shiftTotals": shift_totals(register)}


def shift_totals(register: Register) -> dict[str, object]:
    told = register.till.totals()
    return {
        "shiftNumber": register.till.shift,
        "cashDrawer": {"sum": roubles(register.till.drawer)},
        "income": {"count": told.deposits, "sum": roubles(told.cash_in)},
        "outcome": {"count": told.withdrawals, "sum": roubles(told.cash_out)},
        "receipts": {name: _of_kind(register, kind) for name, kind in names.SALES.items()},
    }


def _of_kind(register: Register, kind: int) -> dict[str, object]:
    told = register.till.totals()
    paid = {name: roubles(told.sums[kind, tag]) for name, tag in names.PAYMENTS.items()}
    return {"count": told.receipts[kind], "sum": roubles(told.totals[kind]), "payments": paid}


def _cash_in(register: Register, task: Fields) -> Json:
    cashier(task, register.quirks)
    register.till.cash_in(task.money("cashSum"))
    return _moved(register, task, "ВНЕСЕНИЕ")


def _cash_out(register: Register, task: Fields) -> Json:
    cashier(task, register.quirks)
    register.till.cash_out(task.money("cashSum"))
    return _moved(register, task, "ВЫПЛАТА")


def _moved(register: Register, task: Fields, title: str) -> Json:
    result: dict[str, object] = {"counters": {"cashSum": roubles(register.till.drawer)}}
    paper = [slip.pair(title, f"={slip.money(task.money('cashSum'))}", register.width), *slip.ENDING]
    if not task.flag("electronically") and not register.print(paper):
        result["warnings"] = {"notPrinted": True}
    return result


def _drawer(register: Register, task: Fields) -> Json:
    del task
    register.pulse()
    return None


def _drawer_status(register: Register, task: Fields) -> Json:
    del task
    opened = {"cashDrawerOpened": register.conditions.drawer_open}
    return {"cashDrawerStatus": opened, "counters": {"cashSum": roubles(register.till.drawer)}}


TASKS = (
    Task("openShift", _open, prints=True, fiscal=True),
    Task("closeShift", _close, prints=True, fiscal=True),
    Task("reportX", _report_x, prints=True),
    Task("getShiftStatus", _status),
    Task("getShiftTotals", _totals),
    Task("cashIn", _cash_in, prints=True, fiscal=True),
    Task("cashOut", _cash_out, prints=True, fiscal=True),
    Task("openCashDrawer", _drawer),
    Task("getCashDrawerStatus", _drawer_status),
)
