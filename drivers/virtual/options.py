"""Settings of the virtual ККТ, and the registration that follows from them."""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Literal

from annotated_types import Ge, Le, Predicate

from drivers.fiscal.cp866 import to_cp866
from drivers.fiscal.inn import is_inn, registration_number
from drivers.model.ffd import FfdVersion, TaxSystem
from drivers.model.state import Registration
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


_Text = Annotated[str, Predicate(fits_256)]


@dataclass(frozen=True, slots=True)
class VirtualKktOptions:
    ffd: Literal["1.0", "1.05", "1.2"] = "1.2"  # version of the fiscal document format
    fiscalized: bool = True  # false: registered nowhere, only plain documents can be printed
    organization: _Text = 'ООО "Ромашка"'  # 1048 name of the user
    inn: Annotated[str, Predicate(is_inn)] = "7700000009"  # 1018 ИНН of the user
    address: _Text = "г. Москва, ул. Примерная, д. 1"  # 1009 address of settlements
    place: _Text = "Касса 1"  # 1187 place of settlements
    sender_email: Annotated[str, Predicate(fits_64)] = "kassa@example.com"  # 1117 sender of electronic receipts
    tax_systems: list[Annotated[int, Ge(0), Le(5)]] = field(
        default_factory=lambda: list(range(6))  # 1062 0 ОСН, 1 УСН доход, 2 УСН доход-расход, 3 ЕНВД, 4 ЕСХН, 5 патент
    )
    serial: Annotated[str, Predicate(fits_20)] = ""  # 1013 factory number; "" = made from the device number
    registration_number: Annotated[str, Predicate(is_rnm)] = ""  # 1037 РНМ; "" = worked out from ИНН and factory number
    dots: Annotated[int, Ge(120), Le(2000)] = 576  # width of the paper: 576 = 80 mm (48 columns), 384 = 58 mm (32)
    vat_per_line: bool = False  # VAT of a receipt is the sum of its lines' VAT, not taken from the group total
    qr_seconds: bool = False  # time in the QR code with seconds
    check_cash: bool = False  # refuse a return or purchase in cash over the drawer's balance, not only warn
    tape_folder: TapeFolder = ""  # each document is also written here as PNG and TXT; "" = nowhere
    tape_length: Annotated[int, Ge(1), Le(1000)] = 100  # documents that can be looked at
    delay: Annotated[float, Ge(0), Le(600)] = (
        0.0  # seconds a command takes in all; it is recorded first, and answered when they are over
    )


@dataclass(frozen=True, slots=True)
class Passport:
    """What the ФН holds of the register since its (re)registration."""

    ffd: FfdVersion
    serial: str  # 1013
    registration: Registration


def requisites(options: VirtualKktOptions, number: int) -> str:
    """What the settings want registered, as one line of JSON; a changed line means a re-registration."""
    serial = options.serial or f"{number:016d}"
    return json.dumps(
        {
            "ffd": options.ffd,
            "serial": serial,
            "organization": options.organization,
            "inn": options.inn,
            "address": options.address,
            "place": options.place,
            "sender_email": options.sender_email,
            "tax_systems": sorted(set(options.tax_systems)) or [0],
            "number": options.registration_number or _computed_number(number, options.inn, serial),
        },
        sort_keys=True,
    )


def _computed_number(number: int, inn: str, serial: str) -> str:
    """A factory number that the rule cannot count (not ASCII) counts as none."""
    return registration_number(number, inn, serial if serial.isascii() else "")


@lru_cache(maxsize=1024)  # every register asks with every document, and its line hardly ever changes
def passport(line: str) -> Passport:
    """Reads `requisites` back. Trade in marked and excisable goods and all agent signs are registered always."""
    plain = json.loads(line)
    ffd = FfdVersion(plain["ffd"])
    registration = Registration(
        organization=plain["organization"],
        inn=plain["inn"],
        address=plain["address"],
        place=plain["place"],
        sender_email=plain["sender_email"],
        tax_systems=tuple(TaxSystem(number) for number in plain["tax_systems"]),
        number=plain["number"],
        excise=True,
        marking=ffd is FfdVersion.V1_2,
        agents=tuple(range(7)),
    )
    return Passport(ffd, plain["serial"], registration)
