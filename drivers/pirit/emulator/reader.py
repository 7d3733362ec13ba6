"""The register's side of the wire: bytes in, what they mean out. No I/O, and time is told to it.

Source: spec/service-plus.md A1. What a byte that belongs to nothing does is not told there: it is passed over.
"""

from enum import Enum

from drivers.pirit.emulator.frame import CAN, ENQ, ETX, LF, STX, Broken, Dialect, Request, named, read

_BUFFER = 4096  # bytes of a frame; the real size is unknown
_CRC = 2


class Control(Enum):
    """Bytes that are commands by themselves."""

    ENQUIRY = ENQ
    FEED = LF


Heard = Request | Broken | Control | bytes  # bytes: what was expected as it is


class Reader:
    """`byte_timeout`: seconds within a frame that the next byte may take."""

    def __init__(self, dialect: Dialect, byte_timeout: float) -> None:
        self._dialect, self.byte_timeout = dialect, byte_timeout
        self._frame: bytearray | None = None  # what came after 02
        self._raw = bytearray()
        self._wanted = 0  # bytes of a picture that are still to come
        self._since = 0.0

    @property
    def deadline(self) -> float | None:
        """When to call `tick`, on the clock that is told to `take`."""
        return None if self._frame is None else self._since + self.byte_timeout

    def expect(self, size: int) -> None:
        """The next so many bytes are no frames."""
        self._wanted = size

    def forget(self) -> None:
        """The connection broke, or the power went."""
        self._frame, self._wanted = None, 0
        self._raw.clear()

    def tick(self, now: float) -> Broken | None:
        """Time has passed: half a frame is given up."""
        if self.deadline is None or now < self.deadline:
            return None
        return self._give_up(0x05)

    def take(self, byte: int, now: float) -> Heard | None:
        self._since = now
        if self._wanted:
            return self._collect(byte)
        if byte == STX:
            self._frame = bytearray()
            return None
        if self._frame is None:
            return Control(byte) if byte in (ENQ, LF) else None
        return None if byte == CAN else self._grow(self._frame, byte)

    def _collect(self, byte: int) -> bytes | None:
        self._raw.append(byte)
        self._wanted -= 1
        if self._wanted:
            return None
        whole = bytes(self._raw)
        self._raw.clear()
        return whole

    def _grow(self, frame: bytearray, byte: int) -> Request | Broken | None:
        frame.append(byte)
        if len(frame) > _BUFFER:
            return self._give_up(0x04)
        if len(frame) <= _CRC or frame[-1 - _CRC] != ETX:
            return None
        self._frame = None
        return read(bytes(frame[:-_CRC]), bytes(frame[-_CRC:]), self._dialect)

    def _give_up(self, error: int) -> Broken:
        frame, self._frame = bytes(self._frame or b""), None
        return Broken(error, *named(frame))
