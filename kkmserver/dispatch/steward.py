"""The foreman of all pools: sets faulty members aside, takes them back, and gives their commands to others."""

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from drivers.errors import Fault
from drivers.ports import Clock
from kkmserver.dispatch.crew import Crew
from kkmserver.dispatch.job import UNTRIED, Job
from kkmserver.dispatch.pooled import Pooled
from kkmserver.dispatch.together import nobody_could
from kkmserver.dispatch.verdict import Verdict
from kkmserver.dispatch.worker import Worker
from kkmserver.store.record import Deed, Journal, JournalBroken, State
from pools.health import Health, blames_device

if TYPE_CHECKING:
    import asyncio

_LOG = logging.getLogger("kkmserver.dispatch")
SERVER = "server"  # who does it, in the audit


class Steward:
    """Implements kkmserver.dispatch.foreman.Foreman; what a device in no pool does is none of its business."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self.pools: dict[int, Pooled] = {}
        self._journal, self._clock = journal, clock
        self._health: dict[int, Health] = {}
        self._writing = Crew()

    def manage(self, pools: Iterable[Pooled]) -> None:
        """From now on these, and no others."""
        self.pools = {pool.number: pool for pool in pools}
        plans = [pool.pool.plan for pool in self.pools.values()]
        limits = {number: [p.block_after for p in plans if number in p.members] for p in plans for number in p.members}
        self._health = {number: Health(min(filter(None, after), default=0)) for number, after in limits.items()}
        for pool in self.pools.values():
            for member in pool.members:
                member.probe_every = min(one.pool.plan.probe_every for one in self._of(member))

    def served(self, worker: Worker, job: Job, verdict: Verdict) -> Verdict | None:
        pool = self.pools.get(job.entry.device)
        self._judge(worker, verdict, pooled=pool is not None)
        if pool is None:
            return verdict
        found = self._move_on(pool, worker, job, verdict) if _movable(verdict) else verdict
        if found:
            job.tried = UNTRIED
        return found

    def seen(self, worker: Worker, trouble: str) -> None:
        if worker.blocked and not trouble and self._comes_back_by_itself(worker):
            self._unblock(worker)
        if trouble or not worker.active:
            self.relieve(worker)
            return
        for pool in self._of(worker):
            for other in pool.members:
                if other.trouble or not other.active:
                    self.relieve(other)

    def switched(self, worker: Worker) -> None:
        """By hand; on means with a clean slate."""
        if worker.active and (health := self._health.get(worker.number)):
            health.worked()
        self.seen(worker, worker.trouble)

    def relieve(self, worker: Worker) -> None:
        """Give what waits for it in a pool to members that are known to be fit."""
        for job in worker.jobs():
            pool = self.pools.get(job.entry.device)
            if pool and pool.fit_for(job.entry.among, worker.number) and worker.withdraw(job):
                other = pool.choose(None, job.entry.among, without={worker.number})
                (other or worker).add(job)

    async def rest(self) -> None:
        """What has to be written is."""
        await self._writing.rest(5.0)
        await self._writing.dismiss()

    def note(self, action: str, subject: str, detail: str, who: str = SERVER) -> "asyncio.Future[None]":
        """A line of the audit; where the disk does not take it the log has it. Done when the disk has answered."""
        deed = Deed(at=self._clock.now(), who=who, action=action, subject=subject, detail=detail)
        writing = self._journal.note(deed)
        writing.add_done_callback(_written)
        _LOG.log(logging.WARNING if action == "block" else logging.INFO, "%s: %s %s: %s", who, action, subject, detail)
        return writing

    def turned(self, pool: Pooled) -> None:
        """Its pointer has moved; after a crash that loses it the turn is a little unjust, and nothing worse."""
        self._journal.turn(pool.number, pool.pool.last).add_done_callback(_written)

    def _of(self, worker: Worker) -> list[Pooled]:
        return [pool for pool in self.pools.values() if worker.number in pool.pool.plan.members]

    def _judge(self, worker: Worker, verdict: Verdict, *, pooled: bool) -> None:
        health, failure = self._health.get(worker.number), verdict.failure
        if health is None:
            return
        if verdict.state is State.DONE:
            health.worked()
        elif failure and _at_fault(failure.fault, pooled) and health.failed() and not worker.blocked:
            self._block(worker, failure.text)

    def _move_on(self, pool: Pooled, worker: Worker, job: Job, verdict: Verdict) -> Verdict | None:
        """None: another member has it now."""
        assert verdict.failure
        job.tried = {**job.tried, worker.number: verdict.failure.text}
        other = pool.choose(job.command, job.entry.among, without=job.tried)
        if other is None:
            return nobody_could(verdict, pool.pool.plan.name, pool.reasons(job.entry.among, job.tried))
        _LOG.info("pool %d %.80r: from device %d to %d", pool.number, job.entry.id, worker.number, other.number)
        if job.record.state is State.RUNNING:
            # In line for the disk before the next start. Lost with a crash, it costs one more question to this member.
            self._journal.requeue(job.record.row).add_done_callback(_written)
            job.requeue()
        other.add(job)
        return None

    def _block(self, worker: Worker, reason: str) -> None:
        worker.block(reason)
        self._writing.spawn(self._set_blocked(worker.number, reason))
        self.note("block", str(worker.number), reason)
        self.relieve(worker)

    def _unblock(self, worker: Worker) -> None:
        worker.unblock()
        if health := self._health.get(worker.number):
            health.worked()
        self._writing.spawn(self._set_blocked(worker.number, ""))
        self.note("unblock", str(worker.number), "устройство снова отвечает")

    def _comes_back_by_itself(self, worker: Worker) -> bool:
        """Where its pools disagree, a person decides; one that has left its pools is set aside for nobody."""
        return all(pool.pool.plan.unblock_by_probe for pool in self._of(worker))

    async def _set_blocked(self, number: int, reason: str) -> None:
        try:
            await self._journal.set_blocked(number, reason)
        except (JournalBroken, LookupError) as error:
            _LOG.error("device %d: not written that it is blocked or not: %s", number, error)


def _movable(verdict: Verdict) -> bool:
    """Nothing of it has reached the device, and another one might do it."""
    failure = verdict.failure
    return verdict.state is State.FAILED and failure is not None and failure.may_run_again


def _at_fault(fault: Fault, pooled: bool) -> bool:
    """A wrong state that somebody met at the device itself is no fault: they may mean to change it."""
    return blames_device(fault) and (pooled or fault is not Fault.STATE)


def _written(writing: "asyncio.Future[None]") -> None:
    if error := writing.exception():
        _LOG.error("not written: %s", error)
