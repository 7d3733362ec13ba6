"""CUPS and kkmserver on the same two faults, each with printers of its own: `python -m tests.faults.cups_faults`.

A raw queue of a real CUPS and a receipt printer of a real kkmserver get the same documents, for emulators of one kind.
Fault 1: the server is killed while most of what it has accepted still waits. Fault 2: one of two printers that stand in
for each other breaks every connection in mid-document.
"""

import asyncio
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from drivers.emulation.faults import Faults
from drivers.escpos.emulator.tcp import TcpEmulator
from tests.acceptance.elsewhere import Elsewhere
from tests.cups import Cups
from tests.live import LiveServer

LINES = 30  # of a document
SPEED = 3000  # bytes a second that a printer takes: a document in about 0.2 s
HALF = 250  # bytes after which a bad printer breaks off
WITHIN = 120.0  # seconds for everything to come out
_STILL = 2.5  # seconds without a change after which nothing more is expected

DEVICE = """
[[devices]]
number = {number}
name = "Printer {number}"
driver = "escpos"
connection = "{connection}"
timeout = 2.0
"""
POOL = """
[[pools]]
number = 10
name = "Pool"
members = [1, 2]
"""


@dataclass(frozen=True, slots=True)
class Count:
    """Documents that were accepted, by what came of them."""

    whole: int = 0  # on paper once
    part: int = 0  # broken off on paper
    none: int = 0
    twice: int = 0
    done: int = 0  # that the server calls done
    false: int = 0  # of these, not whole on paper
    unknown: int = 0  # of which the server says that it does not know
    silent: int = 0  # neither whole on paper, nor does the server say that anything is wrong


@dataclass(slots=True)
class Printers:
    """In a thread of their own; `told`: document -> "done", "unknown" or what else the server says of it."""

    elsewhere: Elsewhere
    devices: list[TcpEmulator]
    told: dict[str, str] = field(default_factory=dict)

    def rows(self) -> list[str]:
        def read() -> list[str]:
            return [row.text for device in self.devices for row in device.machine.roll.rows]

        return self.elsewhere.do(read)

    def still(self) -> None:
        """Wait until nothing more comes out."""
        end, before, since = time.monotonic() + WITHIN, -1, time.monotonic()
        while time.monotonic() < end and time.monotonic() < since + _STILL:
            if (now := len(self.rows())) != before:
                before, since = now, time.monotonic()
            time.sleep(0.1)

    def count(self, names: list[str]) -> Count:
        rows = Counter(self.rows())
        first = {name: rows[line(name, 1)] for name in names}
        last = {name: rows[line(name, LINES)] for name in names}
        whole = {name for name in names if last[name] == 1}
        done = {name for name in names if self.told.get(name) == "done"}
        unknown = {name for name in names if self.told.get(name) == "unknown"}
        part = {name for name in names if first[name] and not last[name]}
        return Count(
            whole=len(whole),
            part=len(part),
            none=sum(not first[name] and not last[name] for name in names),
            twice=sum(max(first[name], last[name]) > 1 for name in names),
            done=len(done),
            false=len(done - whole),
            unknown=len(unknown),
            silent=len(set(names) - whole - unknown),
        )


def line(name: str, number: int) -> str:
    return f"{name} line {number}"


@contextmanager
def printers(*faults: Faults) -> Iterator[Printers]:
    with Elsewhere() as elsewhere:
        yield Printers(elsewhere, [elsewhere.enter(TcpEmulator(faults=one)) for one in faults])


class CupsSide:
    """Raw queues, and a class of them, as Debian sets them up: what has changed is on the disk within half a minute."""

    title = "CUPS"
    dirty_clean_interval = 30  # seconds

    def __init__(self, paper: Printers, folder: Path) -> None:
        self._paper, self._daemon, self._folder = paper, Cups(folder), folder
        self._jobs: dict[str, str] = {}

    def start(self) -> None:
        settings = self._folder / "etc" / "cupsd.conf"
        wanted = f"DirtyCleanInterval {self.dirty_clean_interval}"
        settings.write_text(settings.read_text().replace("DirtyCleanInterval 0", wanted))
        self._daemon.start()
        names = [f"p{number}" for number in range(1, len(self._paper.devices) + 1)]
        for name, device in zip(names, self._paper.devices, strict=True):
            asyncio.run(self._daemon.add(name, f"socket://127.0.0.1:{device.port}", on_error="retry-job"))
            self._run("lpadmin", "-p", name, "-c", "class")
        self._run("cupsaccept", "class")
        self._run("cupsenable", "class")

    def accept(self, name: str) -> None:
        body = "".join(f"{line(name, number)}\n" for number in range(1, LINES + 1)).encode()
        said = self._run("lp", "-d", "class", "-o", "raw", given=b"\x1b@" + body + b"\x1dV\x00")
        found = re.search(r"request id is (\S+)", said)
        assert found, said
        self._jobs[found[1]] = name

    def revive(self) -> None:
        self._daemon.kill()
        self._daemon.start()

    def ask(self) -> None:
        for line in self._run("lpstat", "-W", "completed").splitlines():
            if (job := line.split()[0]) in self._jobs:
                self._paper.told[self._jobs[job]] = "done"

    def stop(self) -> None:
        self._daemon.kill()

    def _run(self, command: str, *arguments: str, given: bytes = b"") -> str:
        program = shutil.which(command, path="/usr/bin:/usr/sbin:/bin:/sbin")
        assert program, command
        address = ("-h", f"127.0.0.1:{self._daemon.port}")
        done = subprocess.run((program, *address, *arguments), input=given, capture_output=True, check=True, timeout=60)
        return done.stdout.decode()


class EagerCupsSide(CupsSide):
    """What has changed is written at once."""

    title = "CUPS, DirtyCleanInterval 0"
    dirty_clean_interval = 0


class OurSide:
    """A receipt printer, or a pool of two."""

    title = "kkmserver"

    def __init__(self, paper: Printers, folder: Path) -> None:
        devices = [
            DEVICE.format(number=number, connection=device.connection) for number, device in enumerate(paper.devices, 1)
        ]
        self._number = 10 if len(devices) > 1 else 1
        config = "".join(devices) + (POOL if len(devices) > 1 else "")
        self._paper, self._server = paper, LiveServer(folder, config)
        self._names: list[str] = []

    def start(self) -> None:
        self._server.start()

    def accept(self, name: str) -> None:
        rows = [{"PrintText": {"Text": line(name, number)}} for number in range(1, LINES + 1)]
        body = {"Command": "PrintDocument", "NumDevice": self._number, "IdCommand": name, "CheckStrings": rows}
        assert self._server.post(body, "/Execute/async")["Status"] in (0, 1, 4)
        self._names.append(name)

    def revive(self) -> None:
        self._server.kill()
        self._server.start()

    def ask(self) -> None:
        for name in self._names:
            answer = self._server.finished(name, within=WITHIN)
            unknown = answer["Error"].startswith("Результат неизвестен:")
            self._paper.told[name] = "done" if answer["Status"] == 0 else "unknown" if unknown else answer["Error"]

    def stop(self) -> None:
        self._server.__exit__(None, None, None)


Side = CupsSide | OurSide
Make = Callable[[Printers, Path], Side]


def killed(make: Make, documents: int, seconds: float) -> Count:
    """The server of a slow printer is killed so long after it has accepted the last one, and started again."""
    return _played(make, documents, (Faults(bytes_per_second=SPEED),), seconds)


def with_a_bad_member(make: Make, documents: int) -> Count:
    """Of two printers that stand in for each other the second one breaks every connection in mid-document."""
    return _played(make, documents, (Faults(), Faults(reset_after=HALF)), None)


def _played(make: Make, documents: int, faults: tuple[Faults, ...], kill_after: float | None) -> Count:
    names = [f"job {number}" for number in range(1, documents + 1)]
    with printers(*faults) as paper, tempfile.TemporaryDirectory(prefix="kkmserver-faults-") as folder:
        side = make(paper, Path(folder))
        try:
            side.start()
            for name in names:
                side.accept(name)
            if kill_after is not None:
                time.sleep(kill_after)
                side.revive()
            paper.still()
            side.ask()
        finally:
            side.stop()
        return paper.count(names)


ROWS = {
    "on paper once, whole": lambda count: count.whole,
    "on paper in part": lambda count: count.part,
    "not on paper": lambda count: count.none,
    "on paper more than once": lambda count: count.twice,
    "called done": lambda count: count.done,
    "called done, and not whole on paper": lambda count: count.false,
    "said to be unknown, with a text that sends somebody to the paper": lambda count: count.unknown,
    "lost, broken off or doubled without a word": lambda count: count.silent,
}


def table(found: dict[str, Count]) -> str:
    """`found`: heading of a column -> what was counted."""
    head = ("of the accepted documents", *found)
    rows = [(name, *(str(of(count)) for count in found.values())) for name, of in ROWS.items()]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def main() -> None:
    sides: tuple[type[CupsSide] | type[OurSide], ...] = (CupsSide, EagerCupsSide, OurSide)
    print("#### 60 documents accepted, `kill -9` after 1.5 s, started again\n")
    print(table({side.title: killed(side, 60, 1.5) for side in sides}))
    print("\n#### 20 documents for two printers, of which one breaks off in mid-document\n")
    print(table({side.title: with_a_bad_member(side, 20) for side in (CupsSide, OurSide)}))


if __name__ == "__main__":
    main()
