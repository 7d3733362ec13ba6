"""The register's end of the wire, with each fault it can have. No I/O, no time."""

import pytest

from drivers.emulation.distortion import JUNK
from drivers.emulation.frame_faults import Fault, Link, Power
from drivers.emulation.pace import Pace
from drivers.emulation.steps import Leave, Leaves, Say, Step, Wait, Work
from drivers.pirit.emulator.frame import PIRIT, answer, checksum
from drivers.pirit.emulator.talk import Exchange, Talk

ENQ, ACK = b"\x05", b"\x06"


class Counting:
    """Counts what it does; command 55 wants three bytes, 79 takes three seconds, FE is refused."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.lines = 0
        self.wanted = 0
        self._last = ""

    def execute(self, command: str, data: bytes) -> tuple[int, bytes]:
        self._last = command
        if command == "55":
            self.wanted = 3
            return 0, b""
        self.done.append(command)
        return (0x12, b"") if command == "FE" else (0, f"{len(self.done)}\x1c".encode("ascii"))

    def take(self, raw: bytes) -> tuple[int, bytes]:
        self.wanted = 0
        self.done.append(f"55:{raw.hex()}")
        return 0, b""

    def feed_line(self) -> None:
        self.lines += 1

    def worked(self) -> float:
        return 3.0 if self._last == "79" else 0.0


def talk(*faults: Fault, pace: Pace | None = None) -> tuple[Talk, Counting]:
    register = Counting()
    made = Talk(register, lambda: 0.0, pace=pace)
    made.plan.inject(*faults)
    return made, register


def request(command: str, id_: int = 0x30) -> bytes:
    body = b"PIRI" + bytes([id_]) + command.encode("ascii") + b"\x03"
    return b"\x02" + body + checksum(body)


def told(command: str, number: int, id_: int = 0x30) -> bytes:
    return answer(id_, command, 0, f"{number}\x1c".encode("ascii"), PIRIT)


def steps(made: Talk, data: bytes) -> list[Step]:
    return list(made.hear(data))


def test_a_command_and_its_answer() -> None:
    made, register = talk()
    assert steps(made, request("31")) == [Say(told("31", 1))]
    assert steps(made, request("FE")) == [Say(answer(0x30, "FE", 0x12, b"", PIRIT))]
    assert list(made.exchanges) == [Exchange("31", b"", 0, b"1\x1c"), Exchange("FE", b"", 0x12, b"")]
    assert register.done == ["31", "FE"]


def test_control_bytes() -> None:
    made, register = talk()
    assert steps(made, ENQ + b"\x0a" + ENQ) == [Say(ACK), Say(ACK)]
    assert register.lines == 1


def test_a_broken_frame_is_not_executed() -> None:
    made, register = talk()
    assert steps(made, request("31")[:-2] + b"00") == [Say(answer(0x30, "31", 0x07, b"", PIRIT))]
    assert register.done == []


def test_half_a_frame() -> None:
    made, _ = talk()
    assert steps(made, request("31")[:9]) == []
    assert made.deadline == 0.2
    made._now = lambda: 0.3
    assert list(made.tick()) == [Say(answer(0x30, "31", 0x05, b"", PIRIT))]


def test_work_goes_before_the_answer_and_enquiries_are_answered_meanwhile() -> None:
    made, register = talk(Fault(what=Link.ANSWER_LATE, command="31", seconds=5.0))
    going = made.hear(request("31"))
    assert next(going) == Work(5.0)
    assert made.meanwhile(ENQ + request("00", 0x31) + ENQ) == ACK + ACK
    assert register.done == ["31"], "the other command waits"
    assert list(going) == [Say(told("31", 1)), Say(told("00", 2, 0x31))]


def test_a_command_may_take_its_own_time() -> None:
    made, _ = talk(pace=Pace(answer=0.5))
    assert steps(made, request("79")) == [Work(3.5), Say(told("79", 1))]


def test_a_picture() -> None:
    made, register = talk()
    assert steps(made, request("55") + b"\x02") == [Say(ACK)]
    assert steps(made, b"\x05\x03") == [Say(answer(0x30, "55", 0, b"", PIRIT))]
    assert register.done == ["55:020503"]


NOT_EXECUTED: list[tuple[Fault, Step]] = [
    (Fault(what=Link.SILENCE, command="31", seconds=2.0), Wait(2.0)),
    (Fault(what=Link.GOOD_REFUSED, command="31"), Say(answer(0x30, "31", 0x07, b"", PIRIT))),
    (Fault(what=Link.PORT_GONE, command="31", seconds=None), Leave(Leaves.PORT, None)),
    (Fault(what=Link.RESET_BEFORE_ACK, command="31"), Leave(Leaves.LINE)),
    (Fault(what=Power.BEFORE_EXECUTION, command="31", seconds=1.0), Leave(Leaves.POWER, 1.0)),
]


@pytest.mark.parametrize(("fault", "step"), NOT_EXECUTED)
def test_faults_before_it_is_executed(fault: Fault, step: Step) -> None:
    made, register = talk(fault)
    assert steps(made, request("31")) == [step]
    assert register.done == []


GOOD = told("31", 1)
EXECUTED: list[tuple[Fault, list[Step]]] = [
    (Fault(what=Link.ANSWER_LOST, command="31"), []),
    (Fault(what=Link.ANSWER_TWICE, command="31"), [Say(GOOD + GOOD)]),
    (Fault(what=Link.ANSWER_CUT, command="31", at=4), [Say(GOOD[:4])]),
    (Fault(what=Link.ANSWER_SLOW, command="31", seconds=0.5), [Say(GOOD, 0.5)]),
    (Fault(what=Link.BAD_SUM, command="31"), [Say(GOOD[:-1] + bytes([GOOD[-1] ^ 0xFF]))]),
    (Fault(what=Link.JUNK_BEFORE, command="31"), [Say(JUNK + GOOD)]),
    (Fault(what=Link.OTHER_CODE, command="31"), [Say(told("31", 1, 0x31))]),
    (Fault(what=Link.RESET_AFTER_ACK, command="31"), [Leave(Leaves.LINE)]),
    (Fault(what=Link.RESET_AFTER_ANSWER, command="31"), [Say(GOOD), Leave(Leaves.LINE)]),
    (Fault(what=Power.AFTER_EXECUTION, command="31", seconds=None), [Leave(Leaves.POWER, None)]),
    (Fault(what=Power.WHILE_PRINTING, command="31"), [Say(GOOD), Leave(Leaves.POWER, 0.0)]),
]


@pytest.mark.parametrize(("fault", "expected"), EXECUTED)
def test_faults_after_it_was_executed(fault: Fault, expected: list[Step]) -> None:
    made, register = talk(fault)
    assert steps(made, request("31")) == expected
    assert register.done == ["31"]
    assert steps(made, request("32")) == [Say(told("32", 2))], "and then all is well"


def test_an_older_answer_comes_first() -> None:
    made, _ = talk(Fault(what=Link.ANSWER_STALE, command="31"))
    steps(made, request("00", 0x2F))
    assert steps(made, request("31")) == [Say(told("00", 1, 0x2F)), Say(told("31", 2))]


def test_enquiries_that_are_not_answered() -> None:
    made, _ = talk(Fault(what=Link.ENQ_IGNORED), Fault(what=Link.ENQ_GARBAGE))
    assert steps(made, ENQ * 3) == [Say(JUNK), Say(ACK)]


def test_another_speed() -> None:
    made, register = talk(Fault(what=Link.SPOILED))
    assert all(step != Say(GOOD) for step in steps(made, request("31")))
    assert register.done == []
    made.hang_up()
    assert steps(made, request("31")) == [Say(GOOD)]
