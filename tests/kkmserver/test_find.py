"""`kkmserver find`: what it shows, what may be written into the settings, and with which code it ends."""

import asyncio
import io
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from drivers import registry
from drivers.clock import SystemClock
from drivers.ports import Clock, Transport
from drivers.search.offer import Found, Search
from drivers.shtrih.search import SEARCH
from kkmserver import config
from kkmserver.__main__ import main
from kkmserver.commands import find as finding
from kkmserver.commands.find import Report, Wanted
from tests.drivers.shtrih.counter import INN, SERIAL, Counter


@pytest.fixture
def counter() -> Iterator[Counter]:
    found = Counter()
    yield found
    found.close()


@pytest.fixture(autouse=True)
def shtrih_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "searches", lambda: [SEARCH])


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["find", *map(str, arguments)], prog_name="kkmserver")


def settings(folder: Path, connection: str) -> Path:
    file = folder / "kkmserver.toml"
    table = f'[[devices]]\nnumber = 7\nname = "К"\ndriver = "escpos"\nconnection = "{connection}"\n'
    file.write_text(table, encoding="utf-8")
    return file


def test_found_and_ready_for_the_settings(counter: Counter, tmp_path: Path) -> None:
    file = settings(tmp_path, "tcp://127.0.0.1:9100")
    result = run("--no-serial", "--tcp", f"127.0.0.1:{counter.device.port}", "--port", counter.port, "--config", file)
    assert result.exit_code == 0
    shown, _, tables = result.stdout.partition("\n\nВ файл настроек:\n\n")
    head, *rows = shown.splitlines()
    assert head.split("  ")[0] == "Драйвер"
    assert all(word in row for row in rows for word in ("shtrih", "ШТРИХ-ТЕСТ", SERIAL, INN))
    assert len(rows) == 2
    devices = tomllib.loads(tables)["devices"]
    serial = f"serial://{counter.port}?baud=115200"
    assert {one["connection"] for one in devices} == {counter.device.connection, serial}
    assert [one["number"] for one in devices] == [8, 9]
    assert {(one["name"], one["driver"]) for one in devices} == {("ШТРИХ-ТЕСТ", "shtrih")}


def test_what_was_shown_tells_the_progress(counter: Counter) -> None:
    result = run("--no-serial", "--tcp", f"127.0.0.1:{counter.device.port}", "--seconds", "20")
    begun, *lines = result.stderr.splitlines()
    assert "--config" in begun
    assert lines == [
        "Поиск: подключений 1, не дольше 20 с. Прервать: Ctrl-C.",
        f"Найдено: ШТРИХ-ТЕСТ, {counter.device.connection}",
        "Поиск окончен: испробовано 1 из 1.",
    ]


def test_a_configured_device_is_left_alone(counter: Counter, tmp_path: Path) -> None:
    file = settings(tmp_path, counter.device.connection)
    result = run("--no-serial", "--tcp", f"127.0.0.1:{counter.device.port}", "--config", file)
    assert result.exit_code == 1
    assert f"127.0.0.1:{counter.device.port}: уже настроено: устройство 7" in result.stdout
    assert "Ничего не найдено" in result.stdout
    assert "--config" not in result.stderr
    assert not counter.device.received


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--no-serial"], "Искать негде"),
        (["--no-serial", "--tcp", "8.8.8.8"], "--tcp «8.8.8.8»: 8.8.8.8 – не адрес внутренней сети"),
        (["--no-serial", "--tcp", "10.0.0.0/8"], "16777216 адресов"),
        (["--seconds", "0"], "0 is not in the range"),
        (["--seconds", "301"], "301 is not in the range"),
        (["--config", "no-such-file.toml"], "такого файла или устройства нет"),
    ],
)
def test_bad_arguments(arguments: list[str], why: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert why in result.stderr


def test_nothing_there(tmp_path: Path) -> None:
    result = run("--no-serial", "--port", tmp_path / "tty9")
    assert result.exit_code == 1
    assert f"{tmp_path / 'tty9'}: " in result.stdout
    assert "такого файла или устройства нет" in result.stdout


def test_the_ports_of_this_computer(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    async def ports() -> list[str]:
        return [counter.port]

    monkeypatch.setattr(finding, "serial_ports", ports)
    result = run()
    assert result.exit_code == 0
    assert f"serial://{counter.port}?baud=115200" in result.stdout


def test_a_terminal_has_one_line_that_changes(counter: Counter) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    report = finding.run(Wanted([f"127.0.0.1:{counter.device.port}"], [], False, 20), config.builtin(), screen)
    assert report.code == 0
    assert "\rИспробовано 1 из 1, найдено 1\x1b[K\n" in screen.getvalue()


def test_interrupted_it_tells_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    async def probe(transport: Transport, connection: str, clock: Clock) -> Found | None:
        if connection.endswith(":1"):
            return Found(driver="shtrih", connection=connection, model="Касса", note="ж")
        (task,) = (one for one in asyncio.all_tasks() if one.get_coro().__qualname__ == "_search")  # type: ignore[union-attr]
        task.cancel()  # as Ctrl-C does
        await SystemClock().sleep(3600)
        return None

    monkeypatch.setattr(registry, "searches", lambda: [Search(tcp_ports=(1, 2), probe=probe)])
    screen = io.StringIO()
    report: Report = finding.run(Wanted(["127.0.0.1"], [], False, 60), None, screen)
    assert report.code == 0
    assert "tcp://127.0.0.1:1: ж" in report.text
    assert "Поиск прерван: испробовано 1 из 2." in screen.getvalue()
