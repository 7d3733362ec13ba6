"""What may be asked of a device."""

from dataclasses import dataclass, field

from drivers.model.document import Cashier, Line, Receipt
from drivers.model.label import Fields, Template


@dataclass(frozen=True, slots=True)
class RegisterReceipt:
    """Register a sale, return, purchase or purchase return; opens the shift by itself."""

    receipt: Receipt


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
)
