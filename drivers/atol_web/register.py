"""A register АТОЛ behind the web server of its driver, as the shared steps see it. Source: spec/atol-web.md."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from drivers.atol_web import head, look, rows, sale
from drivers.atol_web.desk import Desk
from drivers.atol_web.ids import question_id
from drivers.atol_web.options import AtolWebOptions
from drivers.atol_web.results.archive import Archived
from drivers.atol_web.results.recorded import Recorded
from drivers.atol_web.service import make_service
from drivers.atol_web.snapshot import snapshot
from drivers.atol_web.tasks import printing, questions, shift
from drivers.atol_web.tasks.names import VAT
from drivers.atol_web.tasks.task import Task
from drivers.atol_web.trail import Trail
from drivers.errors import DeviceOffline, FrameError, KkmError, OutcomeUnknown, RequestRefused, WrongState
from drivers.fiscal import tlv
from drivers.fiscal.settled import Settled
from drivers.model.command import CheckMarking, Command
from drivers.model.counters import CounterBlock
from drivers.model.document import Cashier
from drivers.model.ffd import FfdVersion
from drivers.model.marking import MarkingAnswer
from drivers.model.state import DeviceState
from drivers.ports import DeviceContext
from drivers.printing.page import Block, Paper, TextRow
from drivers.registers import marking, taxes
from drivers.registers.known import Found, Known, Last, NotTold, Standing, Till
from drivers.registers.register import Register

if TYPE_CHECKING:
    from drivers.atol_web.results.device import DeviceInfo
    from drivers.atol_web.tasks.printing import Row

NOT_TOLD = "Драйвер АТОЛ не рассказывает о документе № {number}. Проверьте чек по ленте и в личном кабинете ОФД."
_UNFINISHED = frozenset({32, 151, 173, 174, 175, 176, 177})  # errors of a document whose paper is not whole


class AtolWebRegister(Register):
    splits_rows = True

    def __init__(self, context: DeviceContext, options: AtolWebOptions) -> None:
        super().__init__(context, options)
        self.options = options
        self.vat = taxes.table(options.taxes, VAT)
        self.service = make_service(context, options)
        self.trail = Trail(self.service)
        self.desk = Desk(self)
        self._info: DeviceInfo | None = None
        self._reached = self._resumed = False
        self._unfinished = True  # paper that waits for continuePrint; before the first time nobody knows
        self._on_paper = True  # the next document that is no receipt
        self._rows: list[Row] = []  # of the plain document that is put together

    async def begin(self) -> None:
        """Of a command that may be under way its own task is asked first: all others wait behind it."""
        if self._resumed:
            try:
                await self.trail.quiet()
            except OutcomeUnknown as error:
                raise DeviceOffline(error.text, native=error.native) from error
            self._resumed = False
        await super().begin()

    async def _connected(self) -> bool:
        """There is no line that stays open."""
        if self._reached:
            return False
        await self.service.api()
        self._reached = self._unfinished = True
        return True

    async def _read(self) -> Known:
        info = self._info = await self.service.ask(questions.device_info())
        told = self.options.ffd
        known = Known(
            storage="",
            ffd=info.ffd if told == "auto" else FfdVersion(told),
            model=info.model,
            firmware=info.firmware,
            serial=info.serial,
        )
        try:
            storage, registration = await self.service.ask_all(
                (questions.storage_info(), questions.registration_info())
            )
        except KkmError as error:
            if error.native not in look.WITHOUT_STORAGE:
                raise
            return known
        return replace(known, storage=storage.serial, ffd=known.ffd or storage.ffd, registration=registration)

    async def close(self) -> None:
        self._reached = False
        await self.service.close()

    # how it stands

    async def standing(self) -> Standing:
        now, _ = await look.seen(self.service)
        self.trail.saw(now.last)
        return now

    async def last(self) -> Last:
        now = await look.last(self.service)
        self.trail.saw(now.number)
        return now

    async def till(self) -> Till:
        return Till(0, await self.service.ask(questions.cash_drawer()))

    async def time(self) -> datetime | None:
        return (await self.service.ask(questions.device_status())).time

    async def state(self) -> DeviceState:
        return await snapshot(self, self._info)

    async def ready(self) -> Standing:
        now, device = await look.seen(self.service)
        look.check_paper(device, nothing_sent=True)
        if self._unfinished:
            await self._go_on()
        self.trail.saw(now.last)
        return now

    async def printed(self) -> None:
        """Asked only where the driver has said that the paper is not whole."""
        if self._unfinished:
            look.check_paper(await self.service.ask(questions.device_status()), nothing_sent=False)
            await self._go_on()

    async def resume_printing(self) -> None:
        look.check_paper(await self.service.ask(questions.device_status()), nothing_sent=True)
        await self._go_on()

    async def _go_on(self) -> None:
        """That there is nothing to print may be an error to the driver: unknown, so it is none here."""
        with suppress(RequestRefused, WrongState):
            await self._print(questions.continue_print())
        self._unfinished = False

    # documents

    async def plan(self, settled: Settled) -> sale.Sale:
        return await sale.planned(self, settled)

    async def recorded(self, task: Task[Recorded]) -> Found | None:
        """A task that moves money, once and for all. As `Plan.close`."""
        try:
            told = await self.trail.run(task)
        except KkmError as error:
            self._unfinished |= error.native in _UNFINISHED
            raise
        self._unfinished |= told.not_printed
        return told.document

    async def annul(self) -> None:
        """A receipt never stands open: it is one task, which must not go on behind our back."""
        await self.trail.quiet()

    async def find(self, number: int) -> Found:
        """As the ФН tells, else as its own task has told."""
        told = self.trail.documents.get(number)
        try:
            found = (await self._document(number)).found or told
        except (RequestRefused, FrameError):
            if told is None:
                raise
            return told
        if found is None:
            raise NotTold(NOT_TOLD.format(number=number))
        return found

    async def requisites(self, number: int) -> list[tlv.Item] | None:
        try:
            told = (await self._document(number)).requisites
        except (RequestRefused, FrameError):
            return None
        return list(told) if told else None

    async def _document(self, number: int) -> Archived:
        return await self.service.ask(questions.document(number))

    async def open_shift(self, cashier: Cashier) -> Found | None:
        return await self.recorded(shift.open_shift(self.operator(cashier), paper=self._on_paper))

    async def close_shift(self, cashier: Cashier) -> Found | None:
        return await self.recorded(shift.close_shift(self.operator(cashier), paper=self._on_paper))

    async def settlement_state(self, cashier: Cashier) -> Found | None:
        return await self.recorded(shift.settlement_state(self.operator(cashier)))

    async def x_report(self, cashier: Cashier) -> None:
        await self._print(shift.x_report(self.operator(cashier)))

    async def move_cash(self, amount: int, cashier: Cashier) -> None:
        await self.recorded(shift.move_cash(amount, self.operator(cashier)))

    def operator(self, cashier: Cashier) -> Cashier:
        return cashier if cashier.name else replace(cashier, name=self.options.operator)

    # paper

    @property
    def paper(self) -> Paper:
        info = self._info
        return head.paper(info.columns if info else 0, info.dots if info else 0, self.options)

    async def begin_document(self) -> None:
        self._rows = []

    async def put(self, block: Block) -> int:
        """Gathered for the one task that a document is."""
        layout = self.layout
        told = isinstance(block, TextRow)
        self._rows += rows.rows((block,), layout) if told else await asyncio.to_thread(rows.rows, (block,), layout)
        return 0

    async def flush(self) -> int:
        gathered, self._rows = self._rows, []
        if not gathered:
            return 0
        await self._print(printing.non_fiscal(gathered))
        return 1

    async def _print(self, task: Task[Any]) -> None:
        """Of an error behind its first row nobody knows how many rows are out."""
        uuid = question_id()
        await self.service.submit(uuid, task)
        try:
            self.service.read(task, await self.service.wait(uuid, task))
        except DeviceOffline:
            raise
        except KkmError as error:
            self._unfinished |= error.native in _UNFINISHED
            error.nothing_sent = False
            raise

    async def end_document(self) -> None:
        """No task to cut is known: the register cuts as its own settings say."""

    async def open_drawer(self) -> None:
        """A register that is off is told from one that is lost midway."""
        await self.service.ask(questions.device_status())
        await self._print(shift.open_drawer())

    async def copy_last(self) -> None:
        await self._print(questions.copy_last())

    def refuses_paperless(self) -> str:
        return ""

    @asynccontextmanager
    async def printing(self, *, wanted: bool) -> AsyncIterator[tuple[str, ...]]:
        self._on_paper = wanted
        try:
            yield ()
        finally:
            self._on_paper = True

    # the rest

    async def set_clock(self, moment: datetime) -> None:
        await self.service.ask(shift.set_clock(moment))

    async def check_marking(self, command: CheckMarking) -> tuple[tuple[MarkingAnswer, ...], tuple[str, ...]]:
        return await marking.answers(self, self.desk, command.questions)

    async def counters(self) -> tuple[tuple[CounterBlock, ...], tuple[str, ...]]:
        """Of the shift."""
        return (await self.service.ask(questions.shift_totals())).blocks, ()

    # a command that is under way when the power or the server goes

    def trace(self) -> str:
        return self.trail.seed

    def resume(self, trace: str, command: Command) -> None:  # noqa: ARG002
        self.trail.resume(trace)
        self._resumed = True
