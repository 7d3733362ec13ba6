"""Registration of the register with its ФН, its changes, and the end of a ФН. Source: spec/shtrih-m.md 3.7.

Nothing of it can be undone, so everything is checked before the first byte. What of it goes into tables is put back as
it was where the document itself was not recorded.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from drivers.errors import KkmError, RequestRefused
from drivers.fiscal import check_registration
from drivers.fiscal.check import Rules, check_cashier
from drivers.fiscal.check_registration import Planned, Standing
from drivers.model.ffd import DocumentForm, FfdVersion, ShiftState
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.registers import known, records, registration, results, shifts, tags
from drivers.registers.known import Found
from drivers.shtrih import long_tags, registration_tables, requisites, standing
from drivers.shtrih.fields import Setting
from drivers.shtrih.request import Request
from drivers.shtrih.requests import registration as requests
from drivers.shtrih.requests import storage
from drivers.shtrih.requests.parameters import Ability
from drivers.shtrih.requests.registration import Cause, Reason, Registered, Requisites
from drivers.shtrih.requisites import Requisite
from drivers.shtrih.session import Session

if TYPE_CHECKING:
    from drivers.shtrih.register import ShtrihRegister

_CAUSES = {RegistrationStep.OPEN: Cause.REGISTRATION, RegistrationStep.CHANGE_STORAGE: Cause.NEW_STORAGE}
_REASONS = {
    RegistrationStep.CHANGE_OFD: Reason.OFD,
    RegistrationStep.CHANGE_OWNER: Reason.REQUISITES,
    RegistrationStep.CHANGE_REGISTER: Reason.SETTINGS,
}

TOO_LONG = "Данные регистрации не помещаются в документ кассы ({fault}): сократите названия и адреса."
NO_FIELDS = "В таблицах этой кассы нет полей: {names}. Впишите их настройки на самой кассе."


async def register(
    register: "ShtrihRegister", command: RegisterDevice, before: known.Standing
) -> tuple[Found, tuple[str, ...]]:
    """Raises RequestRefused for a step that does not follow from how things stand."""
    session = register.session
    planned = check_registration.check(command, await _before(session, before))
    shifts.check_paper(register, wanted=command.print_paper)
    warnings = (*planned.warnings, *_cashier(session, command, planned))
    async with register.printing(wanted=command.print_paper) as doubts:
        found, left_out = await _document(register, command, planned, before)
    return found, (*warnings, *doubts, *left_out)


def _cashier(session: Session, command: RegisterDevice, planned: Planned) -> tuple[str, ...]:
    rules = Rules(ffd=planned.ffd, registration=planned.registration, now=session.clock.local())
    return check_cashier(command.cashier, rules)


async def _before(session: Session, now: known.Standing) -> Standing:
    passport = session.passport
    return Standing(
        registration=passport.registration if passport.registration.number else None,
        ffd=passport.ffd or FfdVersion.V1_2,
        serial=passport.serial,
        newest=_newest(session),
        shift_open=now.shift is not ShiftState.CLOSED,
        unsent=await _unsent(session, now),
        storage_new=not now.last,
        storage_closed=now.storage_closed,
    )


def _newest(session: Session) -> FfdVersion:
    """A register that tells its abilities tells this one too."""
    abilities = session.passport.parameters.abilities
    return FfdVersion.V1_2 if not abilities or Ability.FFD_1_1 in abilities else FfdVersion.V1_05


async def _unsent(session: Session, now: known.Standing) -> int:
    """A ФН without documents has none that wait, and may refuse the question."""
    return await session.ask(storage.unconfirmed(session.admin)) if now.last else 0


async def _document(
    register: "ShtrihRegister", command: RegisterDevice, planned: Planned, before: known.Standing
) -> tuple[Found, tuple[str, ...]]:
    """What the ФН has recorded, and warnings."""
    session, form = register.session, registration.form(command.step)
    cashier = tags.of_cashier(command.cashier, planned.ffd)
    if command.step is RegistrationStep.CLOSE:
        begin, final = requests.begin_closing(session.admin), requests.close_storage(session.admin)
        return await _recorded(register, form, _Made(begin, cashier, final), before), ()
    begin, final = _commands(session, command.step, planned)
    async with registration_tables.filled(session, _requisites(session, planned)) as left:
        sent = [*cashier, *(tag for requisite in left for tag in requisite.tags)]
        found = await _recorded(register, form, _Made(begin, sent, final), before)
    return found, _not_written(left)


def _requisites(session: Session, planned: Planned) -> list[Requisite]:
    """The version only where it changes. Raises RequestRefused for texts that are too long."""
    try:
        told = requisites.requisites(planned.registration, planned.ffd, planned.reasons)
    except ValueError as error:
        raise RequestRefused(TOO_LONG.format(fault=error)) from error
    same = session.passport.ffd is planned.ffd
    return [requisite for requisite in told if not (same and requisite.setting is Setting.FFD)]


def _not_written(left: Sequence[Requisite]) -> tuple[str, ...]:
    """A warning of what the register has no place for at all; why it is changed it may work out by itself."""
    lost = [one for one in left if one.value and not one.tags and one.setting is not Setting.CHANGE_REASONS]
    names = ", ".join(f"«{one.setting.value.phrases[-1]}»" for one in lost)
    return (NO_FIELDS.format(names=names),) if lost else ()


def _commands(session: Session, step: RegistrationStep, planned: Planned) -> tuple[Request[None], Request[Registered]]:
    told = planned.registration
    asked = Requisites(inn=told.inn, rnm=told.number, tax_systems=told.tax_systems, work=requisites.work(told))
    begin = requests.begin_registration(session.admin, _CAUSES.get(step, Cause.CHANGE))
    if step in _REASONS:
        return begin, requests.change_registration(session.admin, asked, _REASONS[step])
    return begin, requests.register(session.admin, asked)


@dataclass(frozen=True, slots=True)
class _Made:
    """A document: begun, given `tags` that go beside it, and recorded."""

    begin: Request[None]
    tags: Sequence[bytes]
    final: Request[Any]


async def _recorded(register: "ShtrihRegister", form: DocumentForm, made: _Made, before: known.Standing) -> Found:
    session = register.session

    async def final() -> None:
        await session.ask(made.final)

    try:
        await session.ask(made.begin)
        for tag in made.tags:
            await long_tags.send(session, tag)
    except KkmError as error:
        await _drop(session)
        raise records.proven(error) from error
    try:
        return await records.record(register, final, before, partial(results.has_form, form))
    except KkmError as error:
        if error.nothing_sent:
            await _drop(session)
        raise


async def _drop(session: Session) -> None:
    """Now, or else when the next document is begun."""
    with suppress(KkmError):
        await standing.drop_document(session)
