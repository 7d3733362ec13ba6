"""The three dialects. `dialect` makes one by its name."""

from collections.abc import Mapping

from drivers.displays.emulator.dialect import CODE_PAGES, Command, Dialect, ignored, silently
from drivers.displays.emulator.screen import COLUMNS, PLACES, ROWS

_CR, _ETB = 0x0D, 0x17
_ACK, _NAK = b"\x06", b"\x15"
_FIRST_PLACE = 0x31  # of DSP-800


class EscPos(Dialect):
    """Epson's. Source: besides the document, the command lists of DM-D110 and of displays that copy it."""

    def known(self) -> Mapping[bytes, Command]:
        screen = self.screen
        return {
            **self.moves(),
            b"\x1b@": Command(self.initialize),
            b"\x1bt": Command(self.choose_page, 1),
            b"\x1bR": ignored(1),
            b"\x1b=": ignored(1),
            b"\x1f$": Command(self.go, 2),
            b"\x1f\x0a": silently(lambda: screen.move(-COLUMNS)),
            b"\x1f\x0d": silently(lambda: screen.go(COLUMNS - 1, screen.row)),
            b"\x1fB": silently(lambda: screen.go(COLUMNS - 1, ROWS - 1)),
            b"\x1f\x01": ignored(0),  # overwrite mode; it knows no other
            b"\x1fC": ignored(1),
            b"\x1fE": ignored(1),
            b"\x1fX": ignored(1),
            b"\x1fr": ignored(1),
        }


class Cd5220(Dialect):
    """Source: besides the document, the command lists of CD5220 and of displays that copy it.

    ESC Q A and ESC Q B begin a string mode. The lists remark that nothing but these two, CLR and CAN, which end it,
    works in it; here that is so. Inferred: ESC @ ends it too, and a short string blanks the rest of its row.
    """

    _in_strings = False

    def known(self) -> Mapping[bytes, Command]:
        screen = self.screen
        return {
            **self.moves(),
            b"\x0c": silently(self._clear),
            b"\x18": silently(self._clear_row),
            b"\x1b@": Command(self.initialize),
            b"\x1bQA": Command(lambda text: self._string(0, text), None, _CR),
            b"\x1bQB": Command(lambda text: self._string(1, text), None, _CR),
            b"\x1bt": Command(self.choose_page, 1),
            b"\x1bl": Command(self.go, 2),
            b"\x1b[A": silently(lambda: screen.move(-COLUMNS)),
            b"\x1b[B": silently(lambda: screen.move(COLUMNS)),
            b"\x1b[C": silently(lambda: screen.move(1)),
            b"\x1b[D": silently(lambda: screen.move(-1)),
            b"\x1b[H": silently(lambda: screen.go(0, 0)),
            b"\x1b[L": silently(lambda: screen.go(0, screen.row)),
            b"\x1b[R": silently(lambda: screen.go(COLUMNS - 1, screen.row)),
            b"\x1b[K": silently(lambda: screen.go(COLUMNS - 1, ROWS - 1)),
            b"\x1b\x11": ignored(0),  # overwrite mode; it knows no other
            b"\x1b*": ignored(1),
            b"\x1b_": ignored(1),
            b"\x1bf": ignored(1),
            b"\x1bc": ignored(1),
            b"\x1b=": ignored(1),
        }

    def works(self, prefix: bytes) -> bool:
        return not self._in_strings or prefix in (b"\x0c", b"\x18", b"\x1b@", b"\x1bQA", b"\x1bQB")

    def show(self, text: bytes) -> None:
        if self._in_strings:
            self.complaints.append(text)
        else:
            super().show(text)

    def initialize(self, _: bytes = b"") -> bytes:
        self._in_strings = False
        return super().initialize()

    def _clear(self) -> None:
        self._in_strings = False
        self.screen.clear()

    def _clear_row(self) -> None:
        self._in_strings = False
        self.screen.clear_row()

    def _string(self, row: int, text: bytes) -> bytes:
        self._in_strings = True
        if len(text) > COLUMNS:
            self.complaints.append(text)
        self.screen.go(0, row)
        self.screen.write(text[:COLUMNS].decode(self.page, "replace").ljust(COLUMNS))
        self.screen.go(0, row)
        return b""


class Dsp800(Dialect):
    """EOT SOH command ETB. `acknowledges`: ACK or NAK to each command, as a manual of Tysso's VFD-550 has it.

    The document says that displays do not answer, so that is off at first. Inferred: a cleared range leaves the cursor
    where it is.
    """

    def __init__(
        self, usual_page: str = "cp437", pages: Mapping[int, str] = CODE_PAGES, *, acknowledges: bool = False
    ) -> None:
        self._acknowledges = acknowledges
        super().__init__(usual_page, pages)

    def known(self) -> Mapping[bytes, Command]:
        return {
            b"\x04\x01%": Command(self._initialize, None, _ETB),
            b"\x04\x01C": Command(self._clear, None, _ETB),
            b"\x04\x01P": Command(self._place, None, _ETB),
        }

    def _initialize(self, _: bytes) -> bytes:
        self.initialize()
        return self._said(done=True)

    def _clear(self, range_: bytes) -> bytes:
        places = [byte - _FIRST_PLACE for byte in range_]
        match places:
            case first, last if 0 <= first <= last < PLACES:
                self.screen.blank(first, last)
                return self._said(done=True)
        return self._refuse(range_)

    def _place(self, place: bytes) -> bytes:
        if len(place) == 1 and 0 <= place[0] - _FIRST_PLACE < PLACES:
            self.screen.place = place[0] - _FIRST_PLACE
            return self._said(done=True)
        return self._refuse(place)

    def _refuse(self, arguments: bytes) -> bytes:
        self.complaints.append(arguments)
        return self._said(done=False)

    def _said(self, *, done: bool) -> bytes:
        return (_ACK if done else _NAK) if self._acknowledges else b""


NAMES = ("escpos", "cd5220", "dsp800")


def dialect(name: str, usual_page: str = "cp437", pages: Mapping[int, str] = CODE_PAGES) -> Dialect:
    """`name` is one of NAMES."""
    kinds: Mapping[str, type[Dialect]] = {"escpos": EscPos, "cd5220": Cd5220, "dsp800": Dsp800}
    return kinds[name](usual_page, pages)
