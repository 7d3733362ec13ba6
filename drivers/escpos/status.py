"""What a printer says of itself: the questions, and the bytes that come back. No I/O.

Every kind of answer is told by its fixed bits (x = any): DLE EOT 0xx1xx10; automatic status 0xx1xx00 and three bytes
0xx0xxxx; GS r 0xx0xxxx; blocks begin with 37h and end with NUL; XON 11h, XOFF 13h. Source: Citizen CT-D150
manual, "Identification of Send Status"; meanings of the bits: Epson TM-T88III specification (DLE EOT, GS a, GS r);
blocks: Epson ESC/POS reference, GS ( H function 48 and GS ( L function 64.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

QUESTIONS = (1, 2, 3, 4)  # of DLE EOT: printer, why offline, errors, paper
NAME, KEYS = 0x22, 0x72  # kinds of blocks
_BLOCK = 0x37
_MOST_BLOCK = 96  # bytes; the longest one, 40 keys, has 84
_FIXED, _AUTOMATIC, _REAL_TIME = 0x93, 0x10, 0x12  # the bits that never change, and what they are
_FLOW = b"\x11\x13"


def ask(question: int) -> bytes:
    """DLE EOT n: 10 04 n. Answered at once, even while the printer is offline; prints nothing."""
    return b"\x10\x04" + bytes([question])


def ask_in_turn() -> bytes:
    """GS r 1: 1D 72 01. Answered when its turn comes, so it proves that all before it was worked off."""
    return b"\x1dr\x01"


def ask_with_name(name: bytes) -> bytes:
    """GS ( H, function 48: 1D 28 48 06 00 30 30 d1..d4. The name (4 bytes 20h-7Eh) comes back once all before it is
    printed. Epson only: others may print it.
    """
    return b"\x1d(H\x06\x00\x30\x30" + name


def automatic(*, on: bool) -> bytes:
    """GS a n: 1D 61 n, n 0Eh = online, errors and paper: told at once and at every change; 0 = never."""
    return b"\x1da" + (b"\x0e" if on else b"\x00")


@dataclass(frozen=True, slots=True)
class Condition:
    """What stops a printer, as far as it has said."""

    offline: bool = False
    cover_open: bool = False
    paper_out: bool = False
    paper_low: bool = False
    cutter: bool = False
    broken: bool = False  # an error only switching off can cure
    pausing: bool = False  # an error that passes by itself: a hot head

    @property
    def stopped(self) -> bool:
        return self.offline or self.cover_open or self.paper_out or self.cutter or self.broken or self.pausing


@dataclass(frozen=True, slots=True)
class RealTime:
    """An answer to DLE EOT; only who asked knows to which n."""

    bits: int


@dataclass(frozen=True, slots=True)
class Changed:
    """Automatic status."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class InTurn:
    """An answer to GS r."""

    bits: int


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: NAME, with the name that was asked back, or KEYS, with 40h (the last) or 41h (more to come) and the keys
    of stored pictures, two bytes each.
    """

    kind: int
    data: bytes


Answer = RealTime | Changed | InTurn | Block


def condition_of(answers: Mapping[int, int]) -> Condition:
    """Of the answers to DLE EOT, by n; those that are missing count as "all is well"."""
    printer, offline, errors, paper = (answers.get(question, 0) for question in QUESTIONS)
    return Condition(
        offline=bool(printer & 0x08),
        cover_open=bool(offline & 0x04),
        paper_out=bool(offline & 0x20 or paper & 0x20),
        paper_low=bool(paper & 0x0C),
        cutter=bool(errors & 0x08),
        broken=bool(errors & 0x20),
        pausing=bool(errors & 0x40),
    )


def condition_of_automatic(first: int, second: int, third: int) -> Condition:
    """Of the first three bytes of automatic status."""
    return Condition(
        offline=bool(first & 0x08),
        cover_open=bool(first & 0x20),
        paper_out=bool(third & 0x0C),
        paper_low=bool(third & 0x03),
        cutter=bool(second & 0x08),
        broken=bool(second & 0x20),
        pausing=bool(second & 0x40),
    )


class StatusReader:
    """Bytes in, in any chunks; whole answers out. What can be no answer is dropped."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, chunk: bytes) -> list[Answer]:
        self._buffer += chunk.translate(None, _FLOW)  # no other answer has these bytes in it
        return list(self._answers())

    def _answers(self) -> Iterator[Answer]:
        while self._buffer and (size := _size(self._buffer)) <= len(self._buffer):
            taken = bytes(self._buffer[:size])
            del self._buffer[:size]
            if (answer := _answer(taken)) is not None:
                yield answer


def _size(buffer: bytearray) -> int:
    """Bytes of the answer at the front, more than there are where its end is still to come; 1 where there is none."""
    if buffer[0] == _BLOCK:
        return _block_size(buffer)
    if buffer[0] & _FIXED == _AUTOMATIC:
        return 4 if all(byte & 0x90 == 0 for byte in buffer[1:4]) else 1
    return 1


def _block_size(buffer: bytearray) -> int:
    if len(buffer) > 1 and buffer[1] not in (NAME, KEYS):
        return 1
    end = buffer.find(0, 2, _MOST_BLOCK)
    if end > 0:
        return end + 1
    return len(buffer) + 1 if len(buffer) < _MOST_BLOCK else 1


def _answer(taken: bytes) -> Answer | None:
    if len(taken) == 4 and taken[0] & _FIXED == _AUTOMATIC:
        return Changed(condition_of_automatic(*taken[:3]))
    if len(taken) > 2:
        return Block(taken[1], taken[2:-1])
    if taken[0] & _FIXED == _REAL_TIME:
        return RealTime(taken[0])
    return InTurn(taken[0]) if taken[0] & 0x90 == 0 else None
