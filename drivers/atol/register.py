"""An АТОЛ register as the shared steps see it. Source: spec/atol.md."""

from contextlib import suppress
from datetime import datetime

from drivers.atol import archive, codes, modes, passport, press, printout, reports, sale, state, texts
from drivers.atol.head import Head, head
from drivers.atol.options import AtolOptions
from drivers.atol.requests import cash, receipt, service, tables
from drivers.atol.requests import reports as printing
from drivers.atol.requests import state as states
from drivers.atol.requests.printing import cut
from drivers.atol.requests.reports import Report
from drivers.atol.requests.state import Flags, Mode
from drivers.atol.session import Session
from drivers.atol.standing import Watch
from drivers.errors import KkmError, NotSupported, OperatorNeeded
from drivers.fiscal import tlv
from drivers.fiscal.settled import Settled
from drivers.model.command import Command
from drivers.model.document import Cashier
from drivers.model.ffd import FfdVersion
from drivers.model.state import DeviceState
from drivers.ports import DeviceContext
from drivers.printing.page import Block, Paper
from drivers.registers import rules, undo
from drivers.registers.known import Found, Known, Last, Standing, Till
from drivers.registers.register import Register


class AtolRegister(Register):
    newest_ffd = FfdVersion.V1_05
    reports_need_paper = True

    def __init__(self, context: DeviceContext, options: AtolOptions) -> None:
        super().__init__(context, options)
        self.options = options
        self.session = Session(context, options)
        self._watch = Watch(self.session)
        self._head: Head | None = None

    async def enter(self, mode: Mode) -> None:
        await modes.enter(self.session, mode)

    async def _connected(self) -> bool:
        return await self.session.connect()

    async def _read(self) -> Known:
        told = await passport.read(self.session)
        self._head, self._watch.storage = told.head, told.known.storage
        self.multiplies = told.known.ffd is FfdVersion.V1_0  # E6h has no cost
        return told.known

    def forget(self) -> None:
        super().forget()
        self.session.forget()

    async def close(self) -> None:
        await self.session.close()

    # how it stands

    async def standing(self) -> Standing:
        return await self._watch.standing()

    async def last(self) -> Last:
        return await self._watch.last()

    async def till(self) -> Till:
        """Counts of cash put in and taken out together, where the register tells them."""
        ins = await self.session.told(tables.cash_ins(), Mode.REGISTRATION)
        outs = await self.session.told(tables.cash_outs(), Mode.REGISTRATION)
        drawer = await self.session.ask_anywhere(cash.cash_in_drawer(), Mode.REGISTRATION)
        return Till((ins or 0) + (outs or 0), drawer)

    async def time(self) -> datetime | None:
        return (await self.session.ask(states.state())).time

    async def state(self) -> DeviceState:
        return await state.read(self)

    async def ready(self) -> Standing:
        """Into mode 0: leaving a mode, or entering one, is what shows that a print was interrupted."""
        await self.printed()
        now = await self.session.ask(states.state())
        if Flags.COVER_OPEN in now.flags:
            raise OperatorNeeded(texts.COVER_OPEN)
        if now.receipt:
            undo.check(self)
            await self.annul()
        if self.session.z_unfinished or (self.session.z_unprinted and not now.shift_open):
            await reports.finish_z(self.session)
        await self.enter(Mode.CHOICE)
        return await self.standing()

    async def printed(self) -> None:
        await printout.finished(self.session)

    # documents

    async def plan(self, settled: Settled) -> sale.Sale:
        return await sale.planned(self, settled)

    async def annul(self) -> None:
        """Proven by 3Fh: an answer that is lost is no answer."""
        if not await self._receipt_open():
            return
        try:
            await self.session.ask(receipt.cancel())
        except KkmError:
            if await self._receipt_open():
                raise

    async def _receipt_open(self) -> bool:
        return (await self.session.ask(states.state())).receipt != 0

    async def find(self, number: int) -> Found:
        return await archive.find(self.session, number)

    async def requisites(self, number: int) -> list[tlv.Item] | None:
        return await archive.requisites(self.session, number)

    async def open_shift(self, cashier: Cashier) -> Found | None:
        await reports.open_shift(self.session, cashier, rules.ffd(self))
        return None

    async def close_shift(self, cashier: Cashier) -> Found | None:
        await reports.z_report(self.session, cashier, rules.ffd(self))
        return None

    async def settlement_state(self, cashier: Cashier) -> Found | None:
        await reports.x_report(self.session, cashier, rules.ffd(self), Report.SETTLEMENTS)
        return None

    async def x_report(self, cashier: Cashier) -> None:
        await reports.x_report(self.session, cashier, rules.ffd(self))

    async def move_cash(self, amount: int, cashier: Cashier) -> None:  # noqa: ARG002 - whether it takes 1021 is unknown
        await self.enter(Mode.REGISTRATION)
        await self.session.ask(cash.cash_in(amount) if amount > 0 else cash.cash_out(-amount))

    # paper

    @property
    def paper(self) -> Paper:
        return self._printing_with.roll

    @property
    def _printing_with(self) -> Head:
        return self._head or head(None, 0, self.options)

    async def put(self, block: Block) -> int:
        return await press.put(self.session, self._printing_with, block)

    async def end_document(self) -> None:
        """A model without a knife says so, which is no harm."""
        with suppress(NotSupported):
            await self.session.ask(cut(partly=True))

    async def open_drawer(self) -> None:
        await self.session.ask(service.open_drawer())

    async def copy_last(self) -> None:
        await self.session.ask(printing.copy_last())

    async def resume_printing(self) -> None:
        """55h in any case: somebody has asked for it."""
        await printout.finished(self.session)
        await printout.resume(self.session)

    def refuses_paperless(self) -> str:
        """92h may be told not to print; reports are printed whatever is asked."""
        return ""

    async def set_clock(self, moment: datetime) -> None:
        """EDh, or 64h and 4Bh of a register that does not know it; 22 wants the same date once more."""
        await self.enter(Mode.PROGRAMMING)
        try:
            await self.session.ask(service.set_date_and_time(moment))
        except NotSupported:
            await self._set_date(moment)
            await self.session.ask(service.set_time(moment.time()))

    async def _set_date(self, moment: datetime) -> None:
        try:
            await self.session.ask(service.set_date(moment.date()))
        except KkmError as error:
            if error.native != codes.CONFIRM_DATE:
                raise
            await self.session.ask(service.set_date(moment.date()))

    # a command that is under way

    def trace(self) -> str:
        return self.session.trace()

    def resume(self, trace: str, command: Command) -> None:  # noqa: ARG002
        self.session.resume(trace)
