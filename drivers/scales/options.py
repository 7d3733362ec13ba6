"""The settings of scales at the end of a wire."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Gt, Le

Wait = Annotated[float, Ge(0), Le(60)]


@dataclass(frozen=True, slots=True)
class ScalesOptions:
    """Keys of the device's table in the config."""

    connection: str  # the speed of a serial port stands in it: serial://COM3?baud=19200
    wait: Wait = 5.0  # seconds for a load that stands still
    timeout: Annotated[float, Gt(0), Le(10)] = 1.0  # seconds an answer may take
    tries: Annotated[int, Ge(1), Le(10)] = 3  # questions before scales that do not answer count as away
    connect_timeout: Annotated[float, Gt(0), Le(60)] = 5.0  # seconds
