"""Whose turn it is among the members of a pool that can take a command: pure choices."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum


class Policy(StrEnum):
    ROUND_ROBIN = "round-robin"  # in turn
    LEAST_BUSY = "least-busy"  # the one with the fewest commands; among equals in turn
    FAILOVER = "failover"  # the first in the order of the settings


def choose(policy: Policy, order: Sequence[int], ready: Mapping[int, int], last: int) -> int | None:
    """The member for the next command, None where none is ready.

    `order`: the members as configured; `ready`: those that can take it -> commands they have; `last`: the one whose
    turn was before, 0 or a stranger for none.
    """
    if policy is Policy.FAILOVER:
        return _following(order, 0, ready)
    if policy is Policy.LEAST_BUSY and (known := dict(ready)):
        fewest = min(known.values())
        return _following(order, last, [member for member, waiting in known.items() if waiting == fewest])
    return _following(order, last, ready)


def _following(order: Sequence[int], last: int, ready: Collection[int]) -> int | None:
    """The first ready one after `last`, wrapping round."""
    start = order.index(last) + 1 if last in order else 0
    return next((member for member in [*order[start:], *order[:start]] if member in ready), None)
