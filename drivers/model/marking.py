"""Check of marking codes before they are sold (ФФД 1.2)."""

from dataclasses import dataclass
from decimal import Decimal

from drivers.model.document import MarkingCode


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingQuestion:
    """One code to be checked, with what is to be sold of it."""

    marking: MarkingCode
    name: str = ""
    quantity: Decimal = Decimal(1)  # 1023
    measure: int = 0  # 2108
    pack_quantity: int | None = None  # 1294


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingAnswer:
    """What the ФН, and through it «Честный ЗНАК», says of a code."""

    code: str  # as it was scanned
    name: str = ""
    result: int = 0  # 2106: bits 0 checked by the ФН, 1 well, 2 status checked, 3 well, 4 without a link
    text: str = ""  # for people: "[М+] проверка выполнена, результат положительный"
