"""kill -9 between everything: each command once on paper, each result told, nothing left over."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.kkmserver.callbacks.site import Mishap, Site, serving
from tests.ports import free_port

STEPS = 18
CONFIG = """
[server]
port = {port}
[journal]
reserve = 0
[[devices]]
number = 1
name = "Касса 1"
driver = "virtual-kkt"
[[callbacks]]
name = "shop-17"
url = "{url}"
token = "t-17"
every = 1
"""


def receipt(number: int) -> dict[str, Any]:
    row = {"Name": f"Товар {number}", "Quantity": 1, "Price": number, "Amount": number}
    return {
        "Command": "RegisterCheck",
        "IdCommand": f"order-{number}",
        "IsFiscalCheck": True,
        "TypeCheck": 0,
        "CashierName": "Петрова",
        "CheckStrings": [{"Register": row}],
        "Cash": number,
    }


@pytest.mark.skipif(sys.platform == "win32", reason="lives are forked")
def test_killed_between_everything(tmp_path: Path) -> None:
    """Half of the orders come at once, the others one after the other."""
    orders = [receipt(number) for number in range(1, 9)]
    there = Site(*orders[:4], mishaps=[Mishap.NONE, Mishap.CUT, Mishap.NONE, Mishap.DEAF] * 5)
    there.later = orders[4:]
    ids = [order["IdCommand"] for order in orders]
    config, data = tmp_path / "kkmserver.toml", tmp_path / "data"
    with serving(there) as url, (tmp_path / "log").open("wb") as log:
        config.write_text(CONFIG.format(port=free_port(), url=url), encoding="utf-8")
        called = [sys.executable, "-m", "tests.kkmserver.callbacks.lives", str(config), str(data), str(STEPS)]
        with subprocess.Popen(called, stdin=subprocess.PIPE, stdout=log, stderr=log) as lives:
            try:
                there.wait_for_results(*ids, within=60)
                there.wait_for_peace(within=60)
            finally:
                lives.communicate(timeout=30)
    assert lives.returncode == 0, (tmp_path / "log").read_text(encoding="utf-8")
    numbers = [{told["CheckNumber"] for told in there.results[id_command]} for id_command in ids]
    assert all(len(found) == 1 for found in numbers), "every time the same was told"
    assert sums_in_storage(data) == [100 * number for number in range(1, 9)]
    assert asked(data / "journal.db", "SELECT row FROM owed") == []


def sums_in_storage(data: Path) -> list[int]:
    """Kopecks of every receipt the ФН has recorded."""
    return sorted(
        asked(data / "devices" / "1" / "storage.sqlite3", "SELECT total FROM steps WHERE receipt_type IS NOT NULL")
    )


def asked(file: Path, question: str) -> list[int]:
    with closing(sqlite3.connect(file)) as database:
        return [row[0] for row in database.execute(question)]
