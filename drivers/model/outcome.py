"""What came of a command."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from drivers.model.card import CardResult
from drivers.model.counters import CounterBlock
from drivers.model.document import Payments
from drivers.model.excise import EgaisSlip
from drivers.model.ffd import DocumentForm, ReceiptType, TaxSystem, VatRate
from drivers.model.marking import MarkingAnswer
from drivers.model.state import DeviceState


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalDocument:
    """A document the ФН has recorded. `time` is aware; its zone is the register's."""

    form: DocumentForm
    number: int  # 1040 ФД
    sign: int  # 1077 ФПД, as the number printed on paper
    time: datetime  # 1012
    storage: str  # 1041 number of the ФН
    shift: int  # 1038
    number_in_shift: int = 0  # 1042
    receipt_type: ReceiptType | None = None  # 1054
    total: int | None = None  # 1020 kopecks
    qr: str = ""  # text of the QR code (1196); "" where the form has none
    url: str = ""  # where the ОФД shows it


@dataclass(frozen=True, slots=True)
class CopyRow:
    name: str
    quantity: Decimal
    amount: int
    vat: VatRate | None  # None: the register knows no rates of 1199


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCopy:
    """A document read back from the archive. `text`: as on paper, lines ended by CR LF."""

    document: FiscalDocument
    text: str
    cashier: str = ""
    cashier_inn: str = ""
    tax_system: TaxSystem | None = None
    client_address: str = ""
    sender_email: str = ""
    place: str = ""
    rows: tuple[CopyRow, ...] = ()
    payments: Payments | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: `done` of `total` labels are known to be printed, counted from the batch's first one."""

    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayAbilities:
    """What a customer display can show."""

    top: bool = False
    bottom: bool = False
    qr: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A command that was done; only what it brings about is filled."""

    document: FiscalDocument | None = None
    payments: Payments | None = None  # taken: `cash` is what stays in the drawer
    change: int = 0  # kopecks given back
    state: DeviceState | None = None
    line_length: int | None = None
    copy: DocumentCopy | None = None
    progress: Progress | None = None
    card: CardResult | None = None  # also of the card payment that belongs to a receipt
    slip: str = ""  # report of a bank terminal: lines ended by CR LF
    slip_on_terminal: bool | None = None  # whether the terminal prints its slips itself
    excise: EgaisSlip | None = None
    marking: tuple[MarkingAnswer, ...] = ()
    counters: tuple[CounterBlock, ...] = ()
    weight: Decimal | None = None  # kg
    display: DisplayAbilities | None = None
    warnings: tuple[str, ...] = ()
    message: str = ""  # what the cashier must be shown at once although it was done
