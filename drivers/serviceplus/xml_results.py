"""What the answers of the XML protocol tell. Source: spec/service-plus.md C2; names of fields: SP2.

That a document's answer holds 1040, 1077 and the rest is inferred: where it does not, the number is read from the
status, and the sign stays unknown.
"""

from dataclasses import dataclass
from datetime import datetime

from drivers.errors import FrameError
from drivers.model.counters import CounterBlock
from drivers.model.document import Payments
from drivers.model.ffd import ReceiptType, ShiftState, TaxSystem
from drivers.registers.known import Found
from drivers.serviceplus.xml_data import Answered

_BLOCKS = {1129: ReceiptType.SALE, 1130: ReceiptType.SALE_RETURN, 1131: ReceiptType.PURCHASE}
_BLOCKS |= {1132: ReceiptType.PURCHASE_RETURN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the ФН stands, as far as an answer tells: "" and None where it does not."""

    storage: str  # 1041
    last: int | None  # 1040 of the last document


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    state: ShiftState
    number: int  # 1038
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """`operations`: how often cash was put in and taken out. SP2 takes the blocks for those of the shift."""

    cash: int | None  # kopecks, None = not told
    operations: int
    place: Place
    blocks: tuple[CounterBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    serial: str  # 1013
    number: str  # 1037
    firmware: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    inn: str  # 1018
    organization: str  # 1048
    address: str  # 1009
    since: datetime | None  # 1012
    tax_systems: tuple[TaxSystem, ...]  # 1062
    ffd: int  # 1209, 0 = not told


def place(told: Answered) -> Place:
    """SP2 reads lastDocNumber of the status; that others tell 1040 is inferred."""
    name = next((name for name in ("lastDocNumber", 1040) if name in told), None)
    return Place(storage=told.text(1041), last=None if name is None else told.number(name))


def shift(told: Answered) -> Shift:
    """Raises FrameError where the state is not told."""
    if "ShiftState" not in told:
        raise FrameError("не читается поле ShiftState")
    if not told.number("ShiftState"):
        state = ShiftState.CLOSED
    else:
        state = ShiftState.EXPIRED if told.number("ShiftOvertime") == 1 else ShiftState.OPEN
    return Shift(state=state, number=told.number(1038), place=place(told))


def counters(told: Answered) -> Counters:
    return Counters(
        cash=told.kopecks("CashSumm") if "CashSumm" in told else None,
        operations=told.number("MOIncomeCount") + told.number("MOOutcomeCount"),
        place=place(told),
        blocks=tuple(_block(kind, told.part(tag)) for tag, kind in _BLOCKS.items() if tag in told),
    )


def info(told: Answered) -> Info:
    return Info(serial=told.text(1013), number=told.text(1037), firmware=told.text("KKTFWVersion"))


def registered(told: Answered) -> Registered:
    mask = told.number(1062)
    return Registered(
        inn=told.text(1018),
        organization=told.text(1048),
        address=told.text(1009),
        since=told.time(1012),
        tax_systems=tuple(system for system in TaxSystem if mask >> system.value & 1),
        ffd=told.number(1209),
    )


def clock(told: Answered) -> datetime | None:
    return told.time("DateTime")


def drawer_open(told: Answered) -> bool:
    return told.number("IsOpen") == 1


def recorded(told: Answered) -> Found | None:
    """None where the answer does not tell it; its form is left to whoever asked."""
    number, time = told.number(1040), told.time(1012)
    if not number or time is None:
        return None
    return Found(
        number=number,
        form=None,
        time=time,
        sign=told.number(1077),
        shift=told.number(1038),
        number_in_shift=told.number(1042),
    )


def _block(kind: ReceiptType, told: Answered) -> CounterBlock:
    return CounterBlock(
        shift=True,
        type=kind,
        count=told.number(1135),
        total=told.kopecks(1201),
        payments=Payments(cash=told.kopecks(1136), electronic=told.kopecks(1138)),
    )
