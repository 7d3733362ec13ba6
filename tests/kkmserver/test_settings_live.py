"""A shop's first day at a real server: a device, passwords, a restart, all without an editor."""

import io
import signal
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.live import LiveServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot begin a process anew")

_WITHIN = 20.0


class _Owner:
    """Somebody at the console."""

    def __init__(self, server: LiveServer) -> None:
        self.server, self.password, self.url = server, "", server.url

    def ask(self, method: str, path: str, wanted: Any = None, status: int = 200) -> Any:
        answer = self.server.client.request(method, f"{self.url}{path}", json=wanted, auth=("Admin", self.password))
        assert answer.status_code == status, answer.text
        return answer.json() if answer.headers["content-type"].startswith("application/json") else answer.content

    @property
    def tag(self) -> str:
        return str(self.ask("GET", "/settings")["tag"])

    def restart(self) -> None:
        """Returns when the server is there again."""
        before = self.ask("GET", "/diagnosis")["server"]["started"]
        self.ask("POST", "/settings/restart", {}, 202)
        end = time.monotonic() + _WITHIN
        while time.monotonic() < end:
            try:
                if self.ask("GET", "/diagnosis")["server"]["started"] != before:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError(self.server.log())


def test_from_nothing_to_a_shop_with_passwords(tmp_path: Path) -> None:
    with LiveServer(tmp_path) as server:
        owner = _Owner(server)
        printer = {"name": "Кухня", "driver": "virtual-printer", "dots": 384}
        assert owner.ask("POST", "/settings/devices", {"tag": owner.tag, "table": printer}, 201)["next"] == 5
        assert [one["name"] for one in owner.ask("GET", "/devices")][-1] == "Кухня"
        for account in ("admin", "user"):
            owner.ask("POST", "/settings/password", {"account": account, "password": "тайна"})
            owner.password = "тайна"
        changes = {"journal": {"keep_days": 7}}
        told = owner.ask("PATCH", "/settings", {"tag": owner.tag, "changes": changes})
        assert told["restart_needed"] == ["[journal] keep_days"]
        bundle = zipfile.ZipFile(io.BytesIO(owner.ask("POST", "/support-bundle", {})))
        assert "HTTP 200" in bundle.read("ready.txt").decode()
        assert "scrypt" not in bundle.read("settings.toml").decode()
        assert server.process
        process = server.process.pid
        owner.restart()
        told = owner.ask("GET", "/settings")
        assert told["restart_needed"] == []
        assert told["file"] == str(tmp_path / "data" / "kkmserver.toml")
        assert server.process.poll() is None
        assert server.process.pid == process
        assert server.log().count("слушает") == 2
        assert "Настройки: " in server.log()
        assert server.stop() == 0


def test_who_stops_it_while_it_begins_anew_has_stopped_it(tmp_path: Path) -> None:
    """A service manager that has said stop waits for the end, not for another beginning."""
    with LiveServer(
        tmp_path, '[[devices]]\nnumber = 1\nname = "П"\ndriver = "virtual-printer"\ndelay = 0.7\n'
    ) as server:
        printing = {"Command": "PrintDocument", "IdCommand": "1", "CheckStrings": [{"PrintText": {"Text": "а"}}]}
        server.post(printing, "/Execute/async")
        _Owner(server).ask("POST", "/settings/restart", {}, 202)
        assert server.stop(signal.SIGTERM) == 0
        assert server.log().count("слушает") == 1
        assert "Traceback" not in server.log()
        server.start()
        assert server.finished("1")["Status"] == 0
