"""Settings that every register has. A family's own options derive from them."""

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Le


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOptions:
    connection: str
    print_timeout: Annotated[float, Ge(1), Le(600)] = 60.0  # seconds that printing may last without a change
    cancel_open_receipt: bool = True  # annul a receipt that stands open and is not ours (CancelOpenedCheck)
    close_expired_shift: bool = False  # print the Z report by itself when 24 hours are over and a receipt comes
    department: Annotated[int, Ge(0), Le(99)] = 1  # of rows that name none
    ffd: Literal["auto", "1.0", "1.05", "1.1", "1.2"] = "auto"  # auto: read from the register
    clock_limit: Annotated[int, Ge(0), Le(1440)] = 5  # minutes the clock may be off before it is told; 0 = never
    set_clock: bool = False  # set it where the register lets, between shifts
    columns: Annotated[int, Ge(0), Le(100)] = 0  # characters in a line; 0 = as the register tells
    dots: Annotated[int, Ge(0), Le(2000)] = 0  # width of the paper in dots; 0 = as the register tells
