"""A shop with one printer, which is switched off while its clients go on."""

import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from drivers.escpos.emulator.tcp import TcpEmulator
from tests.acceptance.elsewhere import Elsewhere
from tests.live import LiveServer

_CONFIG = """
[server]
queue_limit = 100000
in_flight_limit = 100000
client_rate = 0
[journal]
reserve = 2
[log]
commands = "failed"
[[devices]]
number = 1
name = "Кухня"
driver = "escpos"
connection = "{}"
away = "hold"
"""
HOLD = 3600  # seconds that the clients wait
MIB = 1 << 20


def settings(printer: TcpEmulator) -> str:
    return _CONFIG.format(printer.connection)


def printer_that_is_off(elsewhere: Elsewhere, keep: int = 1000) -> TcpEmulator:
    printer = elsewhere.enter(TcpEmulator(keep=keep))
    elsewhere.wait(printer.switch("power", on=False))
    return printer


def document(id: str, timeout: int = HOLD) -> dict[str, Any]:  # noqa: A002
    head = {"Command": "PrintDocument", "NumDevice": 1, "IdCommand": id, "Timeout": timeout}
    return {**head, "CheckStrings": [{"PrintText": {"Text": id}}]}


def queue(server: LiveServer, ids: Sequence[str]) -> None:
    """One after the other, so that this is the order in which they are accepted."""
    for one in ids:
        answer = server.post(document(one), "/Execute/async")
        assert answer["Status"] == 1, answer


def on_paper(printer: TcpEmulator) -> list[str]:
    return [row.strip() for one in printer.documents for row in one.rows if row.strip()]


def printed(elsewhere: Elsewhere, printer: TcpEmulator, count: int, within: float) -> list[str]:
    """What is on the paper, once so many documents are."""
    elsewhere.wait(printer.printed(count, within), within + 5)
    return on_paper(printer)


def answers_in(server: LiveServer, ids: Sequence[str], times: int, seed: int) -> float:
    """Median seconds of a GetRezult for one of them by chance; each is answered."""
    took = []
    for one in random.Random(seed).choices(ids, k=times):
        began = time.perf_counter()
        answer = server.rezult(one)
        took.append(time.perf_counter() - began)
        assert answer["IdCommand"] == one
        assert answer["Status"] in (0, 1), answer
    return sorted(took)[len(took) // 2]


def memory(server: LiveServer, what: str = "VmRSS") -> float:
    """MiB; VmHWM is the highest so far."""
    assert server.process
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))
