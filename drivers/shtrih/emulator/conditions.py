"""What a person or a test may do to the register from outside."""

from dataclasses import dataclass

from drivers.emulation.fiscal import conditions


@dataclass(slots=True)
class Conditions(conditions.Conditions):
    """Refusals that strike once are in `Register.troubles`."""

    near_end: bool = False  # the roll is thin; the flag of the control tape's sensor shows it, inferred
    drawer_open: bool = False
    cutter_stuck: bool = False  # 71h
    overheated: bool = False  # C9h
    printer_gone: bool = False  # C8h
    finishes_after_power: bool = False  # a document whose paper was lost with the power waits for B0h
