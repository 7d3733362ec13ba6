"""Registration of the register with its ФН, its changes, and the end of a ФН. Source: spec/shtrih-m.md 3.7.

Nothing of it can be undone, so everything is checked before the first byte. What of it goes into tables is put back as
it was where the document itself was not recorded.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from drivers.errors import KkmError, RequestRefused
from drivers.fiscal import check_registration
from drivers.fiscal.check import Rules, check_cashier
from drivers.fiscal.check_registration import Planned, Standing
from drivers.model.ffd import DocumentForm, FfdVersion
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.shtrih import (
    long_tags,
    paperless,
    printed,
    records,
    registration_tables,
    requisites,
    results,
    standing,
    tags,
    texts,
)
from drivers.shtrih.fields import Setting
from drivers.shtrih.request import Request
from drivers.shtrih.requests import registration as requests
from drivers.shtrih.requests import storage
from drivers.shtrih.requests.archive import FoundDocument
from drivers.shtrih.requests.parameters import Ability
from drivers.shtrih.requests.registration import Cause, Reason, Registered, Requisites
from drivers.shtrih.requests.storage import Life, StorageState
from drivers.shtrih.requisites import Requisite
from drivers.shtrih.session import Session

_FORMS = {
    RegistrationStep.OPEN: DocumentForm.REGISTRATION,
    RegistrationStep.CLOSE: DocumentForm.CLOSE_STORAGE,
}
_CAUSES = {RegistrationStep.OPEN: Cause.REGISTRATION, RegistrationStep.CHANGE_STORAGE: Cause.NEW_STORAGE}
_REASONS = {
    RegistrationStep.CHANGE_OFD: Reason.OFD,
    RegistrationStep.CHANGE_OWNER: Reason.REQUISITES,
    RegistrationStep.CHANGE_REGISTER: Reason.SETTINGS,
}

TOO_LONG = "Данные регистрации не помещаются в документ кассы ({fault}): сократите названия и адреса."
NO_FIELDS = "В таблицах этой кассы нет полей: {names}. Впишите их настройки на самой кассе."


async def register(session: Session, command: RegisterDevice) -> Outcome:
    """Raises RequestRefused for a step that does not follow from how things stand."""
    now = await standing.standing(session)
    before = await _before(session, now.storage, shift_open=not now.closed)
    planned = check_registration.check(command, before)
    warnings = (*planned.warnings, *_cashier(session, command, planned))
    async with paperless.printing(session, wanted=command.print_paper) as doubts:
        found, left_out = await _document(session, command, planned, now.storage)
    with records.known_to_be_recorded():
        session.forget()
        await session.begin()
    document = _told(session, found, command.step)
    message = await printed.later(session, texts.DONE_PAPER_LATER)
    return Outcome(document=document, warnings=(*warnings, *doubts, *left_out), message=message)


def _cashier(session: Session, command: RegisterDevice, planned: Planned) -> tuple[str, ...]:
    rules = Rules(ffd=planned.ffd, registration=planned.registration, now=session.clock.local())
    return check_cashier(command.cashier, rules)


async def _before(session: Session, state: StorageState, *, shift_open: bool) -> Standing:
    known = session.passport
    return Standing(
        registration=known.registration if known.registration.number else None,
        ffd=known.ffd or FfdVersion.V1_2,
        serial=known.serial,
        newest=_newest(session),
        shift_open=shift_open,
        unsent=await _unsent(session, state),
        storage_new=not state.last_document,
        storage_closed=Life.CLOSED in state.life,
    )


def _newest(session: Session) -> FfdVersion:
    """A register that tells its abilities tells this one too."""
    abilities = session.passport.parameters.abilities
    return FfdVersion.V1_2 if not abilities or Ability.FFD_1_1 in abilities else FfdVersion.V1_05


async def _unsent(session: Session, state: StorageState) -> int:
    """A ФН without documents has none that wait, and may refuse the question."""
    return await session.ask(storage.unconfirmed(session.admin)) if state.last_document else 0


async def _document(
    session: Session, command: RegisterDevice, planned: Planned, before: StorageState
) -> tuple[FoundDocument, tuple[str, ...]]:
    """What the ФН has recorded, and warnings."""
    cashier = tags.of_cashier(command.cashier, planned.ffd)
    if command.step is RegistrationStep.CLOSE:
        begin, final = requests.begin_closing(session.admin), requests.close_storage(session.admin)
        return await _recorded(session, command.step, begin, cashier, final, before), ()
    begin, final = _commands(session, command.step, planned)
    async with registration_tables.filled(session, _requisites(session, planned)) as left:
        sent = [*cashier, *(tag for requisite in left for tag in requisite.tags)]
        found = await _recorded(session, command.step, begin, sent, final, before)
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


async def _recorded(
    session: Session,
    step: RegistrationStep,
    begin: Request[None],
    told: Sequence[bytes],
    final: Request[Any],
    before: StorageState,
) -> FoundDocument:
    """`told`: requisites that go beside the document."""
    form = _FORMS.get(step, DocumentForm.REREGISTRATION)

    def fits(found: FoundDocument) -> bool:
        return found.form == form

    try:
        await session.ask(begin)
        for tag in told:
            await long_tags.send(session, tag)
    except KkmError as error:
        await _drop(session)
        raise records.proven(error) from error
    try:
        answer = await records.record(session, final, before, fits)
    except KkmError as error:
        if error.nothing_sent:
            await _drop(session)
        raise
    return answer if isinstance(answer, FoundDocument) else await records.newest(session, before, fits)


async def _drop(session: Session) -> None:
    """Now, or else when the next document is begun."""
    with suppress(KkmError):
        await standing.drop_document(session)


def _told(session: Session, found: FoundDocument, step: RegistrationStep) -> FiscalDocument:
    form = _FORMS.get(step, DocumentForm.REREGISTRATION)
    return replace(results.document(session, found), form=form)
