"""Zebra and all who speak ZPL II."""

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Le

from drivers.labels.driver import LabelPrinter
from drivers.labels.language import StatusReader
from drivers.labels.options import LabelOptions
from drivers.labels.zpl_codec import CANCEL, QUESTION, ZplCodec
from drivers.labels.zpl_status import ZplStatusReader
from drivers.ports import DeviceContext
from drivers.registry import DriverSpec


@dataclass(frozen=True, slots=True)
class ZplOptions(LabelOptions):
    """The language cuts after every label or not at all."""

    darkness: Annotated[int, Ge(-1), Le(30)] = -1  # ~SD
    cut_every: Literal[1] = 1


class Zpl(ZplCodec):
    """See Language."""

    type_id = "ZplPrinter"
    model = "Принтер этикеток ZPL II"
    question, cancel, calm = QUESTION, CANCEL, 2

    def reader(self) -> StatusReader:
        return ZplStatusReader()


def _build(context: DeviceContext, options: ZplOptions) -> LabelPrinter:
    return LabelPrinter(context, options, Zpl(options))


SPEC = DriverSpec(ZplOptions, _build)
