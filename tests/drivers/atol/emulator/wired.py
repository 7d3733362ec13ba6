"""A host's hand on the wire, and what is known afterwards. No time passes unless it is told to."""

from collections.abc import Iterable

from drivers.atol.emulator.packet import Packet, Reader
from drivers.atol.emulator.quirks import Quirks
from drivers.atol.emulator.talk import Levels, Talk
from drivers.atol.emulator.work import Pace
from drivers.emulation.frame_faults import Fault
from drivers.emulation.steps import Say, Step
from tests.clock import FakeClock

DONE = bytes.fromhex("55 00 00")
NO_PAPER = bytes.fromhex("55 67 00")
BEEP = bytes.fromhex("00 00 47")
CASH = bytes.fromhex("00 00 49 00 00 00 10 00 00")


class Wired:
    """`answers`: by code; the others are done."""

    def __init__(
        self, *faults: Fault, levels: Levels = "auto", pace: Pace | None = None, quirks: Quirks | None = None
    ) -> None:
        self.clock = FakeClock()
        self.answers: dict[int, bytes] = {}
        self.talk = Talk(
            lambda body: self.answers.get(body[2], DONE),
            self.clock.monotonic,
            levels=levels,
            pace=pace,
            quirks=quirks,
        )
        self.talk.plan.inject(*faults)

    def steps(self, data: bytes) -> list[Step]:
        return merged(self.talk.hear(data))

    def say(self, data: bytes) -> bytes:
        """What comes back at once. Raises AssertionError where it is more than words."""
        return words(self.talk.hear(data))

    def time_passes(self, seconds: float) -> bytes:
        self.clock.advance(seconds)
        return words(self.talk.tick())

    def packets(self, sender: int, data: bytes) -> list[Packet]:
        return [*Reader().feed(self.say(Packet(sender, data).framed()))]

    def told(self, sender: int, data: str) -> list[str]:
        """The data of the packets that come back, in hex."""
        return [each.data.hex(" ").upper() for each in self.packets(sender, bytes.fromhex(data))]

    @property
    def executed(self) -> list[bytes]:
        return [each.code for each in self.talk.exchanges]


def words(steps: Iterable[Step]) -> bytes:
    said = b""
    for step in steps:
        assert isinstance(step, Say), step
        said += step.data
    return said


def merged(steps: Iterable[Step]) -> list[Step]:
    """Words that follow each other without a pause are one."""
    found: list[Step] = []
    for step in steps:
        last = found[-1] if found else None
        if isinstance(step, Say) and not step.pause and isinstance(last, Say) and not last.pause:
            found[-1] = Say(last.data + step.data)
        else:
            found.append(step)
    return found
