"""Commands that wait for a device that is away, on the loop that the server runs on."""

import asyncio
from dataclasses import replace

import pytest

from kkmserver.dispatch.held import Held
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.line import Line
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Record
from tests.clock import FakeClock
from tests.kkmserver.store.entries import entry


def test_a_command_that_comes_while_the_line_is_about_to_be_looked_through() -> None:
    uvloop = pytest.importorskip("uvloop")
    refused: list[Job] = []

    def refusal(job: Job) -> Record | None:
        refused.append(job)
        return None

    async def scene() -> None:
        line, journal = Line(MemoryJournal(), {}), MemoryJournal()
        held = Held(
            line, journal, FakeClock(), waiting=lambda: True, refusal=refusal, on_refused=lambda job, record: None
        )
        job = Job(replace(entry("a"), hold=0.05), None)
        line.add(job)
        held.recheck()
        held.expect(job)
        async with asyncio.timeout(5):
            while not refused:
                await asyncio.sleep(0.01)
        assert refused == [job]

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(scene())
