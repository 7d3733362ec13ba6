"""The clock of the computer is set back by an hour while commands wait."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.elsewhere import Elsewhere
from tests.faults.queue.clock import ProcessClock, library
from tests.faults.queue.shop import document, printed, printer_that_is_off, queue, settings
from tests.live import LiveServer, live

PRELOAD = library()


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere() as found:
        yield found


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProcessClock:
    """Of the servers that are started from now on; the test itself keeps the true time."""
    if PRELOAD is None:
        pytest.skip("libfaketime is not installed")
    found = ProcessClock(tmp_path / "clock", PRELOAD)
    for name, value in found.environment.items():
        monkeypatch.setenv(name, value)
    return found


def accepted_at(server: LiveServer, id: str) -> str:  # noqa: A002
    return str(server.client.get(f"/journal/{id}", auth=("Admin", "")).raise_for_status().json()["accepted_at"])


def measurements(server: LiveServer) -> dict[str, float]:
    lines = server.client.get("/metrics").raise_for_status().text.splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def test_set_back_while_commands_wait(tmp_path: Path, clock: ProcessClock, elsewhere: Elsewhere) -> None:
    printer = printer_that_is_off(elsewhere)
    before, after, later = ([f"{when}-{number}" for number in range(20)] for when in ("before", "after", "later"))
    with live(tmp_path / "server", settings(printer)) as server:
        queue(server, before)
        began = time.monotonic()
        assert server.post(document("short", timeout=4), "/Execute/async")["Status"] == 1
        clock.put(hours=-1)
        queue(server, after)
        assert accepted_at(server, after[0]) < accepted_at(server, before[0]), "the clock was not set back"
        assert {server.rezult(one)["Status"] for one in before + after} == {1}

        refused = server.finished("short")
        assert time.monotonic() - began < 5, "it was held an hour longer"
        assert (refused["Status"], refused["NothingSent"]) == (2, True)

        server.kill()
        server.start()
        queue(server, later)
        elsewhere.wait(printer.switch("power", on=True))
        assert printed(elsewhere, printer, 60, within=20) == before + after + later
        clock.put(hours=0)
        assert {server.finished(one)["Status"] for one in before + after + later} == {0}
        found = measurements(server)
    assert all(value >= 0 for value in found.values()), found
    assert found['kkmserver_commands_total{device="1",name="PrintDocument",outcome="done"}'] == 60
