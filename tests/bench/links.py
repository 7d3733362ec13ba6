"""`python -m tests.bench.links [--quick]`: what the ШТРИХ-М driver adds to the time of the wire, as Markdown.

A receipt of ten lines by the real driver against the emulator, and single questions against the least a register can
be; both over a pseudo-terminal and over TCP, the other end in a process of its own. A wire carries ten bits a byte.
Baseline: the same bytes there and back by plain blocking calls, without an event loop or a protocol. The machine is
rarely ours alone: every figure is of the quietest of several rounds. Exit 1 when a receipt failed or an aim was missed.
"""

import argparse
import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import serial

from drivers.clock import SystemClock
from drivers.errors import KkmError
from drivers.model.command import RegisterReceipt
from drivers.model.document import Cashier, Payments, Position, Receipt
from drivers.model.ffd import ReceiptType, VatRate
from drivers.ports import DeviceContext
from drivers.registry import load
from drivers.shtrih.line import Line
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.request import Request
from drivers.transports.connection import open_transport
from tests.bench.link_cost import Cost, Counted, Traffic, Watch, quietest

ROOT = Path(__file__).parents[2]
BAUD, BITS = 115_200, 10  # of the wire; of a byte on it
AIM_SHARE, AIM_MICROSECONDS = 0.05, 150
STATUS = Request(name="10h short status", body=bytes.fromhex("10 1E 00 00 00"), read=bytes, patience=3.0)
FRAME = bytes.fromhex("02 05 10 1E 00 00 00 0B")
ANSWER_SIZE = 20  # of link_peer: ACK and the frame
RECEIPT_HEAD = (
    "receipt over",
    "exchanges",
    "bytes out",
    "bytes in",
    "wire at 115200, ms",
    "our processor, ms",
    "our share",
    "wall, ms",
    "emulator, ms",
    "share of all that waits",
)


COUNTED = """\
The wire is worked out: bytes both ways at 115200 baud, as if the register took no time. "our processor" is the time on
a processor of all threads of the driver's process, the system's work for them included, and so is that of our clock and
counters. "our share" is that beside the wire; waiting for a processor is not in it. "share of all that waits" takes in
whatever is neither the wire nor the emulator's processor: changes of process and what others do on this machine."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Receipts and questions of one round."""

    rounds: int
    receipts: int
    questions: int


FULL, QUICK = Plan(rounds=12, receipts=10, questions=400), Plan(rounds=2, receipts=3, questions=100)


@dataclass(frozen=True, slots=True)
class Receipts:
    cost: Cost
    traffic: Traffic
    count: int

    @property
    def wire(self) -> float:
        """Seconds at BAUD."""
        return (self.traffic.sent + self.traffic.received) / self.count * BITS / BAUD

    @property
    def share(self) -> float:
        """Of the time a receipt takes on a real wire, what is our processor's."""
        return self.cost.processor / (self.cost.processor + self.wire)

    @property
    def waiting_share(self) -> float:
        """The same with all the time that is not the emulator's processor's, thread changes and system included."""
        ours = max(self.cost.wall - self.cost.peer, self.cost.processor)
        return ours / (ours + self.wire)


@dataclass(slots=True)
class Measured:
    receipts: dict[str, Receipts] = field(default_factory=dict)
    questions: dict[str, tuple[Cost, Cost]] = field(default_factory=dict)  # ours, plain calls


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.links", description="What is ours beside the wire.")
    parser.add_argument("--quick", action="store_true", help="a glance, not a result")
    plan = QUICK if parser.parse_args().quick else FULL
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "tests.bench.link_peer"]
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as peer:
        assert peer.stdout is not None
        try:
            measured = measure(json.loads(peer.stdout.readline()), peer.pid, plan)
        except (KkmError, OSError) as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            peer.terminate()
    print(report(measured, plan), end="")
    return 0 if all(met for *_, met in aims(measured)) else 1


def measure(places: dict[str, str], peer: int, plan: Plan) -> Measured:
    measured = Measured()
    for name, place in (("pty", places["bare"]), ("tcp", places["bare_tcp"])):
        measured.questions[name] = (asyncio.run(questions(place, peer, plan)), plain(place, peer, plan))
    for name, place in (("pty", places["register"]), ("tcp", places["register_tcp"])):
        measured.receipts[name] = asyncio.run(receipts(place, peer, plan))
    return measured


async def questions(place: str, peer: int, plan: Plan) -> Cost:
    line = Line(open_transport(place), ShtrihOptions(connection=place), SystemClock())
    await line.open()
    try:
        costs = []
        for _ in range(plan.rounds):
            watch = Watch(peer)
            for _ in range(plan.questions):
                await line.ask(STATUS)
            costs.append(watch.cost(plan.questions))
        return quietest(costs)
    finally:
        await line.close()


def plain(place: str, peer: int, plan: Plan) -> Cost:
    """ENQ, NAK, a frame, its answer, ACK: written and read, and nothing looked at."""
    if place.startswith("tcp:"):
        host, _, port = place.removeprefix("tcp://").partition(":")
        with socket.create_connection((host, int(port)), timeout=5) as opened:
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return _plain(opened.sendall, lambda size: opened.recv(size, socket.MSG_WAITALL), peer, plan)
    with serial.Serial(place.removeprefix("serial://").partition("?")[0], BAUD, timeout=5) as port_:
        return _plain(port_.write, port_.read, peer, plan)


def _plain(write: Callable[[bytes], object], read: Callable[[int], object], peer: int, plan: Plan) -> Cost:
    costs = []
    for _ in range(plan.rounds):
        watch = Watch(peer)
        for _ in range(plan.questions):
            write(b"\x05")
            read(1)
            write(FRAME)
            read(ANSWER_SIZE)
            write(b"\x06")
        costs.append(watch.cost(plan.questions))
    return quietest(costs)


async def receipts(place: str, peer: int, plan: Plan) -> Receipts:
    """The first one connects, opens the shift and is not counted."""
    spec, traffic, costs = load("shtrih"), Traffic(), []
    context = DeviceContext(
        number=1,
        name="Касса",
        data=Path("unused"),
        clock=SystemClock(),
        open_transport=lambda connection: Counted(open_transport(connection), traffic),
    )
    driver = spec.build(context, spec.options(connection=place))
    try:
        await driver.execute(receipt())
        traffic.frames = traffic.sent = traffic.received = 0
        for _ in range(plan.rounds):
            watch = Watch(peer)
            for _ in range(plan.receipts):
                await driver.execute(receipt())
            costs.append(watch.cost(plan.receipts))
        return Receipts(quietest(costs), traffic, plan.rounds * plan.receipts)
    finally:
        await driver.close()


def receipt(rows: int = 10) -> RegisterReceipt:
    """Ten lines of goods, paid in cash."""
    goods: tuple[Any, ...] = tuple(
        Position(
            name=f"Чай чёрный листовой {number}",
            quantity=Decimal(number + 1),
            price=12_990,
            amount=12_990 * (number + 1),
            vat=VatRate.NO_VAT,
        )
        for number in range(rows)
    )
    total = sum(position.amount for position in goods)
    cashier, paid = Cashier("Петрова А.И."), Payments(cash=total)
    return RegisterReceipt(Receipt(type=ReceiptType.SALE, lines=goods, payments=paid, cashier=cashier))


def aims(measured: Measured) -> list[tuple[str, str, str, bool]]:
    """What, wanted, measured, met."""
    share = measured.receipts["pty"].share
    question = 1e6 * measured.questions["tcp"][0].processor
    return [
        ("our share of a receipt of 10 lines at 115200", f"< {AIM_SHARE:.0%}", f"{share:.1%}", share < AIM_SHARE),
        (
            "our processor time of an exchange over TCP",
            f"< {AIM_MICROSECONDS} µs",
            f"{question:.0f} µs",
            question < AIM_MICROSECONDS,
        ),
    ]


def report(measured: Measured, plan: Plan) -> str:
    parts = [
        f"The quietest of {plan.rounds} rounds of {plan.receipts} receipts of 10 lines and {plan.questions} questions.",
        COUNTED,
        _table(
            RECEIPT_HEAD,
            [_receipt_row(name, each) for name, each in measured.receipts.items()],
        ),
        _table(
            ("10h over", "our processor, µs", "wall, µs", "plain calls: processor, µs", "wall, µs"),
            [_question_row(name, *costs) for name, costs in measured.questions.items()],
        ),
        _table(
            ("aim", "wanted", "measured", ""),
            [(*words, "met" if met else "missed") for *words, met in aims(measured)],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _receipt_row(name: str, each: Receipts) -> tuple[str, ...]:
    traffic, count = each.traffic, each.count
    return (
        name,
        *(f"{amount / count:.0f}" for amount in (traffic.frames, traffic.sent, traffic.received)),
        *(f"{1000 * seconds:.1f}" for seconds in (each.wire, each.cost.processor)),
        f"{each.share:.1%}",
        *(f"{1000 * seconds:.1f}" for seconds in (each.cost.wall, each.cost.peer)),
        f"{each.waiting_share:.1%}",
    )


def _question_row(name: str, ours: Cost, bare: Cost) -> tuple[str, ...]:
    return (name, *(f"{1e6 * seconds:.0f}" for cost in (ours, bare) for seconds in (cost.processor, cost.wall)))


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
