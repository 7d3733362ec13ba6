"""What a family of registers implements; everything above it is the same for all of them."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

from drivers.errors import NotSupported
from drivers.fiscal import tlv
from drivers.fiscal.settled import Settled
from drivers.model.command import CheckMarking, Command
from drivers.model.counters import CounterBlock
from drivers.model.document import Cashier
from drivers.model.ffd import FfdVersion
from drivers.model.marking import MarkingAnswer
from drivers.model.registration import RegisterDevice
from drivers.model.state import DeviceState
from drivers.ports import DeviceContext
from drivers.printing.page import Block, Paper
from drivers.registers import texts
from drivers.registers.known import Found, Known, Last, Standing, Till
from drivers.registers.options import RegisterOptions
from drivers.registers.plan import Plan


class Register(ABC):
    """One register on its line. Owned by one task; whatever waits has a deadline; raises KkmError and nothing else.

    An error says `nothing_sent` (DeviceOffline, WrongState, RequestRefused do by their class) only where the command
    provably was not carried out; OutcomeUnknown = it was sent, and its answer is lost.
    """

    encoding = "cp866"  # of text on paper: what it lacks is replaced by what is similar
    newest_ffd = FfdVersion.V1_2  # that the family knows
    splits_rows = True  # it takes price by quantity within a kopeck, so other amounts become two rows
    reports_need_paper = False  # while receipts do not: reports are printed whatever is asked
    paper_later = texts.PAPER_LATER  # of a receipt whose paper ended; takes `why`
    rows_later = texts.LATER  # of a plain document
    multiplies = False  # it takes no amounts but makes them of price and quantity, so not even a kopeck may differ

    def __init__(self, context: DeviceContext, options: RegisterOptions) -> None:
        self.name, self.clock = context.name, context.clock
        self.settings = options  # those of every register; a family keeps its own beside them
        self.receipt_is_ours = False  # the one that stands open is of this driver, so it may be annulled at any time
        self._known: Known | None = None

    @property
    def known(self) -> Known:
        """Since `begin`."""
        assert self._known is not None, "begin() comes first"
        return self._known

    @property
    def last_known(self) -> Known | None:
        """The last that was known of it, connected or not."""
        return self._known

    async def begin(self) -> None:
        """Connect where that is needed, and get to know the register."""
        if await self._connected():
            self.forget()
        if self._known is None:
            self._known = await self._read()

    def forget(self) -> None:
        """What is known of it may have changed: its registration, its ФН, its tables."""
        self._known = None

    @abstractmethod
    async def _connected(self) -> bool:
        """Open the line where it is not; whether it is new, so that another register may be at its end."""

    @abstractmethod
    async def _read(self) -> Known:
        """Questions only."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of the line; never raises."""

    # how it stands

    @abstractmethod
    async def standing(self) -> Standing:
        """Questions only."""

    async def last(self) -> Last:
        """As `standing` tells it: for a family that can ask its ФН alone. Raises KkmError where the ФН is silent."""
        now = await self.standing()
        return Last(now.storage, now.last)

    @abstractmethod
    async def till(self) -> Till:
        """Questions only."""

    async def time(self) -> datetime | None:
        """By its own clock, naive, in the zone of the shop; None = it shows nonsense."""
        state = await self.state()
        return None if state.time is None else state.time.replace(tzinfo=None)

    @abstractmethod
    async def state(self) -> DeviceState:
        """The same, and more, for people. Questions only."""

    @abstractmethod
    async def ready(self) -> Standing:
        """Bring it into a state in which it prints: wait for the paper, leave modes, annul what stands open.

        See `undo.check` for receipts that are not ours. How it stands then; an expired shift is the caller's.
        """

    async def printed(self) -> None:  # noqa: B027 - most need nothing here
        """Wait until all is on paper. Raises OperatorNeeded without paper, DeviceFaulty where nothing moves."""

    # documents

    @abstractmethod
    async def plan(self, settled: Settled) -> Plan:
        """Sends nothing. Raises RequestRefused for what does not fit this register, ValueError likewise."""

    @abstractmethod
    async def annul(self) -> None:
        """The receipt that stands open, if one does; proven by the register's own state."""

    @abstractmethod
    async def find(self, number: int) -> Found:
        """A document of the ФН. Raises RequestRefused where there is none of that number."""

    async def placed(self, found: Found) -> Found:
        """With its shift and its place there. `found` is the last document of the ФН."""
        now = await self.standing()
        return replace(found, shift=now.shift_number, number_in_shift=now.receipt_number)

    async def requisites(self, number: int) -> list[tlv.Item] | None:  # noqa: ARG002
        """All that a document holds; None of a register that does not tell."""
        return None

    @abstractmethod
    async def open_shift(self, cashier: Cashier) -> Found | None:
        """Of a shift that is closed. As `Plan.close`: None where the answer does not tell the document."""

    @abstractmethod
    async def close_shift(self, cashier: Cashier) -> Found | None: ...

    @abstractmethod
    async def settlement_state(self, cashier: Cashier) -> Found | None:
        """Form 21. Raises NotSupported."""

    @abstractmethod
    async def x_report(self, cashier: Cashier) -> None: ...

    @abstractmethod
    async def move_cash(self, amount: int, cashier: Cashier) -> None:
        """Kopecks into the drawer, below 0 out of it."""

    # paper

    @property
    @abstractmethod
    def paper(self) -> Paper:
        """The roll, by what is known of the register, or by the settings while it has not been reached."""

    @property
    def layout(self) -> Paper:
        """The same for whoever lays rows out: codes and pictures may be kept to fewer dots than the roll has."""
        return self.paper

    @abstractmethod
    async def put(self, block: Block) -> int:
        """A row, a code or a picture on plain paper; -> how many commands have reached the paper for it.

        What it cannot print in its own way is drawn, or refused with RequestRefused by `check`. Where it breaks off in
        the middle of a block, the error is OutcomeUnknown, or says with `nothing_sent` that part of it is out.
        """

    async def flush(self) -> int:
        """After the last row of some: what `put` has only gathered goes out; as `put`."""
        return 0

    def check(self, blocks: Sequence[Block]) -> None:  # noqa: B027 - most need nothing here
        """Raises RequestRefused, WrongState where one of them cannot be printed now. Sends nothing."""

    async def begin_document(self) -> None:  # noqa: B027 - most need nothing here
        """Before the rows of a plain document."""

    @abstractmethod
    async def end_document(self) -> None:
        """Past the knife, and cut off."""

    @abstractmethod
    async def open_drawer(self) -> None: ...

    async def copy_last(self) -> None:
        """The last document once more on paper."""
        raise NotSupported(texts.NO_COPIES)

    async def resume_printing(self) -> None:
        """Go on with what the paper's end has interrupted; nothing where nothing was."""
        await self.printed()

    def refuses_paperless(self) -> str:
        """Why a document cannot be made without paper; "" where it can."""
        return texts.NO_PAPERLESS

    @asynccontextmanager
    async def printing(self, *, wanted: bool) -> AsyncIterator[tuple[str, ...]]:  # noqa: ARG002
        """Within, one document is made, on paper or not; gives warnings."""
        yield ()

    # the rest, where a family has it

    async def set_clock(self, moment: datetime) -> None:  # noqa: ARG002
        """To a naive time in the zone of the shop; the shift is closed."""
        raise NotSupported(texts.NO_CLOCK)

    async def check_marking(self, command: CheckMarking) -> tuple[tuple[MarkingAnswer, ...], tuple[str, ...]]:  # noqa: ARG002
        """Answers and warnings; nothing is sold and nothing stays in the register."""
        raise NotSupported(texts.NO_MARKING_CHECK)

    async def counters(self) -> tuple[tuple[CounterBlock, ...], tuple[str, ...]]:
        """Of the ФН; warnings."""
        raise NotSupported(texts.NO_COUNTERS)

    async def register_device(self, command: RegisterDevice, before: Standing) -> tuple[Found, tuple[str, ...]]:  # noqa: ARG002
        """What the ФН has recorded, by `records.record`; warnings. Raises RequestRefused before anything is sent."""
        raise NotSupported(texts.NO_REGISTRATION)

    # a command that is under way when the power or the server goes

    def trace(self) -> str:
        """What is kept with the mark to find a command again that is under way, letters and digits; "" = nothing."""
        return ""

    def resume(self, trace: str, command: Command) -> None:  # noqa: B027 - most need nothing here
        """Before `begin`: the command, with that trace, may be under way."""

    @property
    def now(self) -> datetime:
        """Aware, in the zone of the shop."""
        return self.clock.local()
