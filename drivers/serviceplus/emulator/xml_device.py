"""The register with its wire: bytes in, bytes out, faults on the way, and a plug."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict, Unpack

from drivers.emulation.answer_faults import Fault, What
from drivers.emulation.course import Course
from drivers.emulation.plan import Plan
from drivers.emulation.steps import Leave, Leaves, Step, said_at_once
from drivers.ports import Clock
from drivers.serviceplus.emulator.xml_errors import Error, Refused
from drivers.serviceplus.emulator.xml_message import Reader, head_of
from drivers.serviceplus.emulator.xml_quirks import XmlQuirks
from drivers.serviceplus.emulator.xml_register import XmlRegister

_KEEP = 10_000  # exchanges
_ID = re.compile(rb"<RequestId>[^<]*</RequestId>")
_RESULT = re.compile(rb"<Result>(\d+)</Result>")
OTHER_ID = b"{00000000-0000-0000-0000-000000000000}"


class Settings(TypedDict, total=False):
    """The keywords of XmlRegister, its clock aside."""

    ffd: str
    inn: str
    serial: str
    storage_number: str
    tax_systems: int
    registered: bool
    quirks: XmlQuirks | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """`command` as it was written, "" where there was none."""

    command: str
    request: bytes
    answer: bytes

    @property
    def result(self) -> int:
        """0 = done."""
        found = _RESULT.search(self.answer)
        assert found is not None, "an answer without a result"
        return int(found[1])


class XmlDevice(XmlRegister):
    """`seed`: for the chances of faults. `settings`: see XmlRegister."""

    room = 1 << 16
    impossible = frozenset({What.RESTART_BEFORE, What.RESTART_AFTER})

    def __init__(self, *, seed: int = 0, clock: Clock | None = None, **settings: Unpack[Settings]) -> None:
        super().__init__(clock=clock, **settings)
        self.plan = Plan[Fault](seed)
        self.exchanges: deque[Exchange] = deque(maxlen=_KEEP)
        self._course = Course(self.plan, resets=False)
        self._reader = Reader()

    def hear(self, data: bytes) -> Iterator[Step]:
        """Requests that came together are answered one after the other."""
        for request in self._reader.feed(data):
            for step in self._course.steps(self._answered(request)):
                yield step
                if isinstance(step, Leave):
                    return

    def feed(self, data: bytes) -> bytes:
        """What is said at once: waiting takes no time here."""
        return said_at_once(self.hear(data), self.leave)

    def leave(self, step: Leave) -> None:
        """What that does to the register itself."""
        if step.what is Leaves.POWER:
            self.switch("power", on=False)

    def hang_up(self) -> None:
        self._reader = Reader()

    def switch(self, name: str, on: bool) -> bytes:
        """A condition by its name. Raises ValueError for an unknown one."""
        lost = name == "power" and self.conditions.power and not on
        self.conditions.put(name, on)
        if lost:
            self.power_off()
        elif name == "paper" and on:
            self.roll.reload()
        return b""

    def _answered(self, request: bytes) -> bytes:
        _, command = head_of(request)
        said = self._course.run(
            command, lambda: self._executed(command, request), lambda fault: self.refusal(request, _ordered(fault))
        )
        return _ID.sub(b"<RequestId>" + OTHER_ID + b"</RequestId>", said) if self._misled(command, said) else said

    def _misled(self, command: str, said: bytes) -> bool:
        return bool(said) and self.plan.strikes(What.OTHER_ID, command) is not None

    def _executed(self, command: str, request: bytes) -> bytes:
        answer = self.execute(request)
        self.exchanges.append(Exchange(command, request, answer))
        return answer


def _ordered(fault: Fault) -> Refused:
    return Refused(Error.WRONG, fault.text, result=fault.result)
