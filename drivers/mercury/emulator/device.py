"""The service behind its port: HTTP in and out, faults on the way, and a plug."""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypedDict, Unpack

from drivers.emulation.answer_faults import Fault, What
from drivers.emulation.course import Course
from drivers.emulation.http import HttpTalk, Question, Reply
from drivers.emulation.plan import Plan
from drivers.emulation.steps import Leave, Leaves, Step, said_at_once
from drivers.mercury.emulator.quirks import Quirks
from drivers.mercury.emulator.register import Register, command_of, refusal
from drivers.mercury.emulator.results import Refused
from drivers.ports import Clock

PATH = "/api.json"
_JSON = "application/json; charset=utf-8"
_KEEP = 10_000  # exchanges


class Settings(TypedDict, total=False):
    """The keywords of Register, its clock aside."""

    ffd: str
    inn: str
    serial: str
    storage_number: str
    model: str
    register_port: str
    tax_systems: int
    registered: bool
    quirks: Quirks | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """`request` and `answer`: JSON. `command` "" where the request had none."""

    command: str
    request: bytes
    answer: bytes

    @property
    def result(self) -> int:
        """0 = done."""
        return int(self.told["result"])  # type: ignore[call-overload, no-any-return]

    @property
    def told(self) -> Mapping[str, object]:
        """The answer."""
        return json.loads(self.answer)  # type: ignore[no-any-return]


class Device(Register):
    """`seed`: for the chances of faults. `settings`: see Register."""

    room = 1 << 16
    impossible = frozenset({What.OTHER_ID})

    def __init__(self, *, seed: int = 0, clock: Clock | None = None, **settings: Unpack[Settings]) -> None:
        super().__init__(clock=clock, **settings)
        self.plan = Plan[Fault](seed)
        self.exchanges: deque[Exchange] = deque(maxlen=_KEEP)
        self._course = Course(self.plan, resets=True, restart=self.restart)
        self._talk = HttpTalk(self._reply)

    def hear(self, data: bytes) -> Iterator[Step]:
        yield from self._course.steps(self._talk.feed(data))

    def feed(self, data: bytes) -> bytes:
        """What is said at once: waiting takes no time here."""
        return said_at_once(self.hear(data), self.leave)

    def leave(self, step: Leave) -> None:
        """What that does to the register itself."""
        if step.what is Leaves.POWER:
            self.switch("power", on=False)

    def hang_up(self) -> None:
        self._talk = HttpTalk(self._reply)

    def switch(self, name: str, on: bool) -> bytes:
        """A condition by its name. Raises ValueError for an unknown one."""
        lost = name == "power" and self.conditions.power and not on
        self.conditions.put(name, on)
        if lost:
            self.power_off()
        elif name == "paper" and on:
            self.roll.reload()
        return b""

    def _reply(self, question: Question) -> Reply:
        if question.path != PATH:
            return Reply(b"", status=404)
        if question.method != "POST":
            return Reply(b"", status=405)
        command = command_of(question.body)
        return Reply(self._course.run(command, lambda: self._executed(command, question.body), _refused), _JSON)

    def _executed(self, command: str, question: bytes) -> bytes:
        answer = self.execute(question)
        self.exchanges.append(Exchange(command, question, answer))
        return answer


def _refused(fault: Fault) -> bytes:
    return refusal(Refused(fault.result, fault.text))
