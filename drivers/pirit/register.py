"""A Пирит or Viki Print as the shared steps see it. Source: spec/service-plus.md A."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from drivers.errors import KkmError, OutcomeUnknown, RequestRefused
from drivers.fiscal.settled import Settled
from drivers.fiscal.tlv import Item
from drivers.model.command import CheckMarking
from drivers.model.counters import CounterBlock
from drivers.model.document import Cashier
from drivers.model.ffd import DocumentForm, FfdVersion, VatRate
from drivers.model.marking import MarkingAnswer
from drivers.model.state import DeviceState
from drivers.pirit import archive, correction, counters, head, heading, passport, sale, state, texts, unfinished
from drivers.pirit.archive import Made
from drivers.pirit.desk import Desk
from drivers.pirit.options import PiritOptions
from drivers.pirit.request import Request
from drivers.pirit.requests import device, document, settings, shift
from drivers.pirit.requests.document import Closed, Cut
from drivers.pirit.requests.status import DocumentKind, Stage
from drivers.pirit.session import Session
from drivers.ports import DeviceContext
from drivers.printing.page import Block, Paper
from drivers.registers import marking, rules, undo
from drivers.registers.known import Found, Known, Last, Standing, Till
from drivers.registers.own_rows import OwnRows
from drivers.registers.plan import Plan
from drivers.registers.register import Register

A = TypeVar("A")


class PiritRegister(Register):
    multiplies = True
    reports_need_paper = True  # bit 7 is of 30h alone

    def __init__(self, context: DeviceContext, options: PiritOptions) -> None:
        super().__init__(context, options)
        self.options = options
        self.session = Session(context, options)
        self.desk = Desk(self)
        self.closing: Request[Closed] | None = None  # the last 31h, in case it has to be sent again for the paper
        self.making: Made | None = None  # by the command in hand: nothing else may tell what it was
        self._passport: passport.Passport | None = None

    @property
    def vat(self) -> dict[VatRate, int]:
        """Index by rate."""
        assert self._passport is not None, "begin() comes first"
        return self._passport.vat

    @property
    def department(self) -> int:
        return max(1, self.options.department)

    @property
    def rows_outside(self) -> bool:
        """Whether the client's own rows stand before and behind a receipt, not in it."""
        return self.options.text_in_receipt == "outside"

    def who(self, cashier: Cashier) -> str:
        return heading.who(cashier, self.options.operator)

    async def maybe(self, question: Request[A]) -> A | None:
        """None where this model or firmware does not tell."""
        return await passport.maybe(self.session, question)

    async def _connected(self) -> bool:
        return await self.session.connected()

    async def _read(self) -> Known:
        """10h comes first; where it is refused for the clock, all that may be asked is still told."""
        try:
            await self.session.awake()
        except KkmError as error:
            if error.native is None:
                raise
        self._passport = await passport.read(self.session)
        return self._passport.known

    async def close(self) -> None:
        await self.session.close()

    # how it stands

    async def standing(self) -> Standing:
        return await state.standing(self.session, await self.session.awake())

    async def last(self) -> Last:
        return await state.last(self.session)

    async def till(self) -> Till:
        return await state.till(self.session)

    async def time(self) -> datetime | None:
        return await self.session.ask(settings.read_clock())

    async def state(self) -> DeviceState:
        return await state.state(self)

    async def ready(self) -> Standing:
        await self.session.awake()
        await unfinished.paper_ready(self)
        now = await unfinished.printed(self)
        if now.document_open:
            if state.is_receipt_open(now):
                undo.check(self)
            await self.annul()
            now = await self.session.flags()
        self.receipt_is_ours, self.making = False, None
        return await state.standing(self.session, now)

    async def printed(self) -> None:
        await unfinished.printed(self)

    # documents

    async def plan(self, settled: Settled) -> Plan:
        if settled.receipt.correction is not None and rules.ffd(self) is not FfdVersion.V1_2:
            return await correction.planned(self, settled)
        return await sale.planned(self, settled)

    async def finish_document(self, request: Request[Closed]) -> Closed:
        """31h: it is remembered, for it may have to be sent again for the paper."""
        self.closing = request
        return await self.session.close_document(request)

    async def annul(self) -> None:
        """32h, proven by the flags. What is recorded cannot be annulled: it is printed by `printed`."""
        now = await self.session.awake()
        await unfinished.close_begun_shift(self, now)
        if not now.document_open or now.stage == Stage.RECORDED:
            return
        with suppress(OutcomeUnknown):
            await self.session.ask(document.cancel_document())
        if (await self.session.awake()).document_open:
            await self.session.ask(document.cancel_document())

    async def find(self, number: int) -> Found:
        return await archive.find(self, number)

    async def requisites(self, number: int) -> list[Item] | None:
        return await archive.requisites(self, number)

    async def open_shift(self, cashier: Cashier) -> None:
        await self._reported(DocumentForm.OPEN_SHIFT, shift.open_shift(self.who(cashier)))

    async def close_shift(self, cashier: Cashier) -> None:
        await self._reported(DocumentForm.CLOSE_SHIFT, shift.z_report(self.who(cashier)))

    async def settlement_state(self, cashier: Cashier) -> None:
        await self._reported(DocumentForm.SETTLEMENT_STATE, shift.settlement_state(self.who(cashier)))

    async def x_report(self, cashier: Cashier) -> None:
        await self.session.ask(shift.x_report(self.who(cashier)))

    async def move_cash(self, amount: int, cashier: Cashier) -> None:
        kind = DocumentKind.CASH_IN if amount > 0 else DocumentKind.CASH_OUT
        self.receipt_is_ours = True
        await self.session.ask(document.open_document(kind, self.who(cashier), department=self.department))
        await self.session.ask(document.move_cash(abs(amount)))
        await self.finish_document(document.close_document())
        self.receipt_is_ours = False

    async def _reported(self, form: DocumentForm, request: Request[None]) -> None:
        self.making = Made(form)
        await self.session.close_document(request)

    # paper

    @property
    def paper(self) -> Paper:
        known = self._passport
        return head.paper(known.columns if known else 0, bool(known and known.narrow), self.settings)

    async def put(self, block: Block) -> int:
        await self.session.ask(head.command(block, self.paper))
        return 1

    def check(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            try:
                head.command(block, self.paper)
            except ValueError as error:
                raise RequestRefused(texts.unprintable(str(error))) from error

    async def begin_document(self) -> None:
        await self.session.ask(document.open_document(DocumentKind.SERVICE, self.who(Cashier())))

    async def end_document(self) -> None:
        await self.finish_document(document.close_document())

    async def print_before(self, rows: OwnRows) -> None:
        """The client's rows above a receipt, not cut off from it."""
        if rows.before.blocks:
            await rows.print_before(self)
            await self.finish_document(document.close_document(cut=Cut.NOT_AFTER_SERVICE))

    async def open_drawer(self) -> None:
        await self.session.ask(device.open_drawer())

    def refuses_paperless(self) -> str:
        """Receipts are made without paper by bit 7 of 30h; reports are always printed."""
        return ""

    # the rest

    async def set_clock(self, moment: datetime) -> None:
        await self.session.ask(settings.set_clock(moment))

    async def check_marking(self, command: CheckMarking) -> tuple[tuple[MarkingAnswer, ...], tuple[str, ...]]:
        return await marking.answers(self, self.desk, command.questions)

    async def counters(self) -> tuple[tuple[CounterBlock, ...], tuple[str, ...]]:
        return await counters.read(self)
