"""Which register this is. Source: spec/atol.md 5.3; characters per line are a guess, a driver reads table 2."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Model:
    """`raster`: bytes of a line of a picture."""

    code: int
    name: str
    raster: int
    characters: int


_WIDE, _NARROW = 48, 32
MODELS = {
    code: Model(code, name, raster, _WIDE if raster > 50 else _NARROW)
    for code, name, raster in (
        (57, "АТОЛ 25Ф", 72),
        (61, "АТОЛ 30Ф", 48),
        (62, "АТОЛ 55Ф", 54),
        (63, "FPrint-22ПТК", 72),
        (64, "АТОЛ 52Ф", 52),
        (67, "АТОЛ 11Ф", 48),
        (69, "АТОЛ 77Ф", 72),
        (72, "АТОЛ 90Ф", 48),
        (75, "АТОЛ 60Ф", 48),
        (78, "АТОЛ 15Ф", 48),
        (80, "АТОЛ 50Ф", 47),
        (81, "АТОЛ 20Ф", 72),
        (82, "АТОЛ 91Ф", 48),
        (84, "АТОЛ 92Ф", 48),
        (86, "АТОЛ 150Ф", 47),
    )
}
FPRINT = MODELS[63]
TAXES = {index: index for index in range(1, 7)}  # index -> tag 1199; invented, the registers' own table is unknown
