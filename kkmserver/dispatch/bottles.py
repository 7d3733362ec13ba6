"""Bottles of a receipt for ЕГАИС: what the УТМ is told, how that is undone, what the buyer gets on paper.

Source: spec/ffd.md 12.
"""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from drivers.model.command import Command, RegisterBottles, RegisterReceipt
from drivers.model.document import BarcodeLine, Line, Position, Receipt, Symbology, TextLine
from drivers.model.excise import Bottle, EgaisSlip, TellEgais
from drivers.model.ffd import ReceiptType
from drivers.model.state import DeviceState, Registration

_BACK = (ReceiptType.SALE_RETURN, ReceiptType.PURCHASE_RETURN)
_GROUP = 4  # characters of the sign that stand together


def has_bottles(command: Command) -> bool:
    if isinstance(command, RegisterBottles):
        return True
    if not isinstance(command, RegisterReceipt) or command.receipt.correction:
        return False
    return any(isinstance(line, Position) and line.stamp for line in command.receipt.lines)


def cheque(receipt: Receipt, seq: int, register: DeviceState | None) -> TellEgais:
    """`seq`: Record.seq of the attempt; `register`: what is known of the device that prints.

    The cheque has an even number of its own, and what undoes it the odd one behind that.
    """
    known = (register.registration if register else None) or Registration()
    return TellEgais(
        bottles=tuple(_bottle(position) for position in receipt.positions if position.stamp),
        is_return=receipt.type in _BACK,
        shift=register.shift_number if register else 0,
        receipt=2 * seq,
        cashier=receipt.cashier.name,
        kpp=receipt.kpp,
        inn=known.inn,
        register=register.serial if register else "",
        organization=known.organization,
        address=receipt.address or known.address,
    )


def undoing(told: TellEgais) -> TellEgais:
    return replace(told, is_return=not told.is_return, receipt=told.receipt + 1)


def rows(slip: EgaisSlip) -> tuple[Line, ...]:
    """Printed at the end of the receipt."""
    groups = (slip.sign[i : i + _GROUP] for i in range(0, len(slip.sign), _GROUP))
    code = (BarcodeLine(Symbology.QR, slip.url),) if slip.url else ()
    return (TextLine("ЕГАИС"), *code, TextLine(slip.url), TextLine(" ".join(groups)))


def _bottle(position: Position) -> Bottle:
    assert position.stamp
    each = Decimal(position.amount) / position.quantity if position.quantity else Decimal(position.price)
    price = abs(int(each.to_integral_value(ROUND_HALF_UP)))
    return Bottle(stamp=position.stamp, name=position.name, price=price)
