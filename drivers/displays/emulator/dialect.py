"""What the dialects have in common: commands by their first bytes, everything else is text.

Source: spec/scales-displays.md 4; where the cursor goes is as Epson's DM-D110 specification has it in overwrite mode.
"""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from drivers.displays.emulator.screen import COLUMNS, Screen

# 0 and 17 as Epson numbers them; 6 is Russian in Posiflex's manual, and cp866 in a program for VFDs.
CODE_PAGES: Mapping[int, str] = {0: "cp437", 6: "cp866", 17: "cp866"}
_LONGEST = 256  # bytes of a command that goes on to its end mark; a longer one is dropped


@dataclass(frozen=True, slots=True)
class Command:
    """`arguments`: bytes after the prefix; None = everything before the byte `end`.

    `run` gets them; -> what the display answers.
    """

    run: Callable[[bytes], bytes]
    arguments: int | None = 0
    end: int = 0


class Dialect(ABC):
    """Bytes in; what is shown is on `screen`. `usual_page`: the code page at switching on; `pages`: n of ESC t.

    `complaints`: what was not understood or out of place.
    """

    def __init__(self, usual_page: str = "cp437", pages: Mapping[int, str] = CODE_PAGES) -> None:
        self.screen = Screen()
        self.page, self._usual_page, self._pages = usual_page, usual_page, pages
        self.complaints: deque[bytes] = deque(maxlen=100)
        self._commands = self.known()
        self._deepest = max(map(len, self._commands))
        self._waiting = bytearray()

    @abstractmethod
    def known(self) -> Mapping[bytes, Command]:
        """The commands, by their prefix; no prefix begins with another one."""

    def feed(self, data: bytes) -> bytes:
        """-> what the display answers."""
        self._waiting += data
        said = b""
        while self._waiting and (step := self._step(bytes(self._waiting))) is not None:
            taken, answer = step
            del self._waiting[:taken]
            said += answer
        return said

    def restart(self) -> None:
        """As at switching on."""
        self.hang_up()
        self.initialize()

    def hang_up(self) -> None:
        """The line broke: half a command has no other half."""
        self._waiting.clear()

    def initialize(self, _: bytes = b"") -> bytes:
        self.screen.clear()
        self.page = self._usual_page
        return b""

    def show(self, text: bytes) -> None:
        self.screen.write(text.decode(self.page, "replace"))

    def works(self, prefix: bytes) -> bool:  # noqa: ARG002 - for dialects with modes
        """Whether the command does anything now."""
        return True

    def choose_page(self, arguments: bytes) -> bytes:
        page = self._pages.get(arguments[0])
        if page is None:
            self.complaints.append(b"\x1bt" + arguments)
        else:
            self.page = page
        return b""

    def go(self, arguments: bytes) -> bytes:
        """x 1-20, y 1-2."""
        if not self.screen.go(arguments[0] - 1, arguments[1] - 1):
            self.complaints.append(arguments)
        return b""

    def moves(self) -> Mapping[bytes, Command]:
        """Single control bytes; Epson and CD5220 have the same."""
        screen = self.screen
        return {
            b"\x08": silently(lambda: screen.move(-1)),
            b"\x09": silently(lambda: screen.move(1)),
            b"\x0a": silently(lambda: screen.move(COLUMNS)),
            b"\x0b": silently(lambda: screen.go(0, 0)),
            b"\x0c": silently(screen.clear),
            b"\x0d": silently(lambda: screen.go(0, screen.row)),
            b"\x18": silently(screen.clear_row),
        }

    def _step(self, waiting: bytes) -> tuple[int, bytes] | None:
        """Bytes taken and the answer; None until there is more."""
        if waiting[0] >= 0x20:
            self.show(waiting[:1])
            return 1, b""
        for size in range(1, min(len(waiting), self._deepest) + 1):
            command = self._commands.get(waiting[:size])
            if command is not None:
                return self._do(command, waiting, size)
        if any(prefix.startswith(waiting) for prefix in self._commands):
            return None
        self.complaints.append(waiting[:4])
        return 1, b""

    def _do(self, command: Command, waiting: bytes, size: int) -> tuple[int, bytes] | None:
        """`size`: bytes of the prefix."""
        if command.arguments is None:
            stop = waiting.find(command.end, size)
            if stop < 0 and len(waiting) <= _LONGEST:
                return None
            taken = stop + 1
        else:
            stop = taken = size + command.arguments
        if stop < 0 or len(waiting) < taken:
            return self._give_up(waiting) if stop < 0 else None
        if not self.works(waiting[:size]):
            return self._give_up(waiting[:taken])
        return taken, command.run(waiting[size:stop])

    def _give_up(self, waiting: bytes) -> tuple[int, bytes]:
        self.complaints.append(waiting[:4])
        return len(waiting), b""


def silently(act: Callable[[], object]) -> Command:
    """A command without arguments and answer."""

    def run(_: bytes) -> bytes:
        act()
        return b""

    return Command(run)


def ignored(arguments: int) -> Command:
    """It changes how the display looks, not what it says: brightness, blinking, the cursor."""
    return Command(lambda _: b"", arguments)
