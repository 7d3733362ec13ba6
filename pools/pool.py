"""Several devices that look like one: who takes the next command."""

from collections.abc import Mapping
from dataclasses import dataclass

from drivers.model.command import (
    CloseShift,
    Command,
    OfdReport,
    OpenShift,
    PrintDocument,
    PrintLabels,
    RegisterReceipt,
    XReport,
)
from pools.policy import Policy, choose


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPlan:
    """A pool as its owner has set it up."""

    number: int
    name: str
    members: tuple[int, ...]
    policy: Policy = Policy.ROUND_ROBIN
    block_after: int = 3  # faults in a row; 0 = never
    probe_every: float = 10.0  # seconds between status questions to a blocked member
    unblock_by_probe: bool = True  # otherwise a person does


class Pool:
    """Remembers whose turn was last."""

    def __init__(self, plan: PoolPlan, last: int = 0) -> None:
        self.plan, self.last = plan, last

    def next(self, command: Command | None, ready: Mapping[int, int], prefer: int = 0) -> int | None:
        """The member that takes `command` (None: one that turns), None where none is ready.

        `ready`: member -> commands it has. `prefer`: the one that gets it if it is ready, whoever's turn it is.
        """
        if prefer in ready:
            return prefer
        if command is not None and not takes_turn(command):
            return self.last if self.last in ready else choose(Policy.FAILOVER, self.plan.members, ready, 0)
        member = choose(self.plan.policy, self.plan.members, ready, self.last)
        self.last = member or self.last
        return member


def takes_turn(command: Command) -> bool:
    """Whether the turn passes on with it; anything else goes to the member that was used last."""
    return isinstance(command, RegisterReceipt | PrintDocument | PrintLabels)


def for_everyone(command: Command) -> bool:
    """Whether every member has to do it. Source: spec/kkmserver.md section 5, rule 7."""
    return isinstance(command, OpenShift | CloseShift | XReport | OfdReport)
