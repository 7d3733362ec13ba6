"""A shop whose server is killed: two devices that keep a log on disk, and wrappers that kill at named points.

Run as `python -m tests.faults.shop FOLDER KILLS SEED`: lives KILLS + 1 lives in FOLDER, all but the last ended by
SIGKILL. One process imports everything and forks each life, so a life costs milliseconds.
"""

import asyncio
import os
import random
import signal
import sys
from collections.abc import Iterator
from datetime import datetime
from itertools import cycle
from pathlib import Path
from typing import TypeVar

from drivers.clock import SystemClock
from drivers.errors import OutcomeUnknown
from drivers.model.command import Command, PrintDocument
from drivers.model.document import TextLine
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import Traits
from kkmserver.dispatch.device import Device, Patience
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.order import Order, Target
from kkmserver.store.record import Entry, Failure, Record, State
from kkmserver.store.sqlite import SqliteJournal

T = TypeVar("T")

POINTS = (
    "before accept", "after accept", "before start", "after start", "before print", "after print",
    "before finish", "after finish",
)  # fmt: skip
ASKABLE, MUTE = 1, 2  # device numbers: one that can be asked what it did last, and one that cannot


class Fate:
    """Kills this process when `point` is reached for the `count`-th time."""

    def __init__(self, point: str, count: int) -> None:
        self._point, self._left = point, count

    def at(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


def log(file: Path, *words: str) -> None:
    with file.open("a") as out:
        out.write(" ".join(words) + "\n")
        out.flush()
        os.fsync(out.fileno())


def lines(file: Path) -> list[list[str]]:
    return [line.split() for line in file.read_text().splitlines()] if file.exists() else []


class LoggingDevice:
    """A device whose paper is a file: "begin ID" when the bytes went out, "done ID" when it is printed."""

    def __init__(self, folder: Path, number: int, fate: Fate) -> None:
        self._paper, self._number, self._fate = folder / f"paper {number}", number, fate

    @property
    def traits(self) -> Traits:
        return Traits(kind=DeviceKind.RECEIPT_PRINTER, type_id="Log", model="log")

    async def execute(self, command: Command) -> Outcome:
        log(self._paper, "begin", _text(command))
        self._fate.at("before print")
        log(self._paper, "done", _text(command))
        self._fate.at("after print")
        return Outcome(change=1)

    async def state(self) -> DeviceState:
        return DeviceState(online=True)

    async def mark(self) -> str:
        return str(len(lines(self._paper)))

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        if self._number == MUTE:
            raise OutcomeUnknown("Принтер не помнит, что печатал.")
        return Outcome(change=2) if ["done", _text(command)] in lines(self._paper)[int(mark) :] else None

    async def close(self) -> None:
        return None


class DeadlyJournal(SqliteJournal):
    """The real one, with death before and after each call."""

    fate: Fate

    def accept(self, entry: Entry) -> asyncio.Future[Record]:
        self.fate.at("before accept")
        return self._then("after accept", super().accept(entry))

    def start(self, row: int, mark: str, at: datetime) -> asyncio.Future[None]:
        self.fate.at("before start")
        return self._then("after start", super().start(row, mark, at))

    def finish(
        self, row: int, state: State, at: datetime, *, outcome: Outcome | None = None, failure: Failure | None = None
    ) -> asyncio.Future[None]:
        self.fate.at("before finish")
        return self._then("after finish", super().finish(row, state, at, outcome=outcome, failure=failure))

    def _then(self, point: str, written: asyncio.Future[T]) -> asyncio.Future[T]:
        written.add_done_callback(lambda _: self.fate.at(point))
        return written


async def live(folder: Path, fate: Fate, ids: list[str]) -> None:
    """Start, send every id (as a client that repeats blindly does), until each is done or unknown."""
    journal = await DeadlyJournal.open(folder / "journal.db")
    journal.fate = fate
    for (one,) in lines(folder / "accepted"):
        assert await journal.find(one), f"{one} was accepted and is forgotten"
    devices = [
        Device(number=number, name="", driver_name="log", driver=LoggingDevice(folder, number, fate))
        for number in (ASKABLE, MUTE)
    ]
    dispatcher = Dispatcher(journal, devices, {"test": _command}, SystemClock(), patience=Patience(pause=0.001))
    await dispatcher.start()

    async def send(id: str) -> None:  # noqa: A002
        again = True
        while again:
            ticket = await dispatcher.submit(_order(id))
            log(folder / "accepted", id)
            record = await ticket.wait(60)
            again = record.failure is not None and record.failure.may_run_again

    await asyncio.gather(*map(send, ids))
    await dispatcher.stop(5)
    await journal.close()


def _command(request: bytes, accepted_at: datetime) -> Command:
    return PrintDocument((TextLine(request.decode()),))


def _text(command: Command) -> str:
    assert isinstance(command, PrintDocument)
    (line,) = command.lines
    assert isinstance(line, TextLine)
    return line.text


def _order(id: str) -> Order:  # noqa: A002
    request = id.encode()
    number = ASKABLE if int(id) % 2 else MUTE
    return Order(
        id=id, dialect="test", name="Print", command=PrintDocument((TextLine(id),)), target=Target(number=number),
        client="", request=request, fingerprint=request,
    )  # fmt: skip


def _life(folder: Path, fate: Fate, ids: list[str], seconds: float | None) -> int:
    """The wait status of a process that lived it; killed from outside after `seconds`."""
    child = os.fork()
    if child == 0:
        if seconds is not None:
            signal.setitimer(signal.ITIMER_REAL, seconds)  # SIGALRM is deadly by default, whatever Python is doing
        asyncio.run(live(folder, fate, ids))
        os._exit(0)
    return os.waitpid(child, 0)[1]


def _fates(kills: int, dice: random.Random) -> Iterator[tuple[Fate, float | None]]:
    """Every named point in turn, and a random moment after each two."""
    points = cycle(POINTS)
    for kill in range(kills):
        if kill % 3 == 2:
            yield Fate("", 0), dice.uniform(0.002, 0.03)
        else:
            yield Fate(next(points), dice.randint(1, 4)), None
    yield Fate("", 0), None


def main(folder: Path, kills: int, seed: int) -> None:
    ids: list[str] = []
    deaths = 0
    for fate, seconds in _fates(kills, random.Random(seed)):
        ids += [str(len(ids) + i) for i in range(10)]
        deaths += _life(folder, fate, ids, seconds) != 0
    print(deaths, len(ids))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
