"""Registration by command: begins, changes, another ФН, closing; over restarts."""

from dataclasses import replace
from pathlib import Path

import pytest

from drivers.errors import RequestRefused, WrongState
from drivers.fiscal import rnm, tlv
from drivers.model.command import (
    CashIn,
    CashOut,
    CheckMarking,
    CloseShift,
    Command,
    OfdReport,
    OpenShift,
    PrintRuler,
    ReadCounters,
    ReadDocument,
    XReport,
)
from drivers.model.ffd import DocumentForm, FfdVersion, ShiftState, TaxSystem
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.model.state import Registration
from drivers.virtual.kkt import VirtualKkt
from drivers.virtual.options import VirtualKktOptions
from tests.clock import FakeClock
from tests.drivers.virtual.shop import CASHIER, context, run, sale, tea

INN, SERIAL = "7707083893", "0149060006000651"
OWNER = Registration(
    organization='ООО "Лютик"',
    inn=INN,
    number=rnm.registration_number(149060006, INN, SERIAL),
    address="Псков, ул. Новая, 5",
    place="Магазин",
    sender_email="shop@example.com",
    tax_systems=(TaxSystem.SIMPLE_INCOME, TaxSystem.PATENT),
    ofd_name="ОФД",
    ofd_inn="7841465198",
    marking=True,
)
GIVEN = frozenset(
    {
        *("organization", "inn", "number", "address", "place", "sender_email", "tax_systems", "ofd_name", "ofd_inn"),
        "marking",
    }
)
FIRST = RegisterDevice(step=RegistrationStep.OPEN, registration=OWNER, given=GIVEN, cashier=CASHIER)
BY_COMMAND = {"fiscalized": False, "serial": SERIAL}


def step(kind: RegistrationStep, *, ffd: FfdVersion | None = None, **fields: object) -> RegisterDevice:
    changed = replace(Registration(), **fields)  # type: ignore[arg-type]
    return RegisterDevice(step=kind, registration=changed, given=frozenset(fields), ffd=ffd, cashier=CASHIER)


CLOSE = step(RegistrationStep.CLOSE)
NEW_STORAGE = step(RegistrationStep.CHANGE_STORAGE)


def document(outcome: Outcome) -> FiscalDocument:
    assert outcome.document is not None
    return outcome.document


async def recorded(kkt: VirtualKkt, number: int) -> dict[int, tlv.Item]:
    stored = await kkt._ask(lambda one: one.storage.document(number))
    assert stored is not None
    (envelope,) = tlv.parse(stored.tlv)
    return {child.tag: child for child in envelope.children()}


def test_first_registration_is_kept(tmp_path: Path) -> None:
    async def first(kkt: VirtualKkt) -> None:
        assert not (await kkt.state()).fiscalized
        done = document(await kkt.execute(FIRST))
        assert (done.form, done.number) == (DocumentForm.REGISTRATION, 1)
        assert document(await kkt.execute(sale(tax_system=TaxSystem.PATENT))).number == 3

    async def second(kkt: VirtualKkt) -> None:
        state = await kkt.state()
        assert state.registration is not None
        assert (state.fiscalized, state.serial, state.last_document) == (True, SERIAL, 3)
        assert state.registration == replace(OWNER, excise=False, agents=())
        await kkt.execute(CloseShift(CASHIER))
        assert document(await kkt.execute(sale())).number == 6
        assert 'ООО "Лютик"' in kkt.tape()[0].text()

    run(tmp_path, first, **BY_COMMAND)
    run(tmp_path, second, **BY_COMMAND)
    run(tmp_path, settings_are_not_asked, organization="Другая", inn="7700000009", serial=SERIAL)


async def settings_are_not_asked(kkt: VirtualKkt) -> None:
    state = await kkt.state()
    assert state.registration is not None
    assert (state.registration.inn, state.last_document) == (INN, 6)
    await kkt.execute(CloseShift(CASHIER))
    assert document(await kkt.execute(sale())).number == 9


def test_a_number_of_another_register_is_refused(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        wrong = replace(FIRST, registration=replace(OWNER, number="0149060006035849"))
        with pytest.raises(RequestRefused, match="не подходит к ИНН"):
            await kkt.execute(wrong)
        with pytest.raises(RequestRefused, match="ИНН владельца"):
            await kkt.execute(replace(FIRST, registration=replace(OWNER, inn="7707083894")))
        with pytest.raises(RequestRefused, match="не зарегистрирована"):
            await kkt.execute(CLOSE)
        assert (await kkt.state()).last_document == 0
        fiscal: list[Command] = [sale(), CheckMarking(())]
        for command in fiscal:
            with pytest.raises(WrongState, match="не фискализирована"):
                await kkt.execute(command)

    run(tmp_path, scene, **BY_COMMAND)


def test_a_register_of_the_settings_is_registered_already(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        with pytest.raises(RequestRefused, match="уже зарегистрирована"):
            await kkt.execute(FIRST)

    run(tmp_path, scene)


def test_a_change_tells_its_reasons(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        with pytest.raises(RequestRefused, match="Смена открыта"):
            await kkt.execute(step(RegistrationStep.CHANGE_OWNER, place="Зал"))
        await kkt.execute(CloseShift(CASHIER))
        with pytest.raises(RequestRefused, match="Менять нечего"):
            await kkt.execute(step(RegistrationStep.CHANGE_OWNER, place="Касса 1"))
        done = document(await kkt.execute(step(RegistrationStep.CHANGE_OWNER, place="Зал")))
        assert (done.form, done.number) == (DocumentForm.REREGISTRATION, 5)
        assert (await recorded(kkt, 5))[1205].number() == 1 << 3
        assert "ПРИЧИНЫ ИЗМЕНЕНИЯ" + "4".rjust(31) in kkt.tape()[0].text()
        await kkt.execute(step(RegistrationStep.CHANGE_OFD, ofd_inn="7841465198", ofd_name="Другой"))
        assert (await recorded(kkt, 6))[1205].number() == 1 << 1
        await kkt.execute(step(RegistrationStep.CHANGE_REGISTER, gambling=True))
        assert (await recorded(kkt, 7))[1205].number() == 1 << 18

    async def after(kkt: VirtualKkt) -> None:
        state = await kkt.state()
        assert state.registration is not None
        assert (state.registration.place, state.registration.ofd_name) == ("Зал", "Другой")
        assert (state.registration.gambling, state.last_document) == (True, 7)

    run(tmp_path, scene)
    run(tmp_path, after)


def test_a_later_version_is_a_change(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(step(RegistrationStep.CHANGE_REGISTER, ffd=FfdVersion.V1_2, marking=True))
        assert (await recorded(kkt, 2))[1205].number() == 1 << 21 | 1 << 31
        assert (await kkt.state()).ffd is FfdVersion.V1_2
        with pytest.raises(RequestRefused, match="вернуться"):
            await kkt.execute(step(RegistrationStep.CHANGE_REGISTER, ffd=FfdVersion.V1_1, lottery=True))

    run(tmp_path, scene, ffd="1.05")
    run(tmp_path, lambda kkt: check_version(kkt, FfdVersion.V1_2), ffd="1.05")


async def check_version(kkt: VirtualKkt, ffd: FfdVersion) -> None:
    assert (await kkt.state()).ffd is ffd


def test_changed_settings_tell_their_reasons_too(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.state()

    async def second(kkt: VirtualKkt) -> None:
        await kkt.state()
        assert (await recorded(kkt, 2))[1101].number() == 3
        assert 1157 in await recorded(kkt, 2)

    run(tmp_path, scene, ffd="1.05")
    run(tmp_path, second, ffd="1.05", place="Зал")


def test_after_closing_nothing_is_registered(tmp_path: Path) -> None:
    async def first(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        with pytest.raises(RequestRefused, match="Смена открыта"):
            await kkt.execute(CLOSE)
        await kkt.execute(CloseShift(CASHIER))
        done = document(await kkt.execute(CLOSE))
        assert (done.form, done.number) == (DocumentForm.CLOSE_STORAGE, 5)
        closing = await recorded(kkt, 5)
        assert closing[1038].number() == 1
        assert {child.tag for child in closing[1157].children()} >= {1134, 1129}
        assert "ОТЧЕТ О ЗАКРЫТИИ ФН" in kkt.tape()[0].text()

    async def second(kkt: VirtualKkt) -> None:
        state = await kkt.state()
        assert "ФН этой кассы закрыт" in state.fault
        assert not state.fiscalized
        refused: list[Command] = [sale(), OpenShift(CASHIER), CloseShift(), OfdReport(), CashIn(1), CashOut(1)]
        for command in refused:
            with pytest.raises(WrongState, match="ФН этой кассы закрыт"):
                await kkt.execute(command)
        for one in (CLOSE, step(RegistrationStep.CHANGE_OWNER, place="Зал"), FIRST):
            with pytest.raises(RequestRefused):
                await kkt.execute(one)
        for other in (PrintRuler(), XReport(), ReadCounters()):
            await kkt.execute(other)
        assert (await kkt.execute(ReadDocument(3))).copy is not None
        assert (await kkt.state()).last_document == 5

    run(tmp_path, first)
    run(tmp_path, second)


def test_another_storage_counts_from_its_beginning(tmp_path: Path) -> None:
    clock = FakeClock()

    async def first(kkt: VirtualKkt) -> None:
        await kkt.execute(sale(tea(500)))
        await kkt.execute(CloseShift(CASHIER))
        before = await kkt.state()
        clock.advance(24 * 3600)
        done = document(await kkt.execute(NEW_STORAGE))
        assert (done.form, done.number, done.storage) == (DocumentForm.REREGISTRATION, 1, "9999078901000001")
        children = await recorded(kkt, 1)
        assert children[1205].number() == 1
        assert 1157 not in children
        state = await kkt.state()
        assert (state.storage, state.last_document, state.shift_number) == ("9999078901000001", 1, 0)
        assert (state.shift, state.cash, state.registration) == (ShiftState.CLOSED, 500, before.registration)
        assert state.storage_since == clock.local()
        with pytest.raises(RequestRefused, match="Не удалось получить данные чека"):
            await kkt.execute(ReadDocument(2))
        sold = document(await kkt.execute(sale()))
        assert (sold.number, sold.shift) == (3, 1)
        assert [sheet.title for sheet in kkt.tape()[:3]] == [
            "Чек прихода № 3",
            "Открытие смены № 2",
            "Отчёт об изменении регистрации № 1",
        ]

    async def second(kkt: VirtualKkt) -> None:
        assert (await kkt.state()).last_document == 3
        await kkt.execute(CloseShift(CASHIER))
        assert document(await kkt.execute(NEW_STORAGE)).storage == "9999078902000001"

    run(tmp_path, first, clock)
    run(tmp_path, second, clock)
    names = {path.name for path in (tmp_path / "1").iterdir()}
    assert names == {"storage.sqlite3", "storage-2.sqlite3", "storage-3.sqlite3"}


def test_a_closed_storage_is_replaced(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(CLOSE)
        await kkt.execute(NEW_STORAGE)
        assert (await kkt.state()).fault == ""
        assert document(await kkt.execute(sale())).number == 3

    run(tmp_path, scene)


def test_settings_go_on_counting_after_another_storage(tmp_path: Path) -> None:
    """Only what a command has changed takes the registration out of the hands of the settings."""

    async def first(kkt: VirtualKkt) -> None:
        await kkt.execute(NEW_STORAGE)

    async def second(kkt: VirtualKkt) -> None:
        state = await kkt.state()
        assert state.registration is not None
        assert (state.registration.place, state.last_document) == ("Зал", 2)

    run(tmp_path, first)
    run(tmp_path, second, place="Зал")


def test_another_program_goes_on_with_the_new_storage(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        await kkt.execute(CloseShift(CASHIER))
        other = VirtualKkt(context(tmp_path), VirtualKktOptions())
        await other.state()
        await kkt.execute(NEW_STORAGE)
        with pytest.raises(WrongState, match="заменила другая программа") as refused:
            await other.execute(sale())
        assert refused.value.nothing_sent
        assert document(await other.execute(sale())).storage == "9999078901000001"
        await other.close()

    run(tmp_path, scene)


def test_what_a_dead_program_left_unfinished_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "1"
    folder.mkdir()
    for name in ("storage.new.sqlite3", "storage.new.sqlite3-wal", "storage.new.sqlite3-journal"):
        (folder / name).write_bytes(b"torn")

    async def scene(kkt: VirtualKkt) -> None:
        assert (await kkt.state()).storage == "9999078900000001"
        await kkt.execute(NEW_STORAGE)
        assert (await kkt.state()).storage == "9999078901000001"

    run(tmp_path, scene)
    assert {path.name for path in folder.iterdir()} == {"storage.sqlite3", "storage-2.sqlite3"}


def test_what_stays_unsent_in_the_old_storage_is_told(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        mark = await kkt.mark()
        done = await kkt.execute(NEW_STORAGE)
        assert any("ФН 9999078900000001 остались документы, не переданные в ОФД: 1." in one for one in done.warnings)
        assert (await kkt.state()).unsent == 1  # of the new one, still silent
        assert await kkt.settle(NEW_STORAGE, mark) == done

    run(tmp_path, scene, ofd="offline")
