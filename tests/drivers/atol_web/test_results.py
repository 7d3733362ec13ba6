"""Results as the web server tells them. Source: spec/atol-web.md 1, 4.1, 5."""

import base64
import json
from datetime import datetime
from typing import Any

import pytest

from drivers.atol_web import reply
from drivers.atol_web.reply import Refusal, Status
from drivers.atol_web.results import archive, checked, device, ofd, recorded, registration, storage, totals
from drivers.atol_web.results.storage import Phase
from drivers.errors import FrameError
from drivers.fiscal import tlv
from drivers.http_service.fields import Fields, fields_of
from drivers.http_service.question import Answer
from drivers.model.document import Payments
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType, ShiftState, TaxSystem

V2 = '{"results":[{"status":"ready","error":{"code":0,"description":"Ошибок нет"},"result":{"a":1}}]}'
V1 = '{"results":[{"status":"ready","errorCode":0,"errorDescription":"Ошибок нет","result":{"a":1}}]}'
PARAMS = {
    "fiscalDocumentNumber": 7,
    "fiscalDocumentSign": "1234567890",
    "fiscalDocumentDateTime": "2026-02-01T09:31:00+03:00",
    "shiftNumber": 3,
    "fiscalReceiptNumber": 2,
    "fnNumber": "9999078900003063",
    "registrationNumber": "0000000001026355",
    "fnsUrl": "www.nalog.gov.ru",
    "total": 200.0,
}


def at(hour: int, minute: int) -> datetime:
    """By the register's clock."""
    return datetime(2026, 2, 1, hour, minute)  # noqa: DTZ001


def told(value: Any) -> Fields:
    return fields_of(json.dumps(value).encode())


@pytest.mark.parametrize("body", [V1, V2])
def test_both_forms(body: str) -> None:
    (task,) = reply.results(Answer(200, body.encode())).tasks
    assert (task.status, task.code, task.description) == (Status.READY, 0, "Ошибок нет")
    assert task.done
    assert task.result.whole("a") == 1


def test_a_result_of_null() -> None:
    (task,) = reply.results(Answer(200, b'{"results":[{"status":"ready","result":null}]}')).tasks
    assert task.done


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"results":[]}', '{"results":[{"status":"new"}]}', '{"results":{}}'])
def test_no_results(body: str) -> None:
    with pytest.raises(FrameError):
        reply.results(Answer(200, body.encode()))


def test_a_refusal_may_have_any_body() -> None:
    body = '{"error":{"code":505,"description":"нет"}}'.encode()
    assert reply.refusal(Answer(409, body)) == Refusal(409, 505, "нет")
    assert reply.refusal(Answer(502, b"<html>")) == Refusal(502, 0, "")


def test_a_document() -> None:
    found = recorded.recorded(told({"fiscalParams": PARAMS, "warnings": {"notPrinted": True}}))
    assert found.not_printed
    assert found.storage == "9999078900003063"
    document = found.document
    assert document is not None
    assert (document.number, document.sign, document.total) == (7, 1234567890, 20_000)
    assert (document.shift, document.number_in_shift) == (3, 2)
    assert document.time == at(9, 31)


@pytest.mark.parametrize("params", [None, {}, {"fiscalDocumentNumber": 7}])
def test_a_document_that_is_not_told(params: Any) -> None:
    assert recorded.recorded(told({"fiscalParams": params})).document is None


def test_a_status() -> None:
    status = {"currentDateTime": "2026-02-01T09:31:00+03:00", "shift": "expired", "paperPresent": False}
    found = device.status(told({"deviceStatus": status | {"coverOpened": True, "fiscal": True}}))
    assert (found.shift, found.paper, found.cover_open) == (ShiftState.EXPIRED, False, True)
    assert found.storage_present, "what is not told is taken to be there"
    with pytest.raises(FrameError, match="shift"):
        device.status(told({"deviceStatus": {"shift": "ajar"}}))


def test_who_it_is() -> None:
    info = {
        "modelName": "АТОЛ 30Ф",
        "serial": "00106",
        "receiptLineLength": 42,
        "ffdVersion": "1.2",
        "fnFfdVersion": "?",
    }
    found = device.info(told({"deviceInfo": info}))
    assert (found.model, found.serial, found.columns) == ("АТОЛ 30Ф", "00106", 42)
    assert (found.ffd, found.ffd_storage) == (FfdVersion.V1_2, None)


def test_a_shift() -> None:
    found = device.shift(told({"shiftStatus": {"state": "opened", "number": 12, "documentsCount": 3}}))
    assert (found.state, found.number, found.documents) == (ShiftState.OPEN, 12, 3)
    with pytest.raises(FrameError):
        device.shift(told({}))


def test_cash() -> None:
    assert device.cash(told({"counters": {"cashSum": 123.45}})) == 12_345
    with pytest.raises(FrameError):
        device.cash(told({"counters": {}}))


def test_the_storage() -> None:
    info = {"serial": "9999", "livePhase": "fiscalMode", "warnings": {"memoryOverflow": True, "resource3Days": False}}
    found = storage.info(told({"fnInfo": info}))
    assert (found.serial, found.phase, found.warnings) == ("9999", Phase.FISCAL, ("memoryoverflow",))
    assert storage.info(told({"fnInfo": {"livePhase": "other"}})).phase is Phase.UNKNOWN
    assert storage.status(told({"fnStatus": {"fiscalDocumentNumber": 0}})).last == 0
    with pytest.raises(FrameError):
        storage.status(told({"fnStatus": {}}))


def test_the_way_to_the_ofd() -> None:
    status = {"notSentCount": 2, "notSentFirstDocDateTime": "2026-02-01T09:31:00+03:00"}
    errors = {"network": {"code": 0}, "ofd": {"code": 5, "description": "нет связи"}}
    found = ofd.status(told({"status": status, "errors": errors}))
    assert (found.unsent, found.unsent_since, found.error) == (2, at(9, 31), "нет связи")
    assert ofd.status(told({"status": {"notSentCount": 0, "notSentFirstDocDateTime": "x"}})).unsent_since is None


def test_a_registration() -> None:
    found = registration.registration(
        told(
            {
                "organization": {
                    "name": "ООО",
                    "vatin": "7700000009",
                    "taxationTypes": ["osn", "patent", "new"],
                    "agents": ["another", "payingAgent"],
                },
                "device": {"registrationNumber": "1", "paymentsAddress": "Касса", "marking": True, "offlineMode": True},
                "ofd": {"name": "ОФД", "host": "ofd.ru", "port": 7777},
            }
        )
    )
    assert (found.organization, found.tax_systems) == ("ООО", (TaxSystem.GENERAL, TaxSystem.PATENT))
    assert (found.agents, found.place, found.marking, found.autonomous) == ((6, 2), "Касса", True, True)
    assert (found.ofd_name, found.ofd_port) == ("ОФД", "7777")


def test_totals() -> None:
    sell = {"count": 2, "sum": 300.5, "payments": {"cash": 100, "electronically": 200.5}}
    body = {"shiftTotals": {"shiftNumber": 3, "cashDrawer": {"sum": 100}, "receipts": {"sell": sell}}}
    found = totals.of_shift(told(body))
    (block,) = found.blocks
    assert (found.shift, found.cash) == (3, 10_000)
    assert (block.type, block.count, block.total) == (ReceiptType.SALE, 2, 30_050)
    assert block.payments == Payments(cash=10_000, electronic=20_050)


QR = "t=20260201T0931&s=200.00&fn=9999078900003063&i=7&fp=1234567890&n=1"


def test_a_document_by_its_qr() -> None:
    found = archive.document(told({"documentTLV": {"fiscalDocumentType": "receipt", "qr": QR}}))
    document = found.found
    assert document is not None
    assert (document.number, document.sign, document.total) == (7, 1234567890, 20_000)
    assert (document.form, document.type) == (DocumentForm.RECEIPT, ReceiptType.SALE)
    assert document.time == at(9, 31)
    assert found.requisites is None


@pytest.mark.parametrize("enveloped", [True, False])
def test_a_document_by_its_bytes(enveloped: bool) -> None:
    parts = [
        tlv.encode(1040, 7),
        tlv.pack(1077, bytes.fromhex("0102499602d2")),
        tlv.encode(1012, at(9, 31)),
        tlv.encode(1054, 2),
        tlv.encode(1020, 20_000),
        tlv.encode(1038, 3),
    ]
    raw = tlv.pack(3, b"".join(parts)) if enveloped else b"".join(parts)
    body = {"documentTLV": {"fiscalDocumentType": "bso"}, "rawData": base64.b64encode(raw).decode()}
    found = archive.document(told(body))
    document = found.found
    assert document is not None
    assert (document.number, document.sign, document.total, document.shift) == (7, 1234567890, 20_000, 3)
    assert (document.form, document.type) == (DocumentForm.RECEIPT, ReceiptType.SALE_RETURN)
    assert found.requisites is not None
    assert len(found.requisites) == len(parts)


@pytest.mark.parametrize("raw", [b"\x10", tlv.pack(1040, b"x" * 9) + tlv.pack(1012, b"1234")])
def test_bytes_that_are_none(raw: bytes) -> None:
    with pytest.raises(FrameError, match="rawData"):
        archive.document(told({"documentTLV": {}, "rawData": base64.b64encode(raw).decode()}))


def test_too_little_of_a_document() -> None:
    raw = base64.b64encode(tlv.encode(1040, 7)).decode()
    assert archive.document(told({"documentTLV": {}, "rawData": raw})).found is None
    assert archive.document(told({"documentTLV": {"qr": "t=1"}})).found is None
    with pytest.raises(FrameError, match="fiscalDocumentType"):
        archive.document(told({"documentTLV": {"fiscalDocumentType": "poem"}}))
    with pytest.raises(FrameError, match="rawData"):
        archive.document(told({"rawData": "!"}))


def test_a_check_of_a_code() -> None:
    begun = checked.begun(
        told({"offlineValidation": {"fmCheck": True, "fmCheckResult": False, "fmCheckErrorReason": "noKeys"}})
    )
    assert (begun.local, begun.reason) == (1, 2)
    assert checked.progress(told({"ready": False})) == checked.Progress(ready=False)
    good = {"imcCheckFlag": True, "imcCheckResult": True, "imcStatusInfo": True, "imcEstimatedStatusCorrect": True}
    online = {
        "itemInfoCheckResult": good,
        "markOperatorResponseResult": "correct",
        "markOperatorItemStatus": "itemSaleStopped",
    }
    found = checked.progress(told({"ready": True, "onlineValidation": online}))
    assert (found.remote, found.processing, found.status, found.trouble) == (15, 0, 3, "")
    lost = checked.progress(told({"ready": True, "driverError": {"code": 402, "description": "нет связи"}}))
    assert (lost.ready, lost.remote, lost.trouble) == (True, None, "нет связи")
    assert checked.kept(told({"itemInfoCheckResult": good | {"ecrStandAloneFlag": True}})) == 31
    assert checked.kept(told({})) is None
