"""Shifts and reports. Source: spec/shtrih-m.md 3.4, 3.7."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from drivers.errors import KkmError, WrongState
from drivers.fiscal.check import check_cashier
from drivers.model.command import CloseShift, OfdReport, OpenShift, XReport
from drivers.model.document import Cashier
from drivers.model.ffd import DocumentForm
from drivers.model.outcome import Outcome
from drivers.shtrih import codes, paperless, printed, records, results, rules, standing, tags, texts, wall_clock
from drivers.shtrih.request import Request
from drivers.shtrih.requests import receipt, shift, storage
from drivers.shtrih.requests.archive import FoundDocument
from drivers.shtrih.requests.storage import StorageState
from drivers.shtrih.session import Session
from drivers.shtrih.standing import Standing


async def open_shift(session: Session, command: OpenShift) -> Outcome:
    """Raises WrongState 60 where it is open."""
    warnings = check_cashier(command.cashier, rules.rules(session))
    now = await standing.fiscal(session)
    if not now.closed:
        raise WrongState(texts.SHIFT_OPEN, native=60)
    clock = await wall_clock.check(session)
    async with paperless.printing(session, wanted=command.print_paper) as doubts:
        found = await opened(session, now, command.cashier)
    return await _reported(session, found, (*warnings, *clock, *doubts))


async def close_shift(session: Session, command: CloseShift) -> Outcome:
    """The Z report. Raises WrongState 61 where the shift is closed."""
    warnings = check_cashier(command.cashier, rules.rules(session))
    now = await standing.fiscal(session)
    if now.closed:
        raise WrongState(texts.SHIFT_NOT_OPEN, native=61)
    async with paperless.printing(session, wanted=command.print_paper) as doubts:
        found = await closed(session, now, command.cashier)
    return await _reported(session, found, (*warnings, *doubts))


async def ofd_report(session: Session, command: OfdReport) -> Outcome:
    """Form 21, the one document that names no cashier. Source: spec/ffd.md 2.1."""
    warnings = check_cashier(command.cashier, rules.rules(session))
    now = await standing.fiscal(session)
    await _begin(session, shift.begin_settlement_state(session.admin))
    form = DocumentForm.SETTLEMENT_STATE
    found = await _recorded(session, shift.settlement_state(session.admin), now.storage, form)
    return await _reported(session, found, warnings)


async def x_report(session: Session, command: XReport) -> Outcome:
    """Prints only."""
    warnings = check_cashier(command.cashier, rules.rules(session))
    await session.ready()
    await session.ask(shift.x_report(session.admin))
    return Outcome(warnings=warnings, message=await printed.later(session, texts.DONE_PAPER_LATER))


@dataclass(frozen=True, slots=True)
class Ready:
    """For a receipt. `storage`: the ФН as it stands before it."""

    storage: StorageState
    warnings: tuple[str, ...] = ()


async def for_receipt(session: Session, cashier: Cashier, *, print_paper: bool) -> Ready:
    """A shift of less than 24 hours is open. Raises WrongState 61; RequestRefused, see `paperless.check`."""
    paperless.check(session, wanted=print_paper)
    now = await standing.fiscal(session)
    if now.expired:
        if not session.options.close_expired_shift:
            raise WrongState(texts.SHIFT_NOT_OPEN, native=61)
        await closed(session, now, cashier)
        now = await standing.fiscal(session)
    if not now.closed:
        return Ready(now.storage)
    clock = await wall_clock.check(session)
    async with paperless.printing(session, wanted=print_paper):
        await opened(session, now, cashier)
    return Ready((await standing.fiscal(session)).storage, clock)


async def opened(session: Session, now: Standing, cashier: Cashier) -> FoundDocument:
    """Of a shift that is closed."""
    await _begin(session, shift.begin_opening(session.admin), _named(session, cashier))
    return await _recorded(session, shift.open_shift(session.operator), now.storage, DocumentForm.OPEN_SHIFT)


async def closed(session: Session, now: Standing, cashier: Cashier) -> FoundDocument:
    """Of a shift that is open, however long."""
    await _begin(session, shift.begin_closing(session.admin), _named(session, cashier))
    return await _recorded(session, shift.z_report(session.admin), now.storage, DocumentForm.CLOSE_SHIFT)


def _named(session: Session, cashier: Cashier) -> list[bytes]:
    return tags.of_cashier(cashier, rules.ffd(session))


async def _begin(session: Session, begin: Request[None], requisites: Sequence[bytes] = ()) -> None:
    """The document with its requisites. Firmware without the command makes it without them."""
    try:
        await session.ask(begin)
        await _tagged(session, requisites)
    except KkmError as error:
        await _give_up(session, error)


async def _tagged(session: Session, requisites: Sequence[bytes]) -> None:
    for requisite in requisites:
        await session.ask(receipt.tag(session.admin, requisite))


async def _give_up(session: Session, error: KkmError) -> None:
    """Nothing is recorded before the command that ends a document; what hangs is dropped now or by the next one."""
    if error.native == codes.NOT_KNOWN:
        return
    error.nothing_sent = True
    await standing.drop_document(session)
    raise error


async def _recorded(session: Session, request: Request[Any], before: StorageState, form: DocumentForm) -> FoundDocument:
    """A document that is recorded, as the ФН tells it."""

    def fits(found: FoundDocument) -> bool:
        return found.form == form

    try:
        answer = await records.record(session, request, before, fits)
    except KkmError as error:
        if error.nothing_sent:
            await standing.drop_document(session)
        raise
    if isinstance(answer, FoundDocument):
        return answer
    with records.known_to_be_recorded():
        return await records.newest(session, before, fits)


async def _reported(session: Session, found: FoundDocument, warnings: tuple[str, ...]) -> Outcome:
    with records.known_to_be_recorded():
        numbers = await session.ask(storage.shift(session.admin))
    message = await printed.later(session, texts.DONE_PAPER_LATER)
    return Outcome(document=results.document(session, found, numbers), warnings=warnings, message=message)
