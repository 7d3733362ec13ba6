"""A campaign: the server lives, dies and lives again; at the end everything is counted."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from kkmserver.store.record import Record
from tests.faults.kills import evidence, shop
from tests.faults.kills.clients import Answer, Clients
from tests.faults.kills.deaths import Death
from tests.faults.kills.devices import Devices
from tests.faults.kills.evidence import Prints
from tests.faults.kills.program import Program
from tests.faults.kills.shop import Kind
from tests.ports import free_port

_DIES_WITHIN = 60.0  # seconds of a life
_KILLED = "-9"


@dataclass(slots=True)
class Life:
    """One that ended by SIGKILL, and the commands that were sent first in it. `seconds` it took to die."""

    death: Death
    ids: list[str]
    seconds: float
    in_hand: set[str]  # begun and not ended when it died


@dataclass(slots=True)
class Campaign:
    """What everybody says at the end."""

    lives: list[Life] = field(default_factory=list)
    sent: dict[str, Kind] = field(default_factory=dict)
    final: dict[str, Answer] = field(default_factory=dict)
    repeated: dict[str, Answer] = field(default_factory=dict)
    records: dict[str, Record | None] = field(default_factory=dict)
    unfinished: list[Record] = field(default_factory=list)
    prints: dict[str, Prints] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)  # answers after which clients repeated, and how often
    log: str = ""
    seconds: float = 0.0

    def struck(self) -> set[str]:
        """Ids of commands that a kill has met in the middle."""
        return set[str]().union(*(life.in_hand for life in self.lives))


async def campaign(folder: Path, plan: Sequence[Death]) -> Campaign:
    """Raises AssertionError where a life does not end as planned, TimeoutError."""
    begun, found, kinds = time.monotonic(), Campaign(), {death.kind for death in plan}
    async with AsyncExitStack() as held:
        printers = await held.enter_async_context(Devices("printers", folder, shop.printers(kinds)))
        registers = await held.enter_async_context(Devices("registers", folder, shop.registers(kinds)))
        port = free_port()
        settings = shop.settings(port, printers.connections | registers.connections, kinds)
        shop.settings_file(folder).write_text(settings, encoding="utf-8")
        lives = await held.enter_async_context(Program("kills.lives", folder / "server.log", str(folder)))
        await _lived(folder, plan, Clients(port), lives, found)
        papers, archives = await printers.evidence(), await registers.evidence()
    found.records, found.unfinished = await evidence.records(folder, list(found.final))
    found.prints = evidence.prints(papers, archives | evidence.own_archives(folder, shop.files(kinds)))
    found.log = (folder / "server.log").read_text(encoding="utf-8", errors="replace")
    found.seconds = time.monotonic() - begun
    return found


async def _lived(folder: Path, plan: Sequence[Death], clients: Clients, lives: Program, found: Campaign) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(clients.run())
        for death in plan:
            clients.turn_to(death.kind)
            found.lives.append(await _life(folder, death, lives))
            found.lives[-1].ids += _new(clients, found)
        lives.say("null")
        clients.close()
    found.lives[-1].ids += _new(clients, found)
    found.sent, found.final, found.others = clients.sent, clients.final, clients.others
    found.repeated = await clients.repeat()
    lives.hang_up()
    code = await lives.hear(20)
    assert code == "0", f"the last life ended with {code}"


def _new(clients: Clients, found: Campaign) -> list[str]:
    """What was sent since the last life was counted."""
    return list(clients.sent)[sum(len(life.ids) for life in found.lives) :]


async def _life(folder: Path, death: Death, lives: Program) -> Life:
    begun = time.monotonic()
    lives.say(death.dump())
    try:
        code = await lives.hear(_DIES_WITHIN)
    except TimeoutError as error:
        raise AssertionError(f"{death} did not come") from error
    assert code == _KILLED, f"{death}: the life ended with {code}, see {folder}"
    return Life(death, [], time.monotonic() - begun, await evidence.in_hand(folder))
