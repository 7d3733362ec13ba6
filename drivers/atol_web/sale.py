"""A receipt as the one task it will be. Source: spec/atol-web.md 4."""

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drivers.atol_web import rows
from drivers.atol_web.results.recorded import Recorded
from drivers.atol_web.tasks import receipt as tasks
from drivers.atol_web.tasks.goods import Terms
from drivers.atol_web.tasks.printing import Row
from drivers.atol_web.tasks.task import Task
from drivers.fiscal.settled import Item, Settled
from drivers.registers import marking, paper, rules
from drivers.registers.composition import Composed
from drivers.registers.known import Found
from drivers.registers.plan import Filled
from drivers.registers.steps import in_order

if TYPE_CHECKING:
    from drivers.atol_web.register import AtolWebRegister


@dataclass(slots=True)
class Sale:
    """A Plan. The results of the marking check become part of the items, so the task is made after it."""

    register: "AtolWebRegister"
    settled: Settled
    steps: tuple["Item | tuple[Row, ...]", ...]
    warnings: tuple[str, ...] = ()

    async def fill(self) -> Filled:
        marked = await marking.check(self.register, self.register.desk, self.settled)
        self.settled = marked.settled
        return Filled(marked)

    async def close(self) -> Found | None:
        return await self.register.recorded(self.make())

    async def finish(self) -> str:
        """All of it is in the task."""
        return ""

    def make(self) -> Task[Recorded]:
        """With what is known of the codes by now. Raises RequestRefused, ValueError."""
        items = iter(self.settled.items)
        parts: list[Item | Row] = []
        for step in self.steps:
            parts += [next(items)] if isinstance(step, Item) else step
        terms = Terms(ffd=rules.ffd(self.register), vat=self.register.vat, department=self.register.options.department)
        receipt = self.settled.receipt
        told = replace(receipt, cashier=self.register.operator(receipt.cashier))
        return tasks.receipt(replace(self.settled, receipt=told), parts, terms)


async def planned(register: "AtolWebRegister", settled: Settled) -> Sale:
    """Sends nothing. Raises RequestRefused, ValueError."""
    steps: list[Item | tuple[Row, ...]] = []
    warnings: tuple[str, ...] = ()
    for step in in_order(settled):
        if isinstance(step, Item):
            steps.append(step)
        else:
            composed = await paper.compose(register, step)
            warnings += composed.warnings
            steps.append(await printable(register, composed))
    sale = Sale(register, settled, tuple(steps), (*settled.warnings, *warnings))
    sale.make()  # what it has no words for is refused before anything is sent
    return sale


async def printable(register: "AtolWebRegister", composed: Composed) -> tuple[Row, ...]:
    if not composed.drawn:
        return rows.rows(composed.blocks, register.layout)
    return await asyncio.to_thread(rows.rows, composed.blocks, register.layout)
