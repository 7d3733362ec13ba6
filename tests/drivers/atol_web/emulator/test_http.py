"""Both generations of the API: who is let in, what is found, how errors look."""

import base64
from typing import Any

import pytest

from drivers.atol_web.emulator.quirks import Quirks
from tests.drivers.atol_web.emulator.shop import V1, Shop, sale, task


def basic(text: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(text.encode()).decode()}


def test_the_first_generation() -> None:
    shop = Shop(api="v1", root=V1)
    uuid = shop.post(task("openShift"))
    entry = shop.get(uuid)[0]
    assert sorted(entry) == ["errorCode", "errorDescription", "result", "status"]
    assert (entry["errorCode"], entry["errorDescription"]) == (0, "Ошибок нет")
    refused = shop.get(shop.post(task("openShift")))[0]
    assert (refused["status"], refused["errorCode"], refused["result"]) == ("error", 83, None)
    shop.http("GET", "/api/v2/serverInfo")
    assert shop.status == 404


def test_the_second_generation_alone() -> None:
    shop = Shop(api="v2")
    assert sorted(shop.http("GET", "/api/v2/serverInfo")) == ["currentDateTime", "driverVersion", "os", "serverVersion"]
    assert shop.http("GET", "/api/v2/serverInfo")["currentDateTime"] == "2026-11-15T15:30:00+03:00"
    shop.http("POST", "/requests", {"uuid": "a", "request": task("openShift")})
    assert (shop.status, shop.executed) == (404, [])


def test_both_on_one_port_have_one_queue() -> None:
    shop = Shop()
    uuid = shop.post(task("openShift"))
    assert "errorCode" in shop.http("GET", f"/requests/{uuid}")["results"][0]
    assert "error" in shop.http("GET", f"/api/v2/requests/{uuid}")["results"][0]
    with pytest.raises(ValueError, match="v3"):
        Shop(api="v3")


@pytest.mark.parametrize("secret", ["", "user:wrong", "other:пароль", "user"])
def test_who_is_not_let_in(secret: str) -> None:
    shop = Shop(login="user", password="пароль")
    shop.http("POST", "/api/v2/requests", {"uuid": "a", "request": task("openShift")}, basic(secret) if secret else {})
    assert (shop.status, shop.executed) == (401, [])
    shop.http("GET", "/api/v2/serverInfo")
    assert shop.status == 200
    shop.http("GET", "/api/v2/devices", headers={"authorization": "Basic ***"})
    assert shop.status == 401


def test_who_is_let_in() -> None:
    shop = Shop(login="user", password="пароль")
    shop.http("POST", "/requests", {"uuid": "a", "request": task("openShift")}, basic("user:пароль"))
    assert (shop.status, shop.executed) == (201, ["openShift"])


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"", b"[]", b"\xff", b"null", b'{"uuid":"a"}', b'{"request":[{"type":"reportX"}]}',
        b'{"uuid":"a","request":[]}',
        b'{"uuid":"a","request":[{}]}', b'{"uuid":5,"request":[{"type":"reportX"}]}', b'{"uuid":"a","request":[1]}',
        b'{"uuid":"","request":[{"type":"reportX"}]}', b'{"uuid":"a","request":[{"type":"reportX"},{"type":1}]}',
    ],
)  # fmt: skip
def test_what_cannot_be_read(body: bytes) -> None:
    shop = Shop()
    assert sorted(shop.http("POST", "/api/v2/requests", body)["error"]) == ["code", "description"]
    assert (shop.status, shop.executed) == (400, [])
    shop.http("GET", "/api/v2/requests/a")
    assert shop.status == 404


def test_too_much() -> None:
    shop = Shop(quirks=Quirks(most_bytes=100))
    shop.http("POST", "/api/v2/requests", {"uuid": "a", "request": sale()})
    assert (shop.status, shop.executed) == (413, [])


@pytest.mark.parametrize(("quirks", "code"), [(Quirks(), 501), (Quirks(unknown_type=11), 11)])
def test_an_unknown_task(quirks: Quirks, code: int) -> None:
    assert Shop(quirks=quirks).refused(task("dance")) == code


def test_a_task_known_by_name_only() -> None:
    assert Shop().refused(task("getLicenses")) == 11


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v2/settings", 501), ("GET", "/api/v2/getRequestsQueueStatus", 501),
        ("GET", "/api/v2/utils/mapping", 501),
        ("GET", "/api/v2/nothing", 404), ("PUT", "/api/v2/requests/a", 404), ("GET", "/requests", 404),
        ("GET", "/", 404),
        ("GET", "/api/v2/devices/other", 404), ("POST", "/api/v2/operations/queryWeather", 404),
        ("POST", "/api/v2/operations/queryFnInfo?deviceID=other", 404),
        ("POST", "/api/v2/activateDevice?deviceID=other", 404),
    ],
)  # fmt: skip
def test_what_is_not_there(method: str, path: str, status: int) -> None:
    shop = Shop()
    assert shop.http(method, path)["error"]["code"] == 505
    assert shop.status == status


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("DeviceStatus", "deviceStatus"), ("DeviceInfo", "deviceInfo"), ("ShiftStatus", "shiftStatus"),
        ("ShiftTotals", "shiftTotals"), ("FnInfo", "fnInfo"), ("FnStatus", "fnStatus"), ("OfdExchangeStatus", "status"),
    ],
)  # fmt: skip
def test_questions_outside_the_queue(question: str, field: str) -> None:
    shop = Shop()
    assert field in shop.http("POST", f"/api/v2/operations/query{question}?deviceID=kassa1")
    assert (shop.status, shop.executed) == (200, [])
    shop.server.switch("connected", on=False)
    assert shop.http("POST", f"/api/v2/operations/query{question}")["error"]["code"] == 2
    assert shop.status == 409


def test_devices() -> None:
    shop = Shop(others=("kassa2",))
    shown: list[Any] = shop.http("GET", "/api/v2/devices")
    assert [(each["id"], each["isActive"], each["isDefault"]) for each in shown] == [
        ("kassa1", True, True),
        ("kassa2", True, False),
    ]
    shop.http("POST", "/api/v2/setDefaultDevice", {"id": "kassa2"})
    assert shop.http("GET", "/api/v2/devices/kassa2")["isDefault"]
    shop.post(task("openShift"))
    assert shop.server.devices["kassa2"].worker.executed == ["openShift"]
    shop.http("POST", "/api/v2/setDefaultDevice", {"id": "kassa3"})
    assert shop.status == 404


def test_a_device_switched_off() -> None:
    shop = Shop()
    shop.http("POST", "/api/v2/deactivateDevice?deviceID=kassa1")
    shop.post(task("openShift"), uuid="a")
    assert (shop.status, shop.executed) == (409, [])
    shop.http("POST", "/api/v2/operations/queryFnInfo")
    assert shop.status == 409
    shop.http("POST", "/api/v2/activateDevice?deviceID=kassa1")
    shop.post(task("openShift"), uuid="a")
    assert (shop.status, shop.executed) == (201, ["openShift"])


def test_a_device_comes_and_goes() -> None:
    shop = Shop()
    settings = {"model": 67, "port": "usb"}
    made = shop.http("POST", "/api/v2/devices", {"id": "новая", "name": "Касса", "connectionSettings": settings})
    assert (shop.status, made["name"], made["connectionSettings"]) == (201, "Касса", settings)
    shop.http("POST", "/api/v2/devices", {"id": "новая"})
    assert shop.status == 409
    way = "/api/v2/devices/%D0%BD%D0%BE%D0%B2%D0%B0%D1%8F"
    assert shop.http("PUT", way, {"name": "Другая"})["connectionSettings"] == settings
    shop.http("PUT", way, b"{")
    assert shop.status == 400
    shop.http("DELETE", way)
    shop.http("GET", way)
    assert shop.status == 404
    shop.http("DELETE", "/api/v2/devices/kassa1")
    assert shop.status == 409


def test_the_form_of_addresses_is_noted() -> None:
    shop = Shop()
    uuid = shop.post(task("openShift"), sale())
    shop.get(uuid)
    seen = [(each.method, each.path, each.types, each.status) for each in shop.server.exchanges]
    types = ("openShift", "sell")
    assert seen == [("POST", "/api/v2/requests", types, 201), ("GET", f"/api/v2/requests/{uuid}", types, 200)]
