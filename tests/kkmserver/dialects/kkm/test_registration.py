"""KkmRegOfd. Source: spec/kkmserver.md 3.14."""

from datetime import datetime
from typing import Any

import pytest

from drivers.model.document import Cashier
from drivers.model.ffd import DocumentForm, FfdVersion, TaxSystem
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.model.state import DeviceState, Registration
from tests.clock import MOSCOW
from tests.kkmserver.dialects.kkm.desk import Shop
from tests.kkmserver.dialects.kkm.full import REGISTRATION
from tests.kkmserver.dialects.kkm.samples import DONE

WHOLE = Registration(
    organization="ООО",
    inn="7700000000",
    address="Москва",
    place="магазин",
    sender_email="a@b.ru",
    tax_systems=(TaxSystem.GENERAL, TaxSystem.IMPUTED, TaxSystem.PATENT),
    number="0000000001000001",
    ofd_name="ОФД",
    ofd_inn="7700000001",
    ofd_host="ofd.example",
    ofd_port="7777",
    ofd_site="check.example",
    autonomous=True,
    encryption=True,
    automatic=True,
    automatic_number="A-1",
    internet=True,
    bso=True,
    services=True,
    machine_printer=True,
    excise=True,
    gambling=True,
    lottery=True,
    marking=True,
    pawnshop=True,
    insurance=True,
    agents=(0, 6),
)
EVERY_FIELD = frozenset(Registration.__dataclass_fields__)


def asked(registration: object, **members: Any) -> RegisterDevice:
    shop = Shop(DONE)
    assert shop.post({"Command": "KkmRegOfd", "RegKkmOfd": registration, **members})["Error"] == ""
    assert isinstance(shop.command, RegisterDevice)
    return shop.command


def error_of(registration: object) -> str:
    shop = Shop(DONE)
    answer = shop.post({"Command": "KkmRegOfd", "RegKkmOfd": registration})
    assert (answer["Status"], shop.desk.orders) == (2, [])
    return str(answer["Error"])


def test_a_first_registration_with_everything() -> None:
    command = asked(REGISTRATION, CashierName="Петрова", CashierVATIN="500100732259", NotPrint=True)
    assert command == RegisterDevice(
        step=RegistrationStep.OPEN,
        registration=WHOLE,
        given=EVERY_FIELD,
        ffd=FfdVersion.V1_2,
        cashier=Cashier("Петрова", "500100732259"),
        print_paper=False,
    )


def test_the_published_change() -> None:
    given = {"Command": "ChangeOFD", "SetFfdVersion": 2, "UrlServerOfd": "ofd.example", "PortServerOfd": "7777"}
    command = asked(given | {"NameOFD": "ОФД", "UrlOfd": "ofd.example", "InnOfd": "7700000001"})
    assert command.step is RegistrationStep.CHANGE_OFD
    assert command.ffd is FfdVersion.V1_05
    assert command.given == {"ofd_host", "ofd_port", "ofd_name", "ofd_site", "ofd_inn"}


OFD = {"ofd_host", "ofd_port", "ofd_name", "ofd_site", "ofd_inn"}
OWNER = {"organization", "address", "place", "sender_email", "tax_systems"}
MODES = EVERY_FIELD - OFD - OWNER - {"inn", "number", "automatic", "internet", "bso", "services"}


@pytest.mark.parametrize(
    ("name", "step", "fields"),
    [
        ("ChangeFN", RegistrationStep.CHANGE_STORAGE, set()),
        ("ChangeOFD", RegistrationStep.CHANGE_OFD, OFD),
        ("ChangeOrganization", RegistrationStep.CHANGE_OWNER, OWNER),
        ("ChangeKkm", RegistrationStep.CHANGE_REGISTER, MODES),
        ("Close", RegistrationStep.CLOSE, set()),
        ("close", RegistrationStep.CLOSE, set()),
    ],
)
def test_a_change_takes_what_belongs_to_it(name: str, step: RegistrationStep, fields: set[str]) -> None:
    """Samples send the whole form with every step."""
    command = asked(REGISTRATION | {"Command": name})
    assert (command.step, command.given) == (step, fields)
    for field in EVERY_FIELD:
        wanted = getattr(WHOLE if field in fields else Registration(), field)
        assert getattr(command.registration, field) == wanted


def test_only_what_was_given_is_changed() -> None:
    command = asked({"Command": "ChangeKkm", "OfflineMode": "false", "EncryptionMode": None, "AutomaticNumber": ""})
    assert (command.given, command.registration) == ({"autonomous"}, Registration())
    assert command.ffd is None


@pytest.mark.parametrize(("number", "ffd"), [(0, None), (1, "1.0"), ("2", "1.05"), (3, "1.1"), (4, "1.2")])
def test_formats(number: object, ffd: str | None) -> None:
    command = asked({"Command": "ChangeFN", "SetFfdVersion": number})
    assert command.ffd == (FfdVersion(ffd) if ffd else None)


@pytest.mark.parametrize("given", ["0,3,5", " 0, 3 ,5,", ["0", 3, 5], "0,3,3,5"])
def test_tax_systems_are_a_list(given: object) -> None:
    assert asked({"Command": "Open", "TaxVariant": given}).registration.tax_systems == WHOLE.tax_systems


def test_one_tax_system_may_be_a_number() -> None:
    assert asked({"Command": "Open", "TaxVariant": 0}).registration.tax_systems == (TaxSystem.GENERAL,)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (None, "RegKkmOfd.Command: не указано; допустимы: Open, ChangeFN"),
        ({}, "RegKkmOfd.Command: не указано"),
        ({"Command": "Reset"}, "RegKkmOfd.Command: здесь «Reset», допустимы: Open"),
        ({"Command": "Open", "TaxVariant": "0;3"}, "RegKkmOfd.TaxVariant: "),
        ({"Command": "Open", "TaxVariant": "9"}, "RegKkmOfd.TaxVariant: система налогообложения «9»"),
        ({"Command": "Open", "SignOfAgent": "7"}, "RegKkmOfd.SignOfAgent: признак агента «7»"),
        ({"Command": "Open", "SetFfdVersion": 5}, "RegKkmOfd.SetFfdVersion: "),
        ({"Command": "Open", "BSOMode": "maybe"}, "RegKkmOfd.BSOMode: "),
        ("Open", "RegKkmOfd: "),
    ],
)
def test_faults(given: object, text: str) -> None:
    assert f" {text}" in error_of(given)


def test_the_answer() -> None:
    document = FiscalDocument(
        form=DocumentForm.REGISTRATION, number=1, sign=5, time=datetime(2024, 2, 2, 9, 0, tzinfo=MOSCOW),
        storage="9999", shift=0,
    )  # fmt: skip
    state = DeviceState(online=True, registration=WHOLE)
    answer = Shop(Outcome(document=document, state=state)).post({"Command": "KkmRegOfd", "RegKkmOfd": REGISTRATION})
    assert (answer["CheckNumber"], answer["QRCode"]) == (1, "t=20240202T0900&fn=9999&i=1&fp=5")
    assert (answer["Info"]["SignOfAgent"], answer["Info"]["TaxVariant"]) == ("0,6", "0,3,5")
