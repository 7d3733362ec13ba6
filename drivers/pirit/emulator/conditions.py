"""What a person or a test may do to the register from outside."""

from dataclasses import dataclass

from drivers.emulation.fiscal import conditions


@dataclass(slots=True)
class Conditions(conditions.Conditions):
    """The bits are those of the fatal flags and of 04h."""

    drawer_open: bool = False
    printer_busy: bool = False  # bit 0 of 04h: error 09
    cutter_stuck: bool = False  # bit 3
    printer_gone: bool = False  # bit 7
    memory_broken: bool = False  # fatal bit 0
    configuration_broken: bool = False  # fatal bit 1
    unauthorised: bool = False  # fatal bit 5
    card_broken: bool = False  # fatal bit 8, of FM16

    @property
    def fatal(self) -> int:
        """A ФН that is silent is bit 2, a broken one bit 6."""
        bits = {
            0: self.memory_broken,
            1: self.configuration_broken,
            2: self.storage_silent,
            5: self.unauthorised,
            6: self.storage_broken,
            8: self.card_broken,
        }
        return sum(1 << bit for bit, holds in bits.items() if holds)
