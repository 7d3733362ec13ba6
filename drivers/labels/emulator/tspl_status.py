"""How a TSPL printer tells its state.

Source: TSC TSPL/TSPL2 Programming manual, <ESC>!? and <ESC>!S. Inferred: an overheated head sets bit 7 of <ESC>!?, an
open one bit 5 of the last byte of <ESC>!S.
"""

from drivers.labels.emulator.machine import Status


def one_byte(status: Status) -> int:
    """<ESC>!?: bit 0 head, 1 jam, 2 paper, 3 ribbon, 4 pause, 5 printing, 7 anything else."""
    held = status.conditions
    flags = (held.head_open, held.paper_jam, held.paper_out, held.ribbon_out, held.paused, status.printing)
    other = held.overheated or held.offline
    return sum(1 << bit for bit, on in enumerate(flags) if on) | (0x80 if other else 0)


def four_bytes(status: Status) -> bytes:
    """<ESC>!S: message, warning, two bytes of errors; 0x40 is normal in each."""
    held = status.conditions
    message = 0x45 if held.faulty else 0x60 if held.paused else 0x50 if status.printing else 0x40
    warning = 0x48 if status.full else 0x40
    first = 0x40 | (0x01 if held.overheated else 0)
    flags = (held.paper_out, held.paper_jam, held.ribbon_out, False, False, held.head_open)
    return bytes([message, warning, first, 0x40 | sum(1 << bit for bit, on in enumerate(flags) if on)])
