"""A configured device as it is handed to the dispatcher, and how patient its worker is."""

from dataclasses import dataclass
from datetime import datetime

from drivers.model.card import CardAction
from drivers.model.command import (
    Command,
    FindTransaction,
    MoveCardMoney,
    ReadCounters,
    ReadDisplay,
    ReadDocument,
    ReadLineLength,
    ReadSlipPrinting,
    ReadState,
    ReadWeight,
)
from drivers.ports import Driver
from drivers.transports.wire import Wire
from kkmserver.store.record import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    number: int
    name: str
    driver_name: str  # as in the config
    driver: Driver
    wire: Wire | None = None  # what goes between the driver and its device; None: nothing does
    poll: float | None = None  # seconds between status questions, where the device has its own
    poll_watched: float = 0.0  # the same of registers and printers while somebody looks; 0 = no difference
    connection: str = ""  # as in the config, without passwords
    holds: bool = False  # commands wait for it while it is away; otherwise they are refused at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds, and lengths."""

    command: float = 300.0  # for a command, or from word to word of a batch; then the device is asked what became of it
    question: float = 30.0  # for a status question or the counters
    poll: float = 10.0  # between status questions to an idle device
    calm: float = 0.5  # idle for so long after a command before its new state is asked
    after: float = 5.0  # for the counters after a lost answer
    pause: float = 0.5  # first pause before another try, and before a device that is away is asked again; doubles
    pause_most: float = 30.0
    settle_tries: int = 5  # answers that say neither yes nor no before the outcome counts as unknown
    queue: int = 10_000  # commands that may wait for one device


_READS = ReadState | ReadLineLength | ReadCounters | ReadWeight | ReadDisplay | ReadSlipPrinting | FindTransaction
_CUSTOMER_WAITS = 900.0  # seconds; others may be before him
_FROM_A_CARD = frozenset({CardAction.PAY, CardAction.REFUND, CardAction.AUTHORISE})


def leaves_no_trace(command: Command) -> bool:
    """It only reads: nothing to journal before, nothing to settle after, always safe to ask again.

    Not so a marking check, which a ФН keeps, nor a terminal's report, which it may print.
    """
    return isinstance(command, _READS) or (isinstance(command, ReadDocument) and not command.copies)


def too_old(command: Command, entry: Entry, now: datetime) -> bool:
    """Somebody had to stand there with a card; after a stop of the server it would be another one's."""
    if not isinstance(command, MoveCardMoney) or command.reference.known or command.action not in _FROM_A_CARD:
        return False
    return (now - entry.accepted_at).total_seconds() > max(entry.hold, _CUSTOMER_WAITS)
