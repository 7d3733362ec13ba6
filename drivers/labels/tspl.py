"""TSC and all who speak TSPL or TSPL2."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from drivers.labels.driver import LabelPrinter
from drivers.labels.language import StatusReader
from drivers.labels.options import LabelOptions
from drivers.labels.tspl_codec import CANCEL, QUESTION, TsplCodec
from drivers.labels.tspl_status import TsplStatusReader
from drivers.ports import DeviceContext
from drivers.registry import DriverSpec


@dataclass(frozen=True, slots=True)
class TsplOptions(LabelOptions):
    darkness: Annotated[int, Ge(-1), Le(15)] = -1  # DENSITY


class Tspl(TsplCodec):
    """See Language."""

    type_id = "TsplPrinter"
    model = "Принтер этикеток TSPL"
    question, cancel, calm = QUESTION, CANCEL, 3

    def reader(self) -> StatusReader:
        return TsplStatusReader()


def _build(context: DeviceContext, options: TsplOptions) -> LabelPrinter:
    return LabelPrinter(context, options, Tspl(options))


SPEC = DriverSpec(TsplOptions, _build)
