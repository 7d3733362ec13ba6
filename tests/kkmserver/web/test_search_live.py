"""A whole server that looks for registers, beside one that it has already."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.emulation.frame_faults import Fault, Link
from tests.drivers.shtrih.counter import INN, SERIAL, Counter
from tests.live import LiveServer

ADMIN = ("Admin", "")


@pytest.fixture
def counters() -> Iterator[tuple[Counter, Counter]]:
    ours, new = Counter(), Counter()
    yield ours, new
    ours.close()
    new.close()


@pytest.fixture
def server(tmp_path: Path, counters: tuple[Counter, Counter]) -> Iterator[LiveServer]:
    connection = counters[0].device.connection
    table = f'[[devices]]\nnumber = 4\nname = "К"\ndriver = "shtrih"\nconnection = "{connection}"\n'
    with LiveServer(tmp_path, table, ADMIN) as found:
        yield found


def over(server: LiveServer) -> dict[str, Any]:
    end = time.monotonic() + 20
    while (state := server.client.get("/devices/search").json())["running"]:
        assert time.monotonic() < end
        time.sleep(0.02)
    return dict(state)


def test_found_beside_one_that_is_ours(server: LiveServer, counters: tuple[Counter, Counter]) -> None:
    ours, new = counters
    where = [f"127.0.0.1:{ours.device.port}", f"127.0.0.1:{new.device.port}"]
    begun = server.client.post("/devices/search", json={"serial": False, "tcp": where})
    assert begun.status_code == 202, server.log()
    state = over(server)
    (found,) = state["found"]
    assert (found["driver"], found["serial"], found["inn"]) == ("shtrih", SERIAL, INN)
    assert found["connection"] == new.device.connection
    assert state["skipped"] == [{"place": where[0], "why": "уже настроено: устройство 4"}]
    (deed,) = [one for one in server.client.get("/audit").json() if one["action"] == "search"]
    assert (deed["subject"], deed["who"]) == (state["id"], "127.0.0.1 Admin")
    assert deed["detail"] == f"начат: {', '.join(where)}"


def test_a_search_ends_with_the_server(server: LiveServer, counters: tuple[Counter, Counter]) -> None:
    device = counters[1].device
    device.inject(Fault(what=Link.SILENCE, command="11", seconds=60, times=None))  # six seconds for the search
    wanted = {"serial": False, "tcp": [f"127.0.0.1:{device.port}"], "seconds": 300}
    assert server.client.post("/devices/search", json=wanted).status_code == 202
    begun = time.monotonic()
    assert server.stop(signal.SIGTERM) == 0
    assert time.monotonic() - begun < 4
    assert "Traceback" not in server.log()
    assert "Task was destroyed" not in server.log()
