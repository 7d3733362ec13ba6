"""`kkmserver emulate escpos` as a person starts it: print, look at the page, break it, stop it."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue

import httpx
import pytest

from tests.drivers.egais.emulator.cheques import LEGACY

WITHIN = 20.0
START = (sys.executable, "-m", "kkmserver", "emulate")


class Running:
    """The process; `lines` as it says them."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [*START, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        )
        self._lines: Queue[str] = Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line)

    def found(self, pattern: str) -> str:
        """The group of the first line that matches. Raises AssertionError when none comes in time."""
        said = ""
        try:
            while True:
                said += (line := self._lines.get(timeout=WITHIN))
                if match := re.search(pattern, line):
                    return match[1]
        except Empty:
            raise AssertionError(said) from None


@contextmanager
def emulated(*arguments: str) -> Iterator[Running]:
    running = Running(*arguments)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()
        running.reader.join(WITHIN)
        assert running.process.stdout
        running.process.stdout.close()


def talk(port: int, data: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=WITHIN) as client:
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := client.recv(4096):
            answer += chunk
        return answer


def test_print_look_and_break() -> None:
    with emulated("escpos", "--listen", "127.0.0.1:0", "--show", "127.0.0.1:0", "--dots", "384") as running:
        port = int(running.found(r"tcp://127\.0\.0\.1:(\d+)"))
        page = running.found(r"(http://127\.0\.0\.1:\d+)/")
        assert talk(port, b"\x10\x04\x01hello\n\x1dV\x00") == b"\x12"
        with httpx.Client(base_url=page, trust_env=False, timeout=WITHIN) as client:
            assert "Виртуальный принтер" in client.get("/").text
            (document,) = client.get("/state").json()["documents"]
            assert document["text"] == "hello\n"
            assert client.get(document["png"]).content.startswith(b"\x89PNG")
            client.post("/conditions", json={"name": "paper_out", "on": True}).raise_for_status()
            assert talk(port, b"\x10\x04\x04") == b"\x7e"
            assert client.post("/conditions", json={}, headers={"origin": "http://evil.example"}).status_code == 403
        if os.name == "posix":
            running.process.send_signal(signal.SIGINT)
            assert running.process.wait(WITHIN) == 0


def test_without_a_page() -> None:
    with emulated("escpos", "--listen", "0", "--head", "impact-76") as running:
        port = int(running.found(r"tcp://127\.0\.0\.1:(\d+)"))
        assert talk(port, b"\x1dIC") == b"_TM-U220\x00"


def test_a_label_printer() -> None:
    with emulated("zpl", "--listen", "0", "--show", "0", "--dpi", "300") as running:
        port = int(running.found(r"tcp://127\.0\.0\.1:(\d+)"))
        page = running.found(r"(http://127\.0\.0\.1:\d+)/")
        talk(port, b"^XA^PW300^LL200^FO20,20^GB100,50,4^FS^XZ")
        with httpx.Client(base_url=page, trust_env=False, timeout=WITHIN) as client:
            state = client.get("/state").json()
            assert len(state["documents"]) == 1
            assert client.get(state["documents"][0]["png"]).content.startswith(b"\x89PNG")
            assert all(re.search("[а-я]", one["title"]) for one in (*state["conditions"], *state["faults"]))
            answer = client.post("/faults", json={"name": "power_cut_after_labels", "value": 5})
            assert answer.status_code == 200


def test_scales_with_a_script_of_weights() -> None:
    get_weight = bytes.fromhex("F8 55 CE 01 00 23 23 00")
    weights = ("--weight", "0,5~", "--weight", "1.234")
    with emulated("scales", "--listen", "0", "--show", "0", *weights) as running:
        port = int(running.found(r"tcp://127\.0\.0\.1:(\d+)"))
        page = running.found(r"(http://127\.0\.0\.1:\d+)/")
        swings, stands = (talk(port, get_weight) for _ in range(2))
        assert (swings[6:8], swings[11], stands[6:8], stands[11]) == (b"\xf4\x01", 0, b"\xd2\x04", 1)
        with httpx.Client(base_url=page, trust_env=False, timeout=WITHIN) as client:
            state = client.get("/state").json()
            assert state["notes"] == ["На весах 1,234 кг, груз стоит"]
            assert all(re.search("[а-я]", one["title"]) for one in (*state["conditions"], *state["faults"]))
            client.post("/conditions", json={"name": "overload", "on": True}).raise_for_status()
            assert talk(port, get_weight) == bytes.fromhex("F8 55 CE 02 00 28 08 08 28")


@pytest.mark.skipif(os.name != "posix", reason="pseudo terminals are a thing of POSIX systems")
def test_a_display_on_a_serial_port(tmp_path: Path) -> None:
    link = tmp_path / "display"
    with emulated("display", "--listen", "0", "--show", "0", "--serial", str(link)) as running:
        page = running.found(r"(http://127\.0\.0\.1:\d+)/")
        link.write_bytes(b"\x0c" + "Итого".encode("cp866").ljust(20) + b"200.00")
        with httpx.Client(base_url=page, trust_env=False, timeout=WITHIN) as client:
            end = time.monotonic() + WITHIN
            while not (shown := client.get("/state").json()["documents"]) and time.monotonic() < end:
                pass
            assert [row.rstrip() for row in shown[0]["text"].splitlines()] == ["Итого", "200.00"]
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(WITHIN) == 0
    assert not link.is_symlink()


def test_a_register_with_its_page() -> None:
    open_shift, open_sale = bytes.fromhex("02 05 E0 1E 00 00 00 FB"), bytes.fromhex("02 06 8D 1E 00 00 00 00 95")
    ordered = ("--fault", "refuse-50:8D:1", "--fault", "answer-lost:E0")
    with emulated("shtrih", "--listen", "tcp://127.0.0.1:0", "--show", "0", *ordered) as running:
        port = int(running.found(r"Касса ШТРИХ-М: tcp://127\.0\.0\.1:(\d+)"))
        page = running.found(r"(http://127\.0\.0\.1:\d+)/")
        assert talk(port, b"\x05" + open_shift) == b"\x15\x06", "the answer is lost"
        assert talk(port, b"\x05") == bytes.fromhex("06 02 03 E0 00 1E FD"), "and held"
        assert talk(port, b"\x05\x06") == bytes.fromhex("06 02 03 E0 00 1E FD FF")
        assert talk(port, open_sale) == bytes.fromhex("06 02 02 8D 50 DF")
        with httpx.Client(base_url=page, trust_env=False, timeout=WITHIN) as client:
            state = client.get("/state").json()
            assert all(re.search("[а-я]", one["title"]) for one in (*state["conditions"], *state["faults"]))
            assert state["notes"] == ["Отказ 8D: ошибка 50h", "Режим 2, подрежим 0"]
            assert client.get(state["documents"][0]["png"]).content.startswith(b"\x89PNG")


@pytest.mark.skipif(os.name != "posix", reason="pseudo terminals are a thing of POSIX systems")
def test_a_register_on_a_serial_port_alone() -> None:
    with emulated("shtrih", "--listen", "pty", "--ffd", "1.05") as running:
        path = running.found(r"Последовательный порт: (/\S+)")
        port = os.open(path, os.O_RDWR | os.O_NOCTTY)
        try:
            os.write(port, b"\x05")
            assert os.read(port, 10) == b"\x15"
        finally:
            os.close(port)


def test_an_utm() -> None:
    with emulated("utm", "--listen", "0", "--fsrar", "020000000001") as running:
        port = int(running.found(r"tcp://127\.0\.0\.1:(\d+)"))
        answer = httpx.post(f"http://127.0.0.1:{port}/xml", files={"xml_file": ("a.xml", LEGACY)}, trust_env=False)
        assert "<sign>" in answer.text
        assert "cn=020000000001" in answer.text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["escpos", "--listen", "0.0.0.0:9100"], "--network"),
        (["escpos", "--show", "192.168.1.5:80"], "--network"),
        (["escpos", "--listen", "somewhere"], "127.0.0.1:9100"),
        (["escpos", "--listen", "127.0.0.1:70000"], "127.0.0.1:9100"),
        (["escpos", "--listen", "127.0.0.1:" + "9" * 5000], "127.0.0.1:9100"),
        (["teapot"], "teapot"),
        (["scales", "--weight", "heavy"], "1.234"),
        (["utm", "--serial", "x"], "--serial"),
        (["utm", "--listen", "pty"], "127.0.0.1:9100"),
        (["shtrih", "--fault", "frobnicate"], "answer-lost, "),
        (["shtrih", "--fault", "answer-lost:FF45:0"], "answer-lost:FF45:1"),
        (["shtrih", "--fault", "?"], "power-after-execution"),
        (["shtrih", "--fault", "refuse-5:8D"], "refuse-50:8D:3"),
        (["shtrih", "--fault", "refuse-00:8D"], "refuse-50:8D:3"),
        (["shtrih", "--fault", "answer-lost:FF"], "answer-lost:FF45:1"),
        (["shtrih", "--fault", "answer-lost:8D45"], "answer-lost:FF45:1"),
        (["shtrih", "--print-time", "nan"], "от 0 до 60"),
        (["zpl", "--seconds", "61"], "61"),
        (["shtrih", "--inn", "12"], "10 или 12"),
    ],
)
def test_what_is_refused(arguments: list[str], words: str) -> None:
    done = subprocess.run(
        [*START, *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=WITHIN,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 2
    assert words in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="pseudo terminals are a thing of POSIX systems")
def test_a_serial_port_that_cannot_be_made(tmp_path: Path) -> None:
    with emulated("scales", "--listen", "0", "--serial", str(tmp_path)) as running:
        assert running.found(f"Эмулятор не запущен: (последовательный порт {tmp_path} не создать: .+)")
        assert running.process.wait(WITHIN) == 2


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        for option, more in (("--listen", ()), ("--show", ("--listen", "127.0.0.1:0"))):
            with emulated("escpos", option, address, *more) as running:
                assert running.found(f"Эмулятор не запущен.*{address}.*Укажите другой: ({option})")
                assert running.process.wait(WITHIN) == 2
