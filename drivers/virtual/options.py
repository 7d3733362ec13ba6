"""Settings of the virtual ККТ, and the registration that follows from them."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Le, Predicate

from drivers.fiscal import marking_script, ofd_links
from drivers.fiscal.cp866 import to_cp866
from drivers.fiscal.inn import is_inn
from drivers.fiscal.rnm import registration_number
from drivers.model.ffd import FfdVersion, TaxSystem
from drivers.model.state import Registration
from drivers.virtual.passport import Passport
from drivers.virtual.tape import TapeFolder


def fits_256(text: str) -> bool:
    """Whether a requisite of 256 bytes holds it: the format counts after the change to CP866, which may lengthen."""
    return len(to_cp866(text)) <= 256


def fits_64(text: str) -> bool:
    return len(to_cp866(text)) <= 64


def fits_20(text: str) -> bool:
    return len(to_cp866(text)) <= 20


def is_rnm(text: str) -> bool:
    """16 digits, or "" for one that is worked out."""
    return not text or (len(text) == 16 and text.isascii() and text.isdigit())


def is_link(text: str) -> bool:
    """Whether it can be the pattern of a link to a receipt; "" is none."""
    return not ofd_links.faults(text)


def is_script(lines: list[str]) -> bool:
    """Whether it is a table of marking codes, see `marking_script.parse`."""
    try:
        marking_script.parse("\n".join(lines))
    except ValueError:
        return False
    return True


_Text = Annotated[str, Predicate(fits_256)]
_Short = Annotated[str, Predicate(fits_20)]


@dataclass(frozen=True, slots=True)
class VirtualKktOptions:
    ffd: Literal["1.0", "1.05", "1.1", "1.2"] = "1.2"  # version of the fiscal document format
    fiscalized: bool = True  # false: not registered by these settings, only by a command
    organization: _Text = 'ООО "Ромашка"'  # 1048 name of the user
    inn: Annotated[str, Predicate(is_inn)] = "7700000009"  # 1018 ИНН of the user
    address: _Text = "г. Москва, ул. Примерная, д. 1"  # 1009 address of settlements
    place: _Text = "Касса 1"  # 1187 place of settlements
    sender_email: Annotated[str, Predicate(fits_64)] = "kassa@example.com"  # 1117 sender of electronic receipts
    tax_systems: list[Annotated[int, Ge(0), Le(5)]] = field(
        default_factory=lambda: list(range(6))  # 1062 0 ОСН, 1 УСН доход, 2 УСН доход-расход, 3 ЕНВД, 4 ЕСХН, 5 патент
    )
    serial: _Short = ""  # 1013 factory number; "" = made from the device number
    registration_number: Annotated[str, Predicate(is_rnm)] = ""  # 1037 РНМ; "" = worked out from ИНН and factory number
    ofd: Literal["online", "offline", "autonomous"] = "online"  # the ОФД answers, is silent, or is not there at all
    ofd_delay: Annotated[int, Ge(0), Le(604_800)] = 0  # seconds until the ОФД confirms a document
    ofd_name: _Text = "ОФД (эмулятор)"  # 1046
    ofd_inn: Annotated[str, Predicate(is_inn)] = "7700000016"  # 1017
    ofd_host: _Text = "ofd.example.com"
    ofd_port: _Short = "7777"
    ofd_site: _Text = "ofd.example.com"
    ofd_link: Annotated[str, Predicate(is_link)] = ""  # pattern of the link to a receipt; "" = of an ОФД that is known
    encryption: bool = False  # 1056
    automatic_number: _Short = ""  # 1036 number of the machine it stands in; "" = 1001 is not set
    machine_printer: bool = False  # 1221 the printer stands in the machine
    internet: bool = False  # 1108 for settlements over the internet alone
    bso: bool = False  # 1110
    services: bool = False  # 1109
    excise: bool = True  # 1207 trade in excisable goods
    gambling: bool = False  # 1193
    lottery: bool = False  # 1126
    marking: bool = True  # trade in marked goods, with ФФД 1.2
    pawnshop: bool = False
    insurance: bool = False
    agents: list[Annotated[int, Ge(0), Le(6)]] = field(default_factory=lambda: list(range(7)))  # 1057, bits
    marking_script: Annotated[list[str], Predicate(is_script)] = field(
        default_factory=list  # what a check says of a marking code: "beginning of the code=bad-status"; others are good
    )
    dots: Annotated[int, Ge(120), Le(2000)] = 576  # width of the paper: 576 = 80 mm (48 columns), 384 = 58 mm (32)
    vat_per_line: bool = False  # VAT of a receipt is the sum of its lines' VAT, not taken from the group total
    qr_seconds: bool = False  # time in the QR code with seconds
    check_cash: bool = False  # refuse a return or purchase in cash over the drawer's balance, not only warn
    tape_folder: TapeFolder = ""  # each document is also written here as PNG and TXT; "" = nowhere
    tape_length: Annotated[int, Ge(1), Le(1000)] = 100  # documents that can be looked at
    delay: Annotated[float, Ge(0), Le(600)] = (
        0.0  # seconds a command takes in all; it is recorded first, and answered when they are over
    )


def wanted(options: VirtualKktOptions, number: int) -> Passport:
    """What the settings want registered, of device `number`."""
    ffd = FfdVersion(options.ffd)
    serial = options.serial or f"{number:016d}"
    registration = Registration(
        organization=options.organization,
        inn=options.inn,
        address=options.address,
        place=options.place,
        sender_email=options.sender_email,
        tax_systems=tuple(TaxSystem(one) for one in sorted(set(options.tax_systems)) or [0]),
        number=options.registration_number or _computed_number(number, options.inn, serial),
        ofd_name=options.ofd_name,
        ofd_inn=options.ofd_inn,
        ofd_host=options.ofd_host,
        ofd_port=options.ofd_port,
        ofd_site=options.ofd_site,
        autonomous=options.ofd == "autonomous",
        encryption=options.encryption,
        automatic=bool(options.automatic_number),
        automatic_number=options.automatic_number,
        internet=options.internet,
        bso=options.bso,
        services=options.services,
        machine_printer=options.machine_printer,
        excise=options.excise,
        gambling=options.gambling,
        lottery=options.lottery,
        marking=options.marking and ffd is FfdVersion.V1_2,
        pawnshop=options.pawnshop,
        insurance=options.insurance,
        agents=tuple(sorted(set(options.agents))),
    )
    return Passport(ffd, serial, registration)


def _computed_number(number: int, inn: str, serial: str) -> str:
    """A factory number that the rule cannot count (not ASCII) counts as none."""
    return registration_number(number, inn, serial if serial.isascii() else "")
