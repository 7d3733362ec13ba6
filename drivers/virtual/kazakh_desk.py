"""What all commands of the virtual register of Kazakhstan stand on: its ledger, clock, link and paper."""

from datetime import datetime

from drivers.model.command import Command
from drivers.model.document import LocalTax
from drivers.model.ffd import ShiftState
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.ports import DeviceContext
from drivers.printing.page import Block, Paper
from drivers.virtual import kazakh_paper, operations
from drivers.virtual import kazakh_texts as texts
from drivers.virtual.kazakh_counters import KazakhCounters
from drivers.virtual.kazakh_options import VirtualKkmKzOptions
from drivers.virtual.kazakh_rules import Settled
from drivers.virtual.ledger import Ledger, Step
from drivers.virtual.roll import Roll
from drivers.virtual.stored import StoredDocument
from drivers.virtual.tape import Tape


class KazakhLedger(Ledger[KazakhCounters]):
    """The same file as that of a virtual ФН; where that keeps TLV this one keeps what the operator is told."""

    kind = KazakhCounters


class KazakhDesk:
    """Blocking; one thread. Methods that write raise as `Ledger.append` does."""

    def __init__(
        self,
        context: DeviceContext,
        options: VirtualKkmKzOptions,
        taxes: tuple[LocalTax, ...],
        storage: KazakhLedger,
        tape: Tape,
    ) -> None:
        self._options, self._clock = options, context.clock
        self.taxes, self.storage = taxes, storage
        self.paper = Paper(dots=options.dots)
        self.roll = Roll(self.paper, tape, context.clock, texts.title)
        self.passport = _passport(options, context.number)

    def clock(self) -> datetime:
        return self._clock.local()

    def now(self, counters: KazakhCounters) -> datetime:
        """Time for the next document: within a shift it never runs back."""
        now = self._clock.local()
        return max(now, counters.last_time or now) if counters.opened_at else now

    def check_operator(self) -> None:
        """Raises WrongState while the operator blocks the register."""
        if self._options.refusal:
            raise texts.blocked(self._options.refusal)

    def check_ready(self, counters: KazakhCounters, cashier: str) -> None:
        """Raises WrongState where nothing can be registered now."""
        now = self.clock()
        self.check_operator()
        if counters.offline_since and counters.is_offline_too_long(now):
            raise texts.offline(counters.offline_since)
        if self._options.one_cashier and counters.opened_at and counters.opened_by != cashier:
            raise texts.other_cashier(counters.opened_by)
        if counters.shift_state(now) is ShiftState.EXPIRED:
            raise texts.shift_over()

    def fault(self, counters: KazakhCounters) -> str:
        """Why nothing can be registered, whoever works with it; "" where it can."""
        if self._options.refusal:
            return texts.blocked(self._options.refusal).text
        since = counters.offline_since
        return texts.offline(since).text if since and counters.is_offline_too_long(self.clock()) else ""

    def with_shift(self, counters: KazakhCounters, cashier: str, now: datetime) -> KazakhCounters:
        """Opened by whatever comes first, in the same step."""
        return counters if counters.opened_at else counters.with_shift(cashier, now)

    def begin(self) -> None:
        """As the settings want it when it is switched on."""
        self.switch_link(online=self._options.link == "online")

    def switch_link(self, *, online: bool) -> None:
        before = self.storage.known
        after = before.with_link(self.clock(), online=online)
        if after is not before:
            self.storage.append(Step(), after)

    def slip(self, document: FiscalDocument, settled: Settled, counters: KazakhCounters) -> tuple[Block, ...]:
        online = counters.offline_since is None
        return kazakh_paper.receipt(self.passport, document, settled, self.paper, online=online)

    def commit(
        self, after: KazakhCounters, command: Command, outcome: Outcome, document: StoredDocument | None = None
    ) -> KazakhCounters:
        """A command is done: its document, its answer, and the counters after it, in one row."""
        return self.storage.append(operations.step(command, outcome, document), after)


def _passport(options: VirtualKkmKzOptions, number: int) -> kazakh_paper.Passport:
    return kazakh_paper.Passport(
        organization=options.organization,
        tax_number=options.tax_number,
        address=options.address,
        serial=options.serial or f"{number:08d}",
        registration_number=options.registration_number or f"{number:012d}",
        operator=options.operator,
        operator_site=options.operator_site,
    )
