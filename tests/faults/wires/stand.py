"""One printer at the end of a wire that can be broken, behind the real dispatcher."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from drivers import registry
from drivers.emulation import line
from drivers.model.command import Command
from drivers.ports import DeviceContext, Transport
from drivers.transports.connection import open_transport
from kkmserver.dispatch.device import Device, Patience
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.order import Order, Target
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Record
from tests.faults.wires import printers
from tests.faults.wires.faults import HEALTHY, Fault
from tests.faults.wires.noise import Noise, Noisy
from tests.faults.wires.printers import Route, Subject
from tests.faults.wires.proxy import Proxy
from tests.faults.wires.skipping import LoopClock

NUMBER = 1
# An emulator's small window makes TCP wait before it says that there is room again, longer than the loop of `skipping`
# waits for the system. What stalls here is the proxy.
_ROOM = 2**18  # bytes
_NEVER = 1e6  # seconds until the next status question: the wire is broken for commands alone
_WITHIN = 600.0  # seconds, of the loop


@dataclass(slots=True)
class Stand:
    subject: Subject
    device: printers.Device
    route: Route
    wire: Proxy
    dispatcher: Dispatcher
    noise: Noise

    async def send(self, id: str, command: Command) -> Record:  # noqa: A002
        """What the client is told in the end, or as it stands when its patience ends."""
        name = type(command).__name__
        order = Order(
            id=id, dialect="wires", name=name, command=command, target=Target(number=NUMBER),
            client="", request=id.encode(), fingerprint=id.encode(),
        )  # fmt: skip
        return await (await self.dispatcher.submit(order)).wait(self.subject.patience)

    def break_it(self, fault: Fault) -> None:
        """For the connections that are made from now on."""
        self.wire.fault, self.noise.spoil, self.noise.at = fault, fault.spoil, fault.at

    async def mend(self) -> None:
        """The wire is well again, and what was on it has arrived; a device that had died is switched on."""
        dead = self.wire.fault.kills
        self.noise.mend()
        self.wire.mend()
        if dead:
            await self.device.switch("power", on=False)
            await self.device.switch("power", on=True)
        async with asyncio.timeout(_WITHIN):
            await self.route.rest(self.wire)
        if self.subject.keeps:  # what is wrong with a connection stays with it
            await self.wire.drop()

    def paper(self) -> printers.Marks:
        return self.subject.marks(self.device)


@asynccontextmanager
async def stand(subject: Subject, fault: Fault = HEALTHY) -> AsyncIterator[Stand]:
    """The wire breaks once the driver has met the printer, or before where it has not met it."""
    clock = LoopClock()
    noise = Noise()

    def opened(connection: str) -> Transport:
        return Noisy(open_transport(connection), noise)

    async with AsyncExitStack() as held:
        with mock.patch.object(line, "CHUNK", _ROOM):
            device = await held.enter_async_context(subject.device(clock))
        route = await subject.route(device)
        wire = await held.enter_async_context(Proxy(*route.address))
        spec = registry.load(subject.driver)
        context = DeviceContext(NUMBER, subject.name, Path("unused"), clock, opened)
        driver = spec.build(context, spec.options(connection=route.connection(wire), **subject.options))
        known = Device(number=NUMBER, name=subject.name, driver_name=subject.driver, driver=driver)
        patience = Patience(poll=_NEVER, calm=_NEVER)
        dispatcher = Dispatcher(MemoryJournal(), [known], {}, clock, patience=patience)
        ready = Stand(subject, device, route, wire, dispatcher, noise)
        if not subject.met:
            ready.break_it(fault)
        await dispatcher.start()
        try:
            if subject.met:
                await _seen(dispatcher)
                if subject.keeps:  # so that the next command finds the wire as it is then
                    await wire.drop()
                ready.break_it(fault)
            yield ready
        finally:
            await dispatcher.stop(0)


async def _seen(dispatcher: Dispatcher) -> None:
    async with asyncio.timeout(_WITHIN):
        while dispatcher.devices()[0].state is None:
            await asyncio.sleep(0.01)
