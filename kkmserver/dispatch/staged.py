"""A receipt around which more has to be done: УТМ and bank before its device gets it, undone where it comes to nothing.

Order: УТМ, card, receipt, slip; see docs/reliability.md. The receipt's own row stays QUEUED until those before it are
DONE, and is final when what had to be undone is. Where it was after a crash the rows of its steps tell.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from drivers.errors import Cancelled, Fault
from drivers.model.command import Command
from drivers.model.outcome import Outcome
from drivers.ports import Clock
from kkmserver.dispatch.amended import amended
from kkmserver.dispatch.cards import moved
from kkmserver.dispatch.checking import Checking
from kkmserver.dispatch.crew import Crew
from kkmserver.dispatch.device import too_old
from kkmserver.dispatch.giving import Giving
from kkmserver.dispatch.insistence import Insistence
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.order import Draining, Ticket
from kkmserver.dispatch.recovery import Decoder, decoded, unreadable
from kkmserver.dispatch.slips import Slips
from kkmserver.dispatch.steps import Step, Trail, Trails
from kkmserver.dispatch.undoing import Undoing
from kkmserver.dispatch.undone import kept, outcome_of, roubles, verdict
from kkmserver.dispatch.verdict import UNKNOWN_PREFIX, Verdict, called_off, not_done, too_late, unknown
from kkmserver.dispatch.wanted import Wishes
from kkmserver.store import own
from kkmserver.store.record import Failure, Journal, Record, State

_LOG = logging.getLogger("kkmserver.dispatch")
_BUG = "Внутренняя ошибка сервера (подробности в его журнале). Проверьте чек на кассе, а оплату на терминале."


@dataclass(slots=True)
class _Stage:
    """Where a receipt is. `prefer`: the member of its pool whose turn it was."""

    job: Job
    prefer: int
    begun: float
    standing: dict[Step, Record] = field(default_factory=dict)
    step: Ticket | None = None  # under way before the receipt
    called_off: bool = False
    handed_over: bool = False  # its device has it, or will get it
    undoing: bool = False


class Staged:
    def __init__(
        self,
        journal: Journal,
        decoders: Mapping[str, Decoder],
        clock: Clock,
        wishes: Wishes,
        checking: Checking,
        trails: Trails,
        giving: Giving,
        insistence: Insistence,
        undoing: Undoing,
        slips: Slips,
        *,
        hand_over: Callable[[Job, int], None],
        withdraw: Callable[[Job], bool],
        call_off: Callable[[Ticket], Awaitable[bool]],
        end: Callable[[Job, Verdict, float], Coroutine[None, None, None]],
    ) -> None:
        """`hand_over`: to the device, or the pool with the member that is preferred. `withdraw`: out of its queue.
        `call_off`: a step. `end`: writes what came of the receipt, and how many seconds it took."""
        self._journal, self._decoders, self._clock = journal, decoders, clock
        self._wishes, self._checking = wishes, checking
        self._trails, self._giving, self._insist = trails, giving, insistence
        self._undoing, self._slips = undoing, slips
        self._hand_over, self._withdraw, self._call_off, self._end = hand_over, withdraw, call_off, end
        self._stages: dict[int, _Stage] = {}  # by row
        self._crew = Crew()

    def begin(self, job: Job, prefer: int) -> bool:
        """`job` is in the journal. False: its device may have it."""
        known = self._stages.get(job.record.row)
        if known:
            return not known.handed_over
        stage = self._stages[job.record.row] = _Stage(job, prefer, self._clock.monotonic())
        if job.record.state is State.RUNNING:  # a restart: its device is asked before it does anything new
            stage.handed_over = True
            job.prepare = partial(self._resume, stage)
            return False
        self._crew.spawn(self._do(stage, self._prepare))
        return True

    def closing(self, job: Job, found: Verdict) -> Verdict | None:
        """Before a verdict becomes the receipt's result. None: it does once the steps before are undone."""
        stage = self._stages.get(job.record.row)
        if stage is None:
            return found
        if found.state is State.DONE:
            del self._stages[job.record.row]
            done = _with_steps(found, stage.standing)
            self._crew.spawn(self._slips.print(job, job.command, done.outcome))
            return done
        return self._failed(stage, found)

    def abandon(self, job: Job, found: Verdict) -> None:
        """Of the last run, and its device is not there to be asked."""
        stage = self._stages[job.record.row]
        self._crew.spawn(self._do(stage, partial(self._abandon, found=found)))

    async def call_off(self, job: Job) -> bool:
        """False: it is in its device's hands, or being undone already."""
        stage = self._stages.get(job.record.row)
        if stage is None or stage.undoing:
            return False
        if not stage.handed_over:
            stage.called_off = True
            if stage.step:
                await self._call_off(stage.step)
            return True
        if not self._withdraw(job):
            return False
        if found := self._failed(stage, called_off()):
            self._crew.spawn(self._end(job, found, 0.0))
        return True

    async def retire(self) -> list[Job]:
        """What is under way goes on at the next start; the receipts that were not handed over."""
        self._insist.retired = True
        await self._crew.dismiss()
        return [stage.job for stage in self._stages.values() if not stage.handed_over]

    async def rest(self, seconds: float) -> None:
        """What was begun meanwhile is on the disk, so far as it goes in this time."""
        await self._crew.rest(seconds)
        await self._crew.dismiss()

    async def _do(self, stage: _Stage, work: Callable[[_Stage], Awaitable[Verdict | None]]) -> None:
        try:
            found = await work(stage)
        except Draining:
            return
        except Exception:  # noqa: BLE001  # the last line of defence: nobody may wait for ever
            _LOG.exception("id %.80r: the steps around it", stage.job.entry.id)
            found = unknown(_BUG)
        if found:
            self._stages.pop(stage.job.record.row, None)
            await self._end(stage.job, found, self._clock.monotonic() - stage.begun)

    async def _prepare(self, stage: _Stage) -> Verdict | None:
        """None: its device has it now, or it is being undone."""
        job = stage.job
        command = await self._command(job)
        trail = await self._trail(job)
        stage.standing = trail.standing
        if why := trail.because:
            stage.undoing = True
            return verdict(why, await self._undoing.undo(job, trail, why))
        if command is None:
            return self._failed(stage, unreadable(job.record))
        if not trail.rows and (found := await self._checking.refusal(command, job.record, stage.prefer)):
            return self._failed(stage, found)
        for step in Step:
            if step not in stage.standing and (found := await self._take(stage, trail, step, command)):
                return self._failed(stage, found)
        if stage.called_off:
            return self._failed(stage, called_off())
        if found := _short(stage.standing):
            return self._failed(stage, found)
        self._rest_on(stage)
        job.command = job.amend(command)
        stage.handed_over = True
        self._hand_over(job, stage.prefer)
        return None

    async def _resume(self, stage: _Stage) -> bool:
        """False: it is being undone. Raises JournalBroken."""
        trail = await self._trails.of(stage.job.entry.id, stage.job.record.attempt)
        stage.standing = trail.standing
        if why := trail.because:
            self._take_back(stage, why)
            return False
        self._rest_on(stage)
        return True

    async def _abandon(self, stage: _Stage, *, found: Verdict) -> Verdict | None:
        return self._failed(stage, found) if await self._resume(stage) else None

    def _rest_on(self, stage: _Stage) -> None:
        told = Step.EGAIS in stage.standing
        stage.job.amend = partial(amended, outcome_of(stage.standing) or Outcome(), told=told)

    async def _take(self, stage: _Stage, trail: Trail, step: Step, command: Command) -> Verdict | None:
        """A step; None: it is done, or not wanted."""
        ticket = await self._ticket(stage, trail, step, command)
        if ticket is None:
            return None
        if isinstance(ticket, Failure):
            return _refused(step, ticket)
        stage.step = ticket
        record = await self._insist.final(ticket)
        stage.step = None
        if record is None:
            raise Draining
        if record.state is State.DONE:
            stage.standing[step] = record
            return None
        assert record.failure
        return _refused(step, record.failure) if record.state is State.FAILED else _doubtful(step, record.failure)

    async def _ticket(self, stage: _Stage, trail: Trail, step: Step, command: Command) -> Ticket | Failure | None:
        job, known = stage.job, trail.of(step)
        if known and trail.counts(known):
            if stage.called_off:  # the step was begun before a restart
                await self._call_off(known.job)
            return known.job
        if stage.called_off:
            return None
        wish = await self._wishes.of(step, command, job.record, stage.prefer)
        if wish is None:
            return None
        if too_old(wish.own.command, job.entry, self._clock.now()):
            return too_late().failure
        return await self._giving.give(job, step, wish.own, wish.device)

    def _failed(self, stage: _Stage, found: Verdict) -> Verdict | None:
        """None: what stands is undone first."""
        row, standing, failure = stage.job.record.row, stage.standing, found.failure
        assert failure
        if not standing:
            self._stages.pop(row, None)
            return found
        if found.state is State.FAILED and (failure.nothing_sent or not stage.handed_over):
            self._take_back(stage, failure)
            return None
        self._stages.pop(row, None)
        text = f"{failure.text.removeprefix(UNKNOWN_PREFIX)} {kept(standing)}"
        return replace(found, state=State.UNKNOWN, failure=unknown(text).failure, outcome=outcome_of(standing))

    def _take_back(self, stage: _Stage, why: Failure) -> None:
        """From the worker, if it had it: a crash before the first row of the undoing makes it run again."""
        job = stage.job
        stage.handed_over, stage.undoing = True, True
        if job.record.state is State.RUNNING:
            # In line for the disk before whatever its device does next.
            self._journal.requeue(job.record.row).add_done_callback(_logged)
            job.requeue()
        self._crew.spawn(self._do(stage, partial(self._undo, why=why)))

    async def _undo(self, stage: _Stage, *, why: Failure) -> Verdict | None:
        trail = await self._trail(stage.job)
        return verdict(why, await self._undoing.undo(stage.job, trail, why))

    async def _trail(self, job: Job) -> Trail:
        return await self._insist.on(partial(self._trails.of, job.entry.id, job.record.attempt))

    async def _command(self, job: Job) -> Command | None:
        if job.parked:
            await self._insist.on(partial(self._recall, job))
        return job.command or decoded(job.entry, self._decoders)

    async def _recall(self, job: Job) -> None:
        for record in await self._journal.load([job.record.row], 1):
            job.recall(record.entry.request)


def _with_steps(found: Verdict, standing: dict[Step, Record]) -> Verdict:
    brought, outcome = outcome_of(standing) or Outcome(), found.outcome or Outcome()
    warnings = [text for record in standing.values() if record.outcome for text in record.outcome.warnings]
    card, excise = brought.card or outcome.card, brought.excise or outcome.excise  # another server may have done one
    merged = replace(outcome, card=card, excise=excise, warnings=(*outcome.warnings, *warnings))
    return replace(found, outcome=merged)


_NOT_DONE = {
    Step.EGAIS: "УТМ (ЕГАИС) не принял чек, касса его не регистрировала.",
    Step.CARD: "Операция по карте не проведена, касса чек не регистрировала.",
}
_NOT_PROVEN = {
    Step.EGAIS: "УТМ (ЕГАИС) чек не подтвердил: проверьте его в УТМ. Касса чек не регистрировала.",
    Step.CARD: "Операция по карте не удалась, но не доказано, что деньги не двигались: проверьте её на терминале. "
    "Касса чек не регистрировала.",
}
_NOT_KNOWN = {
    Step.EGAIS: "неизвестно, принял ли УТМ (ЕГАИС) чек; касса его не регистрировала.",
    Step.CARD: "неизвестно, проведена ли операция по карте; касса чек не регистрировала. Посмотрите её на терминале.",
}


def _refused(step: Step, failure: Failure) -> Verdict:
    """Our own terminal or УТМ proves that nothing has moved, or says unknown; one of another server may do neither."""
    words = _NOT_DONE if failure.nothing_sent else _NOT_PROVEN
    code = failure.code if failure.code == Cancelled.code else step.value
    return Verdict(State.FAILED, failure=replace(failure, code=code, text=f"{words[step]} {failure.text}"))


def _doubtful(step: Step, failure: Failure) -> Verdict:
    return unknown(f"{_NOT_KNOWN[step]} {failure.text.removeprefix(UNKNOWN_PREFIX)}")


def _short(standing: dict[Step, Record]) -> Verdict | None:
    """The bank has approved another sum than the receipt tells of."""
    paid = standing.get(Step.CARD)
    asked = own.read(paid.entry.request).card if paid else None
    amount = moved(asked, paid.outcome.card if paid.outcome else None) if paid and asked else 0
    if asked is None or amount == asked.amount:
        return None
    text = f"Банк провёл по карте {roubles(amount)} вместо {roubles(asked.amount)}, касса чек не регистрировала."
    return not_done(Step.CARD.value, text, Fault.CLIENT)


def _logged(writing: asyncio.Future[None]) -> None:
    if error := writing.exception():
        _LOG.error("not written: %s", error)
