"""Mobile printers that speak CPCL."""

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Le

from drivers.labels.cpcl_codec import CANCEL, QUESTION, CpclCodec
from drivers.labels.cpcl_status import CpclStatusReader
from drivers.labels.driver import LabelPrinter
from drivers.labels.language import StatusReader
from drivers.labels.options import LabelOptions
from drivers.ports import DeviceContext
from drivers.registry import DriverSpec


@dataclass(frozen=True, slots=True)
class CpclOptions(LabelOptions):
    """Gap or mark, direction and what follows a label are set at the printer itself."""

    dpi: Literal[203, 300] = 203
    media: Literal["printer", "continuous"] = "printer"
    speed: Annotated[int, Ge(0), Le(5)] = 0
    direction: Literal["printer"] = "printer"
    after: Literal["printer"] = "printer"
    cut_every: Literal[1] = 1


class Cpcl(CpclCodec):
    """See Language."""

    type_id = "CpclPrinter"
    model = "Принтер этикеток CPCL"
    question, cancel, calm = QUESTION, CANCEL, 2

    def reader(self) -> StatusReader:
        return CpclStatusReader()


def _build(context: DeviceContext, options: CpclOptions) -> LabelPrinter:
    return LabelPrinter(context, options, Cpcl(options))


SPEC = DriverSpec(CpclOptions, _build)
