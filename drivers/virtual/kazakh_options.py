"""Settings of the virtual register of Kazakhstan."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Le, Predicate

from drivers.virtual import kazakh_taxes
from drivers.virtual.tape import TapeFolder


def fits(text: str) -> bool:
    return len(text) <= 128


def is_tax_number(text: str) -> bool:
    """БИН or ИИН: twelve digits. Its check digit is not looked at: its rule is not in our sources."""
    return len(text) == 12 and text.isascii() and text.isdigit()


_Text = Annotated[str, Predicate(fits)]


@dataclass(frozen=True, slots=True)
class VirtualKkmKzOptions:
    organization: _Text = 'ТОО "Ромашка"'
    tax_number: Annotated[str, Predicate(is_tax_number)] = "123456789012"  # БИН or ИИН
    address: _Text = "г. Алматы, ул. Примерная, д. 1"
    serial: _Text = ""  # factory number; "" = made from the device number
    registration_number: _Text = ""  # "" = made from the device number
    operator: _Text = "ОФД (эмулятор)"  # the fiscal data operator
    operator_site: _Text = "ofd.example.com"
    taxes: Annotated[list[str], Predicate(kazakh_taxes.is_directory)] = field(
        default_factory=lambda: ["1 НДС 12% = 12", "2 Без НДС = нет"]  # "code name = percent", the usual one first
    )
    link: Literal["online", "offline"] = "online"  # the operator answers, or there is no link to it
    refusal: Annotated[int, Ge(0), Le(99)] = 0  # the operator blocks the register with this code; 0 = it does not
    one_cashier: bool = False  # a shift is worked by the cashier who has opened it
    dots: Annotated[int, Ge(120), Le(2000)] = 576  # width of the paper: 576 = 80 mm (48 columns), 384 = 58 mm (32)
    tape_folder: TapeFolder = ""  # each document is also written here as PNG and TXT; "" = nowhere
    tape_length: Annotated[int, Ge(1), Le(1000)] = 100  # documents that can be looked at
    delay: Annotated[float, Ge(0), Le(600)] = (
        0.0  # seconds a command takes in all; it is recorded first, and answered when they are over
    )
