"""What can go wrong on the way to a device."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """They stay until they are changed, for every connection; None, 0 and b"" = well.

    Counts are bytes of one connection; 0 of them is at once, before anything is read.
    """

    silent: bool = False  # answers nothing
    garbage: bytes = b""  # stands in for every answer
    answer_delay: float = 0.0  # seconds before an answer
    answer_pause: float = 0.0  # seconds between the bytes of an answer: it comes in pieces
    cut_answer: int | None = None  # so many bytes of an answer, then the device hangs up
    bytes_per_second: float = 0.0  # no more than that is taken
    reset_after: int | None = None  # the connection breaks with a reset
    stall_after: int | None = None  # no more is taken, until the faults are changed
    power_cut_after: int | None = None  # the power goes: what is not printed is lost, nobody listens any more

    def room(self, taken: int, most: int) -> int:
        """How many more bytes may be read before something happens, at most `most`."""
        limits = (self.reset_after, self.stall_after, self.power_cut_after)
        return min([most, *(limit - taken for limit in limits if limit is not None and limit > taken)])


WELL = Faults()
