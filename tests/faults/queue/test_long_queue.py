"""Thousands of commands wait for one device; the server is killed; all are printed in their order, once each."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.elsewhere import Elsewhere
from tests.faults.queue.shop import answers_in, memory, printed, printer_that_is_off, queue, settings
from tests.live import live

LONG = os.environ.get("FAULTS") == "long"
COMMANDS = 10_000 if LONG else 1000
GROWTH = 40.0  # MiB
ANSWER = 0.005  # seconds, by way of HTTP

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere() as found:
        yield found


def test_in_order_after_a_kill_with_flat_memory(tmp_path: Path, elsewhere: Elsewhere) -> None:
    printer = printer_that_is_off(elsewhere, keep=2 * COMMANDS)
    ids = [f"doc-{number}" for number in range(COMMANDS)]
    with live(tmp_path, settings(printer)) as server:
        begun = memory(server)
        queue(server, ids)
        waiting = memory(server, "VmHWM")
        slow = [answers_in(server, ids, 200, seed=1)]
        server.kill()
        server.start()
        slow.append(answers_in(server, ids, 200, seed=2))
        elsewhere.wait(printer.switch("power", on=True))
        paper = printed(elsewhere, printer, COMMANDS, within=COMMANDS / 20)
        slow.append(answers_in(server, ids, 200, seed=3))
        server.finished(ids[-1])
        assert {server.rezult(one)["Status"] for one in ids[:: COMMANDS // 100]} == {0}
        highest = memory(server, "VmHWM")
    print(f"MiB: {begun:.0f} at the start, {waiting:.0f} with {COMMANDS} waiting, {highest:.0f} at the most after it")
    print("median ms of GetRezult: " + ", ".join(f"{1000 * one:.1f}" for one in slow))
    assert paper == ids
    assert max(waiting, highest) - begun < GROWTH
    assert max(slow) < ANSWER
