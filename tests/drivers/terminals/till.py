"""A till with a virtual terminal, and what its bank has in the end, read past the driver."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from drivers.errors import OutcomeUnknown
from drivers.model.card import CardAction, CardReference, CardResult
from drivers.model.command import Command, MoveCardMoney
from drivers.model.outcome import Outcome
from drivers.ports import Clock, DeviceContext, Transport
from drivers.terminals.driver import TerminalDriver
from drivers.terminals.virtual import VirtualTerminalOptions, build
from tests.clock import FakeClock

NONE = CardReference()
WITHIN = 20.0


def _no_transport(connection: str) -> Transport:
    raise AssertionError(connection)


def context(folder: Path, clock: Clock | None = None) -> DeviceContext:
    return DeviceContext(
        number=3,
        name="Терминал",
        data=folder,
        clock=clock or FakeClock(),
        open_transport=_no_transport,
    )


def terminal(folder: Path, clock: Clock | None = None, **options: Any) -> TerminalDriver:
    return build(context(folder, clock), VirtualTerminalOptions(**options))


def run(
    folder: Path, scene: Callable[[TerminalDriver], Awaitable[None]], clock: Clock | None = None, **options: Any
) -> None:
    """One life of the driver; it is closed at the end, whatever happens."""

    async def main() -> None:
        driver = terminal(folder, clock, **options)
        try:
            async with asyncio.timeout(WITHIN):
                await scene(driver)
        finally:
            await driver.close()

    asyncio.run(main())


def move(action: CardAction, amount: int, reference: CardReference = NONE) -> MoveCardMoney:
    return MoveCardMoney(action=action, amount=amount, reference=reference)


def pay(amount: int = 15_000, reference: CardReference = NONE) -> MoveCardMoney:
    return move(CardAction.PAY, amount, reference)


async def done(driver: TerminalDriver, command: MoveCardMoney) -> CardResult:
    card = (await driver.execute(command)).card
    assert card is not None
    return card


async def as_the_worker(driver: TerminalDriver, command: Command) -> Outcome | None:
    """The way of a command in kkmserver.dispatch: asked afterwards where the answer is lost."""
    mark = await driver.mark()
    try:
        return await driver.execute(command)
    except OutcomeUnknown:
        return await driver.settle(command, mark)


def money(folder: Path) -> int:
    """Kopecks the shop has been paid, by its bank's rows."""
    taken = ("pay", "confirm")
    if not (folder / "bank.sqlite3").exists():
        return 0  # nobody has ever asked it
    with closing(sqlite3.connect(folder / "bank.sqlite3")) as db:
        rows = db.execute(
            "SELECT t.action, t.amount, o.action FROM transactions t LEFT JOIN transactions o ON o.id = t.original"
        ).fetchall()
    total = 0
    for action, amount, original in rows:
        if action in taken:
            total += amount
        elif action == "refund" or original in taken:
            total -= amount
        elif original == "refund":
            total += amount
    return total


def bytes_of(folder: Path) -> bytes:
    """Everything that is on disk."""
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
