"""What a person or a test may do to any register from outside."""

from dataclasses import dataclass

from drivers.emulation import machine


@dataclass(slots=True)
class Conditions(machine.Conditions):
    """The ФН's troubles last until they are put off. The comments name the error of the ФН."""

    paper: bool = True
    cover_open: bool = False
    storage_silent: bool = False  # 30h
    storage_broken: bool = False  # 03h
    storage_expired: bool = False  # 05h
    archive_full: bool = False  # 06h
    ofd_overdue: bool = False  # 15h
    wrong_time: bool = False  # 07h
