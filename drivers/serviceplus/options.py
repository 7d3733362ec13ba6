"""Settings of one register of «Сервис Плюс», whichever of its two protocols it speaks.

Source: spec/service-plus.md B, C. The speed of the port has no known default: it stands in `connection`, serial:///dev/ttyS0?baud=115200.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Le, Len

from drivers.registers.taxes import Key
from drivers.serviceplus.binary_options import BinaryOptions

_Paid = Literal["electronic", "advance", "credit", "provision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePlusOptions(BinaryOptions):
    protocol: Literal["xml", "binary"] = "xml"  # xml: СП402-Ф, СП802-Ф; binary: СП101ФР-К and those before
    taxes: dict[Key, Annotated[int, Ge(0), Le(99)]] = field(default_factory=dict)  # { "20" = 1, … } as the register has
    # Of the binary protocol alone
    payments: dict[_Paid, Annotated[int, Ge(1), Le(15)]] = field(default_factory=dict)  # its kinds; cash is 0
    # Of the XML protocol alone
    xml_version: Annotated[str, Len(1, 16)] = "11.1"  # ProtocolVersion; newer firmware may want "13.0"
    xml_answer_timeout: Annotated[float, Ge(0.1), Le(60)] = 8.0  # seconds to the first byte of an answer
    xml_document_timeout: Annotated[float, Ge(1), Le(280)] = 60.0  # the same where a document is made
    xml_silence: Annotated[float, Ge(0.02), Le(5)] = 0.3  # seconds without a byte that end an answer without its tag
    pos_number: Annotated[str, Len(1, 16)] = "1"  # PosNum, number of the till on receipts
