"""Live events over the wire, of a server whose happenings the test makes."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest

from drivers.clock import SystemClock
from drivers.model.state import DeviceKind, DeviceState
from kkmserver.dialects.http import Role
from kkmserver.dispatch.order import DeviceView
from kkmserver.store.record import Found, Record, State, Wanted
from kkmserver.web import live
from kkmserver.web.app import App, create_app
from kkmserver.web.listener import _BEHIND, Listener
from kkmserver.web.passwords import make_hash
from kkmserver.web.visitor import Visitor
from tests.kkmserver.web.browser import News, Stream, Tab
from tests.kkmserver.web.office import ADMIN, AT, BOTH, LOST, Office, row
from tests.kkmserver.web.running import Echo, serving, settings, view

STEP = live._STEP


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_STEP", 0.01)


class Scene(Office):
    """Changed by the test's thread while the server looks."""

    def __init__(self) -> None:
        super().__init__()
        self.told: Callable[[Record], None] | None = None
        self.watches: list[bool] = []
        self.doubts = 0
        self.views = [view(1, "Касса", DeviceKind.REGISTER, DeviceState(online=True, time=AT))]

    def watch(self, told: Callable[[Record], None] | None) -> None:
        self.told = told
        self.watches.append(told is not None)

    def devices(self) -> list[DeviceView]:
        return self.views

    async def count(self, wanted: Wanted, seconds: float) -> Found:
        assert wanted.states == (State.UNKNOWN,)
        return Found((), self.doubts)

    def happens(self, record: Record) -> None:
        assert self.told
        self.told(record)


@contextmanager
def stage() -> Iterator[tuple[Scene, App, int]]:
    scene = Scene()
    app = create_app(settings(BOTH), [Echo()], scene, SystemClock())
    with serving(app, settings(BOTH)) as port:
        yield scene, app, port


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Scene, App, int]]:
    with stage() as found:
        yield found


@pytest.fixture
def scene(place: tuple[Scene, App, int]) -> Scene:
    return place[0]


@pytest.fixture
def app(place: tuple[Scene, App, int]) -> App:
    return place[1]


@pytest.fixture
def tab(place: tuple[Scene, App, int]) -> Tab:
    found = Tab(place[2])
    found.sign_in()
    return found


def begun(stream: Stream) -> tuple[News, News]:
    hello, snapshot = stream.next(), stream.next()
    assert hello is not None
    assert snapshot is not None
    return hello, snapshot


def test_who_comes_new_is_told_how_everything_is(scene: Scene, tab: Tab) -> None:
    with tab.listening() as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert (stream.headers["cache-control"], stream.headers["x-accel-buffering"]) == ("no-store", "no")
        hello, snapshot = begun(stream)
        assert (hello.kind, hello.id, hello.told["resumed"]) == ("hello", "", False)
        assert (snapshot.kind, snapshot.id.partition("-")[0]) == ("snapshot", hello.told["boot"])
        assert [one["name"] for one in snapshot.told["devices"]] == ["Касса"]
        assert (snapshot.told["doubts"], snapshot.told["trouble"]) == (0, "")
        assert scene.told is not None


def test_a_device_that_changes_is_told_in_time_and_only_then(
    scene: Scene, tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "_STEP", STEP)
    with tab.listening() as stream:
        begun(stream)
        first = scene.views[0]
        scene.views = [replace(first, state=DeviceState(online=True, time=AT.replace(hour=1)))]  # nothing to see in it
        scene.why = "!"
        assert [news.kind for news in (stream.next(),) if news] == ["trouble"]
        scene.why = ""
        assert [news.kind for news in (stream.next(),) if news] == ["trouble"]
        seen_at = time.monotonic()
        scene.views = [first, view(2, "Принтер", DeviceKind.RECEIPT_PRINTER, DeviceState(online=True, paper_out=True))]
        news = stream.next()
        assert time.monotonic() - seen_at < 0.3
        assert news is not None
        assert (news.kind, news.told["number"], news.told["state"]["paper_out"]) == ("device", 2, True)
        scene.views = [first]
        assert stream.until("gone").told == {"number": 2}


def test_commands_are_for_administrators_the_last_word_of_each(scene: Scene, tab: Tab) -> None:
    user = Tab(tab.port)
    user.sign_in("User", "user")
    with tab.listening() as stream, user.listening() as other:
        begun(stream), begun(other)
        queued = row(7, "Ж-1", State.QUEUED)
        for state in (State.QUEUED, State.RUNNING, State.UNKNOWN):
            scene.happens(replace(queued, state=state, failure=LOST if state is State.UNKNOWN else None))
        scene.doubts = 1
        command = stream.until("command")
        assert (command.told["id"], command.told["state"], command.told["error"]) == ("Ж-1", "unknown", LOST.text)
        assert "request" not in command.told
        assert stream.until("doubts").told == {"count": 1}
        assert other.until("doubts").told == {"count": 1}
        scene.why = "Диск заполнен"
        heard = other.next()
        assert heard is not None
        assert (heard.kind, heard.told) == ("trouble", {"text": "Диск заполнен"})
        scene.why, scene.doubts = "", 0
        assert stream.until("trouble").told == {"text": "Диск заполнен"}


def test_settings_that_were_read_again(app: App, tab: Tab) -> None:
    with tab.listening() as stream:
        begun(stream)
        app._live._looking.get_loop().call_soon_threadsafe(app.reload, settings(BOTH))
        assert stream.until("settings").told["tag"]


def test_who_was_cut_off_goes_on_where_he_was(scene: Scene, tab: Tab) -> None:
    with tab.listening() as stream:
        last = begun(stream)[1].id
        scene.happens(row(8, "seen", State.DONE))
        last = stream.until("command").id
    scene.happens(row(9, "missed", State.DONE))
    scene.views = [replace(scene.views[0], waiting=3)]
    with tab.listening(last) as again:
        hello = again.next()
        assert hello is not None
        assert hello.told["resumed"] is True
        missed = [again.until("command"), again.until("device")]
        assert (missed[0].told["id"], missed[1].told["waiting"]) == ("missed", 3)
        assert all(int(one.id.rpartition("-")[2]) > int(last.rpartition("-")[2]) for one in missed)


@pytest.mark.parametrize("last", ["0badboot-3", "{boot}-999999", "{boot}-", "{boot}-x", "{boot}-٣", "-", "x" * 500])
def test_who_cannot_go_on_begins_anew(tab: Tab, last: str) -> None:
    with tab.listening() as stream:
        boot = begun(stream)[0].told["boot"]
    with tab.listening(last.replace("{boot}", boot).encode().decode("latin-1")) as again:
        hello, snapshot = begun(again)
        assert (hello.told["resumed"], snapshot.kind) == (False, "snapshot")


def test_more_than_is_kept_is_told_by_a_snapshot(scene: Scene, tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    with tab.listening() as stream:
        first = begun(stream)[1].id
        for number in range(live._BURST + 1):
            scene.happens(row(number, f"many-{number}", State.DONE))
        told = stream.next()
        assert told is not None
        assert told.kind == "snapshot"
        scene.happens(row(1, "one", State.DONE))
        assert stream.until("command").told["id"] == "one"
        for turn in range(live._KEPT // live._BURST + 1):
            for number in range(live._BURST):
                scene.happens(row(number, f"{turn}-{number}", State.DONE))
            while stream.until("command").told["id"] != f"{turn}-{live._BURST - 1}":
                pass
    with tab.listening(first) as again:
        assert begun(again)[0].told["resumed"] is False


def test_who_asks_for_the_head_alone_is_not_kept(tab: Tab) -> None:
    reply = tab.ask("HEAD", "/events")
    assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (200, "text/event-stream")


def test_there_is_an_end_to_listeners(tab: Tab) -> None:
    streams = [tab.listening() for _ in range(live._MOST)]
    opened = [stream.__enter__() for stream in streams]
    try:
        assert {stream.status for stream in opened} == {200}
        reply = tab.ask("GET", "/events")
        assert (reply.status, reply.headers["retry-after"]) == (503, "10")
    finally:
        for stream in streams:
            stream.__exit__(None, None, None)
    deadline = time.monotonic() + 5
    while tab.ask("GET", "/doubts").status != 200 and time.monotonic() < deadline:
        pass
    with tab.listening() as stream:
        begun(stream)


def test_users_cannot_keep_an_administrator_out(tab: Tab, scene: Scene) -> None:
    """Not even by pages that read nothing."""
    user = Tab(tab.port)
    user.sign_in("User", "user")
    with ExitStack() as held:
        opened = [held.enter_context(user.listening()) for _ in range(live._MOST)]
        assert {stream.status for stream in opened} == {200}
        assert user.ask("GET", "/events").status == 503
        mine = held.enter_context(tab.listening())
        assert mine.status == 200
        begun(mine)
        scene.doubts = 3
        scene.happens(row(1, "a", State.DONE))
        assert mine.until("doubts").told == {"count": 3}
        assert user.ask("GET", "/events").status == 503


def test_it_ends_with_the_session(tab: Tab) -> None:
    other = Tab(tab.port)
    other.sign_in()
    with tab.listening() as stream, other.listening() as stays:
        begun(stream), begun(stays)
        assert tab.ask("DELETE", "/session").status == 204
        assert stream.next() is None
        assert other.ask("GET", "/doubts").status == 200


def test_it_ends_with_the_password() -> None:
    with stage() as (_, app, port):
        tab = Tab(port)
        with tab.listening(headers=ADMIN) as basic:
            begun(basic)
            tab.sign_in()
            with tab.listening() as stream:
                begun(stream)
                app.reload(settings(BOTH.model_copy(update={"admin_password_hash": make_hash("new")})))
                while stream.next():
                    pass
                while basic.next():
                    pass


def test_it_ends_when_the_server_stops_and_nobody_comes_in_any_more() -> None:
    with stage() as (scene, app, port):
        tab = Tab(port)
        tab.sign_in()
        with tab.listening() as stream:
            begun(stream)
            app._live._looking.get_loop().call_soon_threadsafe(app.hang_up)
            assert stream.next() is None
        assert tab.ask("GET", "/events").status == 503
        assert scene.watches == [True, False]


def test_nothing_is_done_while_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_LINGER", 0.0)
    with stage() as (scene, _, port):
        assert scene.watches == []
        tab = Tab(port)
        tab.sign_in()
        for _ in range(2):
            with tab.listening() as stream:
                last = begun(stream)[1].id
            stopped = threading.Event()
            deadline = time.monotonic() + 5
            while scene.told and time.monotonic() < deadline:
                stopped.wait(0.02)
            assert scene.told is None
        assert scene.watches == [True, False, True, False]
        with tab.listening(last) as again:
            assert begun(again)[0].told["resumed"] is False  # what happened meanwhile nobody has seen


def test_who_reads_too_slowly_is_let_go() -> None:
    async def main() -> list[bytes]:
        slow = Listener(Visitor(Role.ADMIN, "127.0.0.1"))
        for _ in range(2):
            slow.put(bytes(_BEHIND // 2))
        assert len(await slow.next()) == _BEHIND
        for _ in range(3):
            slow.put(bytes(_BEHIND // 2))
        return [await slow.next(), await slow.next()]

    assert asyncio.run(main()) == [b"", b""]
