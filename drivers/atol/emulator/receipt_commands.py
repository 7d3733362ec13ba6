"""A receipt: opening, discount, taxes, payments, closing, cancelling. Source: spec/atol.md 6.2, 13."""

from drivers.atol.emulator import positions, requisites, shifts
from drivers.atol.emulator.command import LENGTH, Asked, Command, Refused
from drivers.atol.emulator.core import Core
from drivers.atol.emulator.modes import IN_RECEIPT, Place
from drivers.atol.emulator.numbers import bcd
from drivers.atol.emulator.receipt import IN_CASH, KINDS, PAYMENTS, Receipt
from drivers.emulation.fiscal import vat
from drivers.emulation.fiscal.printed import Printed
from drivers.emulation.fiscal.sale import Sale
from drivers.emulation.fiscal.slip import slip
from drivers.emulation.fiscal.storage import Document

_TEST, _NOT_PRINTED = 1, 2  # bits of the flags
_WRONG_TYPE, _TOO_MUCH, _PAYMENT, _TOO_LITTLE, _DISCOUNT, _NO_SUCH_TAX = 106, 113, 126, 134, 123, 224
_SHIFT_OLD, _SHIFT_CLOSED = 136, 143
_NOT_PAID = 117  # of 9Bh: so much was not paid; which error that is nobody tells
_ROUBLE = 100
_SUM = 5  # bytes


def _open(core: Core, asked: Asked) -> None:
    """92h."""
    flags, kind = asked.byte(), asked.byte()
    asked.end()
    if kind not in KINDS:
        raise Refused(_WRONG_TYPE, f"type {kind}")
    if core.till.shift_expired:
        raise Refused(_SHIFT_OLD)
    if not core.till.shift_open:
        if not core.quirks.opens_shift:
            raise Refused(_SHIFT_CLOSED)
        shifts.open_shift(core)
    core.till.storage.check()
    if not flags & _TEST:
        core.ahead.clear()
        core.receipt = Receipt(kind, prints=not flags & _NOT_PRINTED)


def _discount(core: Core, asked: Asked) -> None:
    """43h: since ФФД 1.05 nothing but what is below a rouble; 0 = all of it."""
    flags, area, kind, sign, value = asked.byte(), asked.byte(), asked.byte(), asked.byte(), asked.bcd(_SUM)
    asked.end()
    receipt = core.opened()
    off = value or receipt.total % _ROUBLE
    if area or kind != 1 or sign or off >= _ROUBLE or receipt.rounded_off or off > receipt.total:
        raise Refused(_DISCOUNT)
    if not flags & _TEST:
        receipt.rounded_off = off


def _tax(core: Core, asked: Asked) -> None:
    """B8h: the sum is as wide as what is left, or as the quirk has it."""
    flags, area, index = asked.byte(), asked.byte(), asked.byte()
    width = core.quirks.tax_sum_width or asked.left
    if width not in (_SUM, 7) or area:
        raise Refused(LENGTH)
    sum_ = asked.bcd(width)
    asked.end()
    tag = vat.FLAT.get(positions.rate(core, index))
    if tag is None:
        raise Refused(_NO_SUCH_TAX, "no tag of its own")
    if not flags & _TEST:
        core.opened().told_taxes[tag] = sum_


def _pay(core: Core, asked: Asked) -> bytes:
    """99h -> ext, what is still to be paid, change."""
    flags, kind, sum_ = _payment(asked)
    receipt = core.opened()
    left, change = _paid(receipt, kind, sum_, core)
    if not flags & _TEST:
        receipt.paid[kind] = receipt.paid.get(kind, 0) + sum_
    return _sums(core, left, change)


def _unpay(core: Core, asked: Asked) -> bytes:
    """9Bh."""
    flags, kind, sum_ = _payment(asked)
    receipt = core.opened()
    if receipt.paid.get(kind, 0) < sum_:
        raise Refused(_NOT_PAID)
    receipt.paid[kind] -= sum_
    left, change = receipt.remainder, receipt.change
    if flags & _TEST:
        receipt.paid[kind] += sum_
    elif not receipt.paid[kind]:
        del receipt.paid[kind]
    return _sums(core, left, change)


def _payment(asked: Asked) -> tuple[int, int, int]:
    flags, kind, sum_ = asked.byte(), asked.byte(), asked.bcd(_SUM)
    asked.end()
    if kind not in PAYMENTS:
        raise Refused(_PAYMENT, f"payment {kind}")
    return flags, kind, sum_


def _paid(receipt: Receipt, kind: int, sum_: int, core: Core) -> tuple[int, int]:
    """Left and change after so much more. Raises Refused 113 where no cash makes the change."""
    if receipt.without_items:
        return 0, 0
    if not receipt.items:
        raise Refused(core.quirks.empty_error, "no positions")
    before = sum(receipt.paid.values())
    without_cash = before - receipt.paid.get(IN_CASH, 0) + (0 if kind == IN_CASH else sum_)
    if without_cash > receipt.total:
        raise Refused(_TOO_MUCH)
    return max(0, receipt.total - before - sum_), max(0, before + sum_ - receipt.total)


def _sums(core: Core, left: int, change: int) -> bytes:
    return bytes([core.quirks.ext or 0]) + bcd(left, _SUM) + bcd(change, _SUM)


def _close(core: Core, asked: Asked) -> None:
    """4Ah: with the 99s that came before, or with its own payment, 0 = exactly."""
    flags, kind, sum_ = _payment(asked)
    receipt = core.opened()
    if receipt.position is not None:
        raise Refused(core.quirks.no_position_error, "a position is open")
    if not receipt.items and not (receipt.without_items and (sum_ or receipt.paid)):
        raise Refused(core.quirks.empty_error)
    own = receipt.total if not sum_ and not receipt.paid else sum_
    left, _ = _paid(receipt, kind, own, core)
    if left:
        raise Refused(_TOO_LITTLE)
    if flags & _TEST:
        return
    error = core.conditions.error() if receipt.prints else 0
    if error and core.quirks.refuses_without_paper:
        raise Refused(error)
    _record(core, receipt, kind, own)
    if receipt.prints and (error or (core.roll.stopped and core.quirks.told_when_out)):
        raise Refused(core.conditions.error() or error)


def _record(core: Core, receipt: Receipt, kind: int, sum_: int) -> None:
    """The last payment counts only if the ФН takes the receipt."""
    before = dict(receipt.paid)
    if sum_:
        receipt.paid[kind] = receipt.paid.get(kind, 0) + sum_
    received = receipt.paid.get(IN_CASH)
    try:
        document = core.till.receipt(_sale(core, receipt))
    except Exception:
        receipt.paid = before
        raise
    core.leave_receipt()
    if receipt.prints:
        core.print_document(paper(core, document, received))


def paper(core: Core, document: Document, received: int | None = None) -> list[Printed]:
    return slip(
        core.till.storage.number,
        document,
        width=core.tables.characters,
        header=core.header(),
        received=received,
        ending=core.ending(),
    )


def _sale(core: Core, receipt: Receipt) -> Sale:
    told = [each for each in receipt.requisites if each[0] != 1055]
    systems = [value[0] for tag, value in receipt.requisites if tag == 1055]
    registered = core.till.tax_systems
    return Sale(
        kind=receipt.kind,
        items=tuple(receipt.items),
        paid=receipt.recorded(),
        tax_system=systems[-1] if systems else registered & -registered,
        requisites=tuple(requisites.with_cashier(core, told)),
        correction=receipt.correction,
        total=receipt.total,
        taxes=receipt.told_taxes or None,
    )


def _cancel(core: Core, asked: Asked) -> None:
    """59h."""
    asked.end()
    core.opened()
    core.leave_receipt()
    core.note("ЧЕК АННУЛИРОВАН")


COMMANDS = (
    Command(0x92, _open, {Place.REGISTRATION}, prints=True),
    Command(0x43, _discount, {Place.RECEIPT}),
    Command(0xB8, _tax, {Place.RECEIPT}),
    Command(0x99, _pay, IN_RECEIPT),
    Command(0x9B, _unpay, IN_RECEIPT),
    Command(0x4A, _close, IN_RECEIPT),
    Command(0x59, _cancel, IN_RECEIPT),
)
