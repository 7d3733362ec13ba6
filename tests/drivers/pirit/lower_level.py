"""A register's side of the frame, in virtual time. Written from spec/service-plus.md A1 without a look at the link."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import xor

ENQ, STX, ETX, ACK = 0x05, 0x02, 0x03, 0x06
_BYTE_TIMEOUT = 0.2  # seconds, of the register

Answer = Callable[[bytes, int], bytes]  # code and parameters, how many were carried out before -> error and parameters


def numbered(_command: bytes, before: int) -> bytes:
    """Every answer says which execution it belongs to."""
    return b"00%d\x1c" % before


@dataclass(slots=True)
class Register:
    """It answers a command `busy` seconds later, ENQ at once; what comes meanwhile is dealt with afterwards."""

    answer: Answer = numbered
    busy: float = 0.0
    known: set[bytes] = field(default_factory=set)  # if not empty: commands of the host, any other was garbled
    executed: list[bytes] = field(default_factory=list)
    said: list[tuple[float, int]] = field(default_factory=list)  # when, byte
    answers: set[bytes] = field(default_factory=set)  # every frame that was said
    _frame: bytearray = field(default_factory=bytearray)
    _since: float = 0.0  # the last byte heard
    _free: float = 0.0  # when it will not be busy any more

    def hear(self, now: float, byte: int) -> None:
        self.wait(now)
        self._since = now
        if self._frame:
            self._go_on(now, byte)
        elif byte == STX:
            self._frame.append(byte)
        elif byte == ENQ:
            self.said.append((now, ACK))

    def wait(self, now: float) -> None:
        """Nothing was heard until `now`."""
        if self._frame and now - self._since > _BYTE_TIMEOUT:
            self._refuse(self._since + _BYTE_TIMEOUT, b"05")

    def restart(self) -> None:
        """The power was cut."""
        self._frame.clear()
        self.said.clear()
        self._free = 0.0

    def _go_on(self, now: float, byte: int) -> None:
        self._frame.append(byte)
        end = self._frame.find(ETX)
        if end < 0 or len(self._frame) < end + 3:
            return
        command, crc = bytes(self._frame[6:end]), bytes(self._frame[end + 1 :])
        whole = crc == b"%02X" % reduce(xor, self._frame[1 : end + 1]) and self._frame[1:5] == b"PIRI"
        if not whole or (self.known and command not in self.known):
            self._refuse(now, b"07")
        else:
            self._execute(now, command)

    def _execute(self, now: float, command: bytes) -> None:
        number = self._frame[5]
        self._frame.clear()
        answer = self.answer(command, len(self.executed))
        self.executed.append(command)
        self._free = max(now, self._free) + self.busy
        self._say(self._free, bytes([number]) + command[:2] + answer)

    def _refuse(self, now: float, error: bytes) -> None:
        head = bytes(self._frame[5:8]).ljust(3, b" ")
        self._frame.clear()
        self._say(now, head + error)

    def _say(self, now: float, body: bytes) -> None:
        counted = body + bytes([ETX])
        raw = bytes([STX]) + counted + b"%02X" % reduce(xor, counted)
        self.answers.add(raw)
        self.said += [(now, byte) for byte in raw]
