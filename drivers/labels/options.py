"""The settings of a label printer, whatever its language."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from annotated_types import Ge, Gt, Le

from drivers.printing.label_box import dots
from drivers.printing.sheet import SheetSize

Millimetres = Annotated[float, Ge(0), Le(1000)]


@dataclass(frozen=True, slots=True)
class LabelOptions:
    """Keys of the device's table in the config. "printer", 0 and -1 where said: as the printer itself is set.

    A language narrows what it cannot do in a class of its own.
    """

    connection: str
    width: Annotated[float, Ge(5), Le(300)] = 58.0  # mm of the loaded label
    height: Annotated[float, Ge(5), Le(1000)] = 40.0  # mm
    dpi: Literal[203, 300, 600] = 203
    media: Literal["printer", "gap", "mark", "continuous"] = "printer"
    gap: Millimetres = 2.0  # mm between labels, or height of the black mark; used where media is set
    offset: Annotated[float, Ge(-50), Le(50)] = 0.0  # mm from the gap or mark to where the label begins
    speed: Annotated[int, Ge(0), Le(14)] = 0  # the language's own scale, mostly inches a second; 0 = printer's
    darkness: Annotated[int, Ge(-1), Le(200)] = -1  # the language's own scale; -1 = printer's
    direction: Literal["printer", "normal", "inverted"] = "printer"
    x_offset: Annotated[float, Ge(-50), Le(50)] = 0.0  # mm everything is moved to the right
    y_offset: Annotated[float, Ge(-50), Le(50)] = 0.0  # mm everything is moved down
    after: Literal["printer", "tear", "peel", "cut"] = "printer"
    cut_every: Annotated[int, Ge(1), Le(9999)] = 1  # labels from cut to cut
    # auto: by the printer where that is sure to come out the same; native: wherever the printer has a command
    barcodes: Literal["auto", "native", "raster"] = "auto"
    font: Literal[1, 2, 3, 4] = 3  # what font 0 of the API is for plain rows
    labels_ahead: Annotated[int, Ge(1), Le(1000)] = 20  # labels that may be in the printer without being known printed
    status: Literal["auto", "on", "off"] = "auto"  # auto: a printer that does not answer prints unasked
    status_timeout: Annotated[float, Gt(0), Le(60)] = 2.0  # seconds an answer may take
    connect_timeout: Annotated[float, Gt(0), Le(60)] = 5.0  # seconds
    timeout: Annotated[float, Gt(0), Le(600)] = 30.0  # seconds without any progress
    operator_timeout: Annotated[float, Gt(0), Le(3600)] = 300.0  # seconds a printer out of paper is waited for


class Geometry(NamedTuple):
    """The same in dots."""

    width: int
    height: int
    gap: int
    offset: int
    dx: int
    dy: int


def geometry(options: LabelOptions) -> Geometry:
    lengths = (options.width, options.height, options.gap, options.offset, options.x_offset, options.y_offset)
    return Geometry(*(dots(millimetres(length), options.dpi) for length in lengths))


def size(options: LabelOptions) -> SheetSize:
    measured = geometry(options)
    return SheetSize(measured.width, measured.height, options.dpi)


def millimetres(length: float) -> Decimal:
    """As the config has it: 57.5 is 57.5 and not its nearest binary neighbour."""
    return Decimal(str(length))


def shown(length: float) -> str:
    """58.0 -> "58", 57.5 -> "57.5"."""
    return f"{length:g}"
