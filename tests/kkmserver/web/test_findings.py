"""What the diagnosis says, and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from drivers.model.state import DeviceKind, DeviceState
from kkmserver.config import Auth, DeviceConfig, Dialects, Server
from kkmserver.config_doors import IkkmRegister, IkkmSettings
from kkmserver.gates import OpenGate
from kkmserver.web import device_findings, findings
from kkmserver.web.findings import Finding, Mood
from tests.kkmserver.web.running import settings, view
from tests.kkmserver.web.shop import FILE, Shop, open_shop

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HASH = "scrypt$x"
TLS = Server(tls_certificate="/c.crt", tls_key="/c.key")
WELL = DeviceState(online=True, time=NOW)


def moods(found: Any) -> list[Mood]:
    return [one.mood for one in found]


def test_passwords() -> None:
    (finding,) = findings.of_access(settings())
    assert finding.title == "Нет пароля администратора и пользователя"
    (finding,) = findings.of_access(settings(Auth.model_construct(admin_password_hash=HASH, user_password_hash="")))
    assert finding.title == "Нет пароля пользователя"
    both = settings(Auth.model_construct(admin_password_hash=HASH, user_password_hash=HASH))
    assert moods(findings.of_access(both)) == [Mood.GOOD]


def test_origins() -> None:
    assert moods(findings.of_origins(settings())) == []
    assert moods(findings.of_origins(settings(Auth(allowed_origins=("*",))))) == [Mood.WARN]


@pytest.mark.parametrize(
    ("host", "own", "tls", "said"),
    [
        ("127.0.0.1", "", False, 0),
        ("127.0.0.1", "0.0.0.0", False, 1),
        ("0.0.0.0", "", False, 1),
        ("0.0.0.0", "localhost", False, 0),
        ("::", "[::1]", False, 0),
        ("0.0.0.0", "", True, 0),
    ],
)
def test_an_api_that_speaks_openly_to_the_network(host: str, own: str, tls: bool, said: int) -> None:
    registers = tuple(IkkmRegister(device=n, port=8080 + n) for n in (4, 5))
    ikkm = IkkmSettings(enabled=True, host=own, tls=tls, registers=registers)
    opened = replace(settings(server=Server(host=host)), dialects=Dialects(ikkm=ikkm))
    found = list(findings.of_gates(opened))
    assert moods(found) == [Mood.WARN] * said, "once, however many registers it has"
    assert all("API iKKM" in one.title and "[dialects.ikkm] tls" in one.advice for one in found)
    off = replace(opened, dialects=Dialects(ikkm=ikkm.model_copy(update={"enabled": False})))
    assert list(findings.of_gates(off)) == []


@pytest.mark.parametrize(
    ("left", "mood"), [(None, Mood.BAD), (-1, Mood.BAD), (0, Mood.BAD), (29, Mood.WARN), (31, Mood.GOOD)]
)
def test_certificate(left: int | None, mood: Mood) -> None:
    until = None if left is None else NOW + timedelta(days=left)
    assert moods(findings.of_certificate(settings(server=TLS), until, NOW)) == [mood]
    assert moods(findings.of_certificate(settings(), until, NOW)) == []


@pytest.mark.parametrize(("mib", "mood"), [(500, Mood.GOOD), (499, Mood.WARN), (99, Mood.BAD)])
def test_disk(mib: int, mood: Mood) -> None:
    assert moods(findings.of_disk(mib * 2**20, "/data")) == [mood]


def test_journal() -> None:
    assert moods(findings.of_journal("", 0)) == [Mood.GOOD]
    assert moods(findings.of_journal("диск", 2)) == [Mood.BAD, Mood.BAD]


def test_two_at_one_place() -> None:
    (finding,) = findings.of_shared_places({"tcp://a:1": ["«А» (№ 1)", "«Б» (№ 2)"], "tcp://b:1": ["«В» (№ 3)"]})
    assert finding.text == "«А» (№ 1), «Б» (№ 2): tcp://a:1. Они мешают друг другу."


def told(options: dict[str, Any] | None = None, **changes: Any) -> list[Finding]:
    device = DeviceConfig(1, "Касса", "shtrih", SimpleNamespace(connection="tcp://1.2.3.4:5", **(options or {})))
    seen = replace(view(1, "Касса", DeviceKind.REGISTER, WELL), **changes)
    return [*device_findings.of_device(device, seen, NOW)]


def test_a_device_that_is_well_is_not_spoken_of() -> None:
    assert told() == []


def test_a_device_that_is_away() -> None:
    (finding,) = told(online=False, offline_since=NOW, connection="serial://COM3")
    assert finding.mood is Mood.BAD
    assert "COM3" in finding.text
    assert "порт может быть занят" in finding.advice
    assert [one.title for one in told(active=False)] == ["«Касса» (№ 1) выключено"]
    assert [one.text for one in told(active=False, blocked="нет бумаги")] == ["нет бумаги"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"fault": "нож"}, ["нож"]),
        ({"paper_out": True, "cover_open": True}, ["нет бумаги", "крышка"]),
        ({"unsent": 3, "unsent_since": NOW - timedelta(days=6)}, ["ОФД"]),
        ({"unsent": 3, "unsent_since": (NOW - timedelta(days=6)).replace(tzinfo=None)}, ["ОФД"]),
        ({"unsent": 3, "unsent_since": NOW - timedelta(days=4)}, []),
        ({"storage_full": True}, ["заполнен"]),
        ({"storage_until": NOW - timedelta(days=1)}, ["срок ФН истёк"]),
        ({"storage_until": NOW + timedelta(days=20)}, ["скоро"]),
        ({"time": NOW - timedelta(minutes=6)}, ["часы"]),
        ({"time": NOW + timedelta(minutes=6)}, ["часы"]),
        ({"time": NOW + timedelta(minutes=5)}, []),
        ({"time": None}, []),
    ],
)
def test_what_a_device_says(state: dict[str, Any], said: list[str]) -> None:
    found = told(state=replace(WELL, **state))
    assert len(found) == len(said)
    for one, word in zip(found, said, strict=True):
        assert word in f"{one.title} {one.text}"


def test_a_clock_that_nobody_minds() -> None:
    assert told({"clock_limit": 0}, state=replace(WELL, time=NOW - timedelta(days=1))) == []
    assert len(told({"clock_limit": 60}, state=replace(WELL, time=NOW - timedelta(days=1)))) == 1


def test_the_whole(tmp_path: Path) -> None:
    third = '[[devices]]\nnumber = 3\nname = "Та же"\ndriver = "shtrih"\nconnection = "tcp://localhost:9"\n'
    with open_shop(tmp_path, f"{FILE}{third}") as shop:
        shop.gates = [OpenGate(dialect="bit", addresses=["http://127.0.0.1:44735/"], device=0, clients=1)]
        whole = shop.told("GET", "/diagnosis")
    assert whole["server"]["folder"] == str(tmp_path)
    assert whole["server"]["journal_rows"] == 12345
    assert whole["server"]["disk_free"] > 0
    assert whole["listening"] == ["http://127.0.0.1/", "http://127.0.0.1:44735/"]
    assert whole["passwords"] == {"admin": False, "user": False}
    titles = [one["title"] for one in whole["findings"]]
    assert titles[0] == "Команд с неизвестным результатом: 12345"
    assert "Два устройства на одном подключении" in titles
    assert [one["mood"] for one in whole["findings"]] == sorted(
        (one["mood"] for one in whole["findings"]), key=["bad", "warn", "good"].index
    )


def test_the_bundle(shop: Shop) -> None:
    reply = shop.ask("POST", "/support-bundle", {})
    assert reply.body == b"PK"
    assert reply.headers["content-type"] == "application/zip"
    assert ".zip" in reply.headers["content-disposition"]
    assert [deed[0] for deed in shop.deeds] == ["support-bundle"]
