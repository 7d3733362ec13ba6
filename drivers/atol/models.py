"""Models by the number that A5h and 3Fh tell. Source: spec/atol.md 5.3, from one source only."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Model:
    """`width`: bytes of a line of the raster, eight dots each; 0 = not known."""

    name: str
    width: int = 0


MODELS: Mapping[int, Model] = MappingProxyType(
    {
        57: Model("АТОЛ 25Ф", 72),
        61: Model("АТОЛ 30Ф", 48),
        62: Model("АТОЛ 55Ф", 54),
        63: Model("FPrint-22ПТК", 72),
        64: Model("АТОЛ 52Ф", 52),
        67: Model("АТОЛ 11Ф", 48),
        69: Model("АТОЛ 77Ф", 72),
        72: Model("АТОЛ 90Ф", 48),
        75: Model("АТОЛ 60Ф", 48),
        78: Model("АТОЛ 15Ф", 48),  # inferred
        80: Model("АТОЛ 50Ф", 47),
        81: Model("АТОЛ 20Ф", 72),
        82: Model("АТОЛ 91Ф", 48),
        84: Model("АТОЛ 92Ф", 48),
        86: Model("АТОЛ 150Ф", 47),
    }
)
