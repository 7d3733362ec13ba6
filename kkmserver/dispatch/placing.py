"""Where a new command goes: to the worker of a device, or into a pool."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from drivers.model.command import Command, RegisterReceipt
from drivers.model.ffd import ReceiptType
from kkmserver.dispatch.order import DeviceNotFound, QueueFull, Target
from kkmserver.dispatch.pooled import Pooled
from kkmserver.dispatch.selection import able, among, select
from kkmserver.dispatch.worker import Worker
from pools.pool import for_everyone

_RETURNS = (ReceiptType.SALE_RETURN, ReceiptType.PURCHASE_RETURN)


@dataclass(frozen=True, slots=True)
class Place:
    """`worker`: who gets it; None: each member of the pool does. `among`: the members that may do it, () = all."""

    worker: Worker | None
    pool: Pooled | None = None
    among: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        """Of the device that was asked for."""
        found = self.pool or self.worker
        assert found
        return found.number

    def serves(self, command: Command) -> bool:
        """Whether what was found can do it at all; a device that is named may not."""
        found = self.pool or self.worker
        return found is not None and able(found.traits, command)


def place(
    workers: Mapping[int, Worker],
    pools: Mapping[int, Pooled],
    command: Command,
    target: Target,
    *,
    owed: bool = False,
) -> Place:
    """By their numbers. `owed`: also where the queue is full. Raises DeviceNotFound, QueueFull."""
    found = select(_candidates(workers, pools, target.number), command, target)
    if found is None:
        raise DeviceNotFound(target)
    if isinstance(found, Pooled):
        return _in_pool(found, command, target, owed=owed)
    if found.full and not owed:
        raise QueueFull(found.number)
    return Place(found)


def sample(workers: Mapping[int, Worker], pools: Mapping[int, Pooled], command: Command, target: Target) -> Worker:
    """Whose paper shows what `command` would print; nobody's turn passes, nobody's queue matters.

    Raises DeviceNotFound.
    """
    found = select(_candidates(workers, pools, target.number), command, target)
    fit = among(found.members, command, target) if isinstance(found, Pooled) else [found] if found else []
    if not fit:
        raise DeviceNotFound(target)
    return fit[0]


def _candidates(workers: Mapping[int, Worker], pools: Mapping[int, Pooled], number: int) -> list[Worker | Pooled]:
    """The one that is named, without a search among hundreds; all where none is."""
    if number:
        return [found for found in (workers.get(number), pools.get(number)) if found]
    return [*workers.values(), *pools.values()]


def _in_pool(pool: Pooled, command: Command, target: Target, *, owed: bool) -> Place:
    """A return goes to the register that sold, where the request tells its factory number and it can do it now."""
    prefer, members = 0, pool.members
    if target.serial and isinstance(command, RegisterReceipt) and command.receipt.type in _RETURNS:
        prefer = next((one.number for one in among(members, command, target)), 0)
        target = replace(target, serial="")
    fit = among(members, command, target)
    if not fit:
        raise DeviceNotFound(target)
    if for_everyone(command) and any(one.active for one in fit):
        return Place(None, pool, _numbers(fit))
    # Who joins the pool later may be another owner's.
    numbers = _numbers(fit) if target.inn or len(fit) < len(members) else ()
    worker = pool.choose(command, numbers, prefer=prefer)
    if worker is None:
        raise DeviceNotFound(target, pool.reasons())
    if worker.full and not owed:
        raise QueueFull(pool.number)
    return Place(worker, pool, numbers)


def _numbers(workers: Collection[Worker]) -> tuple[int, ...]:
    return tuple(worker.number for worker in workers)
