"""What can go wrong with an УТМ."""

from dataclasses import dataclass

from drivers.emulation import faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults(faults.Faults):
    """In both cases no mark moves."""

    refuses: bool = False  # every cheque, with an error element
    http_500: bool = False  # to everything


WELL = Faults()
