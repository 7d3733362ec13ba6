"""A register of the binary family as far as the shared steps can use it: its state and its paper.

Source: spec/service-plus.md B. Its ФН says nothing over this wire, so receipts, cash and reports are steps of their
own, see binary_steps.
"""

from collections.abc import Sequence
from datetime import datetime

from drivers.errors import NotSupported
from drivers.fiscal.settled import Settled
from drivers.model.document import Cashier
from drivers.model.ffd import FfdVersion, ShiftState
from drivers.model.state import DeviceState
from drivers.pirit import codes, heading
from drivers.pirit.request import Request
from drivers.pirit.requests.status import Current, Flags
from drivers.ports import DeviceContext
from drivers.printing.page import Block, Paper
from drivers.registers import undo
from drivers.registers.known import Found, Known, Last, Standing, Till
from drivers.registers.plan import Plan
from drivers.registers.register import Register
from drivers.serviceplus import binary_head, binary_requests, binary_texts
from drivers.serviceplus.binary_session import BinarySession
from drivers.serviceplus.options import ServicePlusOptions


class BinaryRegister(Register):
    newest_ffd = FfdVersion.V1_05
    multiplies = True
    reports_need_paper = True

    def __init__(self, context: DeviceContext, options: ServicePlusOptions) -> None:
        super().__init__(context, options)
        self.options = options
        self.session = BinarySession(context, options)
        self._version = 0

    async def _connected(self) -> bool:
        return await self.session.connected()

    async def _read(self) -> Known:
        ask, version = self.session.ask, await self.session.ask(binary_requests.version())
        self._version = version
        return Known(
            storage="",
            ffd=FfdVersion.V1_05,
            model=binary_requests.MODELS.get(version, ""),
            firmware=str(version),
            serial=await ask(binary_requests.serial()),
        )

    async def close(self) -> None:
        await self.session.line.close()

    def who(self, cashier: Cashier) -> str:
        return heading.who(Cashier(cashier.name), self.options.operator)

    async def standing(self) -> Standing:
        now = await self.session.flags()
        return Standing(storage="", last=0, shift=_shift(now), receipt_open=now.document_open)

    async def last(self) -> Last:
        raise NotSupported(binary_texts.NO_STORAGE)

    async def till(self) -> Till:
        raise NotSupported(binary_texts.NO_TILL)

    async def state(self) -> DeviceState:
        now = await self.session.flags()
        return DeviceState(
            online=True,
            model=self.known.model,
            firmware=self.known.firmware,
            address=self.session.line.address,
            serial=self.known.serial,
            line_length=self.paper.columns(),
            fault=codes.fatal_words(now.fatal),
            shift=_shift(now),
            shift_number=await self.session.ask(binary_requests.next_shift()) - 1,
        )

    async def time(self) -> datetime | None:
        raise NotSupported(binary_texts.NO_STORAGE)

    async def ready(self) -> Standing:
        now = await self.session.ready()
        if now.document_open:
            if now.kind != binary_requests.DocumentKind.SERVICE:
                undo.check(self)
            await self.session.annul()
        self.receipt_is_ours = False
        return await self.standing()

    async def annul(self) -> None:
        await self.session.annul()

    # what a ФН that answers would be asked, and what has no command

    async def plan(self, settled: Settled) -> Plan:  # noqa: ARG002
        raise NotSupported(binary_texts.NO_STORAGE)

    async def find(self, number: int) -> Found:  # noqa: ARG002
        raise NotSupported(binary_texts.NO_STORAGE)

    async def open_shift(self, cashier: Cashier) -> Found | None:  # noqa: ARG002
        raise NotSupported(binary_texts.NO_OPENING)

    async def close_shift(self, cashier: Cashier) -> Found | None:
        await self.session.ask(binary_requests.z_report(self.who(cashier)))
        return None

    async def settlement_state(self, cashier: Cashier) -> Found | None:  # noqa: ARG002
        raise NotSupported(binary_texts.NO_STORAGE)

    async def x_report(self, cashier: Cashier) -> None:
        await self.session.ask(binary_requests.x_report(self.who(cashier)))

    async def move_cash(self, amount: int, cashier: Cashier) -> None:
        """Raises as `record`."""
        kind = binary_requests.DocumentKind.CASH_IN if amount > 0 else binary_requests.DocumentKind.CASH_OUT
        opening = binary_requests.open_document(kind, self.who(cashier))
        await self.record(opening, binary_requests.move_cash(abs(amount)))

    async def record(self, *requests: Request[None]) -> None:
        """A document that is begun, filled and closed. Raises as BinarySession.filled and .close."""
        self.receipt_is_ours = True
        await self.session.filled(*requests)
        await self.session.close(binary_requests.close_document())
        self.receipt_is_ours = False

    # paper

    @property
    def paper(self) -> Paper:
        return binary_head.paper(self._version, self.settings)

    def check(self, blocks: Sequence[Block]) -> None:
        binary_head.check(blocks)

    async def begin_document(self) -> None:
        opening = binary_requests.open_document(binary_requests.DocumentKind.SERVICE, self.who(Cashier()))
        await self.session.filled(opening)

    async def put(self, block: Block) -> int:
        await self.session.ask(binary_head.command(block))
        return 1

    async def end_document(self) -> None:
        await self.session.ask(binary_requests.close_document())

    async def open_drawer(self) -> None:
        raise NotSupported(binary_texts.NO_TILL)


def _shift(now: Flags) -> ShiftState:
    if now.current & Current.SHIFT_EXPIRED:
        return ShiftState.EXPIRED
    return ShiftState.OPEN if now.current & Current.SHIFT_OPEN else ShiftState.CLOSED
