"""A remote device as a test sees it, and what it sends."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from drivers.clock import SystemClock
from drivers.model.command import Command, RegisterReceipt
from drivers.model.document import Cashier, Payments, Position, Receipt
from drivers.model.ffd import ReceiptType
from drivers.model.outcome import Outcome
from drivers.ports import Clock, DeviceContext, Errand, Transport
from drivers.remote.driver import RemoteDevice
from drivers.remote.options import RemoteOptions
from tests.drivers.remote.fake import Answering, serving

T = TypeVar("T")
WITHIN = 20.0


def no_transport(connection: str) -> Transport:
    raise AssertionError(connection)


def device(url: str, *, clock: Clock | None = None, home: Path = Path(), **options: Any) -> RemoteDevice:
    context = DeviceContext(
        number=1,
        name="Дальняя касса",
        data=Path(),
        clock=clock or SystemClock(),
        open_transport=no_transport,
        home=home,
        server="near",
    )
    return RemoteDevice(context, RemoteOptions(url=url, **({"poll_interval": 0.05} | options)))


def using(url: str, work: Callable[[RemoteDevice], Awaitable[T]], **options: Any) -> T:
    """Every wait has its end, and the device is let go of."""
    return asyncio.run(_at(url, work, options))


def against(answer: Answering, work: Callable[[RemoteDevice], Awaitable[T]], **options: Any) -> T:
    """The same with a server that answers so."""

    async def main() -> T:
        async with serving(answer) as url:
            return await _at(url, work, options)

    return asyncio.run(main())


async def _at(url: str, work: Callable[[RemoteDevice], Awaitable[T]], options: dict[str, Any]) -> T:
    remote = device(url, **options)
    try:
        async with asyncio.timeout(WITHIN):
            return await work(remote)
    finally:
        await remote.close()


async def perform(remote: RemoteDevice, command: Command, id: str) -> Outcome:  # noqa: A002
    """As the worker does it."""
    remote.about(Errand(id=id))
    await remote.mark()
    return await remote.execute(command)


def sale(amount: int = 10000, kind: ReceiptType = ReceiptType.SALE) -> RegisterReceipt:
    tea = Position(name="Чай", quantity=Decimal(1), price=amount, amount=amount)
    return RegisterReceipt(
        Receipt(type=kind, lines=(tea,), payments=Payments(cash=amount + 5000), cashier=Cashier("Петрова"))
    )
