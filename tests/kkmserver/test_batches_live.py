"""Batches of labels through the wire: killed, stopped, called off, taken up again; and looked at before."""

import io
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.live import LiveServer

CONFIG = """
[server]
stop_timeout = 0.1
[[devices]]
number = 3
name = "Этикетки"
driver = "virtual-label-printer"
delay = 0.01
"""
TEMPLATE = """
width = 58
height = 40
[[text]]
text = "{name}"
x = 2
y = 2
width = 54
height = 20
size = 4
"""
TOTAL = 1000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "plain.toml").write_text(TEMPLATE, encoding="utf-8")
    with LiveServer(tmp_path, CONFIG) as found:
        yield found


def batch(id_command: str, **members: Any) -> dict[str, Any]:
    fields = [{"name": f"Товар {number}"} for number in range(1, TOTAL + 1)]
    body = {"Command": "PrintDocument", "NumDevice": 3, "IdCommand": id_command, "Timeout": 1}
    return body | {"Template": "plain", "Fields": fields} | members


def titles(server: LiveServer) -> list[str]:
    tape = server.client.get("/devices/3/tape?limit=1000").json()
    return [entry["title"] for entry in reversed(tape)]


def test_killed_in_the_middle_and_taken_up_again(server: LiveServer) -> None:
    server.post(batch("b"))
    seen = server.reaches("b", 20)
    server.kill()
    server.start()
    answer = server.finished("b")
    known = answer["Progress"]["Printed"]
    assert (answer["Status"], answer["Progress"]["Total"]) == (2, TOTAL)
    assert seen <= known < TOTAL
    assert answer["Error"].startswith("Результат неизвестен:")
    assert f"{known} из {TOTAL}" in answer["Error"]
    assert f"(не раньше First={known + 1}) и новым IdCommand" in answer["Error"]
    assert server.post(batch("b"))["Status"] == 2  # a repeat prints nothing
    assert titles(server) == []
    rest = TOTAL - 5
    assert server.post(batch("c", First=rest + 1, Timeout=30))["Progress"] == {"Printed": TOTAL, "Total": TOTAL}
    assert titles(server) == [f"Этикетка {number} из {TOTAL}" for number in range(rest + 1, TOTAL + 1)]


def test_stopped_in_the_middle_it_is_known_exactly(server: LiveServer) -> None:
    server.post(batch("b"))
    server.post(batch("waits", Fields={"name": "последняя"}))
    seen = server.reaches("b", 5)
    assert server.stop(signal.SIGTERM) == 0
    server.start()
    answer = server.rezult("b")
    known = answer["Progress"]["Printed"]
    assert answer["Status"] == 2
    assert seen <= known < TOTAL
    assert answer["Error"].startswith("Печать отменена")
    assert f"First={known + 1} " in answer["Error"]
    assert server.finished("waits")["Progress"] == {"Printed": 1, "Total": 1}


def test_called_off_while_it_prints_and_while_it_waits(server: LiveServer) -> None:
    server.post(batch("b"))
    server.post(batch("waits"))
    server.reaches("b", 3)
    waiting = server.post({"Command": "CancelCommand", "IdCommand": "waits"})
    assert (waiting["Status"], waiting["Rezult"]["Status"]) == (0, 2)
    assert waiting["Rezult"]["Error"].startswith("Команда отменена до начала выполнения")
    running = server.post({"Command": "CancelCommand", "IdCommand": "b"})
    known = running["Rezult"]["Progress"]["Printed"]
    assert (running["Status"], running["Rezult"]["Status"]) == (0, 2)
    assert f"First={known + 1} " in running["Rezult"]["Error"]
    again = server.post({"Command": "CancelCommand", "IdCommand": "b"})
    assert (again["Status"], again["Rezult"]) == (2, running["Rezult"])
    assert server.post(batch("next", Fields={"name": "x"}, Timeout=30))["Status"] == 0
    assert titles(server)[-2:] == [f"Этикетка {known} из {TOTAL}", "Этикетка 1 из 1"]


def test_a_label_is_seen_before_it_is_printed(server: LiveServer) -> None:
    answer = server.client.post("/preview", json=batch("b"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.headers["x-labels"] == str(TOTAL)
    assert answer.headers["access-control-allow-origin"] == "*"
    tall = Image.open(io.BytesIO(answer.content))
    assert tall.height > 20 * 300
    svg = server.client.post("/preview?format=svg", json=batch("b", Fields={"name": "x"}))
    assert svg.content.startswith(b"<svg")
    refused = server.client.post("/preview", json=batch("b", Fields={"name": "x" * 3000}))
    assert (refused.status_code, refused.json()["Status"]) == (422, 2)
    assert server.rezult("b")["Status"] == 3
    assert titles(server) == []


def test_every_virtual_device_can_be_looked_at(tmp_path: Path) -> None:
    text = {"Command": "PrintDocument", "CheckStrings": [{"PrintText": {"Text": "Привет"}}]}
    sale = {
        "Command": "RegisterCheck", "IsFiscalCheck": True, "TypeCheck": 0, "CashierName": "Петрова", "Cash": 10,
        "CheckStrings": [{"Register": {"Name": "Чай", "Quantity": 1, "Price": 10, "Amount": 10, "Tax": 22}}],
    }  # fmt: skip
    label = {"Command": "PrintDocument", "Template": "price", "Fields": {"name": "Чай", "price": 129.9}}
    with LiveServer(tmp_path) as server:
        server.post({"Command": "GetDataKKT", "NumDevice": 1})  # the register makes its storage when it is first asked
        before = papers(server)
        for number, body in ((1, sale), (1, text), (2, text), (3, text), (3, label), (0, label)):
            answer = server.client.post("/preview", json=body | {"NumDevice": number})
            assert answer.status_code == 200, (number, body, answer.text)
            Image.open(io.BytesIO(answer.content)).verify()
        assert papers(server) == before


def papers(server: LiveServer) -> list[Any]:
    """What has been printed, and the register's last document."""
    tapes = [server.client.get(f"/devices/{number}/tape").json() for number in (1, 2, 3)]
    return [*tapes, server.post({"Command": "GetDataKKT", "NumDevice": 1})["CheckNumber"]]
