"""Marking codes: questions and what is said of them. Source: spec/kkmserver.md 3.12."""

from collections.abc import Iterable

from drivers.errors import NotSupported
from drivers.model.document import MarkingCode
from drivers.model.marking import MarkingAnswer, MarkingQuestion
from drivers.notation.json_text import Json
from drivers.notation.members import Members


def questions(asked: Iterable[MarkingQuestion]) -> dict[str, Json]:
    """Raises NotSupported for a code in parts, and for a planned status: the API has no members for them here."""
    return {"GoodCodeDatas": [_question(one) for one in asked]}


def answers(members: Members) -> tuple[MarkingAnswer, ...]:
    """Of `ValidationMarkingCode`, or of a receipt. Raises FrameError."""
    return tuple(
        MarkingAnswer(
            code=one.text("BarCode"),
            name=one.text("Name"),
            result=one.whole("ValidationResult"),
            text=one.words("DecryptionResult"),
        )
        for one in members.parts("MarkingCodeValidation")
    )


def _question(asked: MarkingQuestion) -> Json:
    code = asked.marking.code
    if not code or asked.marking != MarkingCode(code=code):
        raise NotSupported("Другому серверу для проверки можно передать только код маркировки, как его прочёл сканер.")
    return {
        "Name": asked.name,
        "BarCode": code,
        "Quantity": asked.quantity,
        "MeasureOfQuantity": asked.measure,
        "PackageQuantity": asked.pack_quantity,
    }
