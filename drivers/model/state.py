"""What a device says of itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from drivers.model.ffd import FfdVersion, ShiftState, TaxSystem


class DeviceKind(StrEnum):
    """What a device is, and so which commands may choose it when no number is given."""

    REGISTER = "register"  # ККТ
    RECEIPT_PRINTER = "receipt_printer"
    LABEL_PRINTER = "label_printer"
    TERMINAL = "terminal"
    SCALES = "scales"
    DISPLAY = "display"
    EGAIS = "egais"  # an УТМ


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """How a register is registered with the tax office and its ОФД."""

    organization: str = ""  # 1048
    inn: str = ""  # 1018
    address: str = ""  # 1009
    place: str = ""  # 1187
    sender_email: str = ""  # 1117
    tax_systems: tuple[TaxSystem, ...] = ()  # 1062
    number: str = ""  # 1037 РНМ
    ofd_name: str = ""  # 1046
    ofd_inn: str = ""  # 1017
    ofd_host: str = ""
    ofd_port: str = ""
    ofd_site: str = ""
    autonomous: bool = False  # 1002
    encryption: bool = False  # 1056
    automatic: bool = False  # 1001
    automatic_number: str = ""  # 1036
    internet: bool = False  # 1108
    bso: bool = False  # 1110
    services: bool = False  # 1109
    machine_printer: bool = False  # 1221
    excise: bool = False  # 1207
    gambling: bool = False  # 1193
    lottery: bool = False  # 1126
    marking: bool = False
    pawnshop: bool = False
    insurance: bool = False
    agents: tuple[int, ...] = ()  # bit numbers of 1057


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceState:
    """A snapshot. Empty strings and None stand for what the device cannot tell."""

    online: bool
    model: str = ""
    firmware: str = ""
    address: str = ""  # where it is connected
    serial: str = ""  # 1013 factory number of the ККТ
    line_length: int = 0
    time: datetime | None = None
    paper_out: bool = False
    paper_low: bool = False
    cover_open: bool = False
    fault: str = ""  # what else is wrong, in words for the cashier: cutter, head too hot; "" = nothing known
    # A register also tells:
    storage: str = ""  # 1041 number of the ФН
    registration: Registration | None = None
    fiscalized: bool = False
    ffd: FfdVersion | None = None
    ffd_storage: FfdVersion | None = None
    ffd_register: FfdVersion | None = None
    shift: ShiftState | None = None
    shift_number: int = 0
    shift_since: datetime | None = None  # when it was opened
    last_document: int = 0  # 1040
    cash: int = 0  # kopecks in the drawer
    storage_since: datetime | None = None
    storage_until: datetime | None = None
    storage_full: bool = False
    unsent: int = 0  # 1097
    unsent_since: datetime | None = None  # 1098
    ofd_error: str = ""
