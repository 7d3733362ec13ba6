"""What is refused before a ФН is written to for ever: spec/ffd.md 1.2, 2.1, 7, 11; spec/kkmserver.md 3.14."""

from dataclasses import fields, replace
from functools import partial
from typing import Any

import pytest

from drivers.errors import RequestRefused
from drivers.fiscal.check_registration import Planned, Standing, check
from drivers.fiscal.rnm import registration_number
from drivers.model.ffd import FfdVersion, TaxSystem
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.model.state import Registration
from tests.drivers.fiscal.samples import INN, REGISTRATION

SERIAL = "0149060006000651"
GOOD = replace(REGISTRATION, number=registration_number(149060006, INN, SERIAL))
ALL = frozenset(field.name for field in fields(Registration))
STEP = RegistrationStep


def blank(**changes: Any) -> Standing:
    return Standing(**({"registration": None, "ffd": FfdVersion.V1_2, "serial": SERIAL} | changes))


def standing(**changes: Any) -> Standing:
    return blank(**({"registration": GOOD} | changes))


def opening(ffd: str = "1.2", **changes: Any) -> Planned:
    asked = RegisterDevice(step=STEP.OPEN, registration=replace(GOOD, **changes), given=ALL, ffd=FfdVersion(ffd))
    return check(asked, blank())


def changing(step: RegistrationStep, before: Standing | None = None, **changes: Any) -> Planned:
    ffd = changes.pop("ffd", None)
    given = replace(Registration(), **changes)
    return check(RegisterDevice(step=step, registration=given, given=frozenset(changes), ffd=ffd), before or standing())


def refusal(step: RegistrationStep = STEP.OPEN, before: Standing | None = None, **changes: Any) -> str:
    act = opening if step is STEP.OPEN and before is None else partial(changing, step, before)
    with pytest.raises(RequestRefused) as caught:
        act(**changes)
    return caught.value.text


def test_first_registration() -> None:
    assert opening() == Planned(registration=GOOD, ffd=FfdVersion.V1_2)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"organization": " "}, "Не указан владелец кассы"),
        ({"organization": "О" * 257}, "(тег 1048)"),
        ({"inn": "7707083894"}, "ИНН владельца «7707083894» записан с ошибкой"),
        ({"inn": "000000000000"}, "ИНН владельца"),
        ({"address": ""}, "Впишите адрес расчётов"),
        ({"place": ""}, "Впишите место расчётов"),
        ({"number": "123"}, "укажите 16 цифр"),
        ({"number": "0149060006035849"}, "не подходит к ИНН «7707083893» и заводскому номеру «0149060006000651»"),
        ({"tax_systems": ()}, "выберите хотя бы одну"),
        ({"ofd_inn": "1"}, "ИНН ОФД «1»"),
        ({"ofd_name": ""}, "впишите его название"),
        ({"ofd_name": "О" * 257}, "(тег 1046)"),
        ({"sender_email": "касса"}, "укажите почту"),
        ({"automatic": True}, "укажите номер автомата"),
        ({"automatic": True, "automatic_number": "1" * 21}, "(тег 1036)"),
        ({"agents": (7,)}, "от 0 до 6"),
    ],
)
def test_what_is_refused(changes: dict[str, Any], said: str) -> None:
    assert said in refusal(**changes)


def test_all_faults_at_once() -> None:
    text = refusal(organization="", inn="1", tax_systems=())
    assert [said in text for said in ("владелец кассы", "ИНН владельца", "хотя бы одну")] == [True] * 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"tax_systems": (TaxSystem.IMPUTED,)}, "ЕНВД отменён"),
        ({"automatic_number": "A-1"}, "Номер автомата не записан"),
        ({"machine_printer": True}, "без автоматического режима"),
        ({"internet": True}, "укажите адрес сайта"),
        ({"autonomous": True}, "данные ОФД не записаны"),
    ],
)
def test_what_is_doubtful(changes: dict[str, Any], said: str) -> None:
    (text,) = opening(**changes).warnings
    assert said in text


def test_a_register_without_a_link_needs_no_ofd() -> None:
    assert opening(autonomous=True, ofd_inn="", ofd_name="", sender_email="").warnings == ()


def test_earlier_versions_may_do_without_a_place() -> None:
    (said,) = opening("1.05", place="").warnings
    assert said.startswith("Впишите место расчётов")


def test_every_kind_of_agent() -> None:
    assert opening("1.05", agents=tuple(range(7))).warnings == ()


def test_what_earlier_versions_lose() -> None:
    (said,) = opening("1.1", marking=True, insurance=True).warnings
    assert said == "По ФФД 1.1 не записывается: маркированные товары, страхование. Это есть только в ФФД 1.2"


def test_version_1_0_is_dead() -> None:
    (said,) = opening("1.0").warnings
    assert "ФФД 1.0 не применяют" in said


def test_fields_that_are_not_given_stay() -> None:
    done = changing(STEP.CHANGE_OWNER, organization="ИП Петров", tax_systems=(TaxSystem.PATENT,))
    assert done.registration == replace(GOOD, organization="ИП Петров", tax_systems=(TaxSystem.PATENT,))
    assert (done.reasons, done.warnings) == (1 << 2 | 1 << 7, ())


def test_change_of_the_operator() -> None:
    done = changing(STEP.CHANGE_OFD, ofd_name="Другой ОФД", ofd_inn="7728029110", ofd_host="ofd.example")
    assert (done.registration.ofd_name, done.reasons) == ("Другой ОФД", 1 << 1)


def test_change_of_modes() -> None:
    done = changing(STEP.CHANGE_REGISTER, excise=True, gambling=True)
    assert done.reasons == 1 << 18 | 1 << 31


def test_what_another_step_changes_is_left_and_told() -> None:
    done = changing(STEP.CHANGE_OFD, ofd_name="Другой ОФД", organization="ИП", place=GOOD.place)
    assert done.registration.organization == GOOD.organization
    assert done.warnings == ("Этим действием не меняются и оставлены прежними: данные владельца",)


@pytest.mark.parametrize(("name", "value", "said"), [("inn", "7728029110", "ИНН"), ("number", "1" * 16, "номер ККТ")])
def test_what_is_registered_once(name: str, value: str, said: str) -> None:
    text = refusal(STEP.CHANGE_OWNER, **{name: value, "organization": "ИП"})
    assert said in text
    assert "снимите кассу с учёта" in text
    assert changing(STEP.CHANGE_OWNER, **{name: getattr(GOOD, name), "organization": "ИП"}).warnings == ()


def test_nothing_to_change() -> None:
    assert refusal(STEP.CHANGE_OWNER, place=GOOD.place).startswith("Менять нечего")


@pytest.mark.parametrize(
    ("step", "before", "said"),
    [
        (STEP.OPEN, standing(), "уже зарегистрирована"),
        (STEP.CHANGE_OFD, blank(), "сначала зарегистрируйте"),
        (STEP.CLOSE, blank(), "сначала зарегистрируйте"),
        (STEP.CHANGE_OFD, standing(shift_open=True), "Смена открыта"),
        (STEP.CLOSE, standing(shift_open=True), "Смена открыта"),
        (STEP.CHANGE_OFD, standing(storage_closed=True), "ФН закрыт"),
        (STEP.CLOSE, standing(storage_closed=True), "ФН закрыт"),
        (STEP.CHANGE_STORAGE, standing(), "ФН не новый"),
        (STEP.CLOSE, standing(unsent=3), "не переданных в ОФД: 3"),
    ],
)
def test_state_that_forbids(step: RegistrationStep, before: Standing, said: str) -> None:
    assert said in refusal(step, before)


def test_closing_the_storage() -> None:
    assert changing(STEP.CLOSE) == Planned(registration=GOOD, ffd=FfdVersion.V1_2)
    alone = replace(GOOD, autonomous=True)
    assert changing(STEP.CLOSE, standing(registration=alone, unsent=3)).registration == alone


def test_another_storage() -> None:
    done = changing(STEP.CHANGE_STORAGE, standing(storage_new=True, storage_closed=False))
    assert (done.registration, done.reasons) == (GOOD, 1)


def test_a_new_storage_may_begin_a_new_registration() -> None:
    asked = RegisterDevice(step=STEP.OPEN, registration=GOOD, given=ALL, ffd=FfdVersion.V1_05)
    assert check(asked, standing(storage_new=True)) == Planned(registration=GOOD, ffd=FfdVersion.V1_05)


@pytest.mark.parametrize("step", [STEP.OPEN, STEP.CHANGE_REGISTER])
def test_a_version_that_the_register_cannot_do(step: RegistrationStep) -> None:
    before = standing(newest=FfdVersion.V1_1, ffd=FfdVersion.V1_05, storage_new=step is STEP.OPEN)
    assert "не новее 1.1" in refusal(step, before, ffd=FfdVersion.V1_2)


def test_change_of_the_version() -> None:
    before = standing(ffd=FfdVersion.V1_05)
    done = changing(STEP.CHANGE_REGISTER, before, ffd=FfdVersion.V1_2)
    assert (done.ffd, done.reasons) == (FfdVersion.V1_2, 1 << 21)
    assert "Смените ФФД, когда они уйдут" in refusal(
        STEP.CHANGE_REGISTER, replace(before, unsent=1), ffd=FfdVersion.V1_2
    )
    assert "вернуться к 1.05 можно с новым ФН" in refusal(STEP.CHANGE_REGISTER, ffd=FfdVersion.V1_05)
    assert "не указывайте её" in refusal(STEP.CLOSE, before, ffd=FfdVersion.V1_2)
    assert changing(STEP.CHANGE_STORAGE, standing(storage_new=True), ffd=FfdVersion.V1_05).ffd is FfdVersion.V1_05


def test_strict_refuses_doubts() -> None:
    asked = RegisterDevice(step=STEP.OPEN, registration=replace(GOOD, tax_systems=(TaxSystem.IMPUTED,)), given=ALL)
    with pytest.raises(RequestRefused, match="ЕНВД"):
        check(asked, blank(), strict=True)
