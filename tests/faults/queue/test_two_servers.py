"""A second server on the same journal."""

import subprocess
import sys
from pathlib import Path

from tests.live import live


def test_the_second_one_refuses_and_names_the_first(tmp_path: Path) -> None:
    with live(tmp_path) as server:
        assert server.process
        command = [sys.executable, "-m", "kkmserver", "serve", "--data", str(tmp_path / "data"), "--port", "0"]
        for _ in range(2):
            second = subprocess.run(command, capture_output=True, timeout=20, check=False)
            assert second.returncode == 2, second
            assert f"процесс {server.process.pid}" in second.stderr.decode()
        assert server.post({"Command": "List"})["Status"] == 0
        server.kill()
        server.start()  # the note of one that was killed holds nobody up
        assert server.post({"Command": "List"})["Status"] == 0
