"""A receipt becomes a document. Source: spec/shtrih-m.md 3.7, 8; spec/ffd.md 2, 5, 6."""

from dataclasses import dataclass

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.bodies import FFD_CODES
from drivers.emulation.fiscal.receipt_body import negative_marks
from drivers.emulation.fiscal.storage import SHIFT_LASTS, Document, Form, Open
from drivers.emulation.fiscal.vat import TURNOVERS, requisites
from drivers.shtrih.emulator import documents, positions, registers, slips, vat
from drivers.shtrih.emulator.command import Refused
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.receipt import Receipt

CASH, PREPAID, CREDIT, OTHER = 1, 14, 15, 16  # payments by row of table 5
_MOST_ROUNDING = 99
_BASIS = (1177, 1178, 1179)  # of a correction


@dataclass(frozen=True, slots=True)
class Payment:
    """`sums` by row of table 5, kopecks; `taxes` as the host gave them, by row of table 6; `tax_system` a bit or 0."""

    sums: dict[int, int]
    rounding: int = 0
    taxes: tuple[int, ...] = ()
    tax_system: int = 0

    @property
    def without_cash(self) -> int:
        return sum(sum_ for row, sum_ in self.sums.items() if row != CASH)


@dataclass(frozen=True, slots=True)
class Closed:
    document: Document
    change: int


def close(core: Core, receipt: Receipt, payment: Payment) -> Closed:
    """Record it; then registers, then paper. Raises Refused 8Eh, 45h, 4Dh, 46h, 33h, 16h and the ФН's own."""
    total = _total(core, receipt, payment)
    change = _change(core, receipt, payment, total)
    if core.shift_age > SHIFT_LASTS:
        raise Refused(0x16)
    document = _record(core, receipt, payment, total)
    due = {**payment.sums, CASH: total - payment.without_cash}
    _count(core, receipt, due, total)
    core.receipt = None
    _notify(core, receipt)
    rows = [*receipt.paper, *slips.payments(core, total, payment.sums, change)]
    core.print_document(slips.fiscal(core, document, rows))
    if core.tables.integer(1, 1, 6):
        core.paper.pulses.append(0)
    return Closed(document, change)


def _total(core: Core, receipt: Receipt, payment: Payment) -> int:
    """Rounding leaves the whole roubles as they are."""
    if not receipt.positions or (not receipt.total and core.tables.integer(1, 1, 23)):
        raise Refused(0x8E)
    total = receipt.total - payment.rounding
    if payment.rounding > _MOST_ROUNDING or total // 100 != receipt.total // 100:
        raise Refused(0x33, "rounding")
    return total


def _change(core: Core, receipt: Receipt, payment: Payment, total: int) -> int:
    paid = sum(payment.sums.values())
    if paid < total:
        raise Refused(0x45)
    if payment.without_cash > total:
        raise Refused(0x4D)
    if receipt.pays_out and total - payment.without_cash > core.registers.read_money(registers.CASH):
        raise Refused(0x46)
    return paid - total


def _record(core: Core, receipt: Receipt, payment: Payment, total: int) -> Document:
    """Nothing has changed before the ФН has taken it."""
    storage = core.storage
    form, kind = (Form.CORRECTION, Open.CORRECTION) if receipt.correction else (Form.RECEIPT, Open.RECEIPT)
    storage.ensure(kind, core.now)
    system = tax_system(core, payment.tax_system)
    return storage.add_receipt(
        form,
        lambda: _body(core, receipt, payment, total, system),
        core.now,
        kind=receipt.calculation,
        total=total,
    )


def _body(core: Core, receipt: Receipt, payment: Payment, total: int, system: int) -> bytes:
    body = documents.head(core, receipt.operator) + tlv.fixed(1054, receipt.calculation, 1)
    body += tlv.fixed(1055, system, 1) + tlv.fixed(1038, core.storage.shift, 4)
    body += tlv.fixed(1042, core.storage.receipt, 4)
    body += b"".join(positions.written(core, each) for each in receipt.positions)
    body += paid(total, payment.sums) + requisites(_taxes(core, receipt, payment))
    body += basis(core) if receipt.correction else b""
    body += documents.shop(core)
    if core.ffd >= FFD_CODES["1.2"]:
        body += negative_marks(_marks(receipt))
    return body + documents.extras(core, _BASIS if receipt.correction else ())


def paid(total: int, sums: dict[int, int]) -> bytes:
    """Cash is what is due, not what was handed over."""
    electronic = sum(sum_ for row, sum_ in sums.items() if CASH < row < PREPAID)
    last = {1215: sums.get(PREPAID, 0), 1216: sums.get(CREDIT, 0), 1217: sums.get(OTHER, 0)}
    cash = total - electronic - sum(last.values())
    return b"".join(tlv.vln(tag, sum_) for tag, sum_ in {1020: total, 1031: cash, 1081: electronic, **last}.items())


def basis(core: Core) -> bytes:
    """1174 of what the host has sent one by one."""
    had = [tlv.pack(tag, value) for tag, value in core.storage.requisites if tag in _BASIS]
    return tlv.nest(1174, had) if had else b""


def tax_system(core: Core, told: int) -> int:
    """0 = the first one of the registration. Raises Refused 33h."""
    registered = core.tables.integer(18, 1, 5)
    system = told or registered & -registered
    if system & (system - 1) or not system & registered:
        raise Refused(0x33, f"tax system {told:02X}h")
    return system


def _taxes(core: Core, receipt: Receipt, payment: Payment) -> dict[int, int]:
    """By tag 1199: the host's where table 1 field 14 says so, else those of the sums of each rate."""
    rows = sorted({each.tax_row for each in receipt.positions})
    if core.tables.integer(1, 1, 14):
        return {vat.code(core.tables, row): payment.taxes[row - 1] for row in rows if row <= len(payment.taxes)}
    sums: dict[int, int] = {}
    for row in rows:
        code, sum_ = vat.code(core.tables, row), sum(each.sum for each in receipt.positions if each.tax_row == row)
        tax = sum_ if code in TURNOVERS else vat.tax(core.tables, row, sum_)
        sums[code] = sums.get(code, 0) + tax
    return sums


def _marks(receipt: Receipt) -> list[int]:
    return [value[0] for each in receipt.positions for tag, value in each.tags if tag == 2106]


def _notify(core: Core, receipt: Receipt) -> None:
    """Of a receipt with marked goods the ФН makes a notification."""
    if _marks(receipt):
        core.marking.notified += 1
    core.marking.clear()


def _count(core: Core, receipt: Receipt, due: dict[int, int], total: int) -> None:
    kept, kind = core.registers, receipt.kind
    for position in receipt.positions:
        department = max(1, position.department)
        kept.add(registers.slot(registers.SHIFT_DEPARTMENTS, department, kind), position.sum)
        kept.count(registers.slot(registers.OPERATIONS_SHIFT, department, kind))
        if position.tax_row <= registers.KINDS:
            kept.add(registers.slot(registers.RECEIPT_TURNOVERS, position.tax_row, kind), position.sum)
            kept.add(registers.slot(registers.SHIFT_TURNOVERS, position.tax_row, kind), position.sum)
            tax = positions.tax_of(core, position)
            kept.add(registers.slot(registers.RECEIPT_TAXES, position.tax_row, kind), tax)
            kept.add(registers.slot(registers.SHIFT_TAXES, position.tax_row, kind), tax)
    for row in range(1, registers.KINDS + 1):
        kept.add(registers.slot(registers.RECEIPT_PAYMENTS, row, kind), due.get(row, 0))
        kept.add(registers.slot(registers.SHIFT_PAYMENTS, row, kind), due.get(row, 0))
    move_cash(core, -due[CASH] if receipt.pays_out else due[CASH])
    kept.count(registers.SHIFT_RECEIPTS + kind)
    kept.count(registers.RECEIPT_NUMBERS + kind)
    kept.next_document()
    kept.add(registers.GRAND_TOTAL, total)


def move_cash(core: Core, sum_: int) -> None:
    core.registers.add(registers.CASH, sum_)
    core.registers.money[registers.CASH_AT_CLOSING] = core.registers.read_money(registers.CASH)
