"""A Меркурий behind INECRMAN, as the shared steps see it. Source: spec/mercury.md.

The service numbers documents but tells no more of them than number and time: the sign of one whose answer was lost is
looked for in the sales journal, and where that is not kept it is left to the paper.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

from drivers.errors import DeviceOffline, FrameError, KkmError, OperatorNeeded, RequestRefused
from drivers.fiscal import limits, wording
from drivers.fiscal.settled import Settled
from drivers.mercury import head, sale
from drivers.mercury.commands import journal, printing, shift, status
from drivers.mercury.commands import receipt as receipts
from drivers.mercury.commands.status import CommonInfo, Status, StoragePhase
from drivers.mercury.desk import Desk
from drivers.mercury.numbers import VAT
from drivers.mercury.options import MercuryOptions
from drivers.mercury.receipts import Receipts, by_counters, read_receipts, receipts_of
from drivers.mercury.service import make_service
from drivers.model.command import CheckMarking, Command
from drivers.model.document import Cashier
from drivers.model.ffd import FfdVersion
from drivers.model.marking import MarkingAnswer
from drivers.model.state import DeviceState, Registration
from drivers.ports import DeviceContext
from drivers.printing.page import BarcodeBlock, Block, Paper, TextRow
from drivers.registers import marking, results, taxes, undo, wall_clock
from drivers.registers.known import Found, Known, Standing, Till
from drivers.registers.register import Register

NO_PAPER = "В кассе нет бумаги. Вставьте ленту, закройте крышку и повторите."
PAPER_LOST = (
    "Чек записан в ФН, повторно пробивать его нельзя, но он не допечатан: {why} Если касса не допечатает его сама, "
    "напечатайте копию."
)
ROWS_LOST = (
    "Документ отправлен в кассу, но не допечатан: {why} Если касса не допечатает его сама, напечатайте его ещё раз."
)
STORAGE_BAD = "ФН не в фискальном режиме: обратитесь в сервисный центр."
GONE = "Служба INECRMAN не помнит документа № {number}: последний документ кассы № {last}."
_JOURNAL = 10.0  # seconds that the service is given to read it
_POLL = 0.5


class MercuryRegister(Register):
    encoding = "cp866"  # that paper takes no more is inferred: what is sent is UTF-8
    paper_later = PAPER_LOST  # no command goes on with it, and that the register does so by itself is not evidenced
    rows_later = ROWS_LOST

    def __init__(self, context: DeviceContext, options: MercuryOptions) -> None:
        super().__init__(context, options)
        self.options = options
        self.vat = taxes.table(options.taxes, VAT)
        self.service = make_service(context, options)
        self.desk = Desk(self)
        self._info: CommonInfo | None = None
        self._on_paper = True  # the next document that is no receipt
        self._before: Receipts | None = None  # where they stood before the command

    async def _connected(self) -> bool:
        if self.service.connected:
            return False
        await self.service.open()
        return True

    async def _read(self) -> Known:
        info = self._info = await self.service.ask(status.common_info())
        registered = await self.service.ask(status.registration())
        told = self.options.ffd
        return Known(
            storage=(await self.service.ask(status.status())).storage,
            ffd=info.ffd if told == "auto" else FfdVersion(told),
            model=info.model,
            firmware=info.firmware,
            serial=info.serial,
            registration=replace(registered, marking=info.ffd is FfdVersion.V1_2) if registered else Registration(),
        )

    async def close(self) -> None:
        await self.service.close()

    # how it stands

    async def standing(self) -> Standing:
        return _standing(await self.service.ask(status.status()))

    async def till(self) -> Till:
        now = await self.service.ask(status.status())
        self._before = receipts_of(now)
        return Till(0, now.cash)

    def trace(self) -> str:
        """Where the receipts of the shift stood: the one thing that tells one of them from other documents."""
        return self._before.text if self._before else ""

    def resume(self, trace: str, command: Command) -> None:  # noqa: ARG002
        self._before = read_receipts(trace)

    async def time(self) -> datetime | None:
        return (await self.service.ask(status.status())).time

    async def state(self) -> DeviceState:
        now, info = await self.service.ask(status.status()), self._info
        clock = wall_clock.doubt(now.time, self.now, self.settings.clock_limit)
        since = results.in_shop(self, now.unsent_since) if now.unsent_since else None
        fiscal = now.phase is StoragePhase.FISCAL
        return DeviceState(
            online=True,
            model=self.known.model,
            firmware=self.known.firmware,
            address=str(self.service),
            serial=self.known.serial,
            line_length=self.paper.columns(),
            time=results.in_shop(self, now.time) if now.time else None,
            paper_out=not now.paper,
            fault=clock if fiscal or now.phase is StoragePhase.READY else STORAGE_BAD,
            storage=now.storage,
            registration=self.known.registration if fiscal else None,
            fiscalized=fiscal,
            ffd=self.known.ffd,
            ffd_storage=info.ffd_storage if info else None,
            ffd_register=info.ffd_register if info else None,
            shift=now.shift,
            shift_number=now.shift_number,
            last_document=now.last,
            cash=now.cash,
            unsent=now.unsent,
            unsent_since=since,
            ofd_error=wording.ofd_silent(now.unsent, since) if since and limits.is_ofd_silent(since, self.now) else "",
        )

    async def ready(self) -> Standing:
        now = await self.service.ask(status.status())
        if not now.paper:
            raise OperatorNeeded(NO_PAPER, nothing_sent=True)
        if now.check_open:
            undo.check(self)
            await self.annul()
            now = await self.service.ask(status.status())
        self._before = receipts_of(now)
        return _standing(now)

    async def printed(self) -> None:
        """The service prints before it answers; paper that is missing afterwards has taken the rest with it."""
        if not (await self.service.ask(status.status())).paper:
            raise OperatorNeeded(NO_PAPER, nothing_sent=False)

    # documents

    async def plan(self, settled: Settled) -> sale.Sale:
        return await sale.planned(self, settled)

    async def annul(self) -> None:
        """Proven by the status: an answer that is lost is no answer."""
        if (await self.standing()).receipt_open:
            try:
                await self.service.ask(receipts.reset_check())
            except KkmError:
                if (await self.standing()).receipt_open:
                    raise

    async def find(self, number: int) -> Found:
        """All, of a receipt in the journal; else number and time, and whether it is a receipt."""
        now = await self.service.ask(status.status())
        if not 0 < number <= now.last:
            raise RequestRefused(GONE.format(number=number, last=now.last))
        for found in await self._journal(now.storage):
            if found.number == number:
                return found
        return by_counters(number, now, self._before)

    async def _journal(self, storage: str) -> Sequence[Found]:
        """Nothing where it is not kept, or cannot be read: it is a help, no proof."""
        try:
            await self.service.ask(journal.read_sales())
            return await self._read_journal(storage)
        except KkmError:
            return ()

    async def _read_journal(self, storage: str) -> Sequence[Found]:
        """It is refused as long as it is being read. Raises DeviceOffline, FrameError."""
        end = self.clock.monotonic() + _JOURNAL
        while self.clock.monotonic() < end:
            try:
                await self.service.ask(journal.progress())
                return await self.service.ask(journal.sales(storage))
            except (DeviceOffline, FrameError):
                raise
            except KkmError:
                await self.clock.sleep(_POLL)
        await self.service.ask(journal.stop())
        return ()

    async def open_shift(self, cashier: Cashier) -> Found | None:
        return await self.service.ask(shift.open_shift(cashier, paper=self._on_paper))

    async def close_shift(self, cashier: Cashier) -> Found | None:
        return await self.service.ask(shift.close_shift(cashier, paper=self._on_paper))

    async def settlement_state(self, cashier: Cashier) -> Found | None:
        return await self.service.ask(shift.settlement_state(cashier))

    async def x_report(self, cashier: Cashier) -> None:  # noqa: ARG002 - PrintReport names nobody
        await self.service.ask(shift.x_report())

    async def move_cash(self, amount: int, cashier: Cashier) -> None:
        await self.service.ask(shift.move_cash(amount, cashier))

    # paper

    @property
    def paper(self) -> Paper:
        return head.paper(self._info.columns if self._info else (), self.settings)

    def check(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if reason := head.refusal(block):
                raise RequestRefused(f"Этого касса не напечатает: {reason}. Уберите это из документа.")

    async def put(self, block: Block) -> int:
        if isinstance(block, TextRow):
            await self.service.ask(printing.text(block.text or " ", force=True))
            return 1
        assert isinstance(block, BarcodeBlock), block
        await self.service.ask(printing.barcode(block.symbology, block.content))
        return 1

    async def end_document(self) -> None:
        """No command to cut is known: the register cuts by itself, or not."""

    async def open_drawer(self) -> None:
        await self.service.ask(shift.open_drawer())

    async def copy_last(self) -> None:
        await self.service.ask(printing.document((await self.standing()).last))

    def refuses_paperless(self) -> str:
        return ""

    @asynccontextmanager
    async def printing(self, *, wanted: bool) -> AsyncIterator[tuple[str, ...]]:
        self._on_paper = wanted
        try:
            yield ()
        finally:
            self._on_paper = True

    async def set_clock(self, moment: datetime) -> None:
        await self.service.ask(status.set_clock(moment))

    async def check_marking(self, command: CheckMarking) -> tuple[tuple[MarkingAnswer, ...], tuple[str, ...]]:
        return await marking.answers(self, self.desk, command.questions)


def _standing(now: Status) -> Standing:
    return Standing(
        storage=now.storage,
        last=now.last,
        shift=now.shift,
        shift_number=now.shift_number,
        receipt_number=now.check_number,
        receipt_open=now.check_open,
        fiscalized=now.phase is not StoragePhase.READY,
        storage_closed=now.phase in (StoragePhase.CLOSED, StoragePhase.ARCHIVE),
    )
