"""A campaign: the server is killed, again and again, and a person settles what is unknown; then everything is read."""

import asyncio
import os
import random
import signal
from collections import Counter
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from drivers.egais.emulator.faults import Faults
from drivers.egais.emulator.tcp import UtmEmulator
from drivers.model.ffd import DocumentForm
from tests.acceptance.shop.archive import documents
from tests.faults.kills.evidence import in_hand
from tests.faults.kills.program import Program
from tests.faults.paid import shop
from tests.faults.paid.clients import Answer, Clients
from tests.faults.paid.person import Bank, Person, Row, step_of
from tests.faults.paid.shop import Sale
from tests.ports import free_port

_READY_WITHIN = 20.0
_QUIET_WITHIN = 10.0
_FIRST_ANSWER = 1.0  # seconds; some lives have nothing to answer
_LONGEST = 0.25  # seconds after that, or of a life that hardly begins


@dataclass(slots=True)
class Campaign:
    """`struck`: what a kill has met in the middle, by step. `unknown`: sales that were answered so for a while; `seen`:
    those that the journal has listed; `settled`: how many steps a person has decided on.

    `told`: mark of a bottle -> how often the УТМ was told that it is sold and not that it came back; `ever_told`: how
    often it was ever told. `receipts`: name of the goods and kopecks paid by card. `unfinished`: rows of the journal.
    """

    kills: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    final: dict[Sale, Answer] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    unknown: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    settled: Counter[str] = field(default_factory=Counter)
    bank: Bank = field(default_factory=Bank)
    told: Counter[str] = field(default_factory=Counter)
    ever_told: Counter[str] = field(default_factory=Counter)
    receipts: list[tuple[str, int]] = field(default_factory=list)
    unfinished: list[Row] = field(default_factory=list)


async def campaign(folder: Path, kills: int, seed: int, *, memory: bool) -> Campaign:
    """`memory`: of the terminal. Raises AssertionError where a life ends by itself, TimeoutError."""
    found, port = Campaign(), free_port()
    async with AsyncExitStack() as held:
        utm = await held.enter_async_context(UtmEmulator(keep=10**6, faults=Faults(answer_delay=0.003)))
        settings = shop.settings(port, utm.url, memory=memory)
        shop.settings_file(folder).write_text(settings, encoding="utf-8")
        lives = await held.enter_async_context(Program("paid.lives", folder / "server.log", str(folder)))
        clients = Clients(f"http://127.0.0.1:{port}")
        person = await held.enter_async_context(Person(f"http://127.0.0.1:{port}", utm))
        async with asyncio.TaskGroup() as group:
            group.create_task(person.watch())
            tills = group.create_task(clients.run())
            for _ in range(kills):
                await _life(lives, clients, port, random.Random(seed + found.kills))
                found.kills += 1
                found.struck.update(map(step_of, await in_hand(folder)))
            lives.say("the last one")
            await lives.hear(_READY_WITHIN)
            clients.close()
            await tills
            person.go()
        found.unfinished = await person.unfinished(_QUIET_WITHIN)
        found.bank = await person.bank()
        lives.hang_up()
        code = await lives.hear(_READY_WITHIN)
        assert code == "0", f"the last life ended with {code}"
        found.told, found.ever_told = _bottles(utm)
    found.final, found.others, found.unknown = clients.final, clients.others, clients.unknown
    found.seen, found.settled = person.seen, person.settled
    found.receipts = _receipts(shop.data_folder(folder))
    return found


async def _life(lives: Program, clients: Clients, port: int, dice: random.Random) -> None:
    """Mostly in the middle of its work, now and then while it begins it."""
    clients.answered.clear()
    lives.say("live")
    victim = int(await lives.hear(_READY_WITHIN))
    if dice.random() < 0.8:
        await _ready(port)
        with suppress(TimeoutError):
            async with asyncio.timeout(_FIRST_ANSWER):
                await clients.answered.wait()
    await asyncio.sleep(dice.uniform(0, _LONGEST))
    os.kill(victim, signal.SIGKILL)
    code = await lives.hear(_READY_WITHIN)
    assert code == "-9", f"a life ended with {code}"


async def _ready(port: int) -> None:
    async with asyncio.timeout(_READY_WITHIN):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.005)
            else:
                writer.close()
                return


def _bottles(utm: UtmEmulator) -> tuple[Counter[str], Counter[str]]:
    left, ever = Counter[str](), Counter[str]()
    for cheque in (told.cheque for told in utm.told):
        for bottle in cheque.bottles:
            left[bottle.mark] += -1 if cheque.is_return else 1
            ever[bottle.mark] += not cheque.is_return
    return left, ever


def _receipts(data: Path) -> list[tuple[str, int]]:
    found = [one for one in documents(data, 1) if one.form is DocumentForm.RECEIPT]
    return [(one.one(1059).child(1030).text(), one.one(1081).number()) for one in found]
