"""Correction receipts of ФФД 1.05 and 1.1: FF35, requisites, then FF36 or FF4A. Source: spec/shtrih-m.md 3.7.

In 1.2 they are ordinary receipts begun by 8Dh with 80h, and these answer 37h (inferred).
"""

from dataclasses import dataclass

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.bodies import FFD_CODES
from drivers.emulation.fiscal.storage import SHIFT_LASTS, Form, Open
from drivers.emulation.fiscal.vat import requisites
from drivers.shtrih.emulator import closing, documents, modes, slips
from drivers.shtrih.emulator.answers import named
from drivers.shtrih.emulator.command import Asked, Command, Refused, command, u
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.registers import CASH as DRAWER

_SIGNS = (1, 3)  # income, expense
_TAX_CODES = (1, 2, 5, 6, 3, 4)  # tag 1199 in the order of the taxes of FF4A
_ROWS = (1, 2, closing.PREPAID, closing.CREDIT, closing.OTHER)
_BASIS = (1177, 1178, 1179)


@dataclass(frozen=True, slots=True)
class _Correction:
    sign: int
    total: int
    sums: dict[int, int]
    taxes: dict[int, int]
    ordered: int | None = None
    tax_system: int = 0


def _begin(core: Core, _: Asked) -> bytes:
    _old_format(core)
    if not core.storage.shift_open:
        raise Refused(0x02, "the shift is closed")
    core.storage.begin(Open.CORRECTION, core.now)
    return b""


def _short(core: Core, asked: Asked) -> bytes:
    """FF36: all of it in cash."""
    total, sign = asked.number(5), asked.number(1)
    return _record(core, asked, _Correction(sign, total, {closing.CASH: total}, {}))


def _full(core: Core, asked: Asked) -> bytes:
    ordered, sign, total = asked.number(1), asked.number(1), asked.number(5)
    sums = {row: asked.number(5) for row in _ROWS}
    taxes = {code: asked.number(5) for code in _TAX_CODES}
    given = {code: sum_ for code, sum_ in taxes.items() if sum_}
    return _record(core, asked, _Correction(sign, total, sums, given, ordered, asked.number(1)))


def _record(core: Core, asked: Asked, told: _Correction) -> bytes:
    _check(core, told)
    storage = core.storage
    storage.finish(Open.CORRECTION, core.now)
    system = closing.tax_system(core, told.tax_system)
    document = storage.add_receipt(
        Form.CORRECTION, lambda: _body(core, asked, told, system), core.now, kind=told.sign, total=told.total
    )
    cash = told.sums.get(closing.CASH, 0)
    closing.move_cash(core, cash if told.sign == 1 else -cash)
    core.registers.next_document()
    core.print_document(slips.fiscal(core, document, slips.payments(core, told.total, told.sums, 0)))
    return u(storage.receipt, 2) + named(core, document)


def _body(core: Core, asked: Asked, told: _Correction, system: int) -> bytes:
    body = documents.head(core, asked.operator) + tlv.fixed(1054, told.sign, 1) + tlv.fixed(1055, system, 1)
    body += tlv.fixed(1038, core.storage.shift, 4) + tlv.fixed(1042, core.storage.receipt, 4)
    body += closing.paid(told.total, told.sums) + requisites(told.taxes) + closing.basis(core)
    if told.ordered is not None:
        body += tlv.fixed(1173, told.ordered, 1)
    return body + documents.extras(core, _BASIS)


def _check(core: Core, told: _Correction) -> None:
    """Raises Refused 33h, 45h, 4Dh, 46h, 16h."""
    _old_format(core)
    if told.sign not in _SIGNS or told.ordered not in (None, 0, 1) or not told.total:
        raise Refused(0x33)
    if sum(told.sums.values()) != told.total:
        raise Refused(0x45 if sum(told.sums.values()) < told.total else 0x4D)
    if told.sign != 1 and told.sums.get(closing.CASH, 0) > core.registers.read_money(DRAWER):
        raise Refused(0x46)
    if not core.storage.shift_open:
        raise Refused(0x02, "the shift is closed")
    if core.shift_age > SHIFT_LASTS:
        raise Refused(0x16)


def _old_format(core: Core) -> None:
    if core.ffd >= FFD_CODES["1.2"]:
        raise Refused(0x37)


COMMANDS: tuple[Command, ...] = (
    command("FF35", _begin, modes=modes.NO_RECEIPT),
    command("FF36", _short, 6, modes=modes.NO_RECEIPT, prints=True),
    command("FF4A", _full, 63, modes=modes.NO_RECEIPT, prints=True),
)
