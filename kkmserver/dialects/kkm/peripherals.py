"""Commands of what stands on a shop's counter: scales and customer display. Source: spec/kkmserver.md 3.16."""

from datetime import tzinfo
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from drivers.model import command
from drivers.model.outcome import Outcome
from kkmserver.dialects.kkm.encoding import Value
from kkmserver.dialects.kkm.fields import Long, Reader, fault, number, shown
from kkmserver.dialects.kkm.head import HeadIn

_GRAM = Decimal("0.001")


def _weight(value: object) -> Decimal:
    """Kilograms, 0 or more, to a gram."""
    weight = number(value).quantize(_GRAM)
    if weight < 0:
        raise fault(f"вес тары {shown(value)} отрицательный; передайте ноль или больше")
    return weight


class CalibrateIn(HeadIn):
    """0 takes what lies on the scales for the tare."""

    tare_weight: Annotated[Decimal, Reader(_weight, shape={"type": "number", "minimum": 0})] = Decimal(0)


class OutputIn(HeadIn):
    top_string: Long = ""
    code_qr: Long = Field("", title="CodeQR")
    bottom_string: Long = ""

    def to_command(self) -> command.ShowOnDisplay:
        return command.ShowOnDisplay(top=self.top_string, bottom=self.bottom_string, qr=self.code_qr)


def weight_answer(outcome: Outcome, zone: tzinfo | None) -> dict[str, Value]:  # noqa: ARG001
    return {} if outcome.weight is None else {"Weight": outcome.weight}


def display_answer(outcome: Outcome, zone: tzinfo | None) -> dict[str, Value]:  # noqa: ARG001
    display = outcome.display
    if display is None:
        return {}
    return {"IsTopString": display.top, "IsBottomString": display.bottom, "IsCodeQR": display.qr}
