"""Settings of one register behind the web server of its driver. Source: spec/atol-web.md 1."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Le

from drivers.registers.options import RegisterOptions
from drivers.registers.taxes import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class AtolWebOptions(RegisterOptions):
    connection: str = "http://127.0.0.1:16732"  # where the web server listens
    device_id: str = ""  # of the register there; "" = the server's default one; only api v2 has several
    login: str = ""  # with an empty password too: nothing is sent
    password: str = field(default="", repr=False)
    api: Literal["auto", "v1", "v2"] = "auto"  # v1 = web server of the driver 10, v2 = «АТОЛ. Web Requests»
    connect_timeout: Annotated[float, Ge(0.1), Le(60)] = 5.0  # seconds
    answer_timeout: Annotated[float, Ge(0.1), Le(60)] = 10.0  # seconds for one answer of HTTP
    receipt_timeout: Annotated[float, Ge(1), Le(280)] = 60.0  # seconds that a task may take
    report_timeout: Annotated[float, Ge(1), Le(280)] = 180.0  # the same for a Z report and the ОФД report
    marking_timeout: Annotated[int, Ge(1), Le(120)] = 30  # seconds that «Честный ЗНАК» is given
    operator: str = "Администратор"  # 1021 where a command names nobody: the driver takes no document without one
    poll_interval: Annotated[float, Ge(0.05), Le(10)] = 0.5  # seconds between questions for a result
    taxes: dict[Key, str] = field(default_factory=dict)  # { "22" = "vat22" } where the driver names rates otherwise
