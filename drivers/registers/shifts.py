"""Shifts and reports: the same steps on every register."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from drivers.errors import KkmError, RequestRefused, WrongState
from drivers.fiscal import wording
from drivers.fiscal.check import check_cashier
from drivers.model.command import CloseShift, OfdReport, OpenShift, XReport
from drivers.model.document import Cashier
from drivers.model.ffd import DocumentForm, ShiftState
from drivers.model.outcome import Outcome
from drivers.registers import printed, records, results, rules, standing, texts, wall_clock
from drivers.registers.known import Found, Standing
from drivers.registers.register import Register


async def open_shift(register: Register, command: OpenShift) -> Outcome:
    """Raises WrongState 60 where it is open."""
    warnings = check_cashier(command.cashier, rules.rules(register))
    now = await standing.fiscal(register)
    if now.shift is not ShiftState.CLOSED:
        raise WrongState(wording.SHIFT_OPEN, native=60)
    clock = await wall_clock.check(register)
    check_paper(register, wanted=command.print_paper)
    async with register.printing(wanted=command.print_paper) as doubts:
        found = await opened(register, now, command.cashier)
    return await reported(
        register,
        found,
        DocumentForm.OPEN_SHIFT,
        (*warnings, *clock, *doubts, *on_paper(register, wanted=command.print_paper)),
    )


async def close_shift(register: Register, command: CloseShift) -> Outcome:
    """The Z report. Raises WrongState 61 where the shift is closed."""
    warnings = check_cashier(command.cashier, rules.rules(register))
    now = await standing.fiscal(register)
    if now.shift is ShiftState.CLOSED:
        raise WrongState(wording.SHIFT_NOT_OPEN, native=61)
    check_paper(register, wanted=command.print_paper)
    async with register.printing(wanted=command.print_paper) as doubts:
        found = await closed(register, now, command.cashier)
    return await reported(
        register, found, DocumentForm.CLOSE_SHIFT, (*warnings, *doubts, *on_paper(register, wanted=command.print_paper))
    )


async def ofd_report(register: Register, command: OfdReport) -> Outcome:
    """Form 21, the one document that names no cashier. Source: spec/ffd.md 2.1."""
    warnings = check_cashier(command.cashier, rules.rules(register))
    now = await standing.fiscal(register)
    form = DocumentForm.SETTLEMENT_STATE
    found = await _recorded(register, partial(register.settlement_state, command.cashier), now, form)
    return await reported(register, found, form, warnings)


async def x_report(register: Register, command: XReport) -> Outcome:
    """Prints only."""
    warnings = check_cashier(command.cashier, rules.rules(register))
    await standing.ready(register)
    await register.x_report(command.cashier)
    return Outcome(warnings=warnings, message=await printed.later(register, texts.DONE_PAPER_LATER))


@dataclass(frozen=True, slots=True)
class Ready:
    """For a receipt. `standing`: as it is before it."""

    standing: Standing
    warnings: tuple[str, ...] = ()


async def for_receipt(register: Register, cashier: Cashier, *, print_paper: bool) -> Ready:
    """A shift of less than 24 hours is open. Raises WrongState 61; RequestRefused, see `check_paper`."""
    check_paper(register, wanted=print_paper)
    now = await standing.fiscal(register)
    if now.shift is ShiftState.EXPIRED:
        if not register.settings.close_expired_shift:
            raise WrongState(wording.SHIFT_NOT_OPEN, native=61)
        await closed(register, now, cashier)
        now = await standing.fiscal(register)
    if now.shift is not ShiftState.CLOSED:
        return Ready(now)
    clock = await wall_clock.check(register)
    async with register.printing(wanted=print_paper):
        await opened(register, now, cashier)
    return Ready(await standing.fiscal(register), clock)


def check_paper(register: Register, *, wanted: bool) -> None:
    """Raises RequestRefused where paper cannot, or must not, be left out."""
    if not wanted and (reason := register.refuses_paperless()):
        raise RequestRefused(reason)


def on_paper(register: Register, *, wanted: bool) -> tuple[str, ...]:
    """A warning where a report was printed that was not to be."""
    return (texts.REPORT_ON_PAPER,) if register.reports_need_paper and not wanted else ()


async def opened(register: Register, now: Standing, cashier: Cashier) -> Found:
    """Of a shift that is closed."""
    return await _recorded(register, partial(register.open_shift, cashier), now, DocumentForm.OPEN_SHIFT)


async def closed(register: Register, now: Standing, cashier: Cashier) -> Found:
    """Of a shift that is open, however long."""
    return await _recorded(register, partial(register.close_shift, cashier), now, DocumentForm.CLOSE_SHIFT)


async def _recorded(
    register: Register, command: Callable[[], Awaitable[Found | None]], now: Standing, form: DocumentForm
) -> Found:
    """What was begun and came to nothing is dropped, at once or by whatever is printed next.

    A register may bring it to its end instead: then it is recorded after all. Raises OutcomeUnknown where that is not
    known.
    """
    fits = partial(results.has_form, form)
    try:
        return await records.record(register, command, now, fits)
    except KkmError as error:
        if not error.nothing_sent:
            raise
        with suppress(KkmError):
            await register.annul()
        found = await records.since(register, now, fits, error)
        if found is None:
            raise
        return found


async def reported(register: Register, found: Found, form: DocumentForm, warnings: tuple[str, ...]) -> Outcome:
    with records.known_to_be_recorded():
        if not found.shift:
            found = await register.placed(found)
    message = await printed.later(register, texts.DONE_PAPER_LATER)
    document, told = results.document(register, found, form), (*warnings, *results.doubts(found))
    return Outcome(document=document, warnings=told, message=message)
