"""All ways in turn, in every round; the server and the other processes live through all of it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import targets
from tests.bench.targets import Target
from tests.bench.throughput import queues, senders, ways
from tests.bench.throughput.processes import Printers, Workers
from tests.bench.throughput.receipt import PROFILE
from tests.bench.throughput.ways import POOL, Sample, Window

PRINTERS = 4
CLIENTS = (16, 64)
ONE_PROCESS = "python-escpos, a connection each, one process"
OURS, CUPS = "kkmserver", "CUPS, raw queue"
BLAST = "raw socket, prebuilt bytes, a connection each"
STRAIGHT = {
    BLAST: senders.BLAST,
    "python-escpos, a connection each": senders.FRESH,
    "python-escpos, a status question after each": senders.ASKED,
    "python-escpos, one connection, nothing asked": senders.KEPT,
}


@dataclass(frozen=True, slots=True)
class Way:
    name: str
    printers: int
    clients: int = 0  # 0: a process for each printer


@dataclass(frozen=True, slots=True)
class Plan:
    rounds: int
    window: Window


FULL = Plan(rounds=4, window=Window(warm_up=0.7, seconds=2.5))
QUICK = Plan(rounds=1, window=Window(warm_up=0.5, seconds=1.0))


@dataclass(slots=True)
class Measured:
    samples: dict[Way, list[Sample]] = field(default_factory=dict)


_Take = Callable[[], Sample]


def measure(folder: Path, plan: Plan) -> Measured:
    """Raises BenchFailed."""
    measured = Measured()
    with _takes(folder, plan.window) as takes:
        for number in range(plan.rounds):
            for way in list(takes) if number % 2 == 0 else reversed(list(takes)):
                measured.samples.setdefault(way, []).append(takes[way]())
    return measured


@contextmanager
def _takes(folder: Path, window: Window) -> Iterator[dict[Way, _Take]]:
    """Way -> what measures it once."""
    with ExitStack() as stack:
        printers = stack.enter_context(Printers(PRINTERS))
        clients = stack.enter_context(Workers("clients"))
        staff = [stack.enter_context(Workers("senders")) for _ in range(PRINTERS)]
        server = stack.enter_context(targets.kkmserver(folder, _config(folder, printers.ports), folder / "data"))
        spooled = stack.enter_context(queues.queues(printers))
        takes: dict[Way, _Take] = {}
        for count, device in ((1, 1), (PRINTERS, POOL)):
            takes |= _straight(window, printers, staff[:count])
            if count > 1:
                takes[Way(ONE_PROCESS, count, 1)] = _in_turn(window, printers, staff[0], count)
            takes |= _ours(window, printers, clients, server, count, device)
            if spooled:
                takes[Way(CUPS, count)] = _spooled(printers, spooled[:count])
        yield takes


def _straight(window: Window, printers: Printers, staff: list[Workers]) -> dict[Way, _Take]:
    def take(kind: str) -> _Take:
        return lambda: ways.straight(kind, window, printers, staff)

    return {Way(name, len(staff)): take(kind) for name, kind in STRAIGHT.items()}


def _in_turn(window: Window, printers: Printers, sender: Workers, count: int) -> _Take:
    return lambda: ways.in_turn(senders.FRESH, window, printers, sender, count)


def _ours(
    window: Window, printers: Printers, clients: Workers, server: Target, count: int, device: int
) -> dict[Way, _Take]:
    def take(many: int) -> _Take:
        return lambda: ways.ours(window, printers, clients, server, device, many)

    return {Way(OURS, count, many): take(many) for many in CLIENTS}


def _spooled(printers: Printers, used: "list[queues.Queue]") -> _Take:
    return lambda: queues.printed(printers, used)


def _config(folder: Path, ports: tuple[int, ...]) -> Path:
    devices = [
        f'[[devices]]\nnumber = {number}\nname = "Чековый {number}"\ndriver = "escpos"\n'
        f'connection = "tcp://127.0.0.1:{port}"\nprofile = "{PROFILE}"\n'
        for number, port in enumerate(ports, 1)
    ]
    members = list(range(1, len(ports) + 1))
    pool = f'[[pools]]\nnumber = {POOL}\nname = "Все"\nmembers = {members}\npolicy = "round-robin"\n'
    path = folder / "throughput.toml"
    everybody = "[server]\nclient_rate = 0\n"  # all the clients have one address
    path.write_text("\n".join([everybody, *devices, pool]), encoding="utf-8")
    return path
