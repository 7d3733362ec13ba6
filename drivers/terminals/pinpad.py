"""The port: what a real terminal must offer to be driven. Designed from spec/payment-terminals.md.

INPAS (serial or TCP), the Sberbank pilot and Arcus2 (programs of the bank) differ in what they can: see Abilities.
"""

from dataclasses import dataclass
from typing import Protocol

from drivers.model.card import CardAction
from drivers.model.command import FindTransaction, MoveCardMoney, SettleTerminal
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What a terminal can do; never changes while its driver lives."""

    actions: frozenset[CardAction]
    settles: bool = True  # SettleTerminal
    reports: bool = True  # TerminalReport
    finds: bool = False  # FindTransaction
    recalls: bool = False  # it tells what became of an operation with our number
    prints_slips: bool = False  # on paper of its own


@dataclass(frozen=True, slots=True)
class TillOperation:
    """One operation under our own number, which is on disk before the terminal hears of it and never comes again."""

    number: int  # 10 digits; INPAS takes it as field 26
    command: MoveCardMoney | SettleTerminal


class Pinpad(Protocol):
    """One terminal. No two calls overlap, `abilities` excepted.

    Gives out no full card number; what looks like one all the same is masked by the driver over it.
    """

    @property
    def abilities(self) -> Abilities: ...

    async def perform(self, operation: TillOperation) -> Outcome:
        """Do it, the customer's part included: `Outcome.card`, or `Outcome.slip` of a settlement.

        Raises CardDeclined where bank or customer said no; WrongState, OperatorNeeded and DeviceOffline with
        `nothing_sent` where it was not begun, or the bank was not reached and it is certain that no money has moved;
        OutcomeUnknown for everything else. May be cancelled at the deadline; the terminal then goes on by itself.
        """
        ...

    async def recall(self, operation: TillOperation) -> Outcome | None:
        """What became of it; None where it is proven that no money has moved, or that it has come back.

        Called only where it `recalls`. Raises OutcomeUnknown where the terminal does not know, or is still busy with
        it when patience ends; DeviceOffline while it is away.
        """
        ...

    async def report(self, *, detailed: bool) -> str:
        """Slip of the bank's day so far, lines ended by CR LF. Called only where it `reports`."""
        ...

    async def find(self, question: FindTransaction) -> Outcome:
        """The newest transaction that fits. Raises RequestRefused where there is none. Only where it `finds`."""
        ...

    async def state(self) -> DeviceState:
        """Raises KkmError."""
        ...

    async def close(self) -> None:
        """Never raises."""
        ...
