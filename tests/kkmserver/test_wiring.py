"""Settings read again while the server runs, and the server's own name."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kkmserver import config
from kkmserver.config import Config
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.house import House
from kkmserver.store.memory import MemoryJournal
from kkmserver.wiring import _server_name
from tests.clock import FakeClock
from tests.kkmserver.dispatch.shop import until


def _written(file: Path, *names: str) -> Path:
    tables = [f'[[devices]]\nnumber = {i}\nname = "{name}"\ndriver = "null"\n' for i, name in enumerate(names, 1)]
    file.write_text("\n".join(tables), encoding="utf-8")
    return file


def _reading(folder: Path, told: Callable[[House, Config, int], None]) -> list[str]:
    """The names of the devices after one reading and what `told` makes of it."""

    async def main() -> list[str]:
        clock, count = FakeClock(), 0
        dispatcher = Dispatcher(MemoryJournal(), [], {}, clock)
        await dispatcher.start()

        def hear(new: Config) -> None:
            nonlocal count
            count += 1
            told(house, new, count)

        file = _written(folder / "kkmserver.toml", "Касса 1")
        house = House(config.load(file), folder, clock, "", dispatcher, [hear], {})
        _written(file, "Касса 1", "Касса 2")
        house._begin()
        await until(lambda: house._reading and house._reading.done(), 10)
        await dispatcher.stop(1)
        return [view.name for view in dispatcher.devices()]

    return asyncio.run(main())


def test_changed_again_while_the_settings_are_read(tmp_path: Path) -> None:
    def change(house: House, new: Config, count: int) -> None:
        if count == 1:
            _written(tmp_path / "kkmserver.toml", "Касса 1", "Касса 2", "Касса 3")
            house._begin()
            house._begin()
        assert count <= 2, "one more reading is enough for any number of signals"

    assert _reading(tmp_path, change) == ["Касса 2", "Касса 3"]


def test_a_bug_of_ours_does_not_end_the_reading_for_ever(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def stumble(house: House, new: Config, count: int) -> None:
        if count == 1:
            _written(tmp_path / "kkmserver.toml", "Касса 1", "Касса 2", "Касса 3")
            house._begin()
            raise RuntimeError("ours")

    assert _reading(tmp_path, stumble) == ["Касса 2", "Касса 3"]
    assert "settings not taken" in caplog.text


def test_settings_that_are_not_taken_begin_no_wire_log(tmp_path: Path) -> None:
    printer = '[[devices]]\nnumber = 1\nname = "П"\ndriver = "escpos"\nconnection = "tcp://127.0.0.1:1"\n'

    async def main() -> None:
        clock = FakeClock()
        dispatcher = Dispatcher(MemoryJournal(), [], {}, clock)
        await dispatcher.start()
        (file := tmp_path / "kkmserver.toml").write_text(printer, encoding="utf-8")
        house = House(config.load(file), tmp_path, clock, "", dispatcher, [], {})
        file.write_text(f"{printer}wire_log = true\n", encoding="utf-8")
        dispatcher.drain()
        house._begin()
        await until(lambda: house._reading and house._reading.done(), 10)
        await dispatcher.stop(1)

    asyncio.run(main())
    assert not (tmp_path / "wire").exists()


_SIGNALLED = """
import os, signal, sys
from kkmserver import wiring
from kkmserver.__main__ import main

made = wiring._server_name
def name(data):
    os.kill(os.getpid(), signal.SIGHUP)
    return made(data)

wiring._server_name = name
main(["serve", "--port", "0", "--config", sys.argv[1], "--data", sys.argv[2]])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")
def test_a_signal_during_the_start_is_heard_when_it_can_be(tmp_path: Path) -> None:
    """It ended the server: `systemctl reload` may come at any moment."""
    file = _written(tmp_path / "kkmserver.toml", "Касса 1")
    called = [sys.executable, "-c", _SIGNALLED, str(file), str(tmp_path / "data")]
    with subprocess.Popen(called, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        watchdog = threading.Timer(20, server.kill)
        watchdog.start()
        assert server.stderr
        said = next((line for line in server.stderr if "settings read again" in line), "")
        server.terminate()
        watchdog.cancel()
    assert said


@pytest.mark.parametrize("left", [None, "", "\n"])
def test_a_name_for_good(tmp_path: Path, left: str | None) -> None:
    """A full disk leaves an empty file."""
    if left is not None:
        (tmp_path / "server-id").write_text(left, encoding="ascii")
    name = _server_name(tmp_path)
    assert len(name) == 32
    assert _server_name(tmp_path) == name
