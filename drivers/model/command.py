"""What may be asked of a device."""

from dataclasses import dataclass, field
from decimal import Decimal

from drivers.model.card import CardAction, CardOnReceipt, CardReference
from drivers.model.document import Cashier, Line, Receipt
from drivers.model.excise import TellEgais
from drivers.model.label import Fields, Template
from drivers.model.marking import MarkingQuestion
from drivers.model.registration import RegisterDevice


@dataclass(frozen=True, slots=True)
class RegisterReceipt:
    """Register a sale, return, purchase or purchase return, or a correction of one; opens the shift by itself.

    `card`: whether the electronic part is to be taken by a bank terminal first. A register never looks at it, nor at
    the bottles among the rows: the server has told bank and УТМ before.
    """

    receipt: Receipt
    card: CardOnReceipt | None = None


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """Print rows as they are; no ФН, no shift, no cashier needed."""

    lines: tuple[Line, ...]
    copies: int = 0


@dataclass(frozen=True, slots=True)
class PrintLabels:
    """Print a label for each set of fields, `copies` times each, in order, from label `first` (counted from 1) on.

    Label 1 is the first copy of the first set. `first` > 1 takes up a batch that broke off.
    """

    template: Template
    fields: tuple[Fields, ...]
    copies: int = 1
    first: int = 1

    @property
    def total(self) -> int:
        """Labels of the whole batch, those before `first` included."""
        return len(self.fields) * self.copies


@dataclass(frozen=True, slots=True)
class PrintTestPage:
    """Print what the device can do: fonts, code pages, line length, barcodes."""


@dataclass(frozen=True, slots=True)
class OpenShift:
    cashier: Cashier = field(default_factory=Cashier)
    print_paper: bool = True


@dataclass(frozen=True, slots=True)
class CloseShift:
    """The Z report."""

    cashier: Cashier = field(default_factory=Cashier)
    print_paper: bool = True


@dataclass(frozen=True, slots=True)
class XReport:
    """Report without closing the shift; no fiscal document."""

    cashier: Cashier = field(default_factory=Cashier)


@dataclass(frozen=True, slots=True)
class OfdReport:
    """Report on the state of settlements and of the link to the ОФД (form 21)."""

    cashier: Cashier = field(default_factory=Cashier)


@dataclass(frozen=True, slots=True)
class CashIn:
    amount: int  # kopecks
    cashier: Cashier = field(default_factory=Cashier)


@dataclass(frozen=True, slots=True)
class CashOut:
    amount: int  # kopecks
    cashier: Cashier = field(default_factory=Cashier)


@dataclass(frozen=True, slots=True)
class OpenDrawer:
    cashier: Cashier = field(default_factory=Cashier)


@dataclass(frozen=True, slots=True)
class ReadState:
    """Ask for the state; prints and changes nothing."""


@dataclass(frozen=True, slots=True)
class ReadLineLength:
    """Ask for the characters per line of the device's own font."""


@dataclass(frozen=True, slots=True)
class PrintRuler:
    """Print a ruler that shows the line length."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """Read a document from the ФН archive; `number` 0 is the last one. Prints `copies` copies."""

    number: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True)
class ReadCounters:
    """Ask the ФН for its counters, of the shift and of all time."""


@dataclass(frozen=True, slots=True)
class CheckMarking:
    """Check marking codes without selling anything."""

    questions: tuple[MarkingQuestion, ...]


@dataclass(frozen=True, slots=True)
class ContinuePrint:
    """Go on with what the paper's end has interrupted; nothing where nothing was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCardMoney:
    """One transaction of a bank terminal. `reference`: which earlier one it is about; empty for a new one."""

    action: CardAction
    amount: int  # kopecks; 0 with REVERSE: the whole of it
    reference: CardReference = field(default_factory=CardReference)


@dataclass(frozen=True, slots=True)
class SettleTerminal:
    """Close the bank's day (сверка итогов)."""


@dataclass(frozen=True, slots=True)
class TerminalReport:
    detailed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FindTransaction:
    """Ask the terminal what it knows of a transaction."""

    amount: int = 0  # kopecks; 0 = any
    reference: CardReference = field(default_factory=CardReference)


@dataclass(frozen=True, slots=True)
class ReadSlipPrinting:
    """Ask whether the terminal prints its slips itself."""


@dataclass(frozen=True, slots=True)
class ReadWeight:
    """Ask the scales; waits for a weight that stands still."""


@dataclass(frozen=True, slots=True)
class SetTare:
    weight: Decimal = Decimal(0)  # kg; 0 = what lies there now


@dataclass(frozen=True, slots=True)
class ShowOnDisplay:
    top: str = ""
    bottom: str = ""
    qr: str = ""


@dataclass(frozen=True, slots=True)
class ClearDisplay:
    pass


@dataclass(frozen=True, slots=True)
class ReadDisplay:
    """Ask what the customer display can show."""


@dataclass(frozen=True, slots=True)
class RegisterBottles:
    """Tell ЕГАИС of bottles sold or taken back and print its slip; no fiscal document (`TypeCheck` 8 and 9).

    No driver gets it: the server tells the УТМ and prints a plain document.
    """

    receipt: Receipt


TerminalCommand = MoveCardMoney | SettleTerminal | TerminalReport | FindTransaction | ReadSlipPrinting
ScalesCommand = ReadWeight | SetTare
DisplayCommand = ShowOnDisplay | ClearDisplay | ReadDisplay

Command = (
    RegisterReceipt
    | PrintDocument
    | PrintLabels
    | PrintTestPage
    | OpenShift
    | CloseShift
    | XReport
    | OfdReport
    | CashIn
    | CashOut
    | OpenDrawer
    | ReadState
    | ReadLineLength
    | PrintRuler
    | ReadDocument
    | ReadCounters
    | CheckMarking
    | RegisterDevice
    | ContinuePrint
    | TerminalCommand
    | ScalesCommand
    | DisplayCommand
    | TellEgais
    | RegisterBottles
)
