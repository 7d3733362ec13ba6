"""The servers under test as subprocesses: start, stop, memory, processor time."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.ports import free_port

ROOT = Path(__file__).parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")


class BenchFailed(Exception):
    """The bench cannot go on; the text says why."""


def write_config(folder: Path, devices: int) -> Path:
    """A config of `devices` registers that do nothing at once, with room for a long backlog."""
    rows = [f'[[devices]]\nnumber = {n}\nname = "Касса {n}"\ndriver = "null"\n' for n in range(1, devices + 1)]
    path = folder / "bench.toml"
    path.write_text("[server]\nqueue_limit = 1000000\n\n" + "\n".join(rows), encoding="utf-8")
    return path


class Target:
    """A server process: `with Target("name", arguments) as target`. `ready` is seconds from start to first answer."""

    def __init__(self, name: str, arguments: Sequence[str], port: int, log: Path) -> None:
        self.name, self.port, self._log = name, port, log
        self._command = [sys.executable, "-m", *arguments]
        self.ready = 0.0

    def __enter__(self) -> Self:
        with self._log.open("ab") as log:
            start = time.perf_counter()
            self._process = subprocess.Popen(self._command, cwd=ROOT, stdout=log, stderr=log)
        try:
            self._wait(start + 30)
        except BaseException:
            self._process.kill()
            self._process.wait()
            raise
        self.ready = time.perf_counter() - start
        return self

    def _wait(self, deadline: float) -> None:
        while True:
            if self._process.poll() is not None or time.perf_counter() > deadline:
                tail = self._log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise BenchFailed(f"{self.name} did not start:\n{tail}")
            try:
                self.ask({"Command": "List"})
            except OSError:
                time.sleep(0.002)
            else:
                return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise BenchFailed(f"{self.name} did not stop within 60 s of SIGTERM") from None

    def ask(self, command: dict[str, object]) -> dict[str, object]:
        """One command on a connection of its own. Raises OSError while nothing listens, BenchFailed unless 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", "/Execute", json.dumps(command), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise BenchFailed(f"{self.name} answers {answer.status}: {body[:500].decode(errors='replace')}")
        fields: dict[str, object] = json.loads(body)
        return fields

    def memory(self) -> tuple[float, float]:
        """Resident memory now and at its highest, in MB (10^6 bytes); nan where the system has no /proc."""
        status = Path(f"/proc/{self._process.pid}/status")
        if not status.exists():
            return float("nan"), float("nan")
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        now, highest = (int(lines[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))
        return now, highest

    def processor(self) -> float:
        """Processor seconds used so far by all threads, or nan where the system has no /proc."""
        stat = Path(f"/proc/{self._process.pid}/stat")
        if not stat.exists():
            return float("nan")
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / _TICKS


def echo(folder: Path) -> Target:
    port = free_port()
    return Target("echo", ["tests.bench.echo", str(port)], port, folder / "echo.log")


def kkmserver(folder: Path, config: Path, data: Path) -> Target:
    port = free_port()
    arguments = ["kkmserver", "serve", "--config", str(config), "--data", str(data), "--port", str(port)]
    return Target("kkmserver", arguments, port, folder / "kkmserver.log")
