"""What a person or a test may do to the register from outside."""

from dataclasses import dataclass

from drivers.emulation.fiscal import conditions


@dataclass(slots=True)
class Conditions(conditions.Conditions):
    """`connected`: the cable between the service and the register; what ran when it broke stays `blocked`."""

    connected: bool = True
    drawer_open: bool = False
