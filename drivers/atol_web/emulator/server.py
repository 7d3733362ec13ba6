"""The service without its plug: HTTP in, HTTP out, and what is to happen to the connection after that. No I/O."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from drivers.atol_web.emulator import results
from drivers.atol_web.emulator.conditions import Conditions
from drivers.atol_web.emulator.device import Device
from drivers.atol_web.emulator.devices_api import DevicesApi
from drivers.atol_web.emulator.faults import Fault, Occasion, Wire, struck
from drivers.atol_web.emulator.pace import Pace
from drivers.atol_web.emulator.quirks import Quirks
from drivers.atol_web.emulator.register import Register
from drivers.atol_web.emulator.requests_api import RequestsApi, types_in
from drivers.atol_web.emulator.router import BOTH, Router
from drivers.clock import SystemClock
from drivers.emulation.fiscal.paper import Roll
from drivers.emulation.fiscal.till import Till
from drivers.emulation.http import HttpTalk, Question, Reply
from drivers.emulation.plan import Plan
from drivers.ports import Clock


@dataclass(frozen=True, slots=True)
class Exchange:
    """`types`: of the tasks it is about. `status`: what was to be answered, whether it was heard or not."""

    method: str
    path: str
    types: tuple[str, ...]
    status: int


class Server:
    """`registers` by the id of their device; the first one is the default, and `till`, `roll`, `pulses` are its own.

    `api`: "v1", "v2" or "both"; `login` "" = everybody is let in. `after`: the fault that struck the last exchange.
    """

    room = 1 << 16

    def __init__(
        self,
        registers: Mapping[str, Register],
        *,
        api: str = BOTH,
        login: str = "",
        password: str = "",
        pace: Pace | None = None,
        quirks: Quirks | None = None,
        clock: Clock | None = None,
        seed: int = 0,
        keep: int = 1000,
    ) -> None:
        self.quirks, self.clock, self._pace = quirks or Quirks(), clock or SystemClock(), pace or Pace()
        self.plan = Plan[Fault](seed)
        self.after: Fault | None = None
        self.exchanges: deque[Exchange] = deque(maxlen=keep)
        self.devices = {name: self._device(name, register) for name, register in registers.items()}
        self._service = DevicesApi(self.devices, self._new, self.clock.local, lambda: self.quirks)
        self._requests = RequestsApi(self.devices, lambda: self.quirks, self.clock.monotonic)
        secret = f"{login}:{password}" if login else ""
        self._router = Router(api, secret, self._requests, self._service, lambda: self.quirks)
        self._talk = HttpTalk(self._answer)

    def _device(self, name: str, register: Register) -> Device:
        return Device(name, register, self.plan, self._pace)

    def _new(self, name: str) -> Device:
        return self._device(name, Register(clock=self.clock, quirks=self.quirks))

    # what stands behind it

    @property
    def device(self) -> Device:
        """The default one, up to this moment."""
        self.tick()
        return self.devices[self._service.default]

    @property
    def register(self) -> Register:
        return self.device.register

    @property
    def till(self) -> Till:
        return self.register.till

    @property
    def roll(self) -> Roll:
        return self.register.roll

    @property
    def pulses(self) -> list[int]:
        return self.register.pulses

    @property
    def conditions(self) -> Conditions:
        return self.devices[self._service.default].register.conditions

    def tick(self) -> None:
        """Bring every queue up to this moment."""
        if self.conditions.power:
            for device in self.devices.values():
                device.queue.tick(self.clock.monotonic())

    def switch(self, name: str, on: bool) -> bytes:
        """Raises ValueError for an unknown name. The power takes the paper that was under way; requests are on disk."""
        self.tick()
        self.conditions.put(name, on)
        if name == "power" and not on:
            for device in self.devices.values():
                device.register.power_off()
        if name == "paper" and on:
            self.register.roll.load(None)
        self.tick()
        return b""

    def forget(self) -> None:
        """Every request, done or not."""
        for device in self.devices.values():
            device.queue.forget()

    # HTTP

    def feed(self, data: bytes) -> bytes:
        return self._talk.feed(data)

    def hang_up(self) -> None:
        self._talk, self.after = HttpTalk(self._answer), None

    def _answer(self, question: Question) -> Reply:
        types = self._types(question)
        self.after = struck(self.plan, Wire, Occasion(types, question.method, question.path))
        reply = self._router.answer(question) if self.after is None else self._spoiled(question, self.after)
        self.exchanges.append(Exchange(question.method, question.path, types, reply.status))
        return reply

    def _types(self, question: Question) -> tuple[str, ...]:
        found = self._requests.find(self._router.uuid(question))
        return types_in(question.body) if found is None else found[1].types

    def _spoiled(self, question: Question, fault: Fault) -> Reply:
        if fault.what is Wire.STATUS:
            return self._router.fail(fault.code, "Ошибка, заказанная тестом")
        if fault.what is Wire.RESET_BEFORE:
            return results.empty(200)  # nobody will hear it
        reply = self._router.answer(question, other=fault.what is Wire.OTHER_FORM, null=fault.what is Wire.NULL)
        if fault.what is Wire.RESTART_LOSING:
            self.forget()
        if fault.what is Wire.EMPTY:
            return Reply(b"", reply.kind, reply.status)
        return Reply(reply.body[: fault.at], reply.kind, reply.status) if fault.what is Wire.TORN else reply
