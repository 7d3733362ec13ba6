"""`ValidationMarkingCode`, and what answers tell of marking codes. Source: spec/kkmserver.md 3.12."""

from collections.abc import Iterable
from datetime import tzinfo
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator
from typing_extensions import TypedDict

from drivers.model import command
from drivers.model.document import MarkingCode
from drivers.model.marking import MarkingAnswer, MarkingQuestion
from drivers.model.outcome import Outcome
from kkmserver.dialects.kkm.encoding import Value
from kkmserver.dialects.kkm.fields import AtMost, Long, Quantity, part
from kkmserver.dialects.kkm.head import HeadIn
from kkmserver.dialects.kkm.position import Measure, Pack
from kkmserver.dialects.kkm.reading import Reading

MOST_CODES = 1000


@part()
class GoodCodeIn(TypedDict, total=False):
    """One code to be checked; `Barcode` is `BarCode`."""

    name: Long
    bar_code: Long
    quantity: Quantity
    measure_of_quantity: Measure
    package_quantity: Pack


def _listed(value: object) -> object:
    return [value] if isinstance(value, dict) else value


class ValidationIn(HeadIn):
    """A list, or one object."""

    good_code_datas: Annotated[tuple[GoodCodeIn | None, ...], AtMost(MOST_CODES), BeforeValidator(_listed)] = ()

    def to_command(self, reading: Reading) -> command.CheckMarking:
        given = [(index, one) for index, one in enumerate(self.good_code_datas) if one]
        if not given:
            reading.fault("GoodCodeDatas", "не указан ни один код маркировки")
        return command.CheckMarking(tuple(_question(one, index, reading) for index, one in given))


def _question(given: GoodCodeIn, index: int, reading: Reading) -> MarkingQuestion:
    if "bar_code" not in given:
        reading.fault(f"GoodCodeDatas[{index}].BarCode", "не указан; передайте код маркировки, как его прочёл сканер")
    return MarkingQuestion(
        marking=MarkingCode(code=given.get("bar_code", "")),
        name=given.get("name", ""),
        quantity=given.get("quantity") or Decimal(1),
        measure=given.get("measure_of_quantity", 0),
        pack_quantity=given.get("package_quantity"),
    )


def checked(answers: Iterable[MarkingAnswer]) -> list[Value]:
    """`MarkingCodeValidation`."""
    return [
        {
            "Name": answer.name,
            "BarCode": answer.code,
            "ValidationResult": answer.result,
            "DecryptionResult": answer.text,
        }
        for answer in answers
    ]


def validation_answer(outcome: Outcome, zone: tzinfo | None) -> dict[str, Value]:  # noqa: ARG001
    return {"MarkingCodeValidation": checked(outcome.marking)}
