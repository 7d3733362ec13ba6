"""What both lower levels do with a command: execute it, remember it, and let the faults of the wire strike."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from drivers.emulation.frame_faults import WELL, Fault, Faults, Link
from drivers.emulation.plan import Plan, What
from drivers.emulation.steps import Say

JUNK = b"\x3f\x00\x41"  # no control byte of v2 and no beginning of v3
_KEEP = 10_000  # exchanges
_PASSWORD = 2  # bytes
_ERROR_FIRST = b"\xa5"  # its answer begins with the error
_TELLS_NO_ERROR = (b"\x45", b"\xb3")  # the byte in that place is the mode, or somebody else's error
_GENERAL = 0x55


@dataclass(frozen=True, slots=True)
class Exchange:
    """`request`: password, code, parameters. Source: spec/atol.md 5."""

    request: bytes
    answer: bytes

    @property
    def code(self) -> bytes:
        return self.request[_PASSWORD : _PASSWORD + 1]

    @property
    def error(self) -> int:
        """0 = done."""
        if self.code == _ERROR_FIRST:
            return self.answer[0] if self.answer else 0
        told = self.answer[:1] == bytes([_GENERAL]) and self.code not in _TELLS_NO_ERROR
        return self.answer[1] if told and len(self.answer) > 1 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds a healthy register works at a command: `task`, or what `of` has for its code in hex ("4A").

    It is executed at the end of them.
    """

    task: float = 0.0
    of: Mapping[str, float] | None = None
    byte: float = 0.0  # between the bytes of an answer

    def seconds(self, body: bytes) -> float:
        code = body[_PASSWORD : _PASSWORD + 1].hex().upper()
        return self.task if self.of is None else self.of.get(code, self.task)


class Work:
    """`execute`: body in, answer out."""

    def __init__(self, execute: Callable[[bytes], bytes], plan: Plan[Fault], pace: Pace) -> None:
        self.plan, self.pace = plan, pace
        self.faults: Faults = WELL
        self.exchanges: deque[Exchange] = deque(maxlen=_KEEP)
        self._execute = execute

    def done(self, body: bytes) -> Exchange:
        exchange = Exchange(body, self._execute(body))
        self.exchanges.append(exchange)
        return exchange

    def strikes(self, what: What, body: bytes = b"") -> Fault | None:
        """The fault of this kind that hits this command now; it is used up by that."""
        return self.plan.strikes(what, body[_PASSWORD:].hex().upper())

    def duration(self, body: bytes) -> float:
        late = self.strikes(Link.ANSWER_LATE, body)
        return self.pace.seconds(body) + (late.seconds or 0.0 if late else 0.0)

    def said(self, raw: bytes, body: bytes) -> list[Say]:
        """A frame or packet about that command, as far as the wire lets it through."""
        if self.faults.bad_sum or self.strikes(Link.BAD_SUM, body):
            raw = _other_sum(raw)
        if self.strikes(Link.BAD_LENGTH, body):
            raw = _longer(raw)
        if self.strikes(Link.JUNK_BEFORE, body):
            raw = JUNK + raw
        if self.strikes(Link.ANSWER_TWICE, body):
            raw += raw
        cut, slow = self.strikes(Link.ANSWER_CUT, body), self.strikes(Link.ANSWER_SLOW, body)
        raw = self.faults.junk_before + (raw[: cut.at] if cut else raw)
        return [Say(raw, slow.seconds or 0.0 if slow else self.pace.byte)]


def _other_sum(raw: bytes) -> bytes:
    """Whatever it becomes, in v3 it must begin no packet and no escape."""
    wrong = raw[-1] ^ 0x01
    return raw[:-1] + bytes([wrong if wrong < 0xFD else raw[-1] ^ 0x80])


def _longer(raw: bytes) -> bytes:
    """A packet promises a byte too many; a frame of v2, which promises nothing, has one too many."""
    if raw[0] == 0x02:
        return raw[:1] + b"\0" + raw[1:]
    return raw[:1] + bytes([(raw[1] + 1) & 0x7F]) + raw[2:]
