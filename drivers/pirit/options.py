"""Settings of one register. Where spec/service-plus.md does not know how a register does a thing, it is a setting."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Le, Len

from drivers.pirit.codec import Dialect
from drivers.registers.options import RegisterOptions
from drivers.registers.taxes import Key

_TaxIndex = Annotated[int, Ge(0), Le(15)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameOptions(RegisterOptions, ABC):
    """Of every register that speaks this frame. `connection`: serial:///dev/ttyACM0?baud=57600 or tcp://host:port."""

    tries: Annotated[int, Ge(1), Le(10)] = 3  # of ENQ, of a frame that came broken, of a question
    connect_timeout: Annotated[float, Ge(0.1), Le(60)] = 5.0  # seconds
    answer_timeout: Annotated[float, Ge(0.1), Le(10)] = 1.0  # seconds between two ENQ, and for an ACK
    byte_timeout: Annotated[float, Ge(0), Le(10)] = 0.0  # seconds between two bytes; 0 = 0.3 on a serial line, 2 by TCP
    document_timeout: Annotated[float, Ge(1), Le(120)] = 5.0  # seconds at work, then it is asked how a document stands
    send_raw_letters: bool = False  # ё and № as they are; the document allows no letters beyond F0h, so е and N go out

    @abstractmethod
    def dialect(self) -> Dialect:
        """How its frames are written. Raises ValueError for settings that cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PiritOptions(FrameOptions):
    password: Annotated[str, Len(4, 4)] = "PIRI"  # noqa: S105 - of the connection, as the register is delivered
    operator: str = "Кассир"  # printed where a command names nobody: the register takes no document without (06h/1: 33)
    taxes: dict[Key, _TaxIndex] = field(
        default_factory=dict
    )  # {"22" = 0}: index by rate, over what settings 40, 41 say
    text_in_receipt: Literal["outside", "inside"] = "outside"  # 40h in an open receipt may be refused (A8)

    def __post_init__(self) -> None:
        self.dialect()

    def dialect(self) -> Dialect:
        return Dialect(password=self.password, raw_letters=self.send_raw_letters)
