"""What can go wrong on the way to scales."""

from dataclasses import dataclass

from drivers.emulation import faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults(faults.Faults):
    bad_sum: bool = False  # the checksum of every answer is wrong
    junk_before: bytes = b""  # comes before every answer


WELL = Faults()
