"""What goes over a device's wire: counted and remembered as evidence, and logged while somebody asks for it."""

from collections import deque
from pathlib import Path

from drivers.errors import DeviceOffline
from drivers.ports import Clock, Transport
from drivers.transports.passing import PassingTransport
from drivers.transports.redact import mask
from drivers.transports.wire_log import WireLog

_CHUNKS = 8  # that `exchange` tells
_SHOWN = 64  # bytes of each
_LOOKED_AT = 1024  # bytes of a chunk in which something private is looked for, and which are remembered
_OUT, _IN = ">", "<"


class Wire:
    """One per device, over all the transports its driver opens."""

    def __init__(self, clock: Clock, device: str, log: Path | None = None) -> None:
        """`log`: the file that the wire log goes to while it is kept; None: memory alone."""
        self._log = WireLog(clock, device, log)
        self._last: deque[tuple[str, bytes, int]] = deque(maxlen=_CHUNKS)  # way, beginning, bytes in all
        self._secrets: set[bytes] = set()
        self.sent = 0  # bytes written since `begin`, counting what a failed write was handed: it may have left

    def tapped(self, transport: Transport) -> Transport:
        """The same way to the device, listened to."""
        return _Tap(transport, self)

    def hide(self, secret: bytes) -> None:
        """Show it nowhere. Raises ValueError for b"", which is everywhere."""
        if not secret:
            raise ValueError("nothing to hide")
        self._secrets.add(secret)

    def begin(self) -> None:
        """A new attempt: the count and the remembered exchange start anew."""
        self.sent = 0
        self._last.clear()

    def exchange(self) -> tuple[str, ...]:
        """The last of what went either way since `begin`, oldest first: "> 1b 40", "< 12"; bounded, masked."""
        return tuple(f"{way} {_hex(self._masked(data), size)}" for way, data, size in self._last)

    @property
    def kept(self) -> bool:
        """Whether the wire log is being kept. It ends by itself when the disk does not take it."""
        return self._log.kept

    def keep(self, on: bool) -> None:
        self._log.keep(on)

    def lines(self) -> list[str]:
        """The wire log, newest last; bounded, masked."""
        return self._log.lines()

    def close(self) -> None:
        """Let go of the file."""
        self._log.close()

    def wrote(self, data: bytes) -> None:
        """For a tap: before the bytes are handed over."""
        self.sent += len(data)
        self._passed(_OUT, data)

    def got(self, data: bytes) -> None:
        """For a tap."""
        self._passed(_IN, data)

    def told(self, text: str) -> None:
        """For a tap: the way was opened, closed, lost."""
        if self._log.kept:
            self._log.event(text)

    def _passed(self, way: str, data: bytes) -> None:
        beginning = data if len(data) <= _LOOKED_AT else data[:_LOOKED_AT]
        self._last.append((way, beginning, len(data)))
        if self._log.kept:
            self._log.data(way, self._masked(beginning), len(data))

    def _masked(self, data: bytes) -> bytes:
        return mask(data, self._secrets)


class _Tap(PassingTransport):
    """A transport that tells a Wire what passes. An answer that is asked for in vain leaves nothing to tell."""

    def __init__(self, inner: Transport, wire: Wire) -> None:
        super().__init__(inner)
        self._wire = wire
        self._opened = False

    async def open(self) -> None:
        try:
            await self.inner.open()
        except DeviceOffline as error:
            self._wire.told(f"нет соединения: {error.text}")
            raise
        self._opened = True
        self._wire.told("соединение открыто")

    async def write(self, data: bytes) -> None:
        self._wire.wrote(data)
        try:
            await self.inner.write(data)
        except DeviceOffline as error:
            self._wire.told(f"не записано: {error.text}")
            raise

    async def read(self, size: int) -> bytes:
        try:
            data = await self.inner.read(size)
        except DeviceOffline as error:
            self._wire.told(f"не прочитано: {error.text}")
            raise
        self._wire.got(data)
        return data

    async def close(self) -> None:
        await self.inner.close()
        if self._opened:
            self._opened = False
            self._wire.told("соединение закрыто")


def _hex(data: bytes, size: int) -> str:
    shown = data[:_SHOWN].hex(" ")
    return shown if size <= _SHOWN else f"{shown} … ({size} bytes)"
