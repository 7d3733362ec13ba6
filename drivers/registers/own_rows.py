"""The client's own rows of a receipt on a register that prints none inside one: before it, and after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from drivers.errors import KkmError
from drivers.fiscal.settled import Item, Settled
from drivers.model.document import Line
from drivers.registers import paper, texts
from drivers.registers.composition import Composed
from drivers.registers.register import Register
from drivers.registers.steps import in_order


@dataclass(frozen=True, slots=True)
class OwnRows:
    """Rows above the first item, and all others, which follow the receipt."""

    before: Composed
    after: Composed

    @property
    def warnings(self) -> tuple[str, ...]:
        return (*self.before.warnings, *self.after.warnings)

    async def print_before(self, register: Register) -> None:
        """As a plain document that is not cut off. Raises KkmError; nothing is recorded then."""
        if self.before.blocks:
            await register.begin_document()
            await paper.put(register, self.before)

    async def print_after(self, register: Register) -> str:
        """A message where it could not be done: the receipt is there all the same."""
        if not self.after.blocks:
            return ""
        try:
            await paper.print_out(register, self.after, 1)
        except KkmError as error:
            return texts.ROWS_LOST.format(why=error.text)
        return ""


async def own_rows(register: Register, settled: Settled) -> OwnRows:
    """Sends nothing; raises RequestRefused for a row that cannot be printed."""
    before, after = _divided(settled)
    rows = OwnRows(await paper.compose(register, before), await paper.compose(register, after))
    register.check((*rows.before.blocks, *rows.after.blocks))
    return rows


def _divided(settled: Settled) -> tuple[Sequence[Line], Sequence[Line]]:
    before: list[Line] = []
    after: list[Line] = []
    place = before
    for part in in_order(settled):
        if isinstance(part, Item):
            place = after
        else:
            place += part
    return before, after
