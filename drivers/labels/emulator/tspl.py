"""TSPL and TSPL2: lines in, labels and questions out.

Source: TSC TSPL/TSPL2 Programming manual; Brother FBPL Command Reference; Gprinter GP-2120T manual (the same language).
<ESC>! commands are obeyed when they are read, even while the print is stopped; ~! commands in their turn.
"""

from drivers.labels.emulator.lines import LineLanguage, number_of_bytes
from drivers.labels.emulator.machine import Event, Order, Question, Status
from drivers.labels.emulator.paper import Canvas
from drivers.labels.emulator.parameters import Parameters, Rejected
from drivers.labels.emulator.tspl_page import TsplPage
from drivers.labels.emulator.tspl_status import four_bytes, one_byte
from drivers.labels.emulator.tspl_symbols import SYMBOLS
from drivers.labels.emulator.tspl_values import split

_ESC = b"\x1b!"
_ORDERS = {b".": Order.CANCEL, b"R": Order.RESET, b"C": Order.RESET, b"P": Order.PAUSE, b"O": Order.RESUME}


class Tspl(LineLanguage):
    """`dpi` turns inches and millimetres into dots; without SIZE the label is 4 x 6 inches."""

    def __init__(self, dpi: int = 203, *, model: str = "TE210") -> None:
        super().__init__(dpi, model)

    def reset(self) -> None:
        super().reset()
        size = (4 * self.dpi, 6 * self.dpi)
        self._page = TsplPage(self.dpi, size, Canvas(*size))

    @property
    def partial(self) -> bool:
        return self._page.canvas.touched or bool(self._unread.data)

    def _next(self) -> list[Event] | None:
        data = self._unread.data
        if data.startswith(b"BITMAP "):
            return self._bitmap()
        end = data.find(b"\n")
        mark = data.find(_ESC, 0, end if end >= 0 else len(data))
        if mark >= 0:
            return self._realtime(mark)
        if data.startswith(b"~!"):
            return self._question()
        line = self._unread.line()
        if line is None:
            return None
        return self._try(line)

    def _realtime(self, mark: int) -> list[Event] | None:
        """<ESC>! and a character, taken out of the bytes wherever it stands but in a picture."""
        data = self._unread.data
        if len(data) < mark + 3:
            return None
        char = bytes(data[mark + 2 : mark + 3])
        del data[mark : mark + 3]
        if char in (b"?", b"S"):
            return [Question(f"ESC!{char.decode()}")]
        if char not in _ORDERS:
            self.unknown.append(_ESC + char)
            return []
        return [self._ordered(_ORDERS[char], mark)]

    def _ordered(self, order: Order, mark: int) -> Order:
        """`mark`: where the order stood; what was sent before it is forgotten with the labels."""
        if order in (Order.CANCEL, Order.RESET):
            behind = self._unread.data[mark:]
            if order is Order.RESET:
                self.reset()
            self._page.clear()
            self._unread.data[:] = behind
        return order

    def _question(self) -> list[Event] | None:
        if len(self._unread.data) < 3:
            return None
        name = self._unread.take(3)
        if name not in (b"~!T", b"~!@", b"~!I", b"~!A"):
            self.unknown.append(name)
            return []
        return [Question(name.decode(), waits=True)]

    def _bitmap(self) -> list[Event] | None:
        """BITMAP and five values, then as many bytes of any kind as the third and the fourth say."""
        parts = bytes(self._unread.data[7:80]).split(b",", 5)
        if len(parts) < 6:
            end = self._unread.data.find(b"\n")
            if end < 0 and len(self._unread.data) < 80:
                return None
            self.unknown.append(self._unread.take(end + 1 if 0 <= end < 80 else 7))
            return []
        header = 7 + sum(len(part) + 1 for part in parts[:5])
        count = number_of_bytes(parts[2], parts[3])
        if count is None:
            self.unknown.append(self._unread.take(header))
            return []
        if len(self._unread.data) < header + count:
            return None
        line = self._unread.take(header + count)
        try:
            self._page.bitmap(Parameters([part.decode("latin-1") for part in parts[:5]]), line[header:])
        except Rejected:
            self.unknown.append(line)
        return []

    def _try(self, line: bytes) -> list[Event]:
        """A line that is not understood leaves no trace on the label."""
        text = line.strip(b" \t\r\0")
        if not text:
            return []
        try:
            name, _, rest = text.partition(b" ")
            return self._do(name.decode("latin-1"), rest)
        except Rejected:
            self.unknown.append(line)
            return []

    def _do(self, name: str, rest: bytes) -> list[Event]:
        if name in SYMBOLS:
            values, content = split(rest)
            if content is None:
                raise Rejected(f"{name} without a text in quotes")
            SYMBOLS[name](self._page.canvas, self._page.origin, values, content, max(1, self.dpi // 72))
            return []
        values = Parameters([part.strip() for part in rest.decode("latin-1").split(",")])
        if name == "PRINT":
            return [self._page.job(values)]
        self._page.do(name, values)
        return []

    def answer(self, question: str, status: Status) -> bytes:
        match question:
            case "ESC!?":
                return bytes([one_byte(status)])
            case "ESC!S":
                return b"\x02" + four_bytes(status) + b"\x03\r\n"
            case "~!T":
                return self.model.encode() + b"\r\n"
            case "~!I":
                return b"8,001\r\n"
            case "~!A":
                return b"4194304\r\n"
        return b"%d\r\n" % (status.printed * self._page.size[1] // self.dpi // 39)  # ~!@: metres, about

    def reported(self, status: Status) -> bytes:
        del status
        return b""
