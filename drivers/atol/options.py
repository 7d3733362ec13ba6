"""Settings of one register. What spec/atol.md (12, 13) does not know, or knows in two ways, is a setting here.

None of those has been tried on a register; the defaults are what the better source says.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Le

from drivers.registers.options import RegisterOptions
from drivers.registers.taxes import Key

_TaxIndex = Annotated[int, Ge(0), Le(255)]
_ModePassword = Annotated[int, Ge(0), Le(99_999_999)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtolOptions(RegisterOptions):
    """`connection`: tcp://192.168.1.10:5555 or serial:///dev/ttyACM0?baud=115200."""

    # the line
    link: Literal["auto", "v2", "v3"] = "auto"  # auto: v3 by TCP; on a serial port v3 is tried, then v2
    tries: Annotated[int, Ge(1), Le(10)] = 3  # of a packet of v3, and to connect
    connect_timeout: Annotated[float, Ge(0.1), Le(60)] = 5.0  # seconds
    answer_timeout: Annotated[float, Ge(0.1), Le(10)] = 1.0  # seconds for an answer to a packet of v3
    poll_after: Annotated[float, Ge(0.05), Le(10)] = 5.0  # seconds for a result of v3 to come by itself, then ask
    poll_every: Annotated[float, Ge(0.05), Le(2)] = 0.5  # seconds between two such questions

    # passwords
    password_operator: Annotated[int, Ge(0), Le(9999)] = 0  # before every command
    password_registration: _ModePassword = 30  # of mode 1: 1..28 cashiers, 29 administrator, 30 system administrator
    password_admin: _ModePassword = 30  # of modes 2 to 6: reports, programming, the ФН

    # taxes have no default: which index means which rate is not known and differs
    taxes: dict[Key, _TaxIndex] = field(default_factory=dict)  # {"20" = 1, "10" = 2, "-1" = 6 ...}

    # unseen on registers: spec/atol.md 12, 13
    name_blanks: Annotated[int, Ge(0), Le(4)] = 0  # blanks before a name in EB: 2 where two letters are swallowed
    item_tags: Literal["1212-1214", "1214-1212"] = "1212-1214"  # order in EB
    tax_sum_bytes: Literal[5, 7] = 7  # width of the sum of B8
    raster: Literal["normal", "inverted"] = "normal"  # normal: a set bit of 8E is black
    table_numbers: Literal["bcd", "binary"] = "bcd"  # how 46h tells numbers
    register_numbers: Literal["bcd", "binary"] = "bcd"  # how 91h tells register 55, the extended error
    shift_numbers: Literal["little", "big"] = "little"  # byte order of A4 10
    qr: Literal["native", "raster"] = "native"  # raster: QR codes are drawn by us, as all other codes are
    tag_letters: Literal["register", "cp866"] = (
        "register"  # texts of requisites: №, $ and ’ where the register has them
    )
    cashier_in_reports: bool = True  # tell 1021 and 1203 before X and Z too; a refusal with 122 is no harm
    resume_printing: bool = True  # 55h once the paper is back
