"""Bytes in, in any chunks; whole messages out. No I/O. Source: spec/service-plus.md C1.

The protocol has neither a length nor a check sum: a message ends at its closing tag, or where the wire falls silent.
"""

from drivers.errors import FrameError
from drivers.serviceplus.xml_message import END, MOST_BYTES


class XmlReader:
    def __init__(self) -> None:
        self._heard = b""

    @property
    def begun(self) -> bool:
        """A part of a message is here."""
        return bool(self._heard)

    def feed(self, chunk: bytes) -> list[bytes]:
        """Messages that this chunk completes. Raises FrameError for one that has no end; it is dropped then."""
        *whole, self._heard = (self._heard + chunk).split(END)
        if len(self._heard) > MOST_BYTES:
            self._heard = b""
            raise FrameError("ответ не кончается")
        if not self._heard.strip(b"\x00 \t\r\n"):
            self._heard = b""
        return [message + END for message in whole]

    def silence(self) -> bytes:
        """What there is of a message, b"" for nothing: its end did not come."""
        rest, self._heard = self._heard, b""
        return rest
