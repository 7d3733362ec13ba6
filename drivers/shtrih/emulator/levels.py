"""Which of the two links is spoken: the first byte decides, after the power came and after the port was set (14h).

Source: spec/shtrih-m.md 1.7.
"""

from drivers.shtrih.emulator.link import ENQ, STX, Link
from drivers.shtrih.emulator.link_v2 import START, LinkV2

_SET_PORT = b"\x14"


class Levels:
    """`v2`: the register knows the numbered packets too."""

    def __init__(self, *, v2: bool = False, byte_timeout: float = 0.1) -> None:
        self._ordinary, self._numbered = Link(byte_timeout), LinkV2(byte_timeout)
        self.v2 = v2
        self.link: Link | LinkV2 = self._ordinary
        self._decided = False

    def choose(self, byte: int) -> Link | LinkV2:
        """What begins nothing decides nothing."""
        if not self._decided:
            self.link = self._numbered if self.v2 and byte == START else self._ordinary
            self._decided = byte in (ENQ, STX) or self.link is self._numbered
        return self.link

    def settled(self) -> None:
        """The answer has arrived, as far as the register can know."""
        if self.link.command[:1] == _SET_PORT:
            self._decided = False

    def hang_up(self) -> None:
        self.link.hang_up()

    def power_cut(self) -> None:
        self._decided = False
        self._ordinary.power_cut()
        self._numbered.power_cut()
