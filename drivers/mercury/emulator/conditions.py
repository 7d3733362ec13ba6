"""What a person or a test may do to the register from outside."""

from dataclasses import dataclass

from drivers.emulation.fiscal import conditions


@dataclass(slots=True)
class Conditions(conditions.Conditions):
    register_gone: bool = False  # the service is there, the cable of the register is not
    storage_bad: bool = False  # fnInfo.status is no longer "fiscal mode": nothing is recorded
