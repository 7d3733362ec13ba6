"""The result of a receipt that the ФН has recorded, and what else is to be printed of it."""

from drivers.errors import KkmError
from drivers.model.outcome import Outcome
from drivers.shtrih import printed, records, results, texts
from drivers.shtrih.requests import receipt as requests
from drivers.shtrih.requests import storage
from drivers.shtrih.requests.archive import FoundDocument, FoundReceipt
from drivers.shtrih.requests.receipt import Closed
from drivers.shtrih.requests.storage import StorageState
from drivers.shtrih.sale import Sale, Sold
from drivers.shtrih.session import Session


async def outcome(session: Session, plan: Sale, before: StorageState, sold: Sold) -> Outcome:
    """Raises OutcomeUnknown and nothing else: the receipt is there."""
    with records.known_to_be_recorded():
        found = await _found(session, plan, before, sold.closed)
        numbers = await session.ask(storage.shift(session.admin))
    settled = plan.settled
    return Outcome(
        document=results.document(session, found, numbers),
        payments=settled.payments,
        change=settled.change,
        marking=sold.marked.answers,
        warnings=(*plan.warnings, *sold.marked.warnings, *sold.warnings),
        message=await printed.later(session, texts.PAPER_LATER) or await _copies(session, plan.receipt.copies),
    )


async def _found(session: Session, plan: Sale, before: StorageState, closed: Closed | FoundDocument) -> FoundDocument:
    """Its time is the register's own: from the answer where that tells it, else from the archive.

    An LRC of eight bits lets some noise through: where the number is not the next one the archive is asked, too.
    """
    if isinstance(closed, FoundDocument):
        return closed
    if closed.time is None or closed.document != before.last_document + 1:
        return await records.newest(session, before, plan.fits)
    return FoundDocument(
        form=plan.settled.form,
        confirmed=False,
        time=closed.time,
        number=closed.document,
        sign=closed.sign,
        details=FoundReceipt(plan.receipt.type, plan.settled.total),
    )


async def _copies(session: Session, count: int) -> str:
    """8Ch repeats the last document. A message where the paper was not enough."""
    try:
        for _ in range(count):
            await session.ask(requests.repeat_document(session.operator))
            await session.printed()
    except KkmError as error:
        return texts.COPIES_FAILED.format(why=error.text)
    return ""
