"""What was found of the marking codes of a receipt, whichever register has asked."""

from dataclasses import dataclass

from drivers.fiscal.marking_check import Checked
from drivers.fiscal.settled import Item, Settled
from drivers.model.marking import MarkingAnswer


@dataclass(frozen=True, slots=True)
class Marked:
    """A receipt with what was found of its codes."""

    settled: Settled
    found: tuple[Checked | None, ...] = ()  # one for each item; empty where none is marked
    warnings: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[MarkingAnswer, ...]:
        pairs = zip(self.settled.items, self.found, strict=False)
        return tuple(_answer(item, found) for item, found in pairs if found is not None)


def _answer(item: Item, found: Checked) -> MarkingAnswer:
    marking = item.position.marking
    code = marking.code if marking is not None and marking.code else found.code
    return MarkingAnswer(code=code, name=item.name, result=found.result, text=found.text)
