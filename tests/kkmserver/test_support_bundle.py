"""The support bundle: what is in it, what is not, and that neither a fault nor a running server stands in its way."""

import json
import os
import sqlite3
import stat
import threading
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from kkmserver.commands import support_bundle
from kkmserver.commands.bundle import journal, machine, masked
from kkmserver.store.schema import migrate, schemas
from tests.live import LiveServer
from tests.ports import free_port

MICROSECONDS = 1_795_000_000_000_000  # 2026-11-18 11:06:40 UTC
SECRETS = ("scrypt-of-nobody", "s3cret", "t0ken", "79161234567", "9161234567", "buyer@mail.example", "IN THE REQUEST")
CONFIG = """
[server]
port = {port}  # пароль: s3cret
[auth]
user_password_hash = "{hash}"
[[devices]]
number = 1
name = "К"
driver = "virtual-printer"
"""


def parts(bundle: Path) -> dict[str, str]:
    with zipfile.ZipFile(bundle) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def filled(path: Path, version: int | None = None) -> None:
    """A journal of that version of the schema, or of today's."""
    failure = {"code": "device_offline", "text": "Нет связи, чек для +79161234567 на buyer@mail.example"}
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode = WAL")
        migrate(made, path, schemas()[:version])
        columns = {row[1] for row in made.execute("PRAGMA table_info(command)")}
        for number in range(1, 4):
            row = {
                "id": f"sale-{number}-of-the-buyer-79161234567",
                "dialect": "kkm",
                "name": "RegisterCheck",
                "device": 7,
                "client": "User",
                "fingerprint": b"",
                "accepted_at": MICROSECONDS + number,
                "state": "failed",
                "failure": json.dumps(failure, ensure_ascii=False),
            }
            row |= {"seq": number} if "seq" in columns else {}
            evidence = {"sent": 2, "exchange": ["> 1b 40"], "cause": "buyer@mail.example"}
            row |= {"evidence": json.dumps(evidence)} if "evidence" in columns else {}
            names = ", ".join(row)
            made.execute(f"INSERT INTO command ({names}) VALUES ({', '.join('?' * len(row))})", [*row.values()])
        made.execute("INSERT INTO request (row, body) VALUES (1, ?)", (b"IN THE REQUEST",))


@pytest.mark.parametrize("version", range(1, len(schemas()) + 1))
def test_the_journal_is_told_whatever_its_version(version: int, tmp_path: Path) -> None:
    filled(tmp_path / "journal.db", version)
    told: dict[str, Any] = journal.summary(tmp_path / "journal.db")
    assert told["schema"] == version
    assert told["counts"] == [
        {"day": "2026-11-18", "device": 7, "name": "RegisterCheck", "state": "failed", "count": 3},
    ]
    newest = told["commands"][0]
    assert newest["id"] == "sale-3-of-th…"
    assert newest["accepted_at"] == "2026-11-18T11:06:40.000003+00:00"
    assert newest["failure"] == {
        "code": "device_offline",
        "text": "Нет связи, чек для **********67 на ***************ple",
    }
    assert [row["row"] for row in told["commands"]] == [3, 2, 1]
    assert not [secret for secret in SECRETS if secret in json.dumps(told)]


def test_a_journal_with_much_in_it_gives_its_newest(tmp_path: Path) -> None:
    filled(tmp_path / "journal.db")
    with closing(sqlite3.connect(tmp_path / "journal.db")) as more, more:
        columns = [row[1] for row in more.execute("PRAGMA table_info(command)") if row[1] != "row"]
        copied = ", ".join("n.i" if name in ("id", "seq") else name for name in columns)
        more.execute(
            "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
            f" INSERT INTO command ({', '.join(columns)}) SELECT {copied} FROM n, command WHERE row = 1"
        )
    told: dict[str, Any] = journal.summary(tmp_path / "journal.db")
    assert [row["id"] for row in told["commands"]] == [str(number) for number in range(1000, 800, -1)]


def test_reading_a_closed_journal_leaves_nothing_behind(tmp_path: Path) -> None:
    """Files of an administrator beside the journal would stop a server that is not one."""
    filled(tmp_path / "journal.db")
    journal.summary(tmp_path / "journal.db")
    assert [path.name for path in tmp_path.iterdir()] == ["journal.db"]


def test_a_journal_that_is_being_written_is_read_with_its_log(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    filled(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("UPDATE command SET state = 'done' WHERE row = 1")
        writer.execute("BEGIN IMMEDIATE")
        told: dict[str, Any] = journal.summary(path)
        writer.execute("COMMIT")
    assert {row["state"]: row["count"] for row in told["counts"]} == {"done": 1, "failed": 2}


def test_the_settings_without_their_secrets(tmp_path: Path) -> None:
    (path := tmp_path / "k.toml").write_text(
        """
        # s3cret
        [auth]
        admin_login = "Хозяин"
        admin_password_hash = "scrypt-of-nobody"
        user_password_hash = ""
        [server]
        tls_key = "certs/key.pem"
        port = 5893
        [[devices]]
        connection = "https://ivan:s3c/ret@s3cret@shop.example:8080/x?speed=1&access_token=t0ken"
        queue = "cups://ivan:my s3cret@shop/printers/K"
        password = 30
        access_pin = [1, 2]
        inn = "7707083893"
        nested = { api_key = "t0ken", urls = ["ftp://a:s3cret@b"] }
        """,
        encoding="utf-8",
    )
    text = masked.settings(path)
    assert not [secret for secret in SECRETS if secret in text]
    assert tomllib.loads(text) == {
        "auth": {"admin_login": "Хозяин", "admin_password_hash": "***", "user_password_hash": ""},
        "server": {"tls_key": "certs/key.pem", "port": 5893},
        "devices": [
            {
                "connection": "https://ivan:***@shop.example:8080/x?speed=1&access_token=***",
                "queue": "cups://ivan:***@shop/printers/K",
                "password": "***",
                "access_pin": "***",
                "inn": "7707083893",
                "nested": {"api_key": "***", "urls": ["ftp://a:***@b"]},
            }
        ],
    }
    assert masked.text('devices[1].password: "t0ken" и 30 – не то', path) == 'devices[1].password: "***" и 30 – не то'


def test_of_broken_settings_only_the_keys_are_shown(tmp_path: Path) -> None:
    (path := tmp_path / "k.toml").write_text(
        '[auth]\n# s3cret\nhash = """\ns3cret\n"""\nkey = "t0ken\n', encoding="utf-8"
    )
    text = masked.settings(path)
    assert text.splitlines()[1:] == ["[auth]", "…", "hash = …", "…", "…", "key = …"]


@contextmanager
def answering(port: int) -> Iterator[None]:
    """A server that answers, slowly enough to be asked one question at a time."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(503 if self.path == "/readyz" else 200)
            self.end_headers()
            self.wfile.write(f"of {self.path}".encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", port), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def test_the_bundle(tmp_path: Path) -> None:
    (data := tmp_path / "data").mkdir()
    filled(data / "journal.db")
    (data / "wire").mkdir()
    (data / "wire" / "1.log").write_text("> 1b 40\n")
    (data / "wire" / "1.log.1").write_text("< 12\n")
    (config := tmp_path / "k.toml").write_text(CONFIG.format(port=(port := free_port()), hash=""), encoding="utf-8")
    out = tmp_path / "out.zip"
    with answering(port):
        names = support_bundle.make(config, data, out)
    told = parts(out)
    assert [*told] == names
    assert (told["ready.txt"], told["metrics.txt"]) == ("HTTP 503\n\nof /readyz", "HTTP 200\n\nof /metrics")
    assert (told["wire/1.log"], told["wire/1.log.1"]) == ("> 1b 40\n", "< 12\n")
    assert told["check-config.txt"] == f"{config}: ошибок нет, устройств: 1"
    assert "journal.db\n" in told["files.txt"]
    assert "kkmserver " in told["versions.txt"]
    assert len(json.loads(told["journal.json"])["commands"]) == 3
    everything = "\n".join(told.values())
    assert not [secret for secret in SECRETS if secret in everything]
    assert all(name in told["README.txt"] for name in names if not name.startswith("wire/") and name != "README.txt")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_nothing_but_files_of_the_service_is_packed(tmp_path: Path) -> None:
    """Who collects is an administrator, who may read what the service may not, and waits for no pipe."""
    (wire := tmp_path / "data" / "wire").mkdir(parents=True)
    (tmp_path / "shadow").write_text("root:s3cret")
    (wire / "1.log").symlink_to(tmp_path / "shadow")
    (tmp_path / "data" / "service.log").symlink_to(tmp_path / "shadow")
    os.mkfifo(wire / "2.log")
    support_bundle.make(None, tmp_path / "data", tmp_path / "out.zip")
    told = parts(tmp_path / "out.zip")
    assert all(told[name].startswith("Не собрано") for name in ("wire/1.log", "wire/2.log", "service-log.txt"))
    assert "s3cret" not in "\n".join(told.values())


def test_holes_do_not_spoil_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data := tmp_path / "data").mkdir()
    (data / "journal.db").write_bytes(b"no database at all" * 100)
    monkeypatch.setattr(machine, "versions", lambda: 1 / 0)
    config = tmp_path / "k.toml"
    config.write_text(CONFIG.format(port=-1, hash="s3cret"), encoding="utf-8")
    out = tmp_path / "out.zip"
    support_bundle.make(config, data, out)
    told = parts(out)
    assert told["journal.json"].startswith("Не собрано: file is not a database")
    assert "ZeroDivisionError" in told["versions.txt"]
    assert "server.port" in told["check-config.txt"]
    assert told["ready.txt"].startswith("Не собрано")
    assert "s3cret" not in "\n".join(told.values())


def test_it_is_bounded_and_keeps_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support_bundle, "_LARGEST", 4000)
    monkeypatch.setattr(support_bundle, "_ALL", 30_000)
    (wire := tmp_path / "wire").mkdir()
    for number in range(20):
        (wire / f"{number:02}.log").write_text("x" * 5000 + "end")
    support_bundle.make(None, tmp_path, tmp_path / "out.zip")
    told = parts(tmp_path / "out.zip")
    assert sum(len(text.encode()) for text in told.values()) <= 30_000
    assert len(told["wire/00.log"]) == 4000
    assert told["wire/00.log"].endswith("end")
    assert told["wire/19.log"] == ""


def test_nothing_stays_where_it_cannot_be_written(tmp_path: Path) -> None:
    (out := tmp_path / "out.zip").mkdir()
    with pytest.raises(OSError, match=r"out\.zip"):
        support_bundle.make(None, tmp_path, out)
    assert [path.name for path in tmp_path.iterdir()] == ["out.zip"]


def test_a_running_server_is_not_disturbed(tmp_path: Path) -> None:
    with LiveServer(tmp_path, CONFIG.format(port=free_port(), hash="")) as server:
        made = server.post({"Command": "PrintDocument", "NumDevice": 1, "IdCommand": "one", "CheckStrings": []})
        support_bundle.make(tmp_path / "kkmserver.toml", tmp_path / "data", tmp_path / "out.zip")
        assert server.post({"Command": "GetRezult", "IdCommand": "one"})["Rezult"]["Status"] == made["Status"]
    told = json.loads(parts(tmp_path / "out.zip")["journal.json"])
    assert [row["id"] for row in told["commands"]] == ["one"]
    assert told["read"] == "with its log"
