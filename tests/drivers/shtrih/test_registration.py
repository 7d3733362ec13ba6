"""Registration of an emulated register, its changes, and the end of its ФН."""

from dataclasses import replace
from typing import Any

import pytest

from drivers.emulation.frame_faults import Fault, Power
from drivers.errors import DeviceOffline, KkmError, RequestRefused
from drivers.fiscal import tlv
from drivers.model.command import OpenShift
from drivers.model.document import Cashier
from drivers.model.ffd import DocumentForm, FfdVersion, TaxSystem
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.model.state import Registration
from drivers.registers import receipt, registration, shifts
from drivers.shtrih import requisites
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from drivers.shtrih.register import ShtrihRegister
from drivers.shtrih.requests.registration import Work
from tests.drivers.shtrih.visit import visit
from tests.drivers.virtual.shop import sale

ABROAD = Registration(
    organization='ООО "Ромашка"',
    inn="7707083893",
    number="0149060006063557",
    address="г. Москва",
    place="Касса 2",
    sender_email="shop@example.org",
    tax_systems=(TaxSystem.GENERAL,),
    ofd_name="ОФД",
    ofd_inn="7841465198",
    ofd_host="ofd.example.ru",
    ofd_port="7777",
)
CASHIER = Cashier("Иванова", "500100732259")


def command(step: RegistrationStep, told: Registration = ABROAD, *given: str, **changes: Any) -> RegisterDevice:
    names = frozenset(given or (name for name in Registration.__slots__ if getattr(told, name)))
    return RegisterDevice(step=step, registration=told, given=names, cashier=CASHIER, **changes)


def last(register: ShtrihEmulator) -> dict[int, tlv.Item]:
    """Requisites of the newest document."""
    items = tlv.parse(register.machine.storage.documents[-1].tlv)
    inner = items[0].children() if len(items) == 1 else items
    return {item.tag: item for item in reversed(inner)}


@pytest.mark.parametrize("ffd", [FfdVersion.V1_05, FfdVersion.V1_2])
def test_the_first_registration(ffd: FfdVersion) -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        told = replace(ABROAD, excise=True, services=True)
        outcome = await registration.register_device(ours, command(RegistrationStep.OPEN, told, ffd=ffd))
        document = outcome.document
        assert document is not None
        assert (document.form, document.number) == (DocumentForm.REGISTRATION, 1)
        assert document.sign == register.machine.storage.documents[0].sign
        known = last(register)
        assert known[1018].text().strip() == told.inn
        assert known[1037].text().strip() == told.number
        assert known[1048].text() == told.organization
        assert known[1187].text() == told.place
        assert known[1021].text() == "Иванова"
        assert known[1062].number() == 1
        assert ours.known.registration.inn == told.inn
        assert ours.known.registration.services
        assert (await receipt.register_receipt(ours, sale())).document is not None

    visit(scene, register={"registered": False, "ffd": ffd.value})


def test_a_second_first_one_is_refused_before_anything() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        with pytest.raises(RequestRefused, match="уже зарегистрирована"):
            await registration.register_device(ours, command(RegistrationStep.OPEN))
        assert len(register.machine.storage.documents) == 1

    visit(scene)


def test_within_a_shift_nothing_is_registered() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await shifts.open_shift(ours, OpenShift())
        with pytest.raises(RequestRefused, match="Смена открыта"):
            await registration.register_device(ours, command(RegistrationStep.CHANGE_OWNER, ABROAD, "address"))
        assert len(register.machine.storage.documents) == 2

    visit(scene)


@pytest.mark.parametrize(
    ("step", "changed", "name"),
    [
        (RegistrationStep.CHANGE_OWNER, {"address": "г. Тверь, ул. Новая"}, "address"),
        (RegistrationStep.CHANGE_OFD, {"ofd_inn": "7709364346", "ofd_name": "Другой"}, "ofd_inn"),
        (RegistrationStep.CHANGE_REGISTER, {"bso": True}, "bso"),
    ],
)
def test_changes(step: RegistrationStep, changed: dict[str, Any], name: str) -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        told = replace(ours.known.registration, **changed)
        outcome = await registration.register_device(ours, command(step, told, *changed))
        assert outcome.document is not None
        assert outcome.document.form is DocumentForm.REREGISTRATION
        assert getattr(ours.known.registration, name) == changed[name]
        if name == "address":
            assert last(register)[1009].text() == changed[name]

    visit(scene)


def test_a_change_of_nothing_is_refused() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        told = ours.known.registration
        with pytest.raises(RequestRefused, match="Менять нечего"):
            await registration.register_device(ours, command(RegistrationStep.CHANGE_OWNER, told, "address"))
        assert len(register.machine.storage.documents) == 1

    visit(scene)


def test_the_end_of_a_storage() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.storage.sent = 10**6
        outcome = await registration.register_device(ours, command(RegistrationStep.CLOSE))
        assert outcome.document is not None
        assert outcome.document.form is DocumentForm.CLOSE_STORAGE
        with pytest.raises(KkmError, match="ФН этой кассы закрыт") as found:
            await receipt.register_receipt(ours, sale())
        assert found.value.nothing_sent

    visit(scene)


def test_a_refused_document_leaves_the_tables_as_they_were() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        before = ours.known.registration
        register.machine.troubles.refuse(0x33, "FF34")
        told = replace(before, address="г. Тверь")
        with pytest.raises(RequestRefused) as found:
            await registration.register_device(ours, command(RegistrationStep.CHANGE_OWNER, told, "address"))
        assert found.value.nothing_sent
        ours.forget()
        await ours.begin()
        assert ours.known.registration == before
        assert len(register.machine.storage.documents) == 1

    visit(scene)


def test_a_name_that_the_register_has_no_room_for_is_refused_and_not_cut_off() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        before = ours.known.registration
        told = replace(before, ofd_name="Другой", ofd_host="x" * 65)
        with pytest.raises(RequestRefused, match="«Сервер» не помещается 65 знаков, есть место для 64") as found:
            await registration.register_device(ours, command(RegistrationStep.CHANGE_OFD, told, "ofd_name", "ofd_host"))
        assert found.value.nothing_sent
        assert len(register.machine.storage.documents) == 1
        assert register.machine.tables.string(18, 1, 10) == before.ofd_name

    visit(scene)


def test_a_tag_that_is_refused_drops_the_document() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.troubles.refuse(0x33, "FF0C")
        told = replace(ours.known.registration, address="г. Тверь")
        with pytest.raises(RequestRefused) as found:
            await registration.register_device(ours, command(RegistrationStep.CHANGE_OWNER, told, "address"))
        assert found.value.nothing_sent
        assert (await receipt.register_receipt(ours, sale())).document is not None

    visit(scene)


def test_a_lost_answer_is_found_in_the_storage() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        ask, lost = ours.session.ask, iter([True])

        async def loses_one(request: Any) -> Any:
            answer = await ask(request)
            if request.name.startswith("FF34") and next(lost, False):
                raise DeviceOffline("the line broke")
            return answer

        ours.session.ask = loses_one  # type: ignore[method-assign]
        told = replace(ours.known.registration, address="г. Тверь")
        outcome = await registration.register_device(ours, command(RegistrationStep.CHANGE_OWNER, told, "address"))
        assert outcome.document is not None
        assert outcome.document.number == 2
        assert len(register.machine.storage.documents) == 2

    visit(scene)


FULL = replace(
    ABROAD,
    organization="О" * 127 + " " + "О" * 100,
    address="А" * 200,
    place="П" * 256,
    ofd_name="Н" * 256,
    ofd_site="ofd.example.ru",
    automatic=True,
    automatic_number="А-17",
    machine_printer=True,
    excise=True,
    lottery=True,
    agents=(0, 6),
)


@pytest.mark.parametrize("ffd", [FfdVersion.V1_05, FfdVersion.V1_1, FfdVersion.V1_2])
def test_everything_goes_into_the_tables_by_the_names_of_their_fields(ffd: FfdVersion) -> None:
    """So no tag but the cashier's is sent, and what is read back is what was registered."""

    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        before = register.executed.count(b"\xff\x0c")
        told = replace(FULL, marking=ffd is FfdVersion.V1_2, pawnshop=ffd is FfdVersion.V1_2)
        outcome = await registration.register_device(ours, command(RegistrationStep.OPEN, told, ffd=ffd))
        assert outcome.warnings == ()
        assert register.executed.count(b"\xff\x0c") - before == 2
        assert ours.known.registration == told
        known = last(register)
        assert [known[tag].text() for tag in (1048, 1009, 1187, 1046, 1036)] == [
            *(told.organization, told.address, told.place, told.ofd_name, told.automatic_number)
        ]
        if ffd is FfdVersion.V1_2:
            assert known[1290].number() == 1 << 1 | 1 << 6 | 1 << 8 | 1 << 11 | 1 << 12
        else:
            assert [known[tag].number() for tag in (1207, 1193, 1126, 1221, 1057)] == [1, 0, 1, 1, 65]

    visit(scene, register={"registered": False, "ffd": ffd.value})


def test_a_change_keeps_the_flags_of_the_registration() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await registration.register_device(ours, command(RegistrationStep.OPEN, FULL, ffd=FfdVersion.V1_05))
        told = replace(ours.known.registration, address="г. Тверь")
        await registration.register_device(ours, command(RegistrationStep.CHANGE_OWNER, told, "address"))
        known = last(register)
        assert [known[tag].number() for tag in (1207, 1126, 1221)] == [1, 1, 1]
        assert known[1101].number() == 3

    visit(scene, register={"registered": False, "ffd": "1.05"})


def test_why_it_was_changed_is_told_in_bits() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        told = replace(ours.known.registration, organization="ООО Новое", tax_systems=(TaxSystem.PATENT,))
        names = ("organization", "tax_systems")
        await registration.register_device(ours, command(RegistrationStep.CHANGE_OWNER, told, *names))
        assert last(register)[1205].number() == 1 << 2 | 1 << 7

    visit(scene)


def test_what_was_written_is_put_back_where_a_field_takes_no_more() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        before = ours.known.registration
        register.machine.troubles.refuse(0x33, "1E", skip=2)
        told = replace(before, organization="О" * 200, address="г. Тверь", place="Касса 9")
        with pytest.raises(RequestRefused) as found:
            await registration.register_device(
                ours, command(RegistrationStep.CHANGE_OWNER, told, "organization", "address", "place")
            )
        assert found.value.nothing_sent
        ours.forget()
        await ours.begin()
        assert ours.known.registration == before

    visit(scene)


@pytest.mark.parametrize("port", ["99999", "0"])
def test_a_port_that_cannot_be(port: str) -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        with pytest.raises(RequestRefused, match="«Порт» нельзя записать") as found:
            await registration.register_device(ours, command(RegistrationStep.OPEN, replace(ABROAD, ofd_port=port)))
        assert found.value.nothing_sent
        assert not register.machine.storage.documents
        assert register.machine.tables.string(18, 1, 9) != ABROAD.address

    visit(scene, register={"registered": False})


def test_texts_are_written_as_the_storage_records_them() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        told = replace(ABROAD, organization="ООО «Ёлка»\x00\n№ 5", ofd_port="")
        await registration.register_device(ours, command(RegistrationStep.OPEN, told))
        assert last(register)[1048].text() == 'ООО "Ёлка" № 5'

    visit(scene, register={"registered": False})


def test_without_a_link_the_operator_is_nobody() -> None:
    """spec/ffd.md 2.1, tag 1017."""

    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        told = replace(ABROAD, autonomous=True, ofd_name="", ofd_inn="")
        await registration.register_device(ours, command(RegistrationStep.OPEN, told))
        assert last(register)[1017].text() == "0" * 12
        assert ours.known.registration.ofd_inn == ""

    visit(scene, register={"registered": False})


@pytest.mark.parametrize("code", ["FF05", "FF0C"])
def test_a_link_that_breaks_before_the_end_leaves_nothing_in_doubt(code: str) -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        before = ours.known.registration
        register.inject(Fault(what=Power.AFTER_EXECUTION, command=code))
        register.machine.troubles.refuse(0x03, "FF08")  # and the document that hangs cannot be dropped at once
        told = replace(before, address="г. Тверь")
        with pytest.raises(DeviceOffline) as found:
            await registration.register_device(ours, command(RegistrationStep.CHANGE_OWNER, told, "address"))
        assert found.value.nothing_sent
        assert register.machine.tables.string(18, 1, 9) == before.address
        outcome = await registration.register_device(ours, command(RegistrationStep.CHANGE_OWNER, told, "address"))
        assert outcome.document is not None
        assert len(register.machine.storage.documents) == 2

    visit(scene)


def test_modes_of_work_and_use() -> None:
    """FF06, byte of modes; table 18 field 21; 1290 and the single flags before it."""
    told = replace(ABROAD, encryption=True, internet=True, excise=True, lottery=True, marking=True)
    assert requisites.work(told) == Work.ENCRYPTION | Work.INTERNET == 0b100001
    assert requisites.extended_mode(told, FfdVersion.V1_05) == 0b101
    assert requisites.extended_mode(told, FfdVersion.V1_2) == 0b10101
    assert requisites.flags(told, FfdVersion.V1_2) == [tlv.encode(1290, 1 << 5 | 1 << 6 | 1 << 8 | 1 << 11)]
    assert requisites.flags(told, FfdVersion.V1_05) == [tlv.encode(1207, 1), tlv.encode(1126, 1)]
