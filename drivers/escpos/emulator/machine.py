"""The whole printer without its plug: bytes in, answers out; conditions that are switched; a receive buffer."""

from drivers.escpos.emulator import answers
from drivers.escpos.emulator.condition import Conditions, real_time
from drivers.escpos.emulator.head import THERMAL_80, Head
from drivers.escpos.emulator.interpreter import Complaints, step
from drivers.escpos.emulator.printer import Printer
from drivers.escpos.emulator.real_time import RealTime
from drivers.escpos.emulator.roll import Roll

_EOT, _ENQ, _DC4 = 0x04, 0x05, 0x14  # after DLE
_CLEARED = b"\x37\x25\x00"


class Machine:
    """A state machine without time or I/O.

    `feed` never loses a byte; who feeds it asks `room` first and lets the host wait when there is none, as printers do.
    Real-time commands are answered whatever the state, all others in their turn. `paper`: dots until the roll ends,
    None = it never does; a command that has begun is printed to its end. `keep`: pieces of paper that are remembered.
    """

    def __init__(
        self, head: Head = THERMAL_80, *, buffer: int = 4096, paper: int | None = None, keep: int | None = None
    ) -> None:
        self.printer = Printer(head, keep)
        self.complaints = Complaints()
        self._buffer, self._waiting = buffer, bytearray()
        self._real_time = RealTime()
        self._roll_ends = paper  # where on the roll

    @property
    def roll(self) -> Roll:
        return self.printer.roll

    @property
    def conditions(self) -> Conditions:
        return self.printer.conditions

    @property
    def waiting(self) -> bytes:
        """What is not printed yet: the receive buffer, or a command that lacks its end."""
        return bytes(self._waiting)

    @property
    def idle(self) -> bool:
        return not self._waiting and self.printer.line_is_empty

    @property
    def room(self) -> int:
        """Bytes the receive buffer takes. While printing goes on it never fills, however long a command is."""
        return max(0, self._buffer - len(self._waiting)) if self.conditions.stopped else self._buffer

    def feed(self, data: bytes) -> bytes:
        """-> what the printer answers to that. Nothing happens while the power is off."""
        if not self.conditions.power:
            return b""
        for part, command in self._real_time.split(data):
            self._waiting += part[:-1]
            self._run()
            self._waiting += part[-1:]
            if command:  # its last byte has come: it is done before anything that this byte may end too
                self._at_once(command)
            self._run()
        return self._said()

    def switch(self, name: str, on: bool) -> bytes:
        """Change a condition; -> what the printer sends for that. Raises ValueError for an unknown name.

        `paper_out` off is a new roll without end.
        """
        if name == "power":
            return self._power(on)
        self.conditions.put(name, on)
        if name == "paper_out":
            self._roll_ends = None
        self._run()
        return self._said()

    def load(self, paper: int) -> bytes:
        """Put in a new roll of that many dots; -> what the printer sends."""
        self._roll_ends, self.conditions.paper_out = self.roll.y + paper, False
        self._run()
        return self._said()

    def tear(self) -> None:
        """Somebody tears off what is printed; the next document begins on a piece of its own."""
        if self.idle and self.roll.piece.printed:
            self.roll.tear()

    def _power(self, on: bool) -> bytes:
        """What was received, the line and the modes are lost."""
        self._waiting.clear()
        self._real_time = RealTime()
        self.conditions.power = on
        self.printer.power_cut()
        return b""

    def _at_once(self, command: bytes) -> None:
        """A real-time command. DLE ENQ 1 goes on after an error, DLE ENQ 2 and the clearing of buffers drop the job."""
        kind, n = command[1:3]
        if kind == _EOT:
            self.printer.answers += real_time(self.conditions, n)
        elif kind == _ENQ and n and self.conditions.cutter_error:
            self._recover(forget=n == 2)
        elif kind == _DC4 and n == 1 and self.printer.realtime_pulse:
            pin, tenths = command[3:5]
            self.printer.noted.pulses.append((5 if pin else 2, 100 * tenths, 100 * tenths))
        elif kind == _DC4 and n != 1:
            self._recover(forget=True)
            self.printer.answers += _CLEARED

    def _recover(self, *, forget: bool) -> None:
        self.conditions.cutter_error = False
        if forget:
            self._waiting.clear()
            self.printer.drop_line()

    def _run(self) -> None:
        """Print as long as there is something to print and nothing against it."""
        answers.changes(self.printer)
        while self.conditions.power and not self.conditions.stopped and self._waiting:
            taken = step(self._waiting, self.printer, self.complaints)
            if not taken:
                return
            del self._waiting[:taken]
            self._wear()

    def _wear(self) -> None:
        if self._roll_ends is not None and self.roll.y >= self._roll_ends:
            self.conditions.paper_out, self._roll_ends = True, None
            answers.changes(self.printer)

    def _said(self) -> bytes:
        said = bytes(self.printer.answers)
        self.printer.answers.clear()
        return said
