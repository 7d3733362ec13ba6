"""A correction of the ФФД 1.05 and before: sums alone, FF35 … FF4A. Source: spec/shtrih-m.md 3.7."""

from functools import partial

from drivers.errors import KkmError, RequestRefused
from drivers.fiscal.settled import Settled
from drivers.model.outcome import Outcome
from drivers.shtrih import long_tags, paperless, printed, records, results, rules, tags, taxes, texts, undo
from drivers.shtrih.requests import correction as requests
from drivers.shtrih.requests import storage
from drivers.shtrih.requests.archive import FoundDocument
from drivers.shtrih.requests.correction import Corrected, Correction
from drivers.shtrih.requests.storage import StorageState
from drivers.shtrih.session import Session
from drivers.shtrih.shifts import Ready


async def register(session: Session, settled: Settled, wanted: Correction, ready: Ready) -> Outcome:
    """Raises OutcomeUnknown where only the result cannot be told."""
    receipt, before = settled.receipt, ready.storage
    try:
        async with paperless.printing(session, wanted=receipt.print_paper) as doubts:
            made = await _made(session, settled, wanted, before)
    except KkmError as error:
        raise await undo.undone(session, before, error) from error
    with records.known_to_be_recorded():
        if not isinstance(made, FoundDocument):
            made = await records.newest(session, before, partial(results.is_of, receipt))
        numbers = await session.ask(storage.shift(session.admin))
    return Outcome(
        document=results.document(session, made, numbers),
        payments=settled.payments,
        warnings=(*settled.warnings, *ready.warnings, *doubts),
        message=await printed.later(session, texts.PAPER_LATER),
    )


def planned(session: Session, settled: Settled) -> Correction:
    """Sends nothing. Raises RequestRefused."""
    receipt, paid = settled.receipt, settled.payments
    assert receipt.correction is not None
    try:
        wanted = Correction(
            kind=receipt.type,
            by_order=receipt.correction.by_order,
            total=settled.total,
            payments=(paid.cash, paid.electronic, paid.advance, paid.credit, paid.provision),
            taxes=taxes.six(settled.vat, session.passport),
            tax_system=settled.tax_system,
        )
        requests.correct(session.admin, wanted)
    except ValueError as error:
        raise RequestRefused(texts.does_not_fit(error)) from error
    return wanted


async def _made(
    session: Session, settled: Settled, wanted: Correction, before: StorageState
) -> Corrected | FoundDocument:
    ffd, receipt = rules.ffd(session), settled.receipt
    assert receipt.correction is not None
    await session.ask(requests.begin_correction(session.admin))
    for tag in (*tags.of_correction(receipt.correction, ffd), *tags.of_receipt(receipt, ffd)):
        await long_tags.send(session, tag)
    correct = requests.correct(session.admin, wanted)
    return await records.record(session, correct, before, partial(results.is_of, receipt))
