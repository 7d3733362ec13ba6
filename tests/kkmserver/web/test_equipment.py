"""Devices and pools of the settings file over HTTP, on a real file."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kkmserver import config
from kkmserver.web import trial
from kkmserver.web.named_key import named_key
from tests.kkmserver.web.shop import FILE, Shop

PRINTER = {"name": "Кухня", "driver": "escpos", "connection": "tcp://127.0.0.1:9100", "cut": "partial", "dots": 384}


def put(shop: Shop, number: int, table: dict[str, Any], status: int = 200) -> Any:
    return shop.told("PUT", f"/settings/devices/{number}", {"tag": shop.tag, "table": table}, status)


def test_what_there_is(shop: Shop) -> None:
    told = shop.told("GET", "/settings/devices")
    register, shtrih = told["devices"]
    assert register["table"] == {"number": 1, "name": "Касса 1", "driver": "virtual-kkt"}
    assert shtrih["table"]["password"] is None
    assert (shtrih["number"], shtrih["name"], shtrih["driver"]) == (2, "Касса 2", "shtrih")
    assert told["pools"][0]["table"] == {"number": 10, "name": "Зал", "members": [1, 2]}
    assert told["next"] == 3


def test_a_device_is_added_behind_the_others_without_its_defaults(shop: Shop) -> None:
    told = shop.told("POST", "/settings/devices", {"tag": shop.tag, "table": PRINTER}, 201)
    assert told["next"] == 4
    added = """[[devices]]
number = 3
name = "Кухня"
driver = "escpos"
connection = "tcp://127.0.0.1:9100"
dots = 384
"""
    assert shop.text() == FILE.replace("# тайна\n", f"# тайна\n\n{added}")
    assert shop.config.devices[2].name == "Кухня"
    ((action, number, detail, _),) = shop.deeds
    assert (action, number) == ("device-settings", "3")
    assert detail == "added, name, driver, connection, cut, dots"


def test_a_secret_that_is_not_said_stays(shop: Shop) -> None:
    table = shop.told("GET", "/settings/devices")["devices"][1]["table"]
    put(shop, 2, {**table, "name": "Касса у входа", "admin_password": None})
    assert shop.text() == FILE.replace('"Касса 2"', '"Касса у входа"')
    put(shop, 2, {**table, "password": 5})
    assert "password = 5   # тайна" in shop.text()
    assert "17" not in str(shop.deeds)


def test_keys_that_are_gone_from_the_form_are_gone_from_the_file(shop: Shop) -> None:
    put(shop, 2, {"name": "Касса 2", "driver": "virtual-kkt"})
    assert config.load(shop.file).devices[1].driver == "virtual-kkt"
    assert "connection" not in shop.text()


def test_another_number_goes_along_into_the_pools(shop: Shop) -> None:
    told = put(shop, 1, {"number": 5, "name": "Касса 1", "driver": "virtual-kkt"})
    assert told["pools"][0]["table"]["members"] == [5, 2]
    assert "number = 5\n" in shop.text()
    assert "members = [5, 2]  # по порядку" in shop.text()


def test_a_removed_device_leaves_its_pools(shop: Shop) -> None:
    told = shop.told("DELETE", "/settings/devices/2", {"tag": shop.tag})
    assert [one["number"] for one in told["devices"]] == [1]
    assert told["pools"][0]["table"]["members"] == [1]
    last = shop.told("DELETE", "/settings/devices/1", {"tag": shop.tag}, 422)
    assert last["faults"][0]["path"] == ["pools", 0, "members"]
    assert "сначала удалите пул" in last["Error"]
    shop.told("DELETE", "/settings/pools/10", {"tag": shop.tag})
    only = shop.told("DELETE", "/settings/devices/1", {"tag": shop.tag}, 422)
    assert "ни одного устройства" in only["Error"]
    assert "# Зал" in shop.text()
    assert [deed[1:3] for deed in shop.deeds] == [("2", "removed"), ("10", "removed")]


def test_pools(shop: Shop) -> None:
    pool = {"name": "Запас", "members": [1], "policy": "failover", "block_after": 3}
    told = shop.told("POST", "/settings/pools", {"tag": shop.tag, "table": pool}, 201)
    assert told["pools"][1]["table"] == {"number": 3, "name": "Запас", "members": [1], "policy": "failover"}
    told = shop.told("PUT", "/settings/pools/3", {"tag": shop.tag, "table": {**pool, "members": [2, 1]}})
    assert told["pools"][1]["table"]["members"] == [2, 1]
    wrong = {"name": "", "members": [1, 77], "policy": "x"}
    told = shop.told("PUT", "/settings/pools/3", {"tag": shop.tag, "table": wrong}, 422)
    assert sorted(one["path"] for one in told["faults"]) == [["name"], ["policy"]]
    told = shop.told("POST", "/settings/pools", {"tag": shop.tag, "table": {**pool, "members": [1, 77]}}, 422)
    assert told["faults"][0]["path"] == ["members"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"connection": "здесь"}, ["connection"]),
        ({"dots": 5}, ["dots"]),
        ({"dots": -1}, ["dots"]),
        ({"code_page": "utf-8"}, ["code_page"]),
        ({"driver": "espos"}, ["driver"]),
        ({"number": 1}, ["number"]),
        ({"colour": "red"}, ["colour"]),
        ({"connection": None}, ["connection"]),
        ({"native_codes": ["QR", "RUNES"]}, ["native_codes", 1]),
        ({"name": "\ud800"}, []),
        ({"terminal": 1}, ["terminal"]),
    ],
)
def test_faults_stand_at_the_fields_of_the_form(shop: Shop, change: dict[str, Any], path: list[str]) -> None:
    told = shop.told("POST", "/settings/devices", {"tag": shop.tag, "table": PRINTER | change}, 422)
    assert [one["path"] for one in told["faults"]] == [path]
    assert shop.text() == FILE
    assert shop.deeds == []


def test_a_fault_of_a_device_is_no_fault_of_its_pool(shop: Shop) -> None:
    told = put(shop, 2, {"name": "", "driver": "shtrih", "connection": "tcp://127.0.0.1:9"}, 422)
    assert [one["path"] for one in told["faults"]] == [["name"]]


def test_who_is_not_there_cannot_be_changed(shop: Shop) -> None:
    put(shop, 77, PRINTER, 404)
    shop.told("DELETE", "/settings/pools/77", {"tag": shop.tag}, 404)
    shop.told("DELETE", "/settings/devices/1", {"tag": "alien"}, 409)


def test_drivers(shop: Shop) -> None:
    told = {one["name"]: one for one in shop.told("GET", "/drivers")}
    assert told["escpos"]["kind"] == "receipt_printer"
    assert told["escpos"]["connections"][0] == "tcp"
    assert [one["key"] for one in told["escpos"]["options"]][:3] == ["name", "connection", "profile"]
    assert told["virtual-kkt"]["virtual"]
    assert [one["key"] for one in told["pool"]["options"]][:2] == ["name", "members"]
    assert not {"number", "driver"} & {one["key"] for each in told.values() for one in each["options"]}


def attempt(shop: Shop, table: dict[str, Any], status: int = 200) -> Any:
    return shop.told("POST", "/settings/devices/try", {"table": table}, status)


@contextmanager
def deaf() -> Iterator[int]:
    """Takes the connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken: list[socket.socket] = []
        thread = threading.Thread(target=lambda: taken.append(listener.accept()[0]), daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        for one in taken:
            one.close()


def test_nothing_is_asked_of_a_plain_file(shop: Shop) -> None:
    """It would stay there, or stand in the middle of what is there."""
    told = attempt(shop, {"driver": "escpos", "connection": f"file://{shop.data}/new.bin"})
    assert not told["ok"]
    assert "Это файл" in told["text"]
    assert not (shop.data / "new.bin").exists()


def test_a_device_is_tried_and_nothing_is_written(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "_SECONDS", 0.2)
    with deaf() as port:
        told = attempt(shop, {"name": "К", "driver": "virtual-kkt", "tape_folder": str(shop.data / "tape")})
        assert told["ok"], told
        assert told["serial"]
        told = attempt(shop, {"driver": "shtrih", "connection": f"tcp://localhost:{port}"})
        assert told["ok"] is False
        assert "Не отвечает" in told["text"]
        told = attempt(shop, {"driver": "shtrih", "connection": "tcp://localhost:9"})
        assert "устройство № 2" in told["text"]
        told = attempt(shop, {"driver": "shtrih", "connection": "там"}, 422)
        assert told["faults"][0]["path"] == ["connection"]
        told = attempt(shop, {"driver": "нет"}, 422)
        assert told["faults"][0]["path"] == ["driver"]
        assert shop.text() == FILE
    assert [one.name for one in shop.data.iterdir()] == ["shop.toml"]
    assert shop.deeds == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Ширина печати 5 точек меньше одной буквы. Исправьте dots (576 или 384).", ("dots",)),
        ("Подключение «x»: неизвестный вид подключения. Допустимые: serial:///dev/ttyUSB0?baud=9600.", ("connection",)),
        ("Исправьте width, height или columns.", ()),
        ("Кодовая страница «utf-8» не подходит. Укажите, например, cp866.", ("code_page",)),
        ("Не годится.", ()),
    ],
)
def test_the_key_that_a_driver_names(text: str, key: tuple[str, ...]) -> None:
    titles = dict.fromkeys(("dots", "width", "height", "columns", "baud"), "?")
    titles |= {"connection": "Подключение", "code_page": "Кодовая страница"}
    assert named_key(text, titles) == key
