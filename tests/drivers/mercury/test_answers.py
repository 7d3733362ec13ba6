"""Answers of INECRMAN. Source: spec/mercury.md 3."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from drivers.errors import DeviceFaulty, FrameError, KkmError, OperatorNeeded, RequestRefused, WrongState
from drivers.http_service.fields import Fields, fields_of
from drivers.mercury import codes
from drivers.mercury.commands import journal, marking, receipt, session, status
from drivers.mercury.commands.status import StoragePhase
from drivers.mercury.request import Request
from drivers.model.document import MarkingCode
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType, ShiftState, TaxSystem
from drivers.registers.marking import Code
from drivers.registers.request import Effect
from tests.contract.goods import receipt as sale
from tests.drivers.http_service.sold import settled

STATUS: dict[str, Any] = {
    "dateTime": "2026-02-01T09:31:00",
    "paperPresence": True,
    "shiftInfo": {"isOpen": True, "is24Expired": False, "num": 3, "lastOpen": "2026-02-01T08:00:00", "cash": 15000},
    "checkInfo": {"isOpen": False, "num": 2, "goodsQty": 0},
    "fnInfo": {
        "status": 1,
        "fnNum": "9999078900003063",
        "lastDoc": {"num": 7, "dateTime": "2026-02-01T09:30:00"},
        "unsignedDocs": {"qty": 2, "firstNum": 6, "firstDateTime": "2026-02-01T09:00:00"},
    },
}


def at(hour: int, minute: int) -> datetime:
    """By the register's clock."""
    return datetime(2026, 2, 1, hour, minute)  # noqa: DTZ001


def told(value: Any) -> Fields:
    return fields_of(json.dumps(value).encode())


def state(**changes: dict[str, Any]) -> Any:
    body = {name: part | changes.get(name, {}) if isinstance(part, dict) else part for name, part in STATUS.items()}
    return status.status().read(told(body | {name: new for name, new in changes.items() if not isinstance(new, dict)}))


def test_a_status() -> None:
    found = state()
    assert (found.shift, found.shift_number, found.cash) == (ShiftState.OPEN, 3, 15000)
    assert (found.check_open, found.check_number) == (False, 2)
    assert (found.phase, found.storage, found.last) == (StoragePhase.FISCAL, "9999078900003063", 7)
    assert (found.unsent, found.unsent_since) == (2, at(9, 0))
    assert found.last_time == at(9, 30)
    assert state(shiftInfo={"is24Expired": True}).shift is ShiftState.EXPIRED
    assert state(shiftInfo={"isOpen": False, "is24Expired": True}).shift is ShiftState.CLOSED


@pytest.mark.parametrize(
    "changes",
    [
        {"fnInfo": {"lastDoc": {}}},
        {"fnInfo": {"status": 9}},
        {"checkInfo": {"isOpen": None}},
        {"shiftInfo": {"isOpen": None}},
    ],
)
def test_a_status_that_settles_nothing(changes: dict[str, Any]) -> None:
    with pytest.raises(FrameError):
        state(**changes)


def test_who_it_is() -> None:
    body = {"model": "185F", "kktNum": "1", "fnNum": "2", "programVer": "3", "ffdTotalVer": "1.2", "cpl": [32, 42]}
    found = status.common_info().read(told(body))
    assert (found.model, found.serial, found.storage, found.firmware) == ("185F", "1", "2", "3")
    assert (found.ffd, found.ffd_storage, found.columns) == (FfdVersion.V1_2, None, (32, 42))


def test_a_registration() -> None:
    body = {
        "isRegistered": True,
        "registrationInfo": {
            "owner": {"name": "ООО", "inn": "7700000009"},
            "kkt": {"regNum": "1", "address": "Тверь", "location": "Касса", "mode": {"offline": True, "ASBSO": True}},
            "ofd": {"name": "ОФД", "inn": "2", "url": "ofd.ru", "port": 77},
            "taxSystem": [0, 5, 9],
            "agent": [6],
        },
    }
    found = status.registration().read(told(body))
    assert found is not None
    assert (found.organization, found.tax_systems) == ("ООО", (TaxSystem.GENERAL, TaxSystem.PATENT))
    assert (found.agents, found.autonomous, found.bso, found.ofd_port) == ((6,), True, True, "77")
    assert status.registration().read(told({"isRegistered": False})) is None


def close() -> Request[Any]:
    return receipt.close_check(settled(sale()), FfdVersion.V1_2)


def test_a_document() -> None:
    body = {
        "fiscalDocNum": 7,
        "fiscalSign": 1234567890,
        "dateTime": "2026-02-01T09:31:00",
        "shiftNum": 3,
        "checkNum": 2,
    }
    found = close().read(told(body))
    assert (found.number, found.sign, found.time) == (7, 1234567890, at(9, 31))
    assert (found.shift, found.number_in_shift) == (3, 2)
    assert close().read(told({})) is None


def test_a_key() -> None:
    assert session.open_session("USB", 115200, "185F").read(told({"sessionKey": "K"})) == "K"
    with pytest.raises(FrameError):
        session.open_session("USB", 115200, "185F").read(told({}))


CHECK = {"fiscalDocNum": 7, "fiscalSign": 9, "dateTime": "2026-02-01T09:31:00", "num": 2, "checkType": 5, "total": 200}


@pytest.mark.parametrize("several", [True, False])
def test_the_sales_journal(several: bool) -> None:
    shift = {
        "fnNum": "1",
        "num": 3,
        "checks": [CHECK, CHECK | {"annulled": True}, CHECK | {"fiscalDocNum": 8, "checkType": 1}],
    }
    first, second = journal.sales("1").read(told({"shifts": [shift] if several else shift}))
    assert (first.number, first.form, first.type) == (7, DocumentForm.CORRECTION, ReceiptType.SALE_RETURN)
    assert (second.number, second.form, second.total, second.shift) == (8, DocumentForm.RECEIPT, 200, 3)
    with pytest.raises(FrameError):
        journal.sales("1").read(told({"shifts": [{"fnNum": "1", "checks": [CHECK | {"checkType": 8}]}]}))
    assert journal.sales("1").read(told({})) == ()
    assert journal.sales("2").read(told({"shifts": [shift]})) == ()


def test_a_check_of_a_code() -> None:
    begun = marking.Begun(reason=2, valid=None, autonomous=True)
    assert _begun(told({"fnCheck": {"checkResult": 2}, "isOfflineMode": True})) == begun
    progress = marking.progress().read
    assert not progress(told({"isCompleted": False})).completed
    online = {"result": 0, "mcCheckResultRaw": 15, "processingResult": 0, "plannedStatusCheckResult": 1}
    found = progress(told({"isCompleted": True, "onlineCheck": online}))
    assert (found.completed, found.result, found.processing, found.status, found.error) == (True, 15, 0, 1, 0)
    lost = progress(told({"isCompleted": True, "onlineCheck": {"result": 5, "description": "нет связи"}}))
    assert (lost.result, lost.error, lost.trouble) == (None, 5, "нет связи")


def _begun(answer: Fields) -> marking.Begun:
    code = Code(marking=MarkingCode(code="x"), text="x", planned=1, quantity=Decimal(1))
    return marking.check(code, 30).read(answer)


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"paperPresence": False}, OperatorNeeded, "бумагу"),
        ({"shiftInfo": {"is24Expired": True}}, WrongState, "Z-отчёт"),
        ({"checkInfo": {"isOpen": True}}, RequestRefused, "чека"),
        ({"fnInfo": {"status": 2}}, DeviceFaulty, "сервисный"),
        ({}, OperatorNeeded, "Проверьте кассу"),
    ],
)
def test_errors_by_state(changes: dict[str, Any], kind: type[KkmError], words: str) -> None:
    for effect in Effect:
        error = codes.error_of(77, "Плохо.", "AddGoods", state(**changes), effect)
        assert type(error) is kind
        assert error.native == 77
        assert error.nothing_sent is (effect is Effect.NONE), "no code is known to prove anything"
        assert error.text.startswith("Плохо (ошибка 77 службы INECRMAN, команда AddGoods).")
        assert words in error.text
    assert "причина не названа" in codes.error_of(77, "", "X", state(), Effect.NONE).text
