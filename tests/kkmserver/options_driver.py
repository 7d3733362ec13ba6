"""A driver that exists only to have options of every kind."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from annotated_types import Ge, Le

from drivers.ports import DeviceContext, Driver
from drivers.registry import DriverSpec


@dataclass(frozen=True, slots=True)
class Options:
    connection: str
    dots: Annotated[int, Ge(8), Le(2000)] = 576
    cut: Literal["full", "partial", "none"] = "full"
    delay: float = 0.0
    tax_systems: list[int] = field(default_factory=lambda: [0])

    def __post_init__(self) -> None:
        if "://" not in self.connection:
            raise ValueError(f"{self.connection} – не адрес устройства")


def _build(context: DeviceContext, options: Any) -> Driver:
    raise AssertionError("nobody builds a device in a test of settings")


SPEC = DriverSpec(Options, _build)
