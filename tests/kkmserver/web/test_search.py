"""POST, GET and DELETE /devices/search: one search at a time, for administrators."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from drivers.clock import SystemClock
from drivers.ports import Clock, Transport
from drivers.search import names
from drivers.search.offer import Found, Search
from drivers.search.ranges import Address
from drivers.transports.connection import open_transport
from kkmserver.config import Config, DeviceConfig
from kkmserver.web import search
from kkmserver.web.app import create_app
from kkmserver.web.searching import Searches
from tests.kkmserver.options_driver import Options
from tests.kkmserver.web.office import ADMIN, BOTH, JSON, USER, Office, ask, post
from tests.kkmserver.web.raw import Reply, request
from tests.kkmserver.web.running import Echo, serving, settings

REGISTER = Found(
    driver="shtrih", connection="tcp://127.0.0.1:7778", model="ШТРИХ", serial="12", inn="7725225244",
    options={"password": 1}, note="нет",
)  # fmt: skip
PATH = "/devices/search"


async def probe(transport: Transport, connection: str, clock: Clock) -> Found | None:
    """A register at port 7778; at 7779 one that never ends to think."""
    if connection.endswith(":7779"):
        await clock.sleep(3600)
    return replace(REGISTER, connection=connection) if connection.endswith(":7778") else None


@dataclass
class Place:
    port: int
    searches: Searches
    desk: Office
    deeds: list[tuple[str, str, str, str]] = field(default_factory=list)

    def begin(self, **wanted: Any) -> Reply:
        return post(self.port, PATH, json.dumps({"serial": False, **wanted}).encode())

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(ask(self.port, PATH).body)
        return found

    def stop(self, who: str = ADMIN) -> Reply:
        return request(self.port, "DELETE", PATH, headers=who)

    def over(self) -> dict[str, Any]:
        end = time.monotonic() + 10
        while (state := self.state())["running"]:
            assert time.monotonic() < end
        return state


@contextmanager
def placed() -> Iterator[Place]:
    device = DeviceConfig(3, "Касса", "shtrih", Options("tcp://127.0.0.9:7778"))
    config: Config = replace(settings(BOTH), devices=(device,))
    offer = Search(tcp_ports=(7778,), speeds=(115200, 4800), probe=probe)

    async def ports() -> list[str]:
        return ["/dev/one", "/dev/two"]

    searches = Searches(config, SystemClock(), open_transport, offers=lambda: [offer], ports=ports)
    desk, deeds = Office(), []

    async def audit(*deed: str) -> None:
        deeds.append(deed)

    routes = search.routes(searches, desk, audit)
    app = create_app(config, [Echo()], desk, SystemClock(), more=routes)
    with serving(app, config) as port:
        place = Place(port, searches, desk, deeds)
        yield place
        place.stop()


@pytest.fixture
def place() -> Iterator[Place]:
    with placed() as found:
        yield found


@pytest.fixture(scope="module")
def quiet() -> Iterator[Place]:
    """Where no search is ever begun."""
    with placed() as found:
        yield found


@pytest.fixture(autouse=True)
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked for names."""
    known = names.look_up

    async def look_up(name: str) -> list[Address]:
        return [] if name.endswith(".invalid") else await known(name)

    monkeypatch.setattr(names, "look_up", look_up)


def error(reply: Reply, status: int) -> str:
    assert reply.status == status, reply.body.decode()
    return str(json.loads(reply.body)["Error"])


def test_begun_looked_at_and_over(place: Place) -> None:
    reply = place.begin(serial=True, tcp=["127.0.0.1", "127.0.0.9", "127.0.0.1:7780"], seconds=30)
    begun = json.loads(reply.body)
    assert (reply.status, reply.headers["cache-control"], begun["total"]) == (202, "no-store", 6)
    state = place.over()
    assert state["id"] == begun["id"]
    assert (state["asked"], state["end"], state["running"]) == (6, "done", False)
    assert state["found"] == [
        {
            "driver": "shtrih", "connection": "tcp://127.0.0.1:7778", "model": "ШТРИХ", "serial": "12",
            "inn": "7725225244", "options": {"password": 1}, "note": "нет",
        }
    ]  # fmt: skip
    assert state["skipped"] == [{"place": "127.0.0.9:7778", "why": "уже настроено: устройство 3"}]
    assert state["began"] < state["ends"]
    told = "начат: последовательные порты, 127.0.0.1, 127.0.0.9, 127.0.0.1:7780"
    assert place.deeds == [("search", state["id"], told, "127.0.0.1 Admin")]


def test_one_at_a_time_and_stopped(place: Place) -> None:
    first = json.loads(place.begin(tcp=["127.0.0.1:7779", "127.0.0.1"]).body)
    assert first["running"]
    assert "уже идёт" in error(place.begin(tcp=["127.0.0.1"]), 409)
    stopped = json.loads(place.stop().body)
    assert (stopped["id"], stopped["running"], stopped["end"]) == (first["id"], False, "stopped")
    assert place.deeds[-1] == ("search", first["id"], "остановлен", "127.0.0.1 Admin")
    again = json.loads(place.stop().body)
    assert (again["end"], len(place.deeds)) == ("stopped", 2)
    assert place.begin(tcp=["127.0.0.1"]).status == 202
    assert place.over()["id"] != first["id"]


def test_the_time_is_over(place: Place) -> None:
    place.begin(tcp=["127.0.0.1:7779", "127.0.0.1"], seconds=1)
    state = place.over()
    assert (state["end"], state["asked"], len(state["found"])) == ("time", 1, 1)


def test_none_yet(place: Place) -> None:
    assert "ещё не было" in error(ask(place.port, PATH), 404)
    assert "ещё не было" in error(place.stop(), 404)


def test_only_an_administrator_and_no_foreign_form(place: Place) -> None:
    wanted = b'{"serial":false,"tcp":["127.0.0.1"]}'
    assert error(post(place.port, PATH, wanted, USER + JSON), 403)
    assert error(post(place.port, PATH, wanted, JSON), 401)
    assert error(post(place.port, PATH, wanted, ADMIN), 415)
    assert error(ask(place.port, PATH, USER), 403)
    assert error(place.stop(USER), 403)
    assert error(request(place.port, "PUT", PATH, wanted, ADMIN + JSON), 405)
    assert (place.searches.last, place.deeds) == (None, [])


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"tcp": ["127.0.0.1", "8.8.8.8"]}, "tcp.1: «8.8.8.8»: 8.8.8.8 – не адрес внутренней сети"),
        ({"tcp": ["10.0.0.0/8"]}, "tcp.0: «10.0.0.0/8»: это 16777216 адресов"),
        ({"tcp": ["10.0.0.0/22", "10.1.0.0/22"]}, "tcp: вместе это 2044 адресов"),
        ({"tcp": "127.0.0.1"}, "tcp: нужен список"),
        ({"tcp": [1]}, "tcp.0: нужна строка"),
        ({"tcp": ["1" * 301]}, "tcp.0: нужно знаков не больше 300"),
        ({"tcp": ["10.0.0.1"] * 65}, "tcp: нужно не больше 64"),
        ({"tcp": ["10.0.0.1"], "seconds": float("nan")}, "seconds: нужно целое число"),
        ({"tcp": ["10.0.0.1"], "seconds": 1e400}, "seconds: "),
        ({"tcp": ["no-such-name.invalid"]}, "tcp: «no-such-name.invalid»: имя не найдено"),
        ({}, "tcp: искать негде"),
        ({"serial": 1}, "serial: нужно true или false"),
        ({"tcp": ["10.0.0.1"], "seconds": 0}, "seconds: нужно не меньше 1"),
        ({"tcp": ["10.0.0.1"], "seconds": 301}, "seconds: нужно не больше 300"),
        ({"tcp": ["10.0.0.1"], "seconds": "60"}, "seconds: нужно целое число"),
        ({"tcp": ["10.0.0.1"], "ports": ["/dev/watchdog"]}, "ports: такого поля нет"),
    ],
)
def test_what_is_refused(quiet: Place, wanted: dict[str, Any], why: str) -> None:
    assert why in error(quiet.begin(**wanted), 422)
    assert (quiet.searches.last, quiet.deeds) == (None, [])


def test_a_refused_search_is_no_hindrance(place: Place) -> None:
    error(place.begin(tcp=["no-such-name.invalid"]), 422)
    assert place.begin(tcp=["127.0.0.1"]).status == 202


def test_a_server_that_is_stopping_begins_nothing(place: Place) -> None:
    place.desk.why = "Сервер останавливается."
    assert "останавливается" in error(place.begin(tcp=["127.0.0.1"]), 503)
    assert place.searches.last is None


def test_other_settings_leave_other_devices_alone(place: Place) -> None:
    place.searches.reload(replace(settings(BOTH), devices=()))
    place.begin(tcp=["127.0.0.9"])
    state = place.over()
    assert (len(state["found"]), state["skipped"]) == (1, [])
