"""A receipt, and from the ФФД 1.1 on a correction, from its check to its closing. Source: spec/shtrih-m.md 6.

Until FF45 nothing is recorded: whatever goes wrong, the receipt is annulled and the ФН is asked whether it has anything
new. From FF45 on the ФН alone tells, and what it has is never made again, printed or not.
"""

from dataclasses import replace

from drivers.errors import DeviceOffline, KkmError, NotSupported, RequestRefused
from drivers.fiscal.check import check
from drivers.fiscal.envelope import LATE
from drivers.fiscal.marked import Marked
from drivers.fiscal.settled import Settled
from drivers.model.command import RegisterReceipt
from drivers.model.outcome import Outcome
from drivers.shtrih import (
    correction,
    finished,
    long_tags,
    marking,
    paper,
    paperless,
    records,
    rules,
    sale,
    shifts,
    texts,
    undo,
)
from drivers.shtrih.requests import receipt as requests
from drivers.shtrih.requests.archive import FoundDocument
from drivers.shtrih.requests.correction import Correction
from drivers.shtrih.requests.receipt import Closed
from drivers.shtrih.requests.status import Mode
from drivers.shtrih.requests.storage import StorageState
from drivers.shtrih.sale import Row, Sale, Sold
from drivers.shtrih.session import Session


async def register(session: Session, command: RegisterReceipt) -> Outcome:
    """Raises RequestRefused before anything is sent, where the receipt cannot be."""
    known, settled = session.passport, check(command.receipt, rules.rules(session))
    receipt = settled.receipt
    plan = await _planned(session, settled)
    ready = await shifts.for_receipt(session, receipt.cashier, print_paper=receipt.print_paper)
    if session.passport is not known:  # there is another ФН in it: what was planned may not suit it
        return await register(session, command)
    if isinstance(plan, Correction):
        return await correction.register(session, settled, plan, ready)
    plan = replace(plan, warnings=(*plan.warnings, *ready.warnings))
    return await finished.outcome(session, plan, ready.storage, await _sold(session, plan, ready.storage))


async def _planned(session: Session, settled: Settled) -> Sale | Correction:
    """Sends nothing."""
    if settled.receipt.correction is not None and rules.ffd(session) not in LATE:
        return correction.planned(session, settled)
    return await sale.planned(session, settled)


async def _sold(session: Session, plan: Sale, before: StorageState) -> Sold:
    """Once more where the link alone has brought the first time to nothing."""
    try:
        return await _attempt(session, plan, before)
    except DeviceOffline:
        await session.ready()
        return await _attempt(session, plan, before)


async def _attempt(session: Session, plan: Sale, before: StorageState) -> Sold:
    """Errors say that nothing was recorded, but for OutcomeUnknown. A cancelled one leaves the receipt to the next."""
    try:
        async with paperless.printing(session, wanted=plan.receipt.print_paper) as doubts:
            session.receipt_is_ours = True
            marked, warnings = await _filled(session, plan)
            closed = await _closed(session, plan, before)
    except KkmError as error:
        raise await undo.undone(session, before, error) from error
    session.receipt_is_ours = False
    return Sold(closed, marked, (*doubts, *warnings))


async def _filled(session: Session, plan: Sale) -> tuple[Marked, tuple[str, ...]]:
    """Everything but the closing."""
    kind = plan.receipt.type
    await session.ask(requests.open_receipt(session.operator, kind, correction=plan.correction))
    marked = await marking.check(session, plan.settled)
    warnings: list[str] = []
    for step in plan.steps:
        if isinstance(step, Row):
            warnings += await _item(session, step)
        else:
            await paper.print_composed(session, step)
    for tag in plan.tags:
        await long_tags.send(session, tag)
    await _compare(session, plan)
    return marked, tuple(warnings)


async def _item(session: Session, row: Row) -> list[str]:
    """Tags and code follow the item, or come before it. Source: spec/shtrih-m.md 3.7, FF4D."""
    if not session.passport.tags_first:
        await _operation(session, row)
    for tag in row.tags:
        await session.ask(tag)
    warnings = await _optional(session, row)
    if row.code is not None:
        await session.ask(row.code)
    if session.passport.tags_first:
        await _operation(session, row)
    return warnings


async def _operation(session: Session, row: Row) -> None:
    """Firmware without FF46 has only commands that know neither method nor subject of a settlement: it is refused."""
    try:
        await session.ask(row.operation)
    except NotSupported as error:
        raise NotSupported(texts.OLD_FIRMWARE, native=error.native) from error


async def _optional(session: Session, row: Row) -> list[str]:
    try:
        for tag in row.optional:
            await session.ask(tag)
    except RequestRefused:
        return [texts.code_not_recorded(row.item.name)]
    return []


async def _compare(session: Session, plan: Sale) -> None:
    """Raises RequestRefused where the register has come to another total."""
    total = await session.ask(requests.subtotal(session.operator))
    if total != plan.settled.total:
        raise RequestRefused(texts.wrong_total(total, plan.settled.total))


async def _closed(session: Session, plan: Sale, before: StorageState) -> Closed | FoundDocument:
    """Asked a second time only where the ФН has nothing new and the receipt is still open."""
    try:
        return await records.record(session, plan.closing, before, plan.fits)
    except DeviceOffline:
        if (await session.printed()).mode != Mode.DOCUMENT_OPEN:
            raise
    return await records.record(session, plan.closing, before, plan.fits)
