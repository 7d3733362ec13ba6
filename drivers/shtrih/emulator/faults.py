"""What can go wrong on the way to a register, and with its power: once, several times, or by chance.

A fault waits for its command; `Plan` remembers what waits. Source of the list: spec/shtrih-m.md 8. What the register
itself refuses is ordered in the same words from `Register.troubles`.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from drivers.emulation import faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults(faults.Faults):
    """What a person switches on the page of the emulator; it stays until it is switched back."""

    bad_sum: bool = False  # the LRC of every answer is wrong
    junk_before: bytes = b""  # comes before the STX of every answer


WELL = Faults()


class Link(StrEnum):
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


class Power(StrEnum):
    """The power goes and is back after `seconds`; the answer that was held is forgotten."""

    BEFORE_EXECUTION = "power-before-execution"  # ACK was said
    AFTER_EXECUTION = "power-after-execution"  # no answer was said
    WHILE_PRINTING = "power-while-printing"  # the answer was said
    RAM_LOST = "power-ram-lost"  # after execution; it starts in mode 9


What = Link | Power


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`command`: the code as hex, "10" or "FF45"; "" = the next one, whatever it is. ENQ has no code: leave it "".

    `times`: how often, None = for ever. `skip`: so many fitting commands pass first. `chance`: of each one that fits.
    `seconds`, `at`: see the fault; with `seconds` None the power or the port stays away until `restore`.
    Raises ValueError for what can never be.
    """

    what: What
    command: str = ""
    times: int | None = 1
    skip: int = 0
    chance: float = 1.0
    seconds: float | None = 0.0
    at: int = 0

    def __post_init__(self) -> None:
        if len(bytes.fromhex(self.command)) > 2:
            raise ValueError(f"{self.command} is no code of a command")
        if self.seconds is None and not (isinstance(self.what, Power) or self.what is Link.PORT_GONE):
            raise ValueError(f"{self.what} has to end some day")
        if self.seconds is not None and self.seconds < 0:
            raise ValueError(f"{self.seconds} seconds")
        if not 0 < self.chance <= 1 or self.skip < 0 or (self.times is not None and self.times < 1):
            raise ValueError(f"a fault that never comes: {self}")

    def fits(self, code: bytes) -> bool:
        return not self.command or bytes.fromhex(self.command) == code


@dataclass(slots=True)
class _Waiting:
    fault: Fault
    passed: int = 0  # fitting commands that have passed by `skip`
    struck: int = 0

    @property
    def spent(self) -> bool:
        return self.fault.times is not None and self.struck >= self.fault.times


@dataclass(slots=True)
class Plan:
    """The faults that wait. The same seed and the same commands give the same faults."""

    seed: int = 0
    struck: list[Fault] = field(default_factory=list)  # in the order they came
    _waiting: list[_Waiting] = field(default_factory=list)
    _chance: Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = Random(self.seed)  # noqa: S311 - no secret

    @property
    def waiting(self) -> list[Fault]:
        return [each.fault for each in self._waiting]

    def inject(self, *faults: Fault) -> None:
        self._waiting += [_Waiting(fault) for fault in faults]

    def clear(self) -> None:
        self._waiting.clear()

    def strikes(self, what: What, code: bytes = b"") -> Fault | None:
        """The fault of this kind that hits this command now; it is used up by that."""
        for waiting in self._waiting:
            if waiting.fault.what is what and waiting.fault.fits(code) and self._hits(waiting):
                return waiting.fault
        return None

    def _hits(self, waiting: _Waiting) -> bool:
        if waiting.passed < waiting.fault.skip:
            waiting.passed += 1
            return False
        if self._chance.random() >= waiting.fault.chance:
            return False
        waiting.struck += 1
        if waiting.spent:
            self._waiting.remove(waiting)
        self.struck.append(waiting.fault)
        return True
