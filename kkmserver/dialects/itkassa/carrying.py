"""One job on its register: its steps one after the other, and the shift seen to. Source: spec/itkassa.md 8."""

import hashlib
import math
from dataclasses import dataclass, replace

from drivers.errors import Fault
from drivers.model.command import CashIn, CashOut, Command, OpenShift, RegisterReceipt
from drivers.model.ffd import ShiftState
from drivers.ports import Clock
from kkmserver.dialects import told
from kkmserver.dialects.itkassa import body
from kkmserver.dialects.itkassa.job import Job
from kkmserver.dialects.itkassa.steps import Step, steps
from kkmserver.dispatch.order import Dispatch, Draining, Order, Overloaded, QueueFull, Target, Ticket, TooFast
from kkmserver.store.record import JournalBroken, Record, State

NAME = "itkassa"
_LONG = 3600.0  # seconds of one wait
_AGAIN = 2.0  # seconds until what had no room is handed over again
_REMEDIES = 2  # an expired shift is closed, a closed one opened
_IN_SHIFT = (RegisterReceipt, CashIn, CashOut)


class Stopping(Exception):
    """The server is stopping: the job goes on after the next start."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A step and what came of it. Without a record it was not even accepted, `refused` says why.

    `shift`: as the register told it, where a step was refused. `session`: number of the shift that was opened for it.
    """

    step: Step
    record: Record | None
    refused: str = ""
    shift: ShiftState | None = None
    session: int = 0

    @property
    def done(self) -> bool:
        return self.record is not None and self.record.state is State.DONE


class Carrier:
    """Ids of the orders follow from the job's, so doing it once more, after a crash too, prints nothing twice."""

    def __init__(self, dispatch: Dispatch, clock: Clock) -> None:
        self._dispatch, self._clock = dispatch, clock

    async def carry_out(self, job: Job) -> list[Ran]:
        """As far as the first step that fails. Raises Stopping."""
        device, ran = job.device, list[Ran]()
        for step in steps_of(job):
            ran.append(await self._in_shift(job, step, device))
            if not ran[-1].done:
                break
            device = _member(ran[-1]) or device  # of a pool, the one that has the first command has them all
        return ran

    async def standing(self, job: Job) -> list[Ran]:
        """What the journal knows of its steps by now; nothing is done. Raises JournalBroken."""
        ran: list[Ran] = []
        for step in steps_of(job):
            ticket = await self._dispatch.find(_id(job, step))
            if ticket is None:
                break
            ran.append(Ran(step, ticket.record))
        return ran

    async def _in_shift(self, job: Job, step: Step, device: int) -> Ran:
        """Where the shift stands in the way it is closed, or opened, and the step done again: nothing of it was."""
        ran, session = await self._run(job, step, device), 0
        for turn in range(1, _REMEDIES + 1):
            if not _held_by_shift(ran):
                break
            device = _member(ran) or device
            shift = await self._shift(job, step, device, turn)
            ran = replace(ran, shift=shift)
            word = _remedy(step.command, shift)
            if word is None:
                break
            remedy = await self._run(job, step.shift(word), device, word)
            if not remedy.done:
                return Ran(step, remedy.record, remedy.refused, shift)
            session = _session(remedy)
            ran = await self._run(job, step, device)
        return replace(ran, session=session)

    async def _shift(self, job: Job, step: Step, device: int, turn: int) -> ShiftState | None:
        """None: it does not tell."""
        asked = (await self._run(job, step.asking_state(), device, f"state{turn}")).record
        state = asked.outcome.state if asked and asked.outcome else None
        return state.shift if state else None

    async def _run(self, job: Job, step: Step, device: int, suffix: str = "") -> Ran:
        request = step.request
        order = Order(
            id=_id(job, step, suffix),
            dialect=NAME,
            name=step.word,
            command=step.command,
            target=Target(number=device),
            client=job.client,
            request=request,
            fingerprint=hashlib.sha256(request).digest(),
        )
        try:
            return Ran(step, await self._ended(await self._accepted(order)))
        except told.ERRORS as error:
            return Ran(step, None, told.not_accepted(error, "idempKey"))

    async def _accepted(self, order: Order) -> Ticket:
        """Once there is room for it: nobody waits at the counter for the answer."""
        while True:
            try:
                return await self._dispatch.submit(order)
            except Draining as error:
                raise Stopping from error
            except (QueueFull, Overloaded, JournalBroken):
                await self._clock.sleep(_AGAIN)
            except TooFast as error:
                await self._clock.sleep(math.ceil(error.seconds))

    async def _ended(self, ticket: Ticket) -> Record:
        while not ticket.record.finished:
            began = self._clock.monotonic()
            await ticket.wait(_LONG)
            if self._clock.monotonic() - began < _LONG:
                break
        if not ticket.record.finished:  # it was let go
            raise Stopping
        return ticket.record


def steps_of(job: Job) -> list[Step]:
    return steps(body.loads(job.commands))


def _id(job: Job, step: Step, suffix: str = "") -> str:
    return ":".join(filter(None, (job.id, str(step.index + 1), suffix)))


def _member(ran: Ran) -> int:
    """Of a pool: who did it."""
    return ran.record.member if ran.record else 0


def _session(remedy: Ran) -> int:
    document = remedy.record.outcome.document if remedy.record and remedy.record.outcome else None
    return document.shift if document else 0


def _held_by_shift(ran: Ran) -> bool:
    failure = ran.record.failure if ran.record and ran.record.state is State.FAILED else None
    fits = isinstance(ran.step.command, (*_IN_SHIFT, OpenShift))
    return fits and failure is not None and failure.fault is Fault.STATE and failure.nothing_sent


def _remedy(command: Command, shift: ShiftState | None) -> str | None:
    if not isinstance(command, _IN_SHIFT):
        return None
    return {ShiftState.EXPIRED: "closeSession", ShiftState.CLOSED: "openSession"}.get(shift or ShiftState.OPEN)
