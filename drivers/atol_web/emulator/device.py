"""A register as the service knows it: its settings, its queue, and whether it is switched on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from drivers.atol_web.emulator.faults import Fault
from drivers.atol_web.emulator.pace import Pace
from drivers.atol_web.emulator.queue import Queue
from drivers.atol_web.emulator.register import Register
from drivers.atol_web.emulator.worker import Worker
from drivers.emulation.plan import Plan


@dataclass(slots=True)
class Device:
    """`settings`: connectionSettings as the host wrote them."""

    id: str
    register: Register
    plan: Plan[Fault]
    pace: Pace
    name: str = ""
    active: bool = True
    settings: Mapping[str, object] = field(default_factory=dict)
    worker: Worker = field(init=False)
    queue: Queue = field(init=False)

    def __post_init__(self) -> None:
        self.worker = Worker(self.register, self.plan)
        self.queue = Queue(self.worker.run, lambda: self.register.reachable, self.pace)

    def shown(self, *, default: bool) -> dict[str, object]:
        """Source: spec/atol-web.md 1, device object."""
        return {
            "id": self.id,
            "name": self.name or self.register.model_name,
            "isActive": self.active,
            "isDefault": default,
            "connectionSettings": {"model": self.register.model, "port": "tcpip", **self.settings},
            "otherSettings": {},
        }
