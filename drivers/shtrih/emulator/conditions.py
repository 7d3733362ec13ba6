"""What a person or a test may do to the register from outside."""

from dataclasses import dataclass

from drivers.emulation import machine


@dataclass(slots=True)
class Conditions(machine.Conditions):
    """The ФН's troubles last until they are put off; other refusals, one-shot ones, are in `Register.troubles`."""

    paper: bool = True
    near_end: bool = False  # the roll is thin; the flag of the control tape's sensor shows it, inferred
    cover_open: bool = False
    drawer_open: bool = False
    cutter_stuck: bool = False  # 71h
    overheated: bool = False  # C9h
    printer_gone: bool = False  # C8h
    storage_silent: bool = False  # 30h
    storage_broken: bool = False  # 03h
    storage_expired: bool = False  # 05h
    archive_full: bool = False  # 06h
    ofd_overdue: bool = False  # 15h
    wrong_time: bool = False  # 07h
    finishes_after_power: bool = False  # a document whose paper was lost with the power waits for B0h
