"""A shop in Kazakhstan: its register on a folder, and receipts by their amount."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import KkmError
from drivers.model.command import Command, ReadState, RegisterReceipt
from drivers.model.document import ByAmount, Cashier, Line, LocalTax, Payments, Position, Receipt
from drivers.model.ffd import ReceiptType
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.model.state import DeviceState
from drivers.ports import Clock
from drivers.virtual.kazakh import VirtualKkmKz
from drivers.virtual.kazakh_desk import KazakhLedger
from drivers.virtual.kazakh_options import VirtualKkmKzOptions
from drivers.virtual.kazakh_taxes import read
from tests.drivers.virtual.shop import context

CASHIER = Cashier("Ахметова А.")
LINES = ["1 НДС 12% = 12", "2 Без НДС = нет", "3 Сбор 10% = +10"]
VAT, NO_VAT, ON_TOP = read(LINES)
BREAD = Position(name="Хлеб", quantity=Decimal(3), price=30_000, amount=90_000)
DISCOUNT = Position(name="Жеңілдік", quantity=Decimal(1), price=-5_000, amount=-5_000)

Scene = Callable[[VirtualKkmKz], Awaitable[None]]


def run(folder: Path, scene: Scene, clock: Clock | None = None, **options: Any) -> None:
    """Play a scene on a register that keeps its memory in `folder`; it is closed at the end, whatever happens."""

    async def main() -> None:
        register = VirtualKkmKz(context(folder, clock), VirtualKkmKzOptions(**{"taxes": LINES, **options}))
        try:
            await scene(register)
        finally:
            await register.close()

    asyncio.run(main())


def deal(
    amount: int,
    *lines: Line,
    type: ReceiptType = ReceiptType.SALE,  # noqa: A002
    tax: LocalTax = VAT,
    cashier: Cashier = CASHIER,
    **paid: int,
) -> RegisterReceipt:
    """A receipt by its amount; paid in cash to the tiyn unless told otherwise."""
    by_amount = ByAmount(amount=amount, tax=tax)
    payments = Payments(**paid) if paid else Payments(cash=by_amount.total)
    receipt = Receipt(type=type, lines=lines, payments=payments, cashier=cashier, by_amount=by_amount)
    return RegisterReceipt(receipt)


def made(outcome: Outcome) -> FiscalDocument:
    assert outcome.document is not None
    return outcome.document


async def state_of(register: VirtualKkmKz) -> DeviceState:
    state = (await register.execute(ReadState())).state
    assert state is not None
    return state


async def refused(register: VirtualKkmKz, command: Command, native: int | None) -> KkmError:
    """In words, with that code of the register, and nothing has come of it."""
    before, paper = await register.mark(), len(register.tape())
    with pytest.raises(KkmError) as caught:
        await register.execute(command)
    assert (caught.value.native, caught.value.nothing_sent, caught.value.device) == (native, True, "Касса 1")
    assert (await register.mark(), len(register.tape())) == (before, paper)
    return caught.value


def message(folder: Path, number: int) -> dict[str, Any]:
    """What the operator was told of a document."""
    with closing(KazakhLedger(folder / "1" / "kazakh.sqlite3", "", looks_only=True)) as ledger:
        stored = ledger.document(number)
        assert stored is not None
        told: dict[str, Any] = json.loads(stored.tlv)
        return told
