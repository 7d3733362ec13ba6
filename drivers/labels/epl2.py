"""Eltron, older desktop Zebra and all who speak EPL2."""

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Le

from drivers.labels.driver import LabelPrinter
from drivers.labels.epl2_codec import CANCEL, QUESTION, Epl2Codec
from drivers.labels.epl2_status import Epl2StatusReader
from drivers.labels.language import StatusReader
from drivers.labels.options import LabelOptions
from drivers.ports import DeviceContext
from drivers.registry import DriverSpec


@dataclass(frozen=True, slots=True)
class Epl2Options(LabelOptions):
    dpi: Literal[203, 300] = 203
    speed: Annotated[int, Ge(0), Le(6)] = 0  # S: steps of the model, not inches
    darkness: Annotated[int, Ge(-1), Le(15)] = -1  # D
    cut_every: Annotated[int, Ge(1), Le(255)] = 1


class Epl2(Epl2Codec):
    """See Language."""

    type_id = "Epl2Printer"
    model = "Принтер этикеток EPL2"
    question, cancel, calm = QUESTION, CANCEL, 1

    def reader(self) -> StatusReader:
        return Epl2StatusReader()


def _build(context: DeviceContext, options: Epl2Options) -> LabelPrinter:
    return LabelPrinter(context, options, Epl2(options))


SPEC = DriverSpec(Epl2Options, _build)
