"""Receipts and corrections. Source: spec/atol-web.md 4, 8.

Inferred: that corrections of returns are refused with 48 before ФФД 1.2, and what the register asks of payments' order:
nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping

from drivers.atol_web.emulator import names
from drivers.atol_web.emulator.errors import (
    NO_REQUIRED,
    NOT_PAID,
    REQUISITE_DENIED,
    SHIFT_CLOSED,
    SHIFT_EXPIRED,
    TOO_MUCH_CASHLESS,
    TOTAL_MISMATCH,
    WRONG_PAYMENT,
    WRONG_RECEIPT,
    WRONG_TAX_SYSTEM,
    Refused,
)
from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.fiscal_params import made
from drivers.atol_web.emulator.free_print import printed
from drivers.atol_web.emulator.json_text import Json
from drivers.atol_web.emulator.positions import position, rate
from drivers.atol_web.emulator.register import Register
from drivers.atol_web.emulator.requisites import cashier, correction, of_receipt
from drivers.atol_web.emulator.task import Task
from drivers.emulation.fiscal import tlv, vat
from drivers.emulation.fiscal.printed import Printed
from drivers.emulation.fiscal.sale import CASH, Item, Sale

_ROUNDING = 100  # kopecks that a total may leave off, less than these
_UNREADABLE = ("paymentsAddInfo", "customParameters")  # inside them nothing is known
_RETURNS = (2, 4)


def _receipt(register: Register, task: Fields) -> Json:
    return _record(register, task, names.SALES[task.text("type")], is_correction=False)


def _correction(register: Register, task: Fields) -> Json:
    kind = names.CORRECTIONS[task.text("type")]
    if kind in _RETURNS and not register.marked_format:
        raise Refused(WRONG_RECEIPT, "до ФФД 1.2 возвраты не корректируют")
    return _record(register, task, kind, is_correction=True)


def _record(register: Register, task: Fields, kind: int, *, is_correction: bool) -> Json:
    """Everything is checked before anything changes."""
    items = tuple(position(register, each) for each in task.each("items") if each.text("type") == "position")
    total = _total(task, items, may_be_bare=is_correction and not register.marked_format)
    given = _given(register, task)
    told = cashier(task, register.quirks) + of_receipt(task, marked_format=register.marked_format)
    told += correction(task) if is_correction else b""
    told += _taxes(register, task)
    _readable(task)
    header, footer = (printed(register, task.each(name)) for name in ("preItems", "postItems"))
    between = _between(register, task)
    sale = Sale(
        kind=kind,
        items=items,
        paid=_paid(given, total),
        tax_system=_tax_system(register, task),
        requisites=tuple(tlv.parse(told)),
        correction=is_correction,
        total=total,
        taxes={} if task.each("taxes") else None,
    )
    _in_shift(register, task)
    document = register.till.receipt(sale)
    register.till.marking.clear()
    electronic = task.flag("electronically")
    return made(
        register,
        document,
        electronic=electronic,
        received=given.get(CASH),
        header=header,
        footer=footer,
        between=between,
    )


def _total(task: Fields, items: tuple[Item, ...], *, may_be_bare: bool) -> int:
    """Raises Refused 227 where it is above the sum of the amounts, or below it by a rouble or more."""
    if not items and not may_be_bare:
        raise Refused(NO_REQUIRED, "items")
    sum_ = sum(each.amount for each in items)
    total = task.money("total") if task.has("total") or not items else sum_
    if items and not 0 <= sum_ - total < _ROUNDING:
        raise Refused(TOTAL_MISMATCH, f"{total} вместо {sum_} копеек")
    return total


def _given(register: Register, task: Fields) -> Counter[int]:
    """Kopecks by tag, cash with what will be given back."""
    given: Counter[int] = Counter()
    for each in task.each("payments"):
        given[_payment(register, each)] += each.money("sum")
    return given


def _payment(register: Register, told: Fields) -> int:
    number = told.values.get("type")
    if isinstance(number, int) and register.quirks.payment_numbers and 0 <= number < len(names.PAYMENTS):
        return list(names.PAYMENTS.values())[number]
    return told.choice("type", names.PAYMENTS, WRONG_PAYMENT)


def _paid(given: Mapping[int, int], total: int) -> dict[int, int]:
    """Without the change. Raises Refused 52, 66."""
    cashless = sum(given.values()) - given.get(CASH, 0)
    if cashless > total:
        raise Refused(TOO_MUCH_CASHLESS)
    if sum(given.values()) < total:
        raise Refused(NOT_PAID)
    return {**given, CASH: total - cashless}


def _taxes(register: Register, task: Fields) -> bytes:
    """Sums that the host gives for the whole receipt; the register's own are left off then."""
    sums: Counter[int] = Counter()
    for each in task.each("taxes"):
        sums[rate(register, each)] += each.money("sum")
    return vat.requisites(sums) if sums else b""


def _tax_system(register: Register, task: Fields) -> int:
    """Without one it is the first that is registered, inferred. Raises Refused 143."""
    registered = register.till.tax_systems
    if not task.has("taxationType"):
        return registered & -registered
    told = task.choice("taxationType", names.TAX_SYSTEMS, WRONG_TAX_SYSTEM)
    if not told & registered:
        raise Refused(WRONG_TAX_SYSTEM, task.text("taxationType"))
    return told


def _readable(task: Fields) -> None:
    for name in _UNREADABLE:
        if task.has(name):
            raise Refused(REQUISITE_DENIED, f"эмулятор не знает, что внутри {name}")


def _between(register: Register, task: Fields) -> dict[int, list[Printed]]:
    """Rows among `items`, by how many positions stand before them."""
    found: defaultdict[int, list[Printed]] = defaultdict(list)
    passed = 0
    for item in task.each("items"):
        passed += item.text("type") == "position"
        found[passed] += printed(register, [item])
    return dict(found)


def _in_shift(register: Register, task: Fields) -> None:
    """Raises Refused 73, 68."""
    if not register.till.shift_open:
        if not register.quirks.auto_open:
            raise Refused(SHIFT_CLOSED)
        register.till.open_shift(tlv.parse(cashier(task, register.quirks)))
    if register.till.shift_expired:
        raise Refused(SHIFT_EXPIRED)


TASKS = (
    *(Task(name, _receipt, prints=True, fiscal=True) for name in names.SALES),
    *(Task(name, _correction, prints=True, fiscal=True) for name in names.CORRECTIONS),
)
