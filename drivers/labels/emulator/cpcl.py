"""CPCL: lines in, labels and answers out.

Source: Zebra CPCL Programming Manual (PROMAN-CPCL). Escape commands count between labels alone, as the manual says.
"""

import re
from collections.abc import Callable, Sequence

from drivers.labels.emulator.cpcl_page import CpclPage
from drivers.labels.emulator.cpcl_symbols import MATRIX
from drivers.labels.emulator.lines import LineLanguage, number_of_bytes
from drivers.labels.emulator.machine import Event, Job, Question, Status
from drivers.labels.emulator.paper import MAX_SIDE, Canvas, Ink, Setup, packed
from drivers.labels.emulator.parameters import Rejected, whole

_CG = re.compile(rb"(?:CG|COMPRESSED-GRAPHICS) +(\d{1,5}) +(\d{1,5}) +(\d{1,5}) +(\d{1,5}) ")
_HEADER = re.compile(r"! +(\d{1,5}) +(\d{3}) +(\d{3}) +(\d{1,5}) +(\d{1,4})")
_WITHOUT_EFFECT = frozenset(
    [
        "FORM",
        "PACE",
        "NO-PACE",
        "WAIT",
        "PREFEED",
        "POSTFEED",
        "PRESENT-AT",
        "COUNTRY",
        "SETBOLD",
        "SETSP",
        "SETLF",
        "ENCODING",
        "SETFF",
        "BEEP",
        "ON-FEED",
        "LT",
        "END",
        "SETQRVER",
    ]
)
_WORDS = {"B": "BARCODE", "VB": "VBARCODE", "T": "TEXT", "L": "LINE", "IL": "INVERSE-LINE", "PW": "PAGE-WIDTH"} | {
    "EG": "EXPANDED-GRAPHICS",
    "BT": "BARCODE-TEXT",
}


class Cpcl(LineLanguage):
    """`width`: dots of a label that no PAGE-WIDTH describes.

    `status_waits`: <ESC>h is answered only after the labels before it, as one reading of the manual has it ("has
    finished processing the previous label"); otherwise at once, with bit 0 for busy.
    """

    def __init__(self, dpi: int = 203, *, status_waits: bool = False, model: str = "QLn320") -> None:
        super().__init__(dpi, model)
        self.status_waits = status_waits

    def reset(self) -> None:
        super().reset()
        self._page: CpclPage | None = None
        self._utilities = False
        self._setup = Setup()
        self._block: tuple[bytes, Sequence[str], list[bytes]] | None = None  # its end, command, data
        self._restarted = True

    @property
    def partial(self) -> bool:
        return self._page is not None

    def _next(self) -> list[Event] | None:
        data = self._unread.data
        if self._page is None and data[:1] == b"\x1b":
            return self._escape()
        if self._page is not None and self._block is None and data.startswith((b"CG ", b"COMPRESSED-GRAPHICS ")):
            return self._graphic(self._page)
        line = self._unread.line()
        if line is None:
            return None
        try:
            return self._read(line)
        except (Rejected, ValueError, IndexError):
            self.unknown.append(line)
            return []

    def _escape(self) -> list[Event] | None:
        if len(self._unread.data) < 2:
            return None
        command = self._unread.take(2)
        if command == b"\x1bN":
            self._restarted = False
            return []
        if command not in (b"\x1bh", b"\x1bi", b"\x1bv"):
            self.unknown.append(command)
            return []
        return [Question(f"ESC{command[1:].decode()}", waits=self.status_waits)]

    def _graphic(self, page: CpclPage) -> list[Event] | None:
        """CG width in bytes, height, x, y, a blank, and as many bytes; a bit of 1 is a dot."""
        head = bytes(self._unread.data[:64])
        match = _CG.match(head)
        if match is None:
            end = self._unread.data.find(b"\n")
            if end < 0 and len(self._unread.data) < 64:
                return None
            self.unknown.append(self._unread.take(end + 1 if end >= 0 else 3))
            return []
        count = number_of_bytes(match.group(1), match.group(2))
        if count is None:
            self.unknown.append(self._unread.take(match.end()))
            return []
        if len(self._unread.data) < match.end() + count:
            return None
        across, down, x, y = (int(each) for each in match.groups())
        dots = self._unread.take(match.end() + count)[match.end() :]
        page.canvas.put(x + page.offset, y, packed(across * 8, down, dots))
        return []

    def _read(self, line: bytes) -> list[Event]:
        """Raises Rejected, ValueError, IndexError."""
        if self._block is not None:
            self._continue(line)
            return []
        text = line.decode("latin-1").strip()
        if self._page is None:
            self._between(text)
        elif text == "PRINT":
            return self._print()
        elif text == "ABORT":
            self._page = None
        elif text and not text.startswith(";"):
            self._do(self._page, line.lstrip())
        return []

    def _between(self, text: str) -> None:
        match = _HEADER.fullmatch(text)
        if match is not None:
            offset, _, _, height, copies = (int(each) for each in match.groups())
            self._page = CpclPage(Canvas(4 * self.dpi, height), offset, copies, self._setup)
        elif text in ("! UTILITIES", "! U") or self._utilities:
            self._utilities = text != "PRINT"
        elif text and not text.startswith("! U1 "):
            raise Rejected(text)

    def _print(self) -> list[Event]:
        page, self._page = self._page, None
        if page is None:
            return []
        self._setup = page.setup
        return [Job(page.canvas.label(page.setup), page.copies)]

    def _do(self, page: CpclPage, line: bytes) -> None:
        word, _, rest = line.partition(b" ")
        name = word.decode("latin-1")
        name = _WORDS.get(name, name)
        if name in ("BARCODE", "VBARCODE"):
            self._barcode(page, rest, upright=name == "VBARCODE")
        elif re.fullmatch(r"(TEXT|T)(90|180|270)?", name):
            values, data = _parted(rest, 4)
            page.text(name.lstrip("TEX"), values, data)
        elif name in COMMANDS:
            COMMANDS[name](page, rest.decode("latin-1").split())
        elif name not in _WITHOUT_EFFECT:
            raise Rejected(name)

    def _barcode(self, page: CpclPage, rest: bytes, *, upright: bool) -> None:
        kind = rest.split(b" ", 1)[0].decode("latin-1")
        if kind in MATRIX:
            words = ["upright" if upright else "", *rest.decode("latin-1").split()]
            self._block = (MATRIX[kind][0], words, [])
            return
        values, data = _parted(rest, 6)
        page.bars(values, data, upright=upright)

    def _continue(self, line: bytes) -> None:
        """A line of the data of a two-dimensional code, or the one that ends them."""
        assert self._block is not None
        end, words, lines = self._block
        if line.strip() != end:
            lines.append(line)
            return
        self._block = None
        if self._page is not None:
            drawn = MATRIX[words[1]][1](words[4:], b"\r\n".join(lines))
            self._page.code(self._page.place(words[2:4]), drawn, upright=bool(words[0]))

    def answer(self, question: str, status: Status) -> bytes:
        """<ESC>h: bit 0 busy, 1 paper out, 2 latch open, 3 battery low, 4 reset; <ESC>i: bit 7 ribbon, 4 jam."""
        held = status.conditions
        if question == "ESCv":
            return f"{self.model} V81.00 XXQL1234567\0".encode()
        if question == "ESCi":
            return bytes([0x80 * held.ribbon_out | 0x10 * held.paper_jam])
        busy = bool(status.waiting or status.remaining or held.paused or held.overheated or held.offline)
        flags = (busy, held.paper_out, held.head_open, False, self._restarted)
        return bytes([sum(1 << bit for bit, on in enumerate(flags) if on)])

    def reported(self, status: Status) -> bytes:
        del status
        return b""


def _parted(rest: bytes, count: int) -> tuple[list[str], bytes]:
    """`count` words, and what stands behind them."""
    parts = rest.split(b" ", count)
    if len(parts) <= count:
        raise Rejected(f"{rest!r} is too short")
    return [part.decode("latin-1") for part in parts[:count]], parts[count]


def _expanded(page: CpclPage, values: Sequence[str]) -> None:
    """EXPANDED-GRAPHICS: as CG with hexadecimal digits."""
    across, down = whole(values[0], 1, MAX_SIDE // 8), whole(values[1], 1, MAX_SIDE)
    data = bytes.fromhex("".join(values[4:]))
    if len(data) != across * down:
        raise Rejected("EXPANDED-GRAPHICS")
    page.canvas.put(*page.place(values[2:4]), packed(across * 8, down, data))


def _justify(name: str) -> Callable[[CpclPage, Sequence[str]], None]:
    def do(page: CpclPage, _values: Sequence[str]) -> None:
        page.justify = name

    return do


def _caption(page: CpclPage, values: Sequence[str]) -> None:
    page.caption = values[:1] != ["OFF"]


def _magnify(page: CpclPage, values: Sequence[str]) -> None:
    wide, tall = (max(1, whole(value, 0, 16)) for value in values)
    page.scale = (wide, tall)


COMMANDS: dict[str, Callable[[CpclPage, Sequence[str]], None]] = {
    "LINE": lambda page, values: page.line(values, Ink.BLACK),
    "INVERSE-LINE": lambda page, values: page.line(values, Ink.REVERSE),
    "BOX": lambda page, values: page.box(values),
    "EXPANDED-GRAPHICS": _expanded,
    "LEFT": _justify("LEFT"),
    "CENTER": _justify("CENTER"),
    "RIGHT": _justify("RIGHT"),
    "BARCODE-TEXT": _caption,
    "SETMAG": _magnify,
    "PAGE-WIDTH": lambda page, values: page.widen(whole(values[0], 1, MAX_SIDE)),
    "TONE": lambda page, values: page.told(darkness=whole(values[0], -99, 200)),
    "CONTRAST": lambda page, values: page.told(darkness=whole(values[0], 0, 3)),
    "SPEED": lambda page, values: page.told(speed=float(whole(values[0], 0, 5))),
    "GAP-SENSE": lambda page, _values: page.told(media="gap"),
    "BAR-SENSE": lambda page, _values: page.told(media="mark"),
    "JOURNAL": lambda page, _values: page.told(media="continuous"),
}
