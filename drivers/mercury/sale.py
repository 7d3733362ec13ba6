"""A receipt as the commands it will take. Source: spec/mercury.md 4."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drivers.errors import RequestRefused
from drivers.fiscal import rows
from drivers.fiscal.settled import Settled
from drivers.mercury.commands import receipt as requests
from drivers.mercury.commands.goods import Terms, add_goods
from drivers.mercury.request import Request
from drivers.registers import marking, own_rows, rules, texts
from drivers.registers.known import Found
from drivers.registers.own_rows import OwnRows
from drivers.registers.plan import Filled

if TYPE_CHECKING:
    from drivers.mercury.register import MercuryRegister

NO_SUMS = (
    "Коррекцию одной суммой, без товаров, эта касса по известному описанию не делает: укажите в чеке товары или услуги."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A Plan."""

    register: "MercuryRegister"
    settled: Settled
    opening: Request[int]
    rows: tuple[Request[int], ...]
    closing: Request[Found | None]
    own: OwnRows

    @property
    def warnings(self) -> tuple[str, ...]:
        left_out = [item for item in self.settled.items if isinstance(rows.goods_code(item.position), str)]
        return (*self.settled.warnings, *self.own.warnings, *(texts.code_not_recorded(item.name) for item in left_out))

    async def fill(self) -> Filled:
        """Codes are checked before anything is on paper, and before the check is opened: whether they may be within it
        is not evidenced.
        """
        register = self.register
        marked = await marking.check(register, register.desk, self.settled)
        await self.own.print_before(register)
        for request in (self.opening, *self.rows):
            await register.service.ask(request)
        return Filled(marked)

    async def close(self) -> Found | None:
        return await self.register.service.ask(self.closing)

    async def finish(self) -> str:
        return await self.own.print_after(self.register)


async def planned(register: "MercuryRegister", settled: Settled) -> Sale:
    """Sends nothing. Raises RequestRefused, ValueError."""
    if not settled.items:
        raise RequestRefused(NO_SUMS)
    ffd = rules.ffd(register)
    terms = Terms(ffd=ffd, vat=register.vat, section=register.options.department)
    return Sale(
        register=register,
        settled=settled,
        opening=requests.open_check(settled, ffd),
        rows=tuple(add_goods(item, settled, terms) for item in settled.items),
        closing=requests.close_check(settled, ffd),
        own=await own_rows.own_rows(register, settled),
    )
