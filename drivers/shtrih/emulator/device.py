"""The register behind its link: bytes in, bytes out, and a plug."""

from collections.abc import Mapping
from typing import TypedDict, Unpack

from drivers.clock import SystemClock
from drivers.emulation.pace import Pace
from drivers.emulation.plan import Plan
from drivers.emulation.steps import Leave, Leaves, said_at_once
from drivers.ports import Clock
from drivers.shtrih.emulator.levels import Levels
from drivers.shtrih.emulator.model import Model, Quirks
from drivers.shtrih.emulator.paper import Paper
from drivers.shtrih.emulator.register import Register
from drivers.shtrih.emulator.talk import Talk


class Settings(TypedDict, total=False):
    """The keywords of Register, its clock aside."""

    ffd: str
    inn: str
    serial: str
    model: Model
    passwords: Mapping[int, int] | None
    print_time: float
    line_time: float
    quirks: Quirks | None
    registered: bool
    seed: int


class Device(Register):
    """`v2`, `byte_timeout`: see Levels; `pace`, `extra_byte`: see Talk; `settings`: see Register.

    The seed is for chances of both, those of the wire and those of the register.
    """

    room = 1 << 16

    def __init__(
        self,
        *,
        pace: Pace | None = None,
        v2: bool = False,
        byte_timeout: float = 0.1,
        extra_byte: bool = True,
        clock: Clock | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        clock = clock or SystemClock()
        super().__init__(clock=clock, **settings)
        self.loses_memory = False  # when it gets its power next: mode 9
        self.talk = Talk(
            self.execute,
            clock.monotonic,
            plan=Plan(settings.get("seed", 0)),
            pace=pace,
            levels=Levels(v2=v2, byte_timeout=byte_timeout),
            extra_byte=extra_byte,
        )

    @property
    def roll(self) -> Paper:
        return self.paper

    def feed(self, data: bytes) -> bytes:
        """What is said at once: waiting takes no time here; what comes after a power cut or a reset is not heard."""
        return said_at_once(self.talk.hear(data), self.leave)

    def leave(self, step: Leave) -> None:
        """What that does to the register itself."""
        if step.what is Leaves.POWER:
            self.loses_memory = step.ram_lost
            self.switch("power", on=False)
        self.talk.hang_up()

    def switch(self, name: str, on: bool) -> bytes:
        """A condition by its name. Raises ValueError for an unknown one."""
        self.conditions.put(name, on)
        if name == "power":
            self._plug(on)
        elif name == "paper" and on:
            self.paper.reload()
        return b""

    def _plug(self, on: bool) -> None:
        if on:
            self.power_on(memory_lost=self.loses_memory)
            self.loses_memory = False
        else:
            self.power_off()
            self.talk.power_cut()
