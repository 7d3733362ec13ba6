"""Live events of a whole server in a process of its own."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kkmserver.web.browser import News, Tab
from tests.live import LiveServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    with LiveServer(tmp_path) as found:
        yield found


def test_two_tabs_a_restart_and_a_stop_while_they_listen(server: LiveServer) -> None:
    tab = Tab(server.port)
    tab.sign_in("Admin", "")
    with tab.listening() as stream, tab.listening() as other:
        told = stream.until("snapshot").told
        other.until("snapshot")
        assert [device["number"] for device in told["devices"]] == [1, 2, 3]
        begun = time.monotonic()
        assert tab.ask("POST", "/Execute", {"Command": "OpenShift", "IdCommand": "a", "NumDevice": 1}).status == 200
        heard = list(_until_open(stream))
        assert time.monotonic() - begun < 2
        assert [news.told["state"] for news in heard if news.kind == "command"][-1] == "done"
        assert heard[-1].told["state"]["shift_since"].endswith("+00:00")
        last = other.until("command").id
        begun = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begun < 2
        assert [news.told["text"] for news in iter(stream.next, None) if news.kind == "trouble"] in (
            [],
            ["Сервер останавливается."],
        )
    server.start()
    with tab.listening(last) as stream:
        hello, snapshot = stream.next(), stream.next()
        assert hello is not None
        assert snapshot is not None
        assert (hello.told["resumed"], snapshot.kind) == (False, "snapshot")  # the cookie is good, the events are gone
        server.kill()


def _until_open(stream: object) -> Iterator[News]:
    while news := stream.next():  # type: ignore[attr-defined]
        yield news
        if news.kind == "device" and news.told["state"]["shift"] == "open":
            return
    raise AssertionError("the shift was never seen open")
