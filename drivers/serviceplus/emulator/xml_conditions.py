"""What a person or a test may do to the register from outside."""

from dataclasses import dataclass

from drivers.emulation.fiscal import conditions


@dataclass(slots=True)
class XmlConditions(conditions.Conditions):
    drawer_open: bool = False
