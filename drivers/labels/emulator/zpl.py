"""ZPL II: commands in, labels and questions out.

Source: ZPL II Programming Guide (45541L and P1012728). Real-time commands (~HS, ~JA …) are done when they are read,
whatever stops the print.
"""

from collections.abc import Iterator

from drivers.labels.emulator.machine import Event, Job, Order, Question, Status
from drivers.labels.emulator.parameters import Parameters, Rejected
from drivers.labels.emulator.zpl_commands import COMMANDS, set_turn, text_block
from drivers.labels.emulator.zpl_format import Field, Format, Memory, placed
from drivers.labels.emulator.zpl_graphics import graphic
from drivers.labels.emulator.zpl_reader import ZplCommand, ZplReader
from drivers.labels.emulator.zpl_symbols import SYMBOLS, Block, symbol

_ORDERS = {
    "~JA": Order.CANCEL,
    "~JR": Order.RESET,
    "~PP": Order.PAUSE,
    "^PP": Order.PAUSE,
    "~PS": Order.RESUME,
}
_IGNORED = frozenset(["^FX", "^CC", "^CT", "^CD", "~CC", "~CT", "~CD", "~PH", "^PH", "~JC", "~JP"])


class Zpl:
    """`dpi` gives the size of a label that no ^PW and ^LL describe: 4 x 6 inches.

    `mute_when_stopped`: ~HS is not answered while paper, ribbon or head stop the print, as newer guides say; the flags
    in the answer tell of printers that do answer, so that is the default.
    """

    def __init__(self, dpi: int = 203, *, mute_when_stopped: bool = False, model: str = "ZD420") -> None:
        self.unknown: list[bytes] = []
        self.dpi, self.model, self.mute_when_stopped = dpi, model, mute_when_stopped
        self.reset()

    def reset(self) -> None:
        self._reader = ZplReader(strays=self.unknown)
        self._memory = Memory(4 * self.dpi, 6 * self.dpi)
        self._format: Format | None = None

    @property
    def partial(self) -> bool:
        return self._format is not None

    def feed(self, data: bytes) -> Iterator[Event]:
        self._reader.data += data
        while (command := self._reader.take()) is not None:
            try:
                events = self._do(command)
            except (Rejected, UnicodeDecodeError):
                self._refuse(command)
            else:
                yield from events

    def _refuse(self, command: ZplCommand) -> None:
        """What cannot be drawn leaves its field empty; the others of the label are printed."""
        self.unknown.append(command.raw)
        if self._format is not None and command.name in SYMBOLS:
            self._format.current.void = True

    def _do(self, command: ZplCommand) -> list[Event]:
        name = command.name
        if name in _ORDERS:
            return self._ordered(_ORDERS[name])
        if name in ("~HS", "~HI"):
            return [Question(name)]
        if name in ("^XA", "~JX"):
            self._format = Format() if name == "^XA" else None
        elif name == "^XZ":
            return self._finish()
        elif name not in _IGNORED:
            self._describe(command)
        return []

    def _ordered(self, order: Order) -> list[Event]:
        if order is Order.CANCEL:
            self._format = None
        elif order is Order.RESET:
            behind = self._reader.data
            self.reset()
            self._reader.data += behind
        return [order]

    def _describe(self, command: ZplCommand) -> None:
        """A command of a format; those that set the printer up work outside of one too."""
        form = self._format or Format()
        values = Parameters(_texts(command.body, self._reader.delimiter))
        if command.name in COMMANDS:
            COMMANDS[command.name](form, self._memory, values)
        elif command.name in SYMBOLS:
            set_turn(form, self._memory, values)
            form.current.draw = symbol(command.name, values, self._memory.by)
        elif command.name in ("^FD", "^FV"):
            form.current.data = command.body
        elif command.name == "^GF":
            form.current.block = Block(graphic(command.body, bytes([self._reader.delimiter])))
            form.current.turn = 0
        elif command.name == "^FS":
            self._end_field(form)
        else:
            raise Rejected(command.name)

    def _end_field(self, form: Format) -> None:
        done, form.current = form.current, Field(turn=self._memory.turn)
        if done.void:
            return
        if done.block is not None:
            form.fields.append(placed(done, done.block, ""))
        elif done.data is not None and done.draw is not None:
            form.fields.append(placed(done, done.draw(done.value()), ""))
        elif done.data is not None:
            block, text = text_block(done, self._memory)
            form.fields.append(placed(done, block, text))

    def _finish(self) -> list[Event]:
        form, self._format = self._format, None
        if form is None:
            raise Rejected("^XZ without ^XA")
        if not form.fields:
            return []
        label = form.canvas(self._memory).label(self._memory.setup)
        cuts = (form.group or 1) if self._memory.setup.after == "cut" else 0
        return [Job(label, form.copies, cuts)]

    def answer(self, question: str, status: Status) -> bytes:
        if question == "~HI":
            return f"\x02{self.model}-{self.dpi}dpi,V84.20.11Z,{round(self.dpi / 25.4)},8176KB\x03\r\n".encode()
        held = status.conditions
        if self.mute_when_stopped and (held.paper_out or held.ribbon_out or held.head_open or held.overheated):
            return b""
        return self._host_status(status)

    def _host_status(self, status: Status) -> bytes:
        """~HS: three strings. Labels remaining are those of the batch under way, formats those still in the buffer."""
        held, setup = status.conditions, self._memory.setup
        out, paused, partial = int(held.paper_out or held.paper_jam), int(held.paused), int(status.partial)
        mode = {"rewind": 0, "peel": 1, "tear": 2, "cut": 3, "applicator": 4}[setup.after]
        first = (
            f"030,{out},{paused},{self._memory.length:04},{min(status.waiting, 999):03},{int(status.full)},0,{partial},"
            f"000,0,0,{int(held.overheated)}"
        )
        second = (
            f"000,0,{int(held.head_open)},{int(held.ribbon_out)},{int(held.ribbon_out)},{mode},4,0,"
            f"{status.remaining:08},1,000"
        )
        return "".join(f"\x02{text}\x03\r\n" for text in (first, second, "1234,0")).encode()

    def reported(self, status: Status) -> bytes:
        """ZPL has no such report here."""
        del status
        return b""


def _texts(body: bytes, delimiter: int) -> list[str]:
    return body.decode("latin-1").split(chr(delimiter))
