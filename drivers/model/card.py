"""What is asked of a bank terminal, and what it answers. Sums are kopecks."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class CardAction(StrEnum):
    """What moves money, or holds it."""

    PAY = "pay"
    REFUND = "refund"  # money back, on another day too
    CANCEL = "cancel"  # undo a payment of the same bank day
    AUTHORISE = "authorise"  # hold a sum
    CONFIRM = "confirm"  # take a sum that is held
    CANCEL_AUTHORISATION = "cancel_authorisation"
    REVERSE = "reverse"  # emergency: undo the last transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReference:
    """Which transaction is meant, by whatever the client kept of it; "" where it kept nothing."""

    receipt_number: str = ""
    rrn: str = ""
    authorisation: str = ""
    card: str = ""  # masked

    @property
    def known(self) -> bool:
        return bool(self.receipt_number or self.rrn or self.authorisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardResult:
    """A transaction the terminal has carried out; never a full card number."""

    action: CardAction
    amount: int
    reference: CardReference
    slip: str = ""  # lines ended by CR LF
    slip_printed: bool = False  # by the terminal itself
    terminal: str = ""  # its id at the bank
    card_hash: str = ""
    time: datetime | None = None  # aware
    device: int = 0  # number of the terminal in this server; filled where the payment belongs to a receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOnReceipt:
    """The card payment that a receipt asks for. None leaves it to the settings.

    It is made only where something of the receipt is paid electronically (1081), for just that sum.
    """

    wanted: bool | None = None
    terminal: int | None = None  # number of the device; 0 = any
    reference: CardReference = field(
        default_factory=CardReference
    )  # of a return: cancel this payment instead of refunding
    slip_after: bool | None = None  # print the slip after the receipt
    slip_for_cashier: bool = False  # and once more for the cashier
