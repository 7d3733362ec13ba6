"""Settings of one register of the binary family. Source: spec/service-plus.md B."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Len

from drivers.pirit.codec import Dialect
from drivers.pirit.options import FrameOptions

_LAST = 0xFD  # id


@dataclass(frozen=True, slots=True, kw_only=True)
class BinaryOptions(FrameOptions):
    """The speed of the port has no known default: it stands in `connection`."""

    password: Annotated[str, Len(4, 4)] = "PONE"  # noqa: S105 - of the connection, as the register is delivered
    operator: str = "Кассир"  # printed where a command names nobody

    def __post_init__(self) -> None:
        self.dialect()

    def dialect(self) -> Dialect:
        return Dialect(password=self.password, last=_LAST, lower=True, raw_letters=self.send_raw_letters)
