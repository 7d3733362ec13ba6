"""A register's side of either lower level, in virtual time, for the wires of tests.drivers.shtrih.lower_level.

Written from spec/atol.md 2 and 3 without a look at the links they are there to try.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import xor

STX, ETX, EOT, ENQ, ACK, DLE, NAK = 0x02, 0x03, 0x04, 0x05, 0x06, 0x10, 0x15
Answer = Callable[[bytes, int], bytes]  # task, how many were carried out before it -> answer


def numbered(_task: bytes, before: int) -> bytes:
    """Every answer says which execution it belongs to."""
    return b"\x55\0\xa5" + before.to_bytes(2, "little") + b"\x5a"


def plain(_task: bytes, _before: int) -> bytes:
    return b"\x55\0\0"


@dataclass(slots=True, kw_only=True)
class Peer:
    """`busy`: seconds a task takes. `known`: tasks that a host has sent, any other was garbled."""

    answer: Answer = numbered
    busy: float = 0.0
    known: frozenset[bytes] = frozenset()
    executed: list[bytes] = field(default_factory=list)
    said: list[tuple[float, int]] = field(default_factory=list)  # when, byte

    def carry_out(self, task: bytes) -> bytes:
        answer = self.answer(task, len(self.executed))
        self.executed.append(task)
        return answer

    def say(self, now: float, data: bytes) -> None:
        self.said += [(now, byte) for byte in data]

    def hear(self, now: float, byte: int) -> None:
        raise NotImplementedError

    def wait(self, now: float) -> None:
        """Nothing was heard until `now`."""

    def restart(self) -> None:
        """The power was cut."""
        self.said.clear()


def _crc(data: bytes) -> int:
    rest = 0xFF
    for byte in data:
        rest ^= byte
        for _ in range(8):
            rest = ((rest << 1) ^ 0x31) & 0xFF if rest & 0x80 else rest << 1
    return rest


@dataclass(slots=True, kw_only=True)
class Buffer(Peer):
    """v3. `sends`: results go out by themselves; `acks`: Ack is answered."""

    sends: bool = True
    acks: bool = True
    _heard: bytearray = field(default_factory=bytearray)
    _tasks: dict[int, tuple[float, bytes]] = field(default_factory=dict)  # tid: when it is done, answer
    _own: int = 0xF0
    _stopped: bool = False

    def hear(self, now: float, byte: int) -> None:
        if byte == 0xFE:
            self._heard.clear()
        self._heard.append(byte)
        if self._heard[0] == 0xFE and len(self._heard) > 4:
            self._look(now)

    def _look(self, now: float) -> None:
        plain = self._heard[4:].replace(b"\xfd\xee", b"\xfe").replace(b"\xfd\xed", b"\xfd")
        size = self._heard[1] | self._heard[2] << 7
        if len(plain) < size + 1 or self._heard[-1] == 0xFD:
            return
        number = self._heard[3]
        self._heard.clear()
        whole = _crc(bytes([number]) + plain) == 0 and len(plain) == size + 1
        told = self._told(now, bytes(plain[:-1])) if whole else b""
        if told is not None:
            self._packet(now, number, told)

    def _told(self, now: float, data: bytes) -> bytes | None:
        match data[:1]:
            case b"\xc1" if len(data) > 3:
                return self._add(now, data[2], data[3:])
            case b"\xc2" if len(data) == 2:
                self._tasks.pop(data[1], None)
                return b"\xa3" if self.acks else None
            case b"\xc3" if len(data) == 2:
                return self._state(now, data[1])
            case b"\xc4":
                self._tasks.clear()
                self._stopped = False
                return b"\xa3"
            case _:
                return b"\xb4"

    def _add(self, now: float, tid: int, task: bytes) -> bytes:
        if tid in self._tasks:
            return b"\xb2"
        if self.known and task not in self.known:
            return b""
        if self._stopped:
            return b"\xa5"
        done, answer = now + self.busy, self.carry_out(task)
        self._tasks[tid] = done, answer
        self._stopped = answer[:2] != b"\x55\0"
        if self.sends:
            self._packet(done, self._own, bytes([0xA7 if self._stopped else 0xA6, tid]) + answer)
            self._own = 0xF0 + (self._own - 0xEF) % 8
        return b"\xa1"

    def _state(self, now: float, tid: int) -> bytes:
        if tid not in self._tasks:
            return b"\xb3"
        done, answer = self._tasks[tid]
        if now < done:
            return b"\xa2"
        return (b"\xa3" if answer[1] == 0 else b"\xa4") + answer

    def _packet(self, now: float, number: int, data: bytes) -> None:
        checked = data + bytes([_crc(bytes([number]) + data)])
        stuffed = checked.replace(b"\xfd", b"\xfd\xed").replace(b"\xfe", b"\xfd\xee")
        self.say(now, bytes([0xFE, len(data) & 0x7F, len(data) >> 7, number]) + stuffed)

    def restart(self) -> None:
        super(Buffer, self).restart()
        self._heard.clear()
        self._tasks.clear()
        self._stopped = False


@dataclass(slots=True, kw_only=True)
class Old(Peer):
    """v2. After ACK it waits for EOT, then works, then offers its answer so many times."""

    offers: int = 3
    _in: bytearray = field(default_factory=bytearray)
    _waits: str = "ENQ"
    _task: bytes = b""
    _answer: bytes = b""
    _since: float = 0.0
    _offered: int = 0

    def hear(self, now: float, byte: int) -> None:
        self.wait(now)
        self._since = now
        match self._waits:
            case "ENQ" if byte == ENQ:
                self.say(now, bytes([ACK]))
                self._waits = "STX"
            case "STX" if byte == STX:
                self._in.clear()
                self._waits = "frame"
            case "STX" if byte == ENQ:
                self.say(now, bytes([ACK]))
            case "STX" if byte == EOT:
                self._waits = "ENQ"
            case "frame":
                self._in.append(byte)
                self._look(now)
            case "EOT" if byte == EOT:
                self._work(now)
            case "offer" if byte == ACK:
                self._waits = "taken"
                self.say(now, self._answer)
            case "offer" if byte == ENQ:
                self.say(now, bytes([ENQ]))
            case "taken" if byte == ACK:
                self._waits = "ENQ"
                self.say(now, bytes([EOT]))
            case "taken" if byte == NAK:
                self.say(now, self._answer)

    def wait(self, now: float) -> None:
        """Its own deadlines: T6 within a frame, else T8."""
        if self._waits == "offer":
            while self._offered < self.offers and now - self._since >= 1.0:
                self._since += 1.0
                self._offer(self._since)
            if now - self._since >= 1.0:
                self._waits = "ENQ"
        elif self._waits != "ENQ" and now - self._since >= (0.5 if self._waits == "frame" else 1.0):
            self._waits = "ENQ"

    def _look(self, now: float) -> None:
        place = 0
        while place < len(self._in) and self._in[place] != ETX:
            place += 2 if self._in[place] == DLE else 1
        if place + 1 >= len(self._in):
            return
        task, escaped = bytearray(), False
        for byte in self._in[:place]:
            escaped = byte == DLE and not escaped
            if not escaped:
                task.append(byte)
        good = reduce(xor, self._in) == 0 and (not self.known or bytes(task) in self.known)
        self._task, self._waits = bytes(task), "EOT" if good else "STX"
        self.say(now, bytes([ACK if good else NAK]))

    def _work(self, now: float) -> None:
        answer = self.carry_out(self._task)
        escaped = answer.replace(b"\x10", b"\x10\x10").replace(b"\x03", b"\x10\x03") + b"\x03"
        self._answer = b"\x02" + escaped + bytes([reduce(xor, escaped)])
        self._waits, self._since, self._offered = "offer", now + self.busy, 0
        self._offer(self._since)

    def _offer(self, now: float) -> None:
        self._offered += 1
        self.say(now, bytes([ENQ]))

    def restart(self) -> None:
        super(Old, self).restart()
        self._waits = "ENQ"
