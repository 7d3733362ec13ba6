"""Registration of a register in its ФН: what KkmRegOfd asks for."""

from dataclasses import dataclass, field
from enum import StrEnum

from drivers.model.document import Cashier
from drivers.model.ffd import FfdVersion
from drivers.model.state import Registration


class RegistrationStep(StrEnum):
    """None of them can be undone."""

    OPEN = "open"  # first registration, form 1
    CHANGE_STORAGE = "change_storage"  # another ФН, form 11
    CHANGE_OFD = "change_ofd"  # form 11
    CHANGE_OWNER = "change_owner"  # organization, address, tax systems; form 11
    CHANGE_REGISTER = "change_register"  # modes of the ККТ; form 11
    CLOSE = "close"  # closes the ФН for ever, form 6


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDevice:
    """Register the ККТ, change its registration, or close its ФН.

    `given` names the fields of `registration` that the client has given; the others stay as they are registered.
    """

    step: RegistrationStep
    registration: Registration
    given: frozenset[str] = frozenset()
    ffd: FfdVersion | None = None  # None: as it is
    cashier: Cashier = field(default_factory=Cashier)
    print_paper: bool = True
