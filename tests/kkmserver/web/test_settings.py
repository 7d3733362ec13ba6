"""GET and PATCH /settings, passwords, the certificate, restart: on a real file, over a socket."""

import json
import socket
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from kkmserver import candidate, config
from kkmserver.dispatch.order import Draining
from kkmserver.store.record import JournalBroken
from kkmserver.web import brake, passwords
from kkmserver.web.tls import make_certificates
from tests.kkmserver.web.browser import Tab
from tests.kkmserver.web.office import USER
from tests.kkmserver.web.shop import FILE, Shop, open_shop


def test_what_is_set_and_what_can_be(shop: Shop) -> None:
    told = shop.told("GET", "/settings")
    assert told["file"] == str(shop.data / "shop.toml")
    assert told["writable"]
    assert told["passwords"] == {"admin": False, "user": False}
    assert told["certificate"] is None
    assert told["can_restart"]
    assert told["restart_needed"] == []
    fields = {(part["name"], one["key"]): one for part in told["sections"] for one in part["fields"]}
    assert fields["server", "port"]["value"] == 0
    assert fields["server", "port"]["overridden"]
    assert fields["journal", "keep_days"]["value"] == 30
    assert fields["dialects.kkm", "vat_18"]["schema"] == {"enum": ["20", "22", "refuse"], "type": "string"}
    assert not any("hash" in key for _, key in fields)


def test_a_change_is_taken_and_tells_what_waits(shop: Shop) -> None:
    changes = {"log": {"level": "DEBUG"}, "journal": {"keep_days": 7, "audit_days": 365}}
    told = shop.told("PATCH", "/settings", {"tag": shop.tag, "changes": changes})
    assert told["restart_needed"] == ["[journal] keep_days"]
    assert shop.text() == f'{FILE}\n[log]\nlevel = "DEBUG"\n\n[journal]\nkeep_days = 7\n'
    assert shop.config.log.level == "DEBUG"
    ((action, subject, detail, who),) = shop.deeds
    assert (action, subject) == ("settings", str(shop.data / "shop.toml"))
    assert detail == "log.level, journal.keep_days, journal.audit_days"
    assert who.endswith("Admin")


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"server": {"port": 70000}}, [["server", "port"]]),
        ({"journal": {"keep_days": 0}, "log": {"level": "LOUD"}}, [["journal", "keep_days"], ["log", "level"]]),
        ({"dialects.kkm": {"vat_18": "21"}}, [["dialects.kkm", "vat_18"]]),
        ({"server": {"host": "0.0.0.0"}}, [["server", "host"]]),
        ({"processing": {"terminal": 1}}, [["processing", "terminal"]]),
        ({"callbacks": {"x": 1}}, [["callbacks"]]),
        ({"auth": {"admin_password_hash": "scrypt$"}}, [["auth", "admin_password_hash"]]),
        ({"log": {"level": None}}, [[]]),
        ({"log": {"\ud800": 1}}, [["log", "?"]]),
        ({"auth": {"allowed_origins": ["https://a.example/path"]}}, [["auth", "allowed_origins", 0]]),
        ({"auth": {"admin_login": "a\nb"}}, [["auth", "admin_login"]]),
        ({"auth": {"admin_login": "x" * 101}}, [["auth", "admin_login"]]),
        ({"server": {"tls_certificate": "x" * 5000}}, [["server", "tls_key"], ["server", "tls_certificate"]]),
    ],
)  # fmt: skip
def test_faults_stand_at_their_fields(shop: Shop, changes: object, faults: list[list[str]]) -> None:
    told = shop.told("PATCH", "/settings", {"tag": shop.tag, "changes": changes}, 422)
    assert [one["path"] for one in told["faults"]] == faults
    assert all(one["text"] for one in told["faults"])
    assert told["Error"]
    assert shop.text() == FILE
    assert shop.deeds == []


def test_a_port_that_is_taken_is_told_before_anybody_restarts(shop: Shop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        shop.config = config.load(shop.data / "shop.toml")
        changes = {"server": {"port": other.getsockname()[1]}}
        told = shop.told("PATCH", "/settings", {"tag": shop.tag, "changes": changes}, 422)
        assert told["faults"][0]["path"] == ["server", "port"]
        assert "не удалось открыть" in told["faults"][0]["text"]


def test_a_fault_that_stood_there_before_is_told_with_its_place(shop: Shop) -> None:
    shop.file.write_text(FILE.replace("password = 17", "password = -1"), encoding="utf-8")
    told = shop.told("PATCH", "/settings", {"tag": shop.tag, "changes": {"log": {"level": "DEBUG"}}}, 422)
    (fault,) = told["faults"]
    assert fault["path"] == ["devices", 1, "password"]
    assert fault["text"].startswith("devices[2].password: ")


def test_somebody_else_was_faster(shop: Shop) -> None:
    tag = shop.tag
    shop.file.write_text(FILE + "# рукой\n", encoding="utf-8")
    told = shop.told("PATCH", "/settings", {"tag": tag, "changes": {"log": {"level": "DEBUG"}}}, 409)
    assert "Обновите страницу" in told["Error"]
    assert shop.text().endswith("# рукой\n")


@pytest.mark.parametrize("refusal", [Draining(), JournalBroken()])
def test_a_server_that_cannot_take_them(shop: Shop, refusal: Exception) -> None:
    shop.refusal = refusal
    shop.told("PATCH", "/settings", {"tag": shop.tag, "changes": {"log": {"level": "DEBUG"}}}, 503)
    assert shop.text() == FILE


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/settings"), ("PATCH", "/settings"), ("POST", "/settings/password"), ("POST", "/settings/certificate"),
        ("GET", "/settings/certificate/authority.crt"), ("POST", "/settings/restart"), ("GET", "/drivers"),
        ("GET", "/settings/devices"), ("POST", "/settings/devices"), ("PUT", "/settings/devices/1"),
        ("DELETE", "/settings/devices/1"), ("POST", "/settings/devices/try"), ("POST", "/settings/pools"),
        ("PUT", "/settings/pools/10"), ("DELETE", "/settings/pools/10"), ("GET", "/diagnosis"),
        ("POST", "/support-bundle"),
    ],
)  # fmt: skip
def test_administrators_only(shop: Shop, method: str, path: str) -> None:
    assert shop.ask(method, path, {}, headers="").status == 401
    assert shop.ask(method, path, {}, headers=USER.replace("VXNlcjp1c2Vy", "VXNlcjo=")).status in (401, 403)
    assert shop.deeds == []


def test_passwords(shop: Shop) -> None:
    for wrong in ("", "а\nб"):
        told = shop.told("POST", "/settings/password", {"account": "admin", "password": wrong}, 422)
        assert told["faults"][0]["path"] == ["password"]
    told = shop.told("POST", "/settings/password", {"account": "admin", "password": "хозяин"})
    assert told["passwords"] == {"admin": True, "user": False}
    assert passwords.matches("хозяин", config.load(shop.file).auth.admin_password_hash)
    assert [deed[:3] for deed in shop.deeds] == [("password", str(shop.file), "admin")]
    assert "хозяин" not in shop.text()
    assert shop.ask("GET", "/settings").status == 401


def test_nobody_locks_himself_out(shop: Shop) -> None:
    told = shop.told("POST", "/settings/password", {"account": "user", "password": "кассир"}, 422)
    assert told["faults"][0]["path"] == ["account"]
    assert shop.told("GET", "/settings")["passwords"] == {"admin": False, "user": False}


def test_who_changes_the_own_password_stays_signed_in(shop: Shop) -> None:
    first = shop.ask("POST", "/session", {"login": "Admin", "password": ""}, headers="")
    session = f"Cookie: {first.headers['set-cookie'].partition(';')[0]}\r\n"
    csrf = f"X-CSRF-Token: {json.loads(first.body)['csrf']}\r\n"
    wanted = {"account": "admin", "password": "хозяин"}
    assert shop.ask("POST", "/settings/password", wanted, headers=session).status == 403
    changed = shop.ask("POST", "/settings/password", wanted, headers=session + csrf)
    assert changed.status == 200, changed.body.decode()
    assert shop.ask("GET", "/settings", headers=session).status == 401
    fresh = f"Cookie: {changed.headers['set-cookie'].partition(';')[0]}\r\n"
    assert shop.ask("GET", "/settings", headers=fresh).status == 200
    token = f"X-CSRF-Token: {json.loads(changed.body)['csrf']}\r\n"
    assert shop.ask("POST", "/settings/restart", {}, headers=fresh + token).status == 202
    assert shop.restarts == 1


def test_a_certificate_is_made_and_its_root_can_be_taken(shop: Shop) -> None:
    assert shop.ask("GET", "/settings/certificate/authority.crt").status == 404
    told = shop.told("POST", "/settings/certificate", {})
    assert told["certificate"]["authority"]
    assert "localhost" in told["certificate"]["names"]
    assert told["restart_needed"] == ["[server] tls_certificate", "[server] tls_key"]
    assert 'tls_certificate = "certs/kkmserver.crt"\n' in shop.text()
    reply = shop.ask("GET", "/settings/certificate/authority.crt")
    assert b"BEGIN CERTIFICATE" in reply.body
    assert b"KEY" not in reply.body
    assert "kkmserver-ca.crt" in reply.headers["content-disposition"]


def test_without_a_file_the_first_change_makes_one(tmp_path: Path) -> None:
    with open_shop(tmp_path, "") as shop:
        assert shop.told("GET", "/settings")["file"] is None
        told = shop.told("PATCH", "/settings", {"tag": shop.tag, "changes": {"log": {"level": "DEBUG"}}})
        assert told["file"] == str(tmp_path / "kkmserver.toml")
    assert config.load(tmp_path / "kkmserver.toml").log.level == "DEBUG"


def test_what_is_no_request(shop: Shop) -> None:
    assert shop.ask("PATCH", "/settings", {"changes": {}}).status == 422
    assert shop.ask("PATCH", "/settings", {"tag": "", "changes": [1]}).status == 422
    assert shop.ask("PUT", "/settings", {}).status == 405
    assert shop.ask("POST", "/settings/restart", {"now": True}).status == 422
    assert shop.restarts == 0


def test_a_server_that_would_not_come_back_is_not_restarted(shop: Shop) -> None:
    """Whatever somebody has done to the file, or to what it names, since it was read."""
    for broken in ("[server", FILE.replace("port = 0", 'tls_certificate = "gone.crt"\ntls_key = "gone.key"')):
        shop.file.write_text(broken, encoding="utf-8")
        told = shop.told("POST", "/settings/restart", {}, 409)
        assert "не перезапущен" in told["Error"]
    assert (shop.restarts, shop.deeds) == (0, [])


def test_a_key_behind_a_password_is_refused_and_nobody_is_asked_for_it(shop: Shop) -> None:
    """OpenSSL asks at the terminal, where one is, and everything else waits."""
    made = make_certificates(shop.data / "a", ["localhost"], datetime.now(UTC))
    key = load_pem_private_key(made.key.read_bytes(), None)
    closed = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"1"))
    made.key.write_bytes(closed)
    changes = {"server": {"tls_certificate": "a/kkmserver.crt", "tls_key": "a/kkmserver.key"}}
    told = shop.told("PATCH", "/settings", {"tag": shop.tag, "changes": changes}, 422)
    assert told["faults"][0]["path"] == ["server", "tls_key"]
    assert "паролем" in told["faults"][0]["text"]


def test_no_port_that_nobody_will_find(tmp_path: Path) -> None:
    began = replace(config.builtin(), server=config.Server(port=5893))
    with pytest.raises(config.ConfigError, match="страницу сервера будет не найти"):
        candidate.check(replace(began, server=config.Server(port=0)), began, [5893])
    chosen = replace(began, server=config.Server(port=0))
    candidate.check(chosen, chosen, [40000])


def test_the_settings_are_no_label_template(shop: Shop) -> None:
    """Who prints labels reads the whole file of each."""
    for folder in (".", "", "templates/..", str(shop.data)):
        changes = {"labels": {"templates": folder}}
        told = shop.told("PATCH", "/settings", {"tag": shop.tag, "changes": changes}, 422)
        assert told["faults"][0]["path"] == ["labels", "templates"]


def test_who_sets_his_password_stays_even_while_somebody_else_is_guessing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brake, "_PATIENCE", 0.0)
    shop.told("POST", "/settings/password", {"account": "admin", "password": "тайна"})
    tab = Tab(shop.port)
    tab.sign_in("Admin", "тайна")
    while tab.ask("POST", "/session", {"login": "Admin", "password": "wrong"}).status != 429:
        pass
    reply = tab.ask("POST", "/settings/password", {"account": "admin", "password": "другая"})
    assert reply.status == 200, reply.body.decode()
    assert tab.ask("GET", "/settings").status == 200


def test_a_key_of_another_certificate_is_told_before_anybody_restarts(shop: Shop) -> None:
    for name in ("a", "b"):
        make_certificates(shop.data / name, ["localhost"], datetime.now(UTC))
    changes = {"server": {"tls_certificate": "a/kkmserver.crt", "tls_key": "b/kkmserver.key"}}
    told = shop.told("PATCH", "/settings", {"tag": shop.tag, "changes": changes}, 422)
    assert [one["path"] for one in told["faults"]] == [["server", "tls_key"]]
    changes["server"]["tls_key"] = "a/kkmserver.key"
    shop.told("PATCH", "/settings", {"tag": shop.tag, "changes": changes})


def test_the_password_of_the_letters_is_kept_and_never_told(shop: Shop) -> None:
    letters = {"host": "smtp.example", "sender": "kassa@shop.example", "login": "kassa", "password": "тайна-почты"}
    for changes in (letters, {"port": 465, "password": None}):
        told = shop.ask("PATCH", "/settings", {"tag": shop.tag, "changes": {"smtp": changes}})
        assert told.status == 200, told.body.decode()
        assert "тайна-почты" not in told.body.decode()
    (section,) = [one for one in json.loads(told.body)["sections"] if one["name"] == "smtp"]
    (password,) = [one for one in section["fields"] if one["key"] == "password"]
    assert (password["secret"], password["set"], password["value"]) == (True, True, None)
    assert (shop.config.smtp.password, shop.config.smtp.port) == ("тайна-почты", 465)


def test_an_api_is_not_switched_on_before_anybody_may_come_in(shop: Shop) -> None:
    told = shop.told("PATCH", "/settings", {"tag": shop.tag, "changes": {"dialects.bit": {"enabled": True}}}, 422)
    assert [one["path"] for one in told["faults"]] == [["dialects.bit", "enabled"]]
    assert "ни одного токена" in told["faults"][0]["text"]
