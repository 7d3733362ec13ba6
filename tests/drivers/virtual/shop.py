"""A shop for the tests of the virtual devices: a register on a folder, and receipts to give it."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from drivers.model.command import RegisterReceipt
from drivers.model.document import Cashier, Line, Payments, Position, Receipt
from drivers.model.ffd import ReceiptType, VatRate
from drivers.ports import Clock, DeviceContext, Transport
from drivers.virtual.kkt import VirtualKkt
from drivers.virtual.options import VirtualKktOptions
from tests.clock import FakeClock

CASHIER = Cashier("Петрова А.И.")


def _no_transport(connection: str) -> Transport:
    raise AssertionError(f"a virtual device opened {connection}")


def context(folder: Path, clock: Clock | None = None, number: int = 1) -> DeviceContext:
    return DeviceContext(
        number=number,
        name=f"Касса {number}",
        data=folder / str(number),
        clock=clock or FakeClock(),
        open_transport=_no_transport,
    )


def run(
    folder: Path, scene: Callable[[VirtualKkt], Awaitable[None]], clock: Clock | None = None, **options: Any
) -> None:
    """Play a scene on a register that keeps its ФН in `folder`; it is closed at the end, whatever happens."""

    async def main() -> None:
        kkt = VirtualKkt(context(folder, clock), VirtualKktOptions(**options))
        try:
            await scene(kkt)
        finally:
            await kkt.close()

    asyncio.run(main())


def tea(amount: int = 10_000, vat: VatRate = VatRate.NO_VAT) -> Position:
    return Position(name="Чай", quantity=Decimal(1), price=amount, amount=amount, vat=vat)


def sale(*lines: Line, cash: int | None = None, electronic: int = 0, **fields: Any) -> RegisterReceipt:
    """Paid in cash to the kopeck unless told otherwise."""
    rows = lines or (tea(),)
    total = sum(line.amount for line in rows if isinstance(line, Position))
    kind = fields.pop("type", ReceiptType.SALE)
    paid = Payments(cash=total - electronic if cash is None else cash, electronic=electronic)
    return RegisterReceipt(Receipt(type=kind, lines=rows, payments=paid, **({"cashier": CASHIER} | fields)))
