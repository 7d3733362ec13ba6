"""Check of marking codes, ФФД 1.2, one after another. Source: spec/atol-web.md 4.2; fields of answers: W3."""

from dataclasses import dataclass

from drivers.atol_web.results import checked
from drivers.atol_web.results.checked import Begun, Progress
from drivers.atol_web.tasks import marks
from drivers.atol_web.tasks.marks import ImcParams
from drivers.atol_web.tasks.task import Content, Task, nothing
from drivers.registers.marking import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin(Content):
    type: str = "beginMarkingCodeValidation"
    params: ImcParams


def begin(code: Code) -> Task[Begun]:
    """Raises RequestRefused for a measure or status without a name."""
    params = marks.asked(code.text, code.planned, code.quantity, code.measure, code.pack)
    return Task(content=Begin(params=params), read=checked.begun)


def progress() -> Task[Progress]:
    return Task(content=Content(type="getMarkingCodeValidationStatus"), read=checked.progress)


def accept() -> Task[int | None]:
    """-> 2106 as the ФН keeps it; None where it is not told."""
    return Task(content=Content(type="acceptMarkingCode"), read=checked.kept)


def decline() -> Task[None]:
    return Task(content=Content(type="declineMarkingCode"), read=nothing)


def cancel() -> Task[None]:
    """The check that is under way."""
    return Task(content=Content(type="cancelMarkingCodeValidation"), read=nothing)


def clear() -> Task[None]:
    """The table of codes that are checked and not sold."""
    return Task(content=Content(type="clearMarkingCodeValidationResult"), read=nothing)
