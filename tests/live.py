"""A real server in a process of its own, for tests that go through the wire."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

from tests.ports import free_port

READY_WITHIN = 20.0


class LiveServer:
    """`with LiveServer(folder) as server:`; may be killed and started again on the same data."""

    def __init__(self, folder: Path, config: str = "", auth: tuple[str, str] | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.port, self.auth = folder, free_port(), auth
        self.arguments = ["--data", str(folder / "data"), "--port", str(self.port)]
        if config:
            (folder / "kkmserver.toml").write_text(config, encoding="utf-8")
            self.arguments += ["--config", str(folder / "kkmserver.toml")]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.client = httpx.Client(base_url=self.url, timeout=30, auth=auth, trust_env=False)

    def __enter__(self) -> "LiveServer":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()
        if self.process and self.process.poll() is None:
            self.kill()

    def start(self) -> None:
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kkmserver", "serve", *self.arguments],
            stdout=log,
            stderr=log,
            env=os.environ | {"PYTHONWARNINGS": "default"},
        )
        log.close()
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError(f"the server did not start:\n{self.log()}")

    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """As if the power had gone."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def stop(self, sign: signal.Signals = signal.SIGINT) -> int:
        """As Ctrl-C or a service manager does; the exit code."""
        assert self.process
        self.process.send_signal(sign)
        return self.process.wait(timeout=30)

    def post(self, body: Mapping[str, Any] | str, path: str = "/Execute") -> dict[str, Any]:
        content = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        answer = self.client.post(path, content=content.encode())
        answer.raise_for_status()
        result: dict[str, Any] = answer.json()
        return result

    def rezult(self, id: str) -> dict[str, Any]:  # noqa: A002
        result: dict[str, Any] = self.post({"Command": "GetRezult", "IdCommand": id})["Rezult"]
        return result

    def finished(self, id: str, within: float = 20.0) -> dict[str, Any]:  # noqa: A002
        """The result of a command, polled for as clients do."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            result = self.rezult(id)
            if result["Status"] not in (1, 4):
                return result
            time.sleep(0.05)
        raise AssertionError(f"{id} is still running:\n{self.log()}")

    def reaches(self, id: str, least: int, within: float = 20.0) -> int:  # noqa: A002
        """How many labels of a batch are known to be out, once they are `least`."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            answer = self.rezult(id)
            assert answer["Status"] == 1, answer
            if (printed := answer.get("Progress", {}).get("Printed", 0)) >= least:
                return int(printed)
            time.sleep(0.005)
        raise AssertionError(self.log())


@contextmanager
def live(folder: Path, config: str = "") -> Iterator[LiveServer]:
    with LiveServer(folder, config) as server:
        yield server
