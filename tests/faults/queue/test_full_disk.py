"""A disk without room under the whole server: nothing is accepted, what was accepted is printed and answered for."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.elsewhere import Elsewhere
from tests.faults.queue.shop import document, on_paper, printed, printer_that_is_off, queue, settings
from tests.kkmserver.store.disks import fill, small_disk
from tests.live import LiveServer, live

WAITING = 40


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere() as found:
        yield found


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path, 24) as found:
        yield found


def ready(server: LiveServer) -> int:
    return server.client.get("/readyz").status_code


def until_ready(server: LiveServer) -> None:
    deadline = time.monotonic() + 15
    while ready(server) != 200:
        assert time.monotonic() < deadline, server.log()
        time.sleep(0.05)


def until_refused(server: LiveServer) -> list[str]:
    """Ids of what still had room before."""
    accepted: list[str] = []
    for number in range(2000):
        answer = server.post(document(f"full-{number}"), "/Execute/async")
        if answer["Status"] == 2:
            assert (answer["Outcome"], answer["NothingSent"]) == ("refused", True)
            assert "диск" in answer["Error"]
            assert "не принята" in answer["Error"]
            return accepted
        accepted.append(f"full-{number}")
    raise AssertionError("a full disk takes everything")


def test_nothing_is_accepted_and_nothing_is_lost(tmp_path: Path, disk: Path, elsewhere: Elsewhere) -> None:
    printer = printer_that_is_off(elsewhere)
    (disk / "data").mkdir()
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "data").symlink_to(disk / "data")
    ids = [f"doc-{number}" for number in range(WAITING)]
    with live(tmp_path / "server", settings(printer)) as server:
        queue(server, ids)
        assert ready(server) == 200
        ballast = fill(disk)
        ids += until_refused(server)
        assert ready(server) == 503
        assert server.client.get("/healthz").status_code == 200

        elsewhere.wait(printer.switch("power", on=True))
        assert printed(elsewhere, printer, len(ids), within=20) == ids
        assert {server.finished(one)["Status"] for one in ids} == {0}
        assert server.post(document("still full"))["Status"] == 2
        server.kill()
        server.start()
        assert {server.finished(one)["Status"] for one in ids} == {0}

        ballast.unlink()
        until_ready(server)
        assert server.post(document("room again"))["Status"] == 0
        server.kill()
        server.start()
        assert {server.finished(one)["Status"] for one in [*ids, "room again"]} == {0}
        assert server.rezult("still full")["Status"] == 3
    assert on_paper(printer) == [*ids, "room again"]
