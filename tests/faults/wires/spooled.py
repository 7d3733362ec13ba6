"""A printer behind CUPS; the wire is the one to the daemon, and what goes over it is IPP.

The daemon is a program of its own, so this runs on the real clock.
"""

import asyncio
import re
from dataclasses import dataclass
from itertools import count

from drivers.labels.emulator.tcp import TcpLabelPrinter
from drivers.spooler.address import open_queue
from tests.cups import ZEBRA, Cups
from tests.faults.wires.case import planned, tried
from tests.faults.wires.commands import labels
from tests.faults.wires.faults import faults
from tests.faults.wires.matrix import Case
from tests.faults.wires.printers import Device, Marks, Route, Subject
from tests.faults.wires.proxy import Proxy

_PAGE = re.compile(rb"~DGR:.*?\^XGR:.*?\^XZ", re.DOTALL)
_NUMBERS = count(1)
_PAUSE = 0.05  # seconds between looks at the queue


@dataclass(frozen=True, slots=True)
class Spooled:
    """A queue of its own, whose pages CUPS turns into ZPL."""

    daemon: Cups
    device: Device
    name: str

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.daemon.port

    def connection(self, wire: Proxy) -> str:
        return f"cups://127.0.0.1:{wire.port}/printers/{self.name}"

    async def rest(self, wire: Proxy) -> None:
        """The daemon has no job left, and the printer nobody who talks to it."""
        queue = open_queue(self.daemon.address(self.name), "pages")
        try:
            while any(not job.state.over for job in (await queue.jobs("")).values()) or self.device.connected:
                await asyncio.sleep(_PAUSE)
        finally:
            await queue.close()


def subject(daemon: Cups) -> Subject:
    async def queued(device: Device) -> Route:
        name = f"zebra{next(_NUMBERS)}"
        await daemon.add(name, f"socket://127.0.0.1:{device.port}", ZEBRA)
        return Spooled(daemon, device, name)

    settings = {
        "kind": "label",
        "width": 50.0,
        "height": 30.0,
        "margin": 1.0,
        "dpi": 203,
        "timeout": 0.5,
        "job_timeout": 3.0,
    }
    return Subject(
        "spooler, CUPS", "spooler", lambda clock: TcpLabelPrinter("zpl", clock=clock), settings,
        met=False, patience=8.0, route=queued, marks=_pages,
    )  # fmt: skip


def _pages(device: Device) -> Marks:
    """CUPS sends each as a picture and the order to print it; the emulator knows no stored pictures."""
    return [page for job in device.received for page in _PAGE.findall(job)]


async def cases(daemon: Cups) -> list[Case]:
    """Every fault of a connection to the daemon."""
    plan = await planned(subject(daemon), labels(2))
    assert plan
    return [Case(plan, fault, await tried(plan, fault)) for fault in faults(plan.down, plan.up)]
