"""A Пирит and its driver on the loop that does not wait."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from drivers.model.command import OpenShift
from drivers.model.ffd import FfdVersion
from tests.contract.asking import done
from tests.contract.goods import CASHIER
from tests.contract.pirit import PiritStand, over_tcp
from tests.faults.wires.skipping import run

Scene = Callable[[PiritStand], Awaitable[None]]


def play(scene: Scene, *, ffd: str = "1.05", **settings: Any) -> None:
    """A shift is open."""

    async def main() -> None:
        async with shop(ffd, **settings) as stand:
            await scene(stand)

    run(main())


@asynccontextmanager
async def shop(ffd: str = "1.05", **settings: Any) -> AsyncIterator[PiritStand]:
    async with over_tcp(Path("unused"), FfdVersion(ffd), **settings) as stand:
        await done(stand, OpenShift(CASHIER))
        yield stand


def sent(stand: PiritStand, command: str) -> list[bytes]:
    """Parameters of every such command that the register has executed, oldest first."""
    return [each.data for each in stand.register.exchanges if each.command == command]
