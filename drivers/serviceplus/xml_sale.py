"""A receipt as the one message it takes. Source: spec/service-plus.md C2, 8.

The client's own rows go above it and below it: what ItemText does to the row of an item is not evidenced (in SP2 it
stands in its place).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drivers.fiscal.marked import Marked
from drivers.fiscal.settled import Settled
from drivers.printing.page import TextRow
from drivers.registers import own_rows
from drivers.registers.composition import Composed
from drivers.registers.known import Found
from drivers.registers.plan import Filled
from drivers.serviceplus import xml_left_out, xml_requests
from drivers.serviceplus.xml_request import Request

if TYPE_CHECKING:
    from drivers.serviceplus.xml_register import XmlRegister


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlSale:
    """A Plan. Nothing is sent before `close`."""

    register: "XmlRegister"
    settled: Settled
    message: Request[Found | None]
    warnings: tuple[str, ...]

    async def fill(self) -> Filled:
        return Filled(Marked(self.settled))

    async def close(self) -> Found | None:
        settled = self.settled
        return await self.register.recorded(self.message, settled.form, settled.receipt.type, settled.total)

    async def finish(self) -> str:
        return ""


async def planned(register: "XmlRegister", settled: Settled) -> XmlSale:
    """Sends nothing. Raises RequestRefused, ValueError."""
    own = await own_rows.own_rows(register, settled)
    message = xml_requests.receipt(
        settled, _texts(own.before), _texts(own.after), register.options.pos_number, register.vat
    )
    warnings = (*settled.warnings, *own.warnings, *xml_left_out.warnings(settled))
    return XmlSale(register=register, settled=settled, message=message, warnings=warnings)


def _texts(rows: Composed) -> Sequence[str]:
    return [block.text for block in rows.blocks if isinstance(block, TextRow)]
