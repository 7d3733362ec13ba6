"""The register of docs/adding-a-driver.md at a TCP port, and its stand for the contract suite."""

import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from drivers.emulation.faults import WELL, Faults
from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.conditions import Conditions
from drivers.emulation.fiscal.paper import Roll
from drivers.emulation.fiscal.printed import Cut, Line
from drivers.emulation.fiscal.refused import StorageRefused
from drivers.emulation.fiscal.sale import Item, Requisites, Sale
from drivers.emulation.fiscal.slip import slip
from drivers.emulation.fiscal.storage import Document
from drivers.emulation.fiscal.till import NotEnoughCash, Till
from drivers.emulation.port import TcpDevice
from drivers.emulation.text_document import TextDocument
from drivers.model.ffd import FfdVersion
from drivers.ports import Clock
from tests.contract.emulated import DAY, OTHER_NUMBER, EmulatedStand
from tests.contract.stand import Trouble
from tests.faults.wires.skipping import LoopClock

_NO_PAPER, _NO_DOCUMENT, _WRONG = 3, 8, 9
_CLOSING = frozenset({"close", "open shift", "close shift", "settlement", "cash"})
_LINES_LEFT = 6


class _Refused(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class _Receipt:
    kind: int
    tax: int
    tags: Requisites
    items: list[Item]


class Romashka:
    """A Machine. `deaf`: commands whose answer is lost; `gone`: the power goes with so many'th such command, and
    whether it was executed then.
    """

    room = 1 << 16

    def __init__(self, clock: Clock) -> None:
        self.conditions = Conditions()
        self.till = Till(ffd="1.05", clock=clock, conditions=self.conditions)
        self.roll = Roll(self.till.clock, self.conditions)
        self.pulses = 0
        self.deaf: frozenset[str] = frozenset()
        self.gone: tuple[str, int, bool] | None = None
        self._receipt: _Receipt | None = None
        self._heard = b""

    def switch(self, name: str, on: bool) -> bytes:
        self.conditions.put(name, on)
        return b""

    def feed(self, data: bytes) -> bytes:
        *lines, self._heard = (self._heard + data).split(b"\n")
        return b"".join(self._answered(json.loads(line)) for line in lines)

    def hang_up(self) -> None:
        self._heard = b""

    def leave_receipt_open(self) -> None:
        self._receipt = _Receipt(1, 1, (), [])

    def _answered(self, line: dict[str, Any]) -> bytes:
        (kind, name), *told = line.items()
        goes, executed = self._goes(name)
        answer = self._done(f"{kind}_{name}".replace(" ", "_"), dict(told)) if executed else {}
        if goes:
            self.conditions.power = False
        return b"" if goes or name in self.deaf else json.dumps(answer).encode() + b"\n"

    def _goes(self, name: str) -> tuple[bool, bool]:
        """Whether the power goes now, and whether the command is executed."""
        if self.gone is None or self.gone[0] != name:
            return False, True
        _, left, executed = self.gone
        self.gone = (name, left - 1, executed) if left > 1 else None
        return (False, True) if left > 1 else (True, executed)

    def _done(self, name: str, told: dict[str, Any]) -> dict[str, Any]:
        try:
            return getattr(self, name)(**told) or {}
        except _Refused as error:
            return {"error": error.code}
        except (StorageRefused, NotEnoughCash):
            return {"error": _WRONG}

    # questions

    def ask_passport(self) -> dict[str, Any]:
        till = self.till
        told = {"serial": till.serial, "inn": till.inn, "rnm": till.rnm, "taxes": till.tax_systems}
        return {"storage": till.storage.number, **told}

    def ask_state(self) -> dict[str, Any]:
        till = self.till
        return {
            "storage": till.storage.number,
            "last": till.storage.last,
            "shift": 1 + till.shift_open + till.shift_expired,
            "shift_number": till.shift,
            "receipt_number": till.receipt_number,
            "receipt_open": self._receipt is not None,
            "paper": not self.roll.out,
            "cash": till.drawer,
            "operations": till.operations,
            "time": till.now().isoformat(),
        }

    def ask_document(self, number: int) -> dict[str, Any]:
        try:
            found = self.till.storage.find(number)
        except StorageRefused as error:
            raise _Refused(_NO_DOCUMENT) from error
        place = {"type": found.type, "total": found.total, "shift": found.shift, "receipt": found.receipt}
        told = {"form": found.form, "sign": found.sign, "time": found.time.isoformat(), "tlv": found.tlv.hex()}
        return {**told, **place}

    # receipts

    def _begun(self) -> _Receipt:
        if self._receipt is None:
            raise _Refused(_WRONG)
        return self._receipt

    def do_open(self, tax: int, tags: str, **told: int) -> None:
        self._need_paper()
        if self._receipt is not None or not self.till.shift_open:
            raise _Refused(_WRONG)
        self._receipt = _Receipt(told["type"], tax, _parsed(tags), [])

    def do_item(self, tags: str, quantity: str, **told: Any) -> None:
        self._begun().items.append(Item(quantity=Decimal(quantity), requisites=_parsed(tags), **told))

    def do_close(self, paid: dict[str, int]) -> None:
        receipt = self._begun()
        sums = {int(tag): amount for tag, amount in paid.items()}
        sale = Sale(receipt.kind, tuple(receipt.items), sums, receipt.tax, receipt.tags)
        self._recorded(lambda: self.till.receipt(sale))
        self._receipt = None

    def do_annul(self) -> None:
        self._receipt = None

    # reports and cash

    def do_open_shift(self, tags: str) -> None:
        self._recorded(lambda: self.till.open_shift(_parsed(tags)))

    def do_close_shift(self, tags: str) -> None:
        self._recorded(lambda: self.till.close_shift(_parsed(tags)))

    def do_settlement(self, tags: str) -> None:
        self._recorded(lambda: self.till.settlement_state(_parsed(tags)))

    def do_cash(self, amount: int, tags: str) -> None:
        self._need_paper()
        (self.till.cash_in if amount > 0 else self.till.cash_out)(abs(amount))
        self.roll.print([Line(f"НАЛИЧНЫЕ {amount}"), *_cashier(tags), Cut(full=True)])

    def do_x(self, tags: str) -> None:
        self._need_paper()
        self.roll.print([Line("X-ОТЧЁТ"), *_cashier(tags), Cut(full=True)])

    def do_copy(self) -> None:
        self._print(self.till.storage.documents[-1])

    # paper

    def do_row(self, text: str) -> None:
        self._need_paper()
        self.roll.print([Line(text)])

    def do_cut(self) -> None:
        self.roll.print([Cut(full=True)])

    def do_drawer(self) -> None:
        self.pulses += 1

    def _need_paper(self) -> None:
        if self.roll.out:
            raise _Refused(_NO_PAPER)

    def _recorded(self, record: Callable[[], Document]) -> None:
        self._need_paper()
        self._print(record())

    def _print(self, document: Document) -> None:
        self.roll.print(slip(self.till.storage.number, document, width=32))


def _cashier(tags: str) -> list[Line]:
    return [Line(tlv.unpadded(value)) for _, value in _parsed(tags)]


def _parsed(tags: str) -> Requisites:
    return tuple(tlv.parse(bytes.fromhex(tags)))


class RomashkaEmulator(TcpDevice[Romashka, TextDocument, Faults]):
    def __init__(self, clock: Clock) -> None:
        super().__init__(Romashka(clock), WELL, keep=1000, clock=clock)

    async def restore(self) -> None:
        await self.switch("power", on=True)

    def _fresh(self) -> Iterable[TextDocument]:
        return [each for each in self.machine.roll.documents if each.number > self._printed]

    async def _attend(self, line: Any) -> None:
        self.machine.hang_up()
        await super()._attend(line)


class RomashkaStand(EmulatedStand):
    register: RomashkaEmulator

    @property
    def pulses(self) -> int:
        return self.register.machine.pulses

    async def suffer(self, trouble: Trouble) -> None:
        machine = self.register.machine
        match trouble:
            case Trouble.ANSWER_LOST:
                machine.deaf = _CLOSING
            case Trouble.WIRE_CUT:
                machine.gone = ("item", 3, False)
            case Trouble.POWER_CUT:
                machine.gone = ("close", 1, True)
            case Trouble.PAPER_OUT:
                machine.roll.reload(_LINES_LEFT)
            case Trouble.NO_PAPER:
                await self.register.switch("paper", on=False)
            case Trouble.OFFLINE:
                await self.register.switch("power", on=False)
            case Trouble.OLD_SHIFT:
                machine.till.advance(DAY)
            case Trouble.STUCK_RECEIPT:
                machine.leave_receipt_open()
            case Trouble.ANOTHER_STORAGE:
                machine.till.replace_storage(OTHER_NUMBER)

    async def mend(self) -> None:
        self.register.machine.deaf, self.register.machine.gone = frozenset(), None
        await super().mend()


@asynccontextmanager
async def stand(_: Path, ffd: FfdVersion) -> AsyncIterator[RomashkaStand]:
    """On the loop that does not wait."""
    assert ffd is FfdVersion.V1_05
    clock = LoopClock()
    async with RomashkaEmulator(clock) as register:
        bench = RomashkaStand("romashka", register, clock, connection=register.connection)
        try:
            yield bench
        finally:
            await bench.driver.close()
