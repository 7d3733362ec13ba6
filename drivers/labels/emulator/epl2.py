"""EPL2: lines in, labels and answers out.

Source: Zebra EPL Programming Guide 14245L-003, EPL2 Programmer's Manual 980352-001; ^ee also Intermec ESim (the same
language). Commands are told apart by capital and small letters. What UQ answers is made up: drivers know that it comes.
"""

import re

from drivers.labels.emulator.epl2_page import Epl2Page, plain
from drivers.labels.emulator.epl2_symbols import bars, matrix
from drivers.labels.emulator.lines import LineLanguage, listed, number_of_bytes
from drivers.labels.emulator.machine import Event, Order, Question, Status
from drivers.labels.emulator.paper import Canvas, packed
from drivers.labels.emulator.parameters import Parameters, Rejected

_GW = re.compile(rb"GW(\d{1,5}),(\d{1,5}),(\d{1,5}),(\d{1,5})(,|\r?\n)")
_ITEM = re.compile(rb'"(?:\\.|[^"\\])*"|[^",]*', re.DOTALL)
_WITHOUT_EFFECT = ("JF", "JB", "JC", "I", "OEPL", "oM", "oB", "oW", "Y", "M", "UN", "eR")
_NOW: dict[str, Event] = {
    "^ee": Question("^ee"),
    "US": Order.REPORT,
    "UQ": Question("UQ", waits=True),
    "U": Question("U", waits=True),
}


class Epl2(LineLanguage):
    """`dpi` gives the size of a label that no q and Q describe: 4 x 6 inches."""

    def __init__(self, dpi: int = 203, *, model: str = "LP2844") -> None:
        super().__init__(dpi, model)

    def reset(self) -> None:
        super().reset()
        size = (4 * self.dpi, 6 * self.dpi)
        self._page = Epl2Page(size, Canvas(*size))

    @property
    def partial(self) -> bool:
        return self._page.canvas.touched

    def _next(self) -> list[Event] | None:
        if self._unread.data.startswith(b"GW"):
            return self._graphic()
        line = self._unread.line()
        if line is None:
            return None
        try:
            return self._do(line) if line.strip() else []
        except Rejected:
            self.unknown.append(line)
            return []

    def _graphic(self) -> list[Event] | None:
        """GWx,y,width in bytes,height and the bytes; a bit of 0 is a dot.

        Guides of 2001 and 2013 differ on what stands before the bytes: a comma or the end of a line are both taken.
        """
        head = bytes(self._unread.data[:40])
        match = _GW.match(head)
        if match is None:
            end = self._unread.data.find(b"\n")
            if len(self._unread.data) < 40 and (end < 0 or re.fullmatch(rb"GW[\d,]*\r", head)):
                return None
            self.unknown.append(self._unread.take(end + 1 if end >= 0 else 2))
            return []
        count = number_of_bytes(match.group(3), match.group(4))
        if count is None:
            self.unknown.append(self._unread.take(match.end()))
            return []
        if len(self._unread.data) < match.end() + count:
            return None
        x, y, across, down = (int(each) for each in match.groups()[:4])
        data = self._unread.take(match.end() + count)[match.end() :]
        left, top = self._page.origin
        self._page.canvas.put(x + left, y + top, packed(across * 8, down, data, black=0))
        return []

    def _do(self, line: bytes) -> list[Event]:
        """Raises Rejected."""
        text = line.decode("latin-1").strip()
        if text == "N":
            self._page.clear()
        elif text == "^@":
            behind = self._unread.data
            self.reset()
            self._unread.data += behind
            return [Order.RESET]
        elif text in _NOW:
            return [_NOW[text]]
        elif re.match(r"P\d", text):
            return [self._page.job(plain(text[1:]))]
        elif text[:1] in ("A", "B", "b"):
            self._symbol(line.strip())
        elif not self._page.do(text) and not text.startswith((";", *_WITHOUT_EFFECT)):
            raise Rejected(text)
        return []

    def _symbol(self, line: bytes) -> None:
        items = listed(line[1:], _ITEM)
        content = items.pop()
        if content[:1] != b'"' or len(content) < 2:
            raise Rejected("data without quotes")
        content = re.sub(rb"\\(.)", rb"\1", content[1:-1], flags=re.DOTALL)
        values = Parameters([item.decode("latin-1").strip() for item in items])
        if line[:1] == b"A":
            self._page.text(values, content)
        else:
            draw = bars if line[:1] == b"B" else matrix
            draw(self._page.canvas, self._page.origin, values, content)

    def answer(self, question: str, status: Status) -> bytes:
        if question == "^ee":
            return ",".join(errors(status) or ["00"]).encode() + b"\r\n"
        width, length = self._page.size
        lines = [
            f"UKQ1935H{self.model}  V4.70.1",
            "Serial port:96,N,8,1",
            f"q{width} Q{length},{self._page.setup.gap or 0}",
        ]
        return "".join(f"{line}\r\n" for line in lines).encode()

    def reported(self, status: Status) -> bytes:
        """After US: ACK when a P command is done."""
        del status
        return b"\x06"


def errors(status: Status) -> list[str]:
    """Codes of ^ee: 07 paper or ribbon, 11 head open, 12 paused. Heat and the rest are 99 here (inferred)."""
    held = status.conditions
    found = {
        "07": held.paper_out or held.ribbon_out or held.paper_jam,
        "11": held.head_open,
        "12": held.paused,
        "99": held.overheated or held.offline,
    }
    return [code for code, on in found.items() if on]
