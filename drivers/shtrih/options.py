"""Settings of one register."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Le

from drivers.registers.options import RegisterOptions

_Rate = Annotated[int, Ge(1), Le(12)]  # tag 1199
_Byte = Annotated[int, Ge(0), Le(255)]
_Font = Annotated[int, Ge(1), Le(255)]
_Password = Annotated[int, Ge(0), Le(99_999_999)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShtrihOptions(RegisterOptions):
    """`connection`: tcp://192.168.137.111:7778 or serial:///dev/ttyACM0?baud=115200."""

    department: Annotated[int, Ge(0), Le(16)] = 1  # of rows that name none
    password: _Password = 30  # of the operator whose name is on the receipts
    admin_password: _Password = 30  # of the system administrator: tables, reports, other people's receipts
    link: Literal["v1", "v2"] = "v1"  # lower level of the protocol; v2 only where the register was switched to it
    tries: Annotated[int, Ge(1), Le(10)] = 3  # of ENQ, of a frame, of an answer
    connect_timeout: Annotated[float, Ge(0.1), Le(60)] = 5.0  # seconds
    answer_timeout: Annotated[float, Ge(0.1), Le(10)] = 1.0  # seconds for ENQ and for ACK
    byte_timeout: Annotated[float, Ge(0), Le(10)] = 0.0  # seconds between two bytes; 0 = 0.3 on a serial line, 2 by TCP
    vat_codes: dict[_Rate, _Byte] = field(default_factory=dict)  # VAT byte of FF46 for a rate
    tax_by_host: Literal["auto", "device", "host"] = "auto"  # who works the VAT out; auto: as table 1 says
    no_print: Literal["table", "refuse", "print"] = "table"  # how a receipt without paper is made
    cut: Literal["auto", "full", "partial", "none"] = "auto"  # after plain documents; auto: as table 1 says
    qr: Literal["auto", "native", "raster"] = "auto"
    barcodes: Literal["auto", "native", "raster"] = "auto"
    widths: dict[_Font, Annotated[int, Ge(8), Le(100)]] = field(default_factory=dict)  # font -> characters in a line
    item_tags: Literal["auto", "after", "before"] = "auto"  # tags of an item go after FF46, or before it (cash core)
