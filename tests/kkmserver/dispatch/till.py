"""One worker with its register, and a log of what happened when; for `wound` loops."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from drivers.errors import DeviceOffline
from drivers.model.command import Command
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceState
from drivers.transports.wire import Wire
from kkmserver.dispatch.device import Device, Patience
from kkmserver.dispatch.foreman import Alone, Foreman
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.meter import Meter, NoMeter
from kkmserver.dispatch.news import News
from kkmserver.dispatch.verdict import Verdict
from kkmserver.dispatch.worker import Worker
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Entry, Record
from tests.kkmserver.dispatch.shop import Register, decode
from tests.kkmserver.dispatch.wound import LoopClock

PATIENCE = Patience(queue=1000)
NUMBER = 1


@dataclass
class Flaky(Register):
    """Away between the given moments; remembers when it was asked."""

    gone: Sequence[tuple[float, float]] = ()  # loop times: from, until
    asked: list[float] = field(default_factory=list)
    marks: list[float] = field(default_factory=list)

    async def state(self) -> DeviceState:
        self.asked.append(_now())
        return await super().state()

    async def mark(self) -> str:
        self.marks.append(_now())
        return await super().mark()

    async def execute(self, command: Command) -> Outcome:
        self._reach()
        return await super().execute(command)

    def _reach(self) -> None:
        if self.away or any(start <= _now() < end for start, end in self.gone):
            raise DeviceOffline("Нет связи с кассой. Проверьте кабель.")


@dataclass
class Till:
    worker: Worker
    journal: MemoryJournal
    clock: LoopClock
    final: dict[str, tuple[float, Record]]  # id -> when, and how
    news: asyncio.Event
    running: asyncio.Task[None]

    async def accept(self, id: str, *, hold: float = 0.0, text: str | None = None, **entry: Any) -> Job:  # noqa: A002
        """As the dispatcher does; `text`: what is printed, the id if None."""
        text = id if text is None else text
        given = self.entry(id, text, hold=hold, **entry)
        job = Job(given, decode(text.encode()), await self.journal.accept(given))
        self.worker.add(job)
        return job

    def entry(self, id: str, text: str, **entry: Any) -> Entry:  # noqa: A002
        request = text.encode()
        plain = Entry(
            id=id,
            dialect="test",
            name="Print",
            device=NUMBER,
            client="test",
            request=request,
            fingerprint=request,
            accepted_at=self.clock.now(),
        )
        return replace(plain, **entry)

    async def until_final(self, *ids: str, seconds: float = 100_000) -> None:
        async with asyncio.timeout(seconds):
            while not all(id in self.final for id in ids):  # noqa: A001
                self.news.clear()
                await self.news.wait()


@dataclass
class Boss:
    """A foreman that remembers, and takes the commands whose ids he was given."""

    takes: set[str] = field(default_factory=set)
    told: list[tuple[str, Verdict]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def served(self, worker: Worker, job: Job, verdict: Verdict) -> Verdict | None:
        self.told.append((job.entry.id, verdict))
        return None if job.entry.id in self.takes else verdict

    def seen(self, worker: Worker, trouble: str) -> None:
        self.troubles.append(trouble)


@asynccontextmanager
async def till(
    register: Register,
    *,
    holds: bool = False,
    journal: MemoryJournal | None = None,
    foreman: Foreman | None = None,
    meter: Meter | None = None,
    patience: Patience = PATIENCE,
    random: Callable[[], float] = lambda: 0.0,
    poll: float | None = None,
    wire: Wire | None = None,
    blocked: str = "",
    poll_watched: float = 0.0,
    watched: News | None = None,
) -> AsyncIterator[Till]:
    """The worker runs; chance has no say unless `random` gives it one."""
    clock, journal = LoopClock(), journal or MemoryJournal()
    device = Device(
        number=NUMBER,
        name="Касса 1",
        driver_name="test",
        driver=register,
        holds=holds,
        poll=poll,
        wire=wire,
        poll_watched=poll_watched,
    )
    row = replace(await journal.device(NUMBER, clock.now()), blocked=blocked)
    final: dict[str, tuple[float, Record]] = {}
    news = asyncio.Event()

    def on_final(job: Job) -> None:
        assert job.entry.id not in final, "told twice"
        final[job.entry.id] = (_now(), job.record)
        news.set()

    worker = Worker(
        device,
        row,
        journal,
        {"test": decode},
        clock,
        patience,
        on_final,
        foreman or Alone(),
        news=watched or News(),
        meter=meter or NoMeter(),
        random=random,
    )
    running = asyncio.create_task(worker.run())
    try:
        yield Till(worker, journal, clock, final, news, running)
        assert not running.done() or worker.retired, "the worker has died"
    finally:
        worker.retire()
        running.cancel()
        await asyncio.wait((running,))


def _now() -> float:
    return asyncio.get_running_loop().time()
