"""A register at a port, the driver that works with it, and receipts to give it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from drivers.emulation.fiscal.storage import Document
from drivers.emulation.frame_faults import Fault
from drivers.model.command import Command, RegisterReceipt
from drivers.model.document import Cashier, Line, Payments, Position, Receipt
from drivers.model.ffd import ReceiptType, VatRate
from drivers.model.outcome import Outcome
from drivers.ports import DeviceContext
from drivers.registers.driver import RegisterDriver
from drivers.shtrih.driver import build
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.register import ShtrihRegister
from drivers.transports.connection import open_transport
from tests.faults.wires.skipping import LoopClock, run

CASHIER = Cashier("Петрова А.И.")
LONGEST = 1800.0  # seconds of a clock that does not wait


@dataclass
class Till:
    """`driver` is the one at work; `another` begins anew with the same register, as after a restart."""

    register: ShtrihEmulator
    options: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.driver = self.another()

    def another(self) -> RegisterDriver:
        options = {"connection": self.register.connection} | self.options
        context = DeviceContext(
            number=1, name="Касса 1", data=Path("unused"), clock=LoopClock(), open_transport=open_transport
        )
        return build(context, ShtrihOptions(**options))

    @property
    def ours(self) -> ShtrihRegister:
        """The register as the driver at work has it."""
        assert isinstance(self.driver.register, ShtrihRegister)
        return self.driver.register

    async def do(self, command: Command) -> Outcome:
        return await self.driver.execute(command)

    def inject(self, *faults: Fault) -> None:
        self.register.inject(*faults)

    def refuse(self, error: int, command: str) -> None:
        """Once."""
        self.register.machine.troubles.refuse(error, command)

    def answers(self, command: str, change: Callable[[bytes], bytes]) -> None:
        """From now on the register carries `command` out and says otherwise what it says then."""
        talk, code = self.register.machine.talk, bytes.fromhex(command)
        honest = talk._execute
        talk._execute = lambda body: change(honest(body)) if body.startswith(code) else honest(body)

    @property
    def documents(self) -> list[Document]:
        return self.register.machine.storage.documents

    @property
    def receipts(self) -> list[Document]:
        return [document for document in self.documents if document.form in (3, 31)]

    @property
    def mode(self) -> int:
        """Its low nibble."""
        return int(self.register.machine.mode) & 0x0F

    @property
    def lines(self) -> list[str]:
        return list(self.register.machine.paper.lines)

    def executed(self) -> list[str]:
        """Codes in hex, those from before forgotten by whoever slices."""
        return [code.hex().upper() for code in self.register.executed]


def play(scene: Callable[[Till], Awaitable[None]], *, emulator: dict[str, Any] | None = None, **options: Any) -> None:
    """On a register of its own, and on the loop that does not wait; `options` are the driver's."""

    async def main() -> None:
        async with ShtrihEmulator(**({"ffd": "1.05", "clock": LoopClock()} | (emulator or {}))) as register:
            till = Till(register, options)
            try:
                async with asyncio.timeout(LONGEST):
                    await scene(till)
            finally:
                await till.driver.close()

    run(main())


def position(name: str = "Чай чёрный", amount: int = 24690, **more: Any) -> Position:
    given = {"quantity": Decimal(1), "price": amount, "vat": VatRate.NO_VAT} | more
    return Position(name=name, amount=amount, **given)


def sale(*lines: Line, kind: ReceiptType = ReceiptType.SALE, **more: Any) -> RegisterReceipt:
    """Paid in cash unless told otherwise."""
    rows = lines or (position(),)
    total = sum(row.amount for row in rows if isinstance(row, Position))
    given = {"payments": Payments(cash=total), "cashier": CASHIER} | more
    return RegisterReceipt(Receipt(type=kind, lines=rows, **given))
