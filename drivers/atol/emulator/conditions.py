"""What a person or a test may do to the register from outside."""

from dataclasses import dataclass

from drivers.emulation.fiscal import conditions


@dataclass(slots=True)
class Conditions(conditions.Conditions):
    """Refusals that strike once are in `machine.troubles`. The comments name the bit of 45h. Source: spec/atol.md 5."""

    drawer_open: bool = False
    battery_low: bool = False
    printer_gone: bool = False  # 1
    printer_broken: bool = False  # 2
    cutter_stuck: bool = False  # 3
    overheated: bool = False  # 4

    def flags(self) -> int:
        """Of 45h."""
        bits = (
            not self.paper or self.cover_open,
            self.printer_gone,
            self.printer_broken,
            self.cutter_stuck,
            self.overheated,
        )
        return sum(bit << place for place, bit in enumerate(bits))

    def error(self) -> int:
        """Why it cannot print, 0 = it can; paper is looked at first."""
        errors = {
            103: not self.paper or self.cover_open,
            104: self.printer_gone,
            105: self.printer_broken or self.cutter_stuck,
            209: self.overheated,
        }
        return next((error for error, holds in errors.items() if holds), 0)
