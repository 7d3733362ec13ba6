"""What can go wrong on the way to a label printer."""

from dataclasses import dataclass

from drivers.emulation import faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults(faults.Faults):
    power_cut_after_labels: int | None = None  # the power goes once so many labels are out, of all that ever came


WELL = Faults()
