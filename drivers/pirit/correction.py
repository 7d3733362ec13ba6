"""A correction of ФФД 1.05: sums alone, in one command that prints and records it. Source: spec/service-plus.md A3."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drivers.errors import RequestRefused
from drivers.fiscal.corrections import base_number
from drivers.fiscal.marked import Marked
from drivers.fiscal.settled import Settled
from drivers.model.ffd import FfdVersion
from drivers.pirit import heading, texts
from drivers.pirit.archive import Made
from drivers.pirit.request import Request
from drivers.pirit.requests.correction import Basis, Sums, print_correction
from drivers.registers import rules, taxes
from drivers.registers.known import Found
from drivers.registers.own_rows import OwnRows, own_rows
from drivers.registers.plan import Filled

if TYPE_CHECKING:
    from drivers.pirit.register import PiritRegister

_TAXES = 6
_TAKEN = frozenset({1192})


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A Plan."""

    register: "PiritRegister"
    settled: Settled
    command: Request[None]
    own: OwnRows
    warnings: tuple[str, ...]

    async def fill(self) -> Filled:
        await self.register.print_before(self.own)
        return Filled(Marked(self.settled))

    async def close(self) -> Found | None:
        """What 58h answers is not known: the ФН tells what came of it. Once it is answered, it was this correction."""
        await self.register.session.close_document(self.command)
        self.register.making = Made(self.settled.form, self.settled.receipt.type, self.settled.total)
        return None

    async def finish(self) -> str:
        return await self.own.print_after(self.register)


async def planned(register: "PiritRegister", settled: Settled) -> Correction:
    """Sends nothing. Raises RequestRefused; ValueError for what does not fit."""
    receipt, ffd = settled.receipt, rules.ffd(register)
    if not receipt.print_paper:
        raise RequestRefused(texts.PAPER_CORRECTION)
    told, own = heading.texts(receipt, ffd), await own_rows(register, settled)
    lost = (texts.NOT_IN_CORRECTION,) if set(told) - _TAKEN else ()
    return Correction(
        register=register,
        settled=settled,
        command=print_correction(
            register.who(receipt.cashier), basis(settled, ffd), _sums(register, settled), told.get(1192, "")
        ),
        own=own,
        warnings=(*settled.warnings, *lost, *own.warnings),
    )


def basis(settled: Settled, ffd: FfdVersion) -> Basis:
    """1173, 1178, 1179 and what is corrected."""
    correction = settled.receipt.correction
    assert correction is not None
    return Basis(
        type=settled.receipt.type,
        tax_system=settled.tax_system,
        by_order=correction.by_order,
        day=correction.date,
        number=base_number(correction, ffd),
    )


def _sums(register: "PiritRegister", settled: Settled) -> Sums:
    """Raises RequestRefused for a rate whose index is not known, ValueError for one beyond the six of 58h."""
    paid, by_index = settled.payments, [0] * _TAXES
    for rate, amount in settled.vat.items():
        index = taxes.code(rate, register.vat)
        if index >= _TAXES:
            raise ValueError(f"58h takes {_TAXES} taxes, {rate.name} is number {index}")
        by_index[index] += amount
    return Sums(
        cash=paid.cash,
        electronic=paid.electronic,
        advance=paid.advance,
        credit=paid.credit,
        other=paid.provision,
        taxes=tuple(by_index),
    )
