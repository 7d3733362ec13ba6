"""Settings read again on SIGHUP while commands wait and run, and commands that wait for a device that is away."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.escpos.emulator.tcp import TcpEmulator
from tests.acceptance.crowd import beside
from tests.acceptance.elsewhere import Elsewhere
from tests.live import LiveServer, live

KITCHEN, REGISTER, OLD, NEW = 1, 2, 3, 4
AUTH = ("Admin", "correct horse")
PRINTER = """
[[devices]]
number = {}
name = "{}"
driver = "escpos"
connection = "{}"
away = "hold"
"""
SLOW_REGISTER = '\n[[devices]]\nnumber = 2\nname = "Касса"\ndriver = "virtual-kkt"\ndelay = 2\n'
VIRTUAL = '\n[[devices]]\nnumber = {}\nname = "{}"\ndriver = "virtual-printer"\n'


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere() as found:
        yield found


@pytest.fixture
def printer(elsewhere: Elsewhere) -> TcpEmulator:
    """It is off."""
    found = elsewhere.enter(TcpEmulator())
    elsewhere.wait(found.switch("power", on=False))
    return found


def document(id: str, device: int = KITCHEN, timeout: int = 60) -> dict[str, Any]:  # noqa: A002
    rows = [{"PrintText": {"Text": f"Заказ {id}"}}]
    head = {"Command": "PrintDocument", "NumDevice": device, "IdCommand": id, "Timeout": timeout}
    return {**head, "CheckStrings": rows}


def on_paper(printer: TcpEmulator) -> list[str]:
    return [row for one in printer.documents for row in one.rows if row.strip()]


def reload(server: LiveServer, config: str, says: str = "settings read again") -> None:
    """Return when the log says what came of it."""
    assert server.process
    (server.folder / "kkmserver.toml").write_text(config, encoding="utf-8")
    before = server.log().count(says)
    server.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + 10
    while server.log().count(says) == before:
        assert time.monotonic() < deadline, server.log()
        time.sleep(0.02)


def names(server: LiveServer) -> dict[int, str]:
    return {one["NumDevice"]: one["UnitName"] for one in server.post({"Command": "List"})["ListUnit"]}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")
def test_settings_that_change_touch_only_what_they_are_about(
    tmp_path: Path, elsewhere: Elsewhere, printer: TcpEmulator
) -> None:
    before = PRINTER.format(KITCHEN, "Кухня", printer.connection) + SLOW_REGISTER + VIRTUAL.format(OLD, "Старый")
    after = PRINTER.format(KITCHEN, "Бар", printer.connection) + SLOW_REGISTER + VIRTUAL.format(NEW, "Новый")
    with live(tmp_path, before) as server:
        for number in range(5):
            assert server.post(document(f"early-{number}"), "/Execute/async")["Status"] == 1
        running = beside(lambda: server.post({"Command": "OpenShift", "NumDevice": REGISTER, "CashierName": "Петрова"}))
        busy(server, REGISTER)
        reload(server, after)
        assert not running.done(), "the register was waited for"
        assert names(server) == {KITCHEN: "Бар", REGISTER: "Касса", NEW: "Новый"}
        assert server.post(document("late"), "/Execute/async")["Status"] == 1
        assert server.post(document("new", NEW))["Status"] == 0
        assert server.post(document("old", OLD))["Status"] == 3
        answer = running.result(10)
        assert (answer["Status"], answer["SessionNumber"]) == (0, 1)

        elsewhere.wait(printer.switch("power", on=True))
        ids = [*(f"early-{number}" for number in range(5)), "late"]
        answers = [server.finished(one) for one in ids]
        assert {(one["Status"], one["UnitName"]) for one in answers} == {(0, "Бар")}
        assert on_paper(printer) == [f"Заказ {one}" for one in ids]

        reload(server, f"{after}\n[server\n", "settings not taken")
        assert "строка" in server.log()
        assert names(server) == {KITCHEN: "Бар", REGISTER: "Касса", NEW: "Новый"}
        assert server.post(document("as before", NEW))["Status"] == 0


def busy(server: LiveServer, device: int) -> None:
    """Return once it has a command in hand."""
    deadline = time.monotonic() + 10
    while not next(one for one in server.client.get("/devices").json() if one["number"] == device)["busy"]:
        assert time.monotonic() < deadline, server.log()
        time.sleep(0.01)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")
def test_a_new_password_holds_at_once(tmp_path: Path) -> None:
    with live(tmp_path, VIRTUAL.format(1, "Принтер")) as server:
        assert server.client.get("/devices").status_code == 200
        for account in ("admin", "user"):
            set_password(server.folder / "kkmserver.toml", account)
        reload(server, (server.folder / "kkmserver.toml").read_text("utf-8"))
        assert server.client.get("/devices").status_code == 401
        assert server.client.get("/devices", auth=AUTH).status_code == 200
        assert server.client.get("/devices", auth=(AUTH[0], "wrong")).status_code == 401
        audit = server.client.get("/audit", auth=AUTH).json()
        assert [deed["action"] for deed in audit] == ["reload"]


def set_password(config: Path, account: str) -> None:
    command = [sys.executable, "-m", "kkmserver", "set-password", account, "--config", str(config), "--password-stdin"]
    subprocess.run(command, input=AUTH[1].encode() + b"\n", check=True, capture_output=True, timeout=20)


def test_held_until_the_device_is_back(tmp_path: Path, elsewhere: Elsewhere, printer: TcpEmulator) -> None:
    with live(tmp_path, PRINTER.format(KITCHEN, "Кухня", printer.connection)) as server:
        held = beside(lambda: server.post(document("held", timeout=20)))
        waiting(server, 1)
        elsewhere.wait(printer.switch("power", on=True))
        assert held.result(20)["Status"] == 0
    assert on_paper(printer) == ["Заказ held"]


def waiting(server: LiveServer, least: int) -> None:
    """Return once so many commands wait for the printer, which is known to be away."""
    deadline = time.monotonic() + 10
    while True:
        seen = server.client.get("/devices").json()[0]
        if seen["waiting"] >= least and not seen["online"]:
            return
        assert time.monotonic() < deadline, server.log()
        time.sleep(0.01)


def test_held_no_longer_than_the_client_waits(tmp_path: Path, elsewhere: Elsewhere, printer: TcpEmulator) -> None:
    with live(tmp_path, PRINTER.format(KITCHEN, "Кухня", printer.connection)) as server:
        began = time.monotonic()
        answer = server.post(document("held", timeout=2))
        took = time.monotonic() - began
        assert (answer["Status"], answer["Outcome"], answer["NothingSent"]) == (2, "refused", True)
        assert "не на связи" in answer["Error"]
        assert "на устройство ничего не отправлено" in answer["Error"]
        assert "Кухня" in answer["Error"]
        assert 1 < took < 3
        assert server.rezult("held") == answer

        elsewhere.wait(printer.switch("power", on=True))
        assert server.post(document("held", timeout=20))["Status"] == 0
        assert server.rezult("held")["Status"] == 0
    assert on_paper(printer) == ["Заказ held"]
