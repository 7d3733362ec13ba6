"""What may be wrong with a printer, and how its status bytes say so.

Source: Epson's reference, DLE EOT, GS r, GS a; the tables of RP-330, iDP-3221 and TM-U220 say the same.
"""

from dataclasses import dataclass

from drivers.emulation import machine

DRAWER, ONLINE, ERROR, PAPER = 1, 2, 4, 8  # bits of GS a


@dataclass(slots=True)
class Conditions(machine.Conditions):
    """`offline`: put aside without a cause. `paper_low`: the roll nears its end."""

    paper_out: bool = False
    paper_low: bool = False
    cover_open: bool = False
    cutter_error: bool = False
    overheated: bool = False
    offline: bool = False
    drawer_open: bool = False

    @property
    def stopped(self) -> bool:
        """Nothing is printed and nothing taken out of the receive buffer."""
        return self.paper_out or self.cover_open or self.cutter_error or self.overheated or self.offline

    @property
    def faulty(self) -> bool:
        return self.cutter_error or self.overheated


def real_time(now: Conditions, n: int) -> bytes:
    """DLE EOT n, n 1 printer, 2 cause of offline, 3 cause of error, 4 paper; bits 1 and 4 are always set."""
    bits = {
        1: 4 * now.drawer_open + 8 * now.stopped,
        2: 4 * now.cover_open + 32 * now.paper_out + 64 * now.faulty,
        3: 8 * now.cutter_error + 64 * now.overheated,
        4: 12 * (now.paper_low or now.paper_out) + 96 * now.paper_out,
    }
    return bytes([0x12 | bits[n]])


def in_turn(now: Conditions, n: int) -> bytes:
    """GS r n, n 1 paper, 2 drawer."""
    return bytes([_paper(now) if n == 1 else int(now.drawer_open)])


def automatic(now: Conditions) -> bytes:
    """The four bytes of automatic status back."""
    first = 0x10 | 4 * now.drawer_open | 8 * now.stopped | 32 * now.cover_open
    return bytes([first, 8 * now.cutter_error | 64 * now.overheated, _paper(now), 0])


def watched(now: Conditions, items: int) -> tuple[object, ...]:
    """What must change before automatic status is sent; `items` as of GS a."""
    return (
        items & DRAWER and now.drawer_open,
        items & ONLINE and (now.stopped, now.cover_open),
        items & ERROR and (now.cutter_error, now.overheated),
        items & PAPER and _paper(now),
    )


def _paper(now: Conditions) -> int:
    return 3 * (now.paper_low or now.paper_out) | 12 * now.paper_out
