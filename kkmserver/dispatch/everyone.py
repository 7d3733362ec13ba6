"""A command that every member of a pool has to do at the same time: a row of the journal for each, and one for all."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from drivers.errors import Fault
from drivers.model.command import Command
from drivers.ports import Clock
from kkmserver.dispatch.crew import Crew
from kkmserver.dispatch.device import Patience
from kkmserver.dispatch.insistence import Insistence
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.order import DeviceNotFound, Draining, IdReused, Order, QueueFull, Target, Ticket
from kkmserver.dispatch.pooled import Pooled
from kkmserver.dispatch.recovery import Decoder, decoded, unreadable
from kkmserver.dispatch.together import Part, combined
from kkmserver.dispatch.verdict import Verdict, not_done, pool_blocked, unknown
from kkmserver.dispatch.worker import Worker
from kkmserver.store.record import Journal

_LOG = logging.getLogger("kkmserver.dispatch")
_NOT_TAKEN: Mapping[type[Exception], str] = {
    DeviceNotFound: "отключено.",
    QueueFull: "слишком много команд ждут его.",
    IdReused: "у него с этим IdCommand уже была другая команда.",
}


def id_of_part(id: str, member: int) -> str:  # noqa: A002
    """What the member's own row is called; GetRezult knows it too."""
    return f"{id}@{member}"


class Everyone:
    """The whole stays QUEUED until all are through: after a crash it is simply asked of all again, and each member
    that has done its part answers with the result it has."""

    def __init__(
        self,
        journal: Journal,
        decoders: Mapping[str, Decoder],
        clock: Clock,
        patience: Patience,
        submit: Callable[[Order], Awaitable[Ticket]],
        find: Callable[[str], Awaitable[Ticket | None]],
        end: Callable[[Job, Verdict, float], Awaitable[None]],
    ) -> None:
        """`submit`: hands a member its part. `find`: one that it had before. `end`: writes what came of the whole, and
        how many seconds it took."""
        self._journal, self._decoders, self._clock = journal, decoders, clock
        self._submit, self._find, self._end = submit, find, end
        self._insist = Insistence(clock, patience)
        self._crew = Crew()

    def begin(self, job: Job, pool: Pooled) -> None:
        """`job` is in the journal."""
        self._crew.spawn(self._do(job, pool))

    async def retire(self) -> None:
        """What is under way stays QUEUED for the next start."""
        self._insist.retired = True
        await self._crew.dismiss()

    async def _do(self, job: Job, pool: Pooled) -> None:
        begun = self._clock.monotonic()
        try:
            verdict = await self._verdict(job, pool)
        except Exception:  # noqa: BLE001  # the last line of defence: nobody may wait for ever
            _LOG.exception("pool %d %.80r", pool.number, job.entry.id)
            verdict = unknown(
                "Внутренняя ошибка сервера (подробности в его журнале). Проверьте каждое устройство пула."
            )
        if verdict is not None:
            await self._end(job, verdict, self._clock.monotonic() - begun)

    async def _verdict(self, job: Job, pool: Pooled) -> Verdict | None:
        """None: the server is stopping."""
        if job.parked:
            await self._insist.on(partial(self._recall, job))
        command = job.command or decoded(job.entry, self._decoders)
        if command is None:
            return unreadable(job.record)
        numbers = job.entry.among or pool.pool.plan.members
        concerned = [number for number in numbers if await self._concerned(job, pool.member(number), number)]
        parts = await asyncio.gather(*(self._part(job, pool, number, command) for number in concerned))
        told = [part for part in parts if part]
        if len(told) < len(parts):
            return None
        return combined(told) if told else pool_blocked(pool.reasons(job.entry.among))

    async def _recall(self, job: Job) -> None:
        for record in await self._journal.load([job.record.row], 1):
            job.recall(record.entry.request)

    async def _concerned(self, job: Job, member: Worker | None, number: int) -> bool:
        """One that is set aside, or has left the pool, is left out, unless it may have done its part before."""
        if member and member.active:
            return True
        part = await self._insist.on(partial(self._find, id_of_part(job.entry.id, number)))
        return part is not None and not (part.record.failure and part.record.failure.may_run_again)

    async def _part(self, job: Job, pool: Pooled, number: int, command: Command) -> Part | None:
        """None: the server is stopping."""
        member = pool.member(number)
        name = member.device.name if member else f"№ {number}"
        try:
            ticket = await self._ticket(job, member, number, command)
        except Draining:
            return None
        except (DeviceNotFound, QueueFull, IdReused) as error:
            text = next(text for kind, text in _NOT_TAKEN.items() if isinstance(error, kind))
            return Part(number, name, not_done("not_taken", text, Fault.STATE))
        record = await self._insist.final(ticket)
        return Part.of(number, name, record) if record else None

    async def _ticket(self, job: Job, member: Worker | None, number: int, command: Command) -> Ticket:
        order = _order(job, number, command)
        if member and member.active:
            return await self._insist.on(partial(self._submit, order))
        if ticket := await self._insist.on(partial(self._find, order.id)):
            return ticket
        raise DeviceNotFound(order.target)


def _order(job: Job, member: int, command: Command) -> Order:
    entry = job.entry
    return Order(
        id=id_of_part(entry.id, member),
        dialect=entry.dialect,
        name=entry.name,
        command=command,
        target=Target(number=member),
        client=entry.client,
        request=entry.request,
        fingerprint=entry.fingerprint,
        hold=entry.hold,
        request_id=entry.request_id,
        via=job.via,
    )
