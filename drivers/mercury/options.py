"""Settings of one register behind INECRMAN. Source: spec/mercury.md 1.1, 3."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Le

from drivers.registers.options import RegisterOptions
from drivers.registers.taxes import Key

MARGIN = 5.0  # seconds that a check of a marking code is waited for beyond its own time


@dataclass(frozen=True, slots=True, kw_only=True)
class MercuryOptions(RegisterOptions):
    connection: str = "http://127.0.0.1:50010/api.json"  # of the service INECRMAN
    port_name: str  # of the register, on the service's computer: COM3, USB, /dev/ttyACM0
    baud_rate: Annotated[int, Ge(1200), Le(921_600)] = 115_200
    model: Literal["185F", "119F"] = "185F"  # 119F for the Меркурий 119Ф, 185F for 115Ф, 130Ф, 180Ф, 185Ф
    free_port: bool = True  # ClosePorts where a session cannot be opened; false: the service is shared with others
    connect_timeout: Annotated[float, Ge(0.1), Le(60)] = 5.0  # seconds
    answer_timeout: Annotated[float, Ge(0.1), Le(60)] = 10.0  # seconds for what needs no paper
    document_timeout: Annotated[float, Ge(1), Le(280)] = 60.0  # seconds for what makes a document
    marking_timeout: Annotated[int, Ge(1), Le(120)] = 30  # seconds that «Честный ЗНАК» is given; 5 more are waited
    taxes: dict[Key, Annotated[int, Ge(0), Le(255)]] = field(default_factory=dict)  # { "22" = … }: its code is unknown
