"""A correction of the ФФД 1.05 and before: sums alone, FF35 … FF4A. Source: spec/shtrih-m.md 3.7."""

from dataclasses import dataclass

from drivers.fiscal.marked import Marked
from drivers.fiscal.settled import Settled
from drivers.model.ffd import FfdVersion
from drivers.registers import tags
from drivers.registers.plan import Filled
from drivers.shtrih import long_tags, taxes
from drivers.shtrih.request import Request
from drivers.shtrih.requests import correction as requests
from drivers.shtrih.requests.correction import Corrected, Correction
from drivers.shtrih.session import Session


@dataclass(frozen=True, slots=True)
class CorrectionPlan:
    """See plan.Plan. `tags`: requisites that go beside the sums."""

    session: Session
    settled: Settled
    tags: tuple[bytes, ...]
    closing: Request[Corrected]

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.settled.warnings

    async def fill(self) -> Filled:
        await self.session.ask(requests.begin_correction(self.session.admin))
        for tag in self.tags:
            await long_tags.send(self.session, tag)
        return Filled(Marked(self.settled))

    async def close(self) -> None:
        """The ФН is asked for the document: not all firmware tells its time."""
        await self.session.ask(self.closing)

    async def finish(self) -> str:
        """All of it is within the receipt."""
        return ""


def planned(session: Session, settled: Settled, ffd: FfdVersion) -> CorrectionPlan:
    """Sends nothing. Raises RequestRefused, ValueError."""
    receipt, paid = settled.receipt, settled.payments
    assert receipt.correction is not None
    wanted = Correction(
        kind=receipt.type,
        by_order=receipt.correction.by_order,
        total=settled.total,
        payments=(paid.cash, paid.electronic, paid.advance, paid.credit, paid.provision),
        taxes=taxes.six(settled.vat, session.passport),
        tax_system=settled.tax_system,
    )
    told = (*tags.of_correction(receipt.correction, ffd), *tags.of_receipt(receipt, ffd))
    return CorrectionPlan(session, settled, told, requests.correct(session.admin, wanted))
