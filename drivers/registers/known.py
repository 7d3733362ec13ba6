"""What the shared steps know of a register: as long as it is connected, just now, and of a document of its ФН."""

from dataclasses import dataclass, field
from datetime import datetime

from drivers.errors import KkmError, OutcomeUnknown
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType, ShiftState
from drivers.model.state import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What does not change between commands, read once.

    `storage`: number of the ФН, "" where there is none that answers; `ffd`: None where neither the register nor the
    settings tell; `registration`: what the register does not tell is empty. `serial`: 1013.
    """

    storage: str
    ffd: FfdVersion | None
    model: str = ""
    firmware: str = ""
    serial: str = ""
    registration: Registration = field(default_factory=Registration)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a register and its ФН stand.

    `last`: number of the last document in the ФН. `shift_number`, `receipt_number`: of the open shift and of its last
    receipt, 0 where they are not told. `receipt_open`: a receipt that was begun and not closed. `silence`: what the
    register says where its ФН does not answer: such a one prints all the same, and `storage` and `last` tell nothing.
    """

    storage: str
    last: int
    shift: ShiftState
    shift_number: int = 0
    receipt_number: int = 0
    receipt_open: bool = False
    fiscalized: bool = True
    storage_closed: bool = False
    silence: KkmError | None = None


@dataclass(frozen=True, slots=True)
class Last:
    """The last document of a ФН. `storage`: number of the ФН; `number`: 0 = it has none yet."""

    storage: str
    number: int


@dataclass(frozen=True, slots=True)
class Till:
    """What moves with cash. `operations`: a number that moves with every operation, 0 of registers that have none."""

    operations: int
    cash: int  # kopecks in the drawer


class NotTold(OutcomeUnknown):
    """No answer was lost: the register does not tell what a document of its ФН is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document in the ФН, as far as the register tells. `time`: naive, in the zone of the shop.

    `form`: None of a register that tells nothing but numbers; a receipt is then what has a place in the shift, unless
    it is `unclear` whether it is one.
    `type`, `total` (kopecks): None where the form has none, or the register does not tell them. `sign`: 0 = not told.
    `shift`, `number_in_shift`: 0 = not told.
    """

    number: int
    form: DocumentForm | None
    time: datetime
    sign: int = 0
    type: ReceiptType | None = None
    total: int | None = None
    shift: int = 0
    number_in_shift: int = 0
    unclear: bool = False
