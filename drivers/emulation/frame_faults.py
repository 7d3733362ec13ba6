"""What can go wrong on the way to a register that is spoken to in frames, and with its power.

What the register itself refuses is ordered in the same words from its `troubles`. Each family's link tells what a fault
means there. Source of the list: spec/shtrih-m.md 8, spec/atol.md 10, spec/service-plus.md, Emulator requirements.
"""

from dataclasses import dataclass

from drivers.emulation import faults, plan
from drivers.emulation.plan import What


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults(faults.Faults):
    """What a person switches on the page of the emulator; it stays until it is switched back."""

    bad_sum: bool = False  # the check sum of every answer is wrong
    junk_before: bytes = b""  # comes before every answer


WELL = Faults()


class Link(What):
    """Faults of the wire. Where nothing else is said, the command was executed."""

    ENQ_IGNORED = "enq-ignored"  # silence after ENQ
    ENQ_GARBAGE = "enq-garbage"  # neither NAK nor ACK after ENQ
    NAK_STORM = "nak-storm"  # ENQ brings NAK after NAK: `at` of them, 0 = 20, with `seconds` between them
    GOOD_REFUSED = "good-refused"  # NAK to a right frame; not executed
    ACK_LOST = "ack-lost"  # the answer comes without it
    ACK_LATE = "ack-late"  # by `seconds`; executed after it
    ANSWER_LOST = "answer-lost"  # held, ENQ brings it
    ANSWER_LATE = "answer-late"  # STX after `seconds`
    ANSWER_CUT = "answer-cut"  # after `at` bytes; held
    ANSWER_SLOW = "answer-slow"  # `seconds` between its bytes
    ANSWER_TWICE = "answer-twice"
    ANSWER_STALE = "answer-stale"  # the answer to the command before; the right one is held behind it
    OTHER_CODE = "other-code"  # the right answer under the code of another command, which is all that ever comes
    BAD_SUM = "bad-sum"
    BAD_LENGTH = "bad-length"  # N promises a byte too many
    JUNK_BEFORE = "junk-before"  # bytes that mean nothing, then STX
    SILENCE = "silence"  # not executed; deaf and dumb for `seconds`
    SPOILED = "spoiled"  # a portion of bytes and what is said to it, as at another speed
    PORT_GONE = "port-gone"  # not executed; the port is back after `seconds`
    RESET_BEFORE_ACK = "reset-before-ack"  # not executed
    RESET_AFTER_ACK = "reset-after-ack"  # executed, the answer is held
    RESET_AFTER_ANSWER = "reset-after-answer"  # before the host has confirmed it: held

    @property
    def may_last(self) -> bool:
        return self is Link.PORT_GONE


class Power(What):
    """The power goes and is back after `seconds`; the answer that was held is forgotten."""

    BEFORE_EXECUTION = "power-before-execution"  # ACK was said
    AFTER_EXECUTION = "power-after-execution"  # no answer was said
    WHILE_PRINTING = "power-while-printing"  # the answer was said
    RAM_LOST = "power-ram-lost"  # after execution; it starts in mode 9

    @property
    def may_last(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault(plan.Fault):
    """`command`: the code, or its beginning, as hex: "10", "FF45". ENQ has no code: leave it "".

    Raises ValueError for what can never be.
    """

    def __post_init__(self) -> None:
        plan.Fault.__post_init__(self)  # super() knows nothing of a class with slots
        if len(bytes.fromhex(self.command)) > 2:
            raise ValueError(f"{self.command} is no code of a command")

    def fits(self, command: str) -> bool:
        return command.startswith(self.command.upper())
