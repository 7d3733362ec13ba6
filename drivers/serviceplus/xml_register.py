"""A register that speaks XML, as the shared steps see it. Source: spec/service-plus.md C.

A document is one message, so none stands open and nothing is annulled: it is recorded, or it is not. That a register
answers a later question only once it is through with an earlier document is inferred.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from drivers.errors import (
    DeviceOffline,
    KkmError,
    NotSupported,
    OperatorNeeded,
    RequestRefused,
    WrongState,
)
from drivers.fiscal.settled import Settled
from drivers.model.command import Command, OfdReport
from drivers.model.counters import CounterBlock
from drivers.model.document import Cashier
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType
from drivers.model.state import DeviceState, Registration
from drivers.ports import DeviceContext
from drivers.printing.page import Block, Paper, TextRow
from drivers.registers import results, taxes, wall_clock
from drivers.registers.known import Found, Known, NotTold, Standing, Till
from drivers.registers.register import Register
from drivers.serviceplus import xml_head, xml_requests, xml_sale, xml_tally
from drivers.serviceplus.options import ServicePlusOptions
from drivers.serviceplus.xml_line import XmlLine
from drivers.serviceplus.xml_look import Look, look
from drivers.serviceplus.xml_request import Request
from drivers.serviceplus.xml_results import Registered

NO_CASH = "Касса не сообщает, сколько денег в ящике: внесение и выплату не проверить. Сделайте их на самой кассе."
NOT_OURS = (
    "Касса зарегистрирована по другой версии ФФД (1209 = {ffd}). Эта программа работает с ней только по ФФД 1.05."
)
GONE = "Касса помнит только последний документ, № {last}."
NO_MARK = "Как касса стояла до команды, неизвестно. Проверьте чек по ленте и в личном кабинете ОФД."
NO_MOMENT = "На часах кассы нет времени."
_FORMATS = {0: FfdVersion.V1_05, FfdVersion.V1_0.tag: FfdVersion.V1_0, FfdVersion.V1_05.tag: FfdVersion.V1_05}


class XmlRegister(Register):
    encoding = "cp866"  # that paper takes no more is inferred: what is sent is UTF-8
    newest_ffd = FfdVersion.V1_05
    multiplies = True  # 8 has no field for the amount of a row

    def __init__(self, context: DeviceContext, options: ServicePlusOptions) -> None:
        super().__init__(context, options)
        self.options = options
        self.line = XmlLine(context.open_transport(options.connection), options, context.clock)
        self.vat = taxes.table(options.taxes, xml_requests.VAT)
        self._rows: list[str] = []  # of the document that is gathered
        self._seen: xml_tally.Tally | None = None  # as it stood when it was last asked
        self._before: xml_tally.Tally | None = None  # as it stood before the command in hand
        self._recorded: Found | None = None  # the last document that was answered
        self._reporting = False  # the report for the ОФД is in hand
        self._blind = False  # nobody knows how it stood before the command in hand

    def forget(self) -> None:
        super().forget()
        self._recorded = None

    async def _connected(self) -> bool:
        """It connects with the first question."""
        return self.line.broken

    async def _read(self) -> Known:
        info = await self.line.ask(xml_requests.info())
        registered = await self._registered()
        registration = Registration(number=info.number)
        if registered:
            registration = replace(
                registration,
                organization=registered.organization,
                inn=registered.inn,
                address=registered.address,
                tax_systems=registered.tax_systems,
            )
        told = self.options.ffd
        return Known(
            storage=(await self._look()).storage,
            ffd=format_of(registered) if told == "auto" else FfdVersion(told),
            model="Сервис Плюс",
            firmware=info.firmware,
            serial=info.serial,
            registration=registration,
        )

    async def _registered(self) -> Registered | None:
        """None of a register that does not tell."""
        try:
            return await self.line.ask(xml_requests.registration())
        except DeviceOffline:
            raise
        except KkmError:
            return None

    async def close(self) -> None:
        await self.line.close()

    # how it stands

    async def _look(self) -> Look:
        found = await look(self.line)
        self._seen = found.tally
        return found

    async def standing(self) -> Standing:
        return (await self._look()).standing

    async def till(self) -> Till:
        counters = await self.line.ask(xml_requests.counters())
        return Till(counters.operations, counters.cash or 0)

    async def time(self) -> datetime | None:
        return await self.line.ask(xml_requests.clock())

    async def state(self) -> DeviceState:
        now, time = await self._look(), await self.time()
        clock = wall_clock.doubt(time, self.now, self.settings.clock_limit)
        trouble = now.trouble.text if now.trouble else ""
        return DeviceState(
            online=True,
            model=self.known.model,
            firmware=self.known.firmware,
            address=self.line.address,
            serial=self.known.serial,
            line_length=self.paper.columns(),
            time=results.in_shop(self, time) if time else None,
            paper_out="бумаг" in trouble.lower(),  # the register's own word: its numbers are not known
            fault=trouble or clock,
            storage=now.storage,
            registration=self.known.registration,
            fiscalized=bool(self.known.registration.inn),
            ffd=self.known.ffd,
            shift=now.shift.state,
            shift_number=now.shift.number,
            last_document=now.last,
            cash=now.counters.cash or 0,
        )

    async def ready(self) -> Standing:
        now = await self._look()
        if now.trouble:
            raise now.trouble
        self._before, self._reporting, self._blind = now.tally, False, False
        return now.standing

    async def printed(self) -> None:
        """It prints before it answers; that it prints the rest by itself once there is paper is inferred."""
        try:
            await self.line.ask(xml_requests.status())
        except OperatorNeeded as error:
            error.nothing_sent = False
            raise

    def trace(self) -> str:
        return self._seen.text if self._seen else ""

    def resume(self, trace: str, command: Command) -> None:
        self._before, self._reporting = xml_tally.read(trace), isinstance(command, OfdReport)
        self._blind = self._before is None

    # documents

    async def plan(self, settled: Settled) -> xml_sale.XmlSale:
        return await xml_sale.planned(self, settled)

    async def annul(self) -> None:
        """Nothing stands open: a receipt is one message."""

    async def recorded(
        self,
        request: Request[Found | None],
        form: DocumentForm,
        kind: ReceiptType | None = None,
        total: int | None = None,
    ) -> Found | None:
        """What was answered, with what only the command tells of it."""
        told = await self.line.ask(request)
        self._recorded = replace(told, form=form, type=kind, total=total) if told else None
        return self._recorded

    async def find(self, number: int) -> Found:
        """The last one, as it was answered; else what the counters say of it, with the time of now."""
        if self._recorded and self._recorded.number == number:
            return self._recorded
        if self._blind:
            raise NotTold(NO_MARK)
        now, before = (await self._look()).tally, self._before
        told = xml_tally.documents(before, now, reporting=self._reporting) if before and now.last > before.last else {}
        if number != now.last and number not in told:
            raise RequestRefused(GONE.format(last=now.last))
        form, type_, total = told.get(number, (None, None, None))
        time = await self.time()
        if time is None:
            raise WrongState(NO_MOMENT)
        return Found(
            number=number, form=form, time=time, type=type_, total=total, shift=now.shift, unclear=form is None
        )

    async def placed(self, found: Found) -> Found:
        """Its number in the shift is told with its answer alone."""
        return replace(found, shift=found.shift or (await self.line.ask(xml_requests.shift())).number)

    async def open_shift(self, cashier: Cashier) -> Found | None:
        return await self.recorded(xml_requests.open_shift(cashier), DocumentForm.OPEN_SHIFT)

    async def close_shift(self, cashier: Cashier) -> Found | None:
        return await self.recorded(xml_requests.close_shift(cashier), DocumentForm.CLOSE_SHIFT)

    async def settlement_state(self, cashier: Cashier) -> Found | None:
        self._reporting = True
        return await self.recorded(xml_requests.settlement_state(cashier), DocumentForm.SETTLEMENT_STATE)

    async def x_report(self, cashier: Cashier) -> None:
        await self.line.ask(xml_requests.x_report(cashier))

    async def move_cash(self, amount: int, cashier: Cashier) -> None:
        if (await self.line.ask(xml_requests.counters())).cash is None:
            raise NotSupported(NO_CASH)
        await self.line.ask(xml_requests.move_cash(amount, cashier))

    # paper

    @property
    def paper(self) -> Paper:
        return xml_head.paper(self.settings)

    def check(self, blocks: Sequence[Block]) -> None:
        xml_head.check(blocks)

    async def begin_document(self) -> None:
        self._rows = []

    async def put(self, block: Block) -> int:
        """A document is one message, as a receipt is: see `flush`."""
        assert isinstance(block, TextRow), block
        self._rows.append(block.text)
        return 0

    async def flush(self) -> int:
        rows, self._rows = self._rows, []
        await self.line.ask(xml_requests.document(rows))
        return 1

    async def end_document(self) -> None:
        """The register cuts by itself."""

    async def open_drawer(self) -> None:
        await self.line.ask(xml_requests.open_drawer())

    async def set_clock(self, moment: datetime) -> None:
        await self.line.ask(xml_requests.set_clock(moment))

    async def counters(self) -> tuple[tuple[CounterBlock, ...], tuple[str, ...]]:
        return (await self.line.ask(xml_requests.counters())).blocks, ()


def format_of(registered: Registered | None) -> FfdVersion:
    """Raises WrongState for one that the protocol is not known in."""
    ffd = registered.ffd if registered else 0
    if ffd not in _FORMATS:
        raise WrongState(NOT_OURS.format(ffd=ffd))
    return _FORMATS[ffd]
