"""The Windows service before a stand-in for Windows; the server that it watches over is the real one."""

import importlib
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from types import ModuleType

import pytest

from kkmserver.commands.install_service import ServiceFault
from tests.kkmserver import fake_services
from tests.live import READY_WITHIN
from tests.ports import free_port

CONFIG = '[server]\nport = {}\n[[devices]]\nnumber = 1\nname = "К"\ndriver = "virtual-printer"\n'


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> fake_services.Manager:
    manager = fake_services.Manager()
    fake_services.install(monkeypatch, manager)
    return manager


@pytest.fixture
def service(windows: fake_services.Manager, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = importlib.import_module("kkmserver.commands.windows_service")
    monkeypatch.setattr(module, "_die", windows.deaths.append)
    return module


def test_it_is_installed_once_and_taken_away(
    windows: fake_services.Manager, service: ModuleType, tmp_path: Path
) -> None:
    config, data = tmp_path / "k.toml", tmp_path / "data"
    assert str(data / "service.log") in service.install(config, data)
    assert windows.classes == {"kkmserver": "kkmserver.commands.windows_service.Service"}
    assert windows.options == {"python": sys.executable, "config": str(config), "data": str(data)}
    assert windows.running == {"kkmserver"}
    assert windows.failure["Actions"] == [(1, 5000)] * 3
    with pytest.raises(ServiceFault, match="uninstall-service"):
        service.install(config, data)
    service.uninstall()
    assert (windows.classes, windows.running) == ({}, set())
    with pytest.raises(ServiceFault, match="does not exist"):
        service.uninstall()


def test_it_watches_over_a_server_and_stops_it(
    windows: fake_services.Manager, service: ModuleType, tmp_path: Path
) -> None:
    """The stop comes when the server answers, and it ends as with Ctrl-C."""
    port = free_port()
    config = tmp_path / "k.toml"
    config.write_text(CONFIG.format(port), encoding="utf-8")
    service.install(config, tmp_path / "data")
    deadline = time.monotonic() + READY_WITHIN
    answered: list[bool] = []

    def stops() -> bool:
        answered.append(answers(port))
        return answered[-1] or time.monotonic() > deadline

    windows.stops = stops
    service.Service([]).SvcDoRun()
    assert (windows.log, answered[-1]) == ([], True), (tmp_path / "data" / "service.log").read_text("utf-8")


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=READY_WITHIN)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def test_stop_is_one_event(service: ModuleType) -> None:
    one = service.Service([])
    one.SvcStop()
    assert (one.reported, one._stop) == ([3], [True])


def test_the_shutdown_of_windows_is_a_stop(service: ModuleType) -> None:
    """pywin32 asks for word of it only where there is such a method."""
    one = service.Service([])
    one.SvcShutdown()
    assert one._stop == [True]


def test_where_the_server_falls_windows_starts_it_again(
    windows: fake_services.Manager, service: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "command", lambda *_: [sys.executable, "-c", "raise SystemExit(7)"])
    service.install(None, tmp_path)
    service.Service([]).SvcDoRun()
    assert windows.deaths == [7]
    assert "код 7" in windows.log[0]


def test_wrong_settings_are_told_and_not_tried_again(
    windows: fake_services.Manager, service: ModuleType, tmp_path: Path
) -> None:
    (config := tmp_path / "k.toml").write_text("[server]\nport = -1\n", encoding="utf-8")
    service.install(config, tmp_path)
    service.Service([]).SvcDoRun()
    assert windows.log == [f"kkmserver: код 2, подробности в {tmp_path}\\service.log"]
    assert "server.port" in (tmp_path / "service.log").read_text("utf-8")


def test_a_long_log_begins_anew(service: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_LOG_LIMIT", 10)
    (tmp_path / "service.log").write_text("0123456789 and more")
    service._log(tmp_path).close()
    assert (tmp_path / "service.log").read_text() == ""
    assert (tmp_path / "service.log.old").read_text() == "0123456789 and more"
