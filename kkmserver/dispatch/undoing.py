"""Undoing what was done before a receipt, once it is proven that the receipt is not recorded."""

from collections.abc import Mapping

from drivers.errors import Fault
from drivers.ports import Clock
from kkmserver.dispatch import bottles, cards
from kkmserver.dispatch.device import Patience
from kkmserver.dispatch.giving import Giving
from kkmserver.dispatch.insistence import Insistence
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.order import Draining
from kkmserver.dispatch.steps import UNDO, Step, Taken, Trail
from kkmserver.dispatch.undone import Undone
from kkmserver.store import own
from kkmserver.store.own import Own
from kkmserver.store.record import Failure, Record, State

_TRIES = 5  # of a device that is away
_HOLD = 300.0  # seconds that it is waited for where the settings let commands wait
_ORDER = (Step.CARD, Step.EGAIS)  # money first
_NO_WAY = "Отменить её сама программа не может."


class Undoing:
    """Each way is a row of the journal, so what is begun is ended after a crash, and done once."""

    def __init__(self, giving: Giving, insistence: Insistence, clock: Clock, patience: Patience) -> None:
        self._giving, self._insistence, self._clock, self._patience = giving, insistence, clock, patience

    async def undo(self, job: Job, trail: Trail, why: Failure) -> list[Undone]:
        """All that stands. Raises Draining: the server is stopping, the rows tell how far it has come."""
        found = (trail.of(step) for step in _ORDER)
        return [await self._undo(job, taken, why) for taken in found if taken and taken.stands]

    async def begin(self, job: Job, trail: Trail, attempt: int, why: Failure) -> bool:
        """Put down on the disk that `attempt` of the receipt is there to undo. False: nothing can be undone."""
        for taken in filter(None, map(trail.of, _ORDER)):
            ways = _ways(taken.step, taken.record, why) if taken.stands else {}
            for part, wanted in list(ways.items())[:1]:
                device = taken.record.device
                given = await self._giving.give(job, part, wanted, device, attempt=attempt, hold=_HOLD, owed=True)
                if not isinstance(given, Failure):
                    return True
        return False

    async def _undo(self, job: Job, taken: Taken, why: Failure) -> Undone:
        text = _NO_WAY
        for part, wanted in _left(taken, why).items():
            end = await self._insist(job, part, wanted, taken.record.device)
            if isinstance(end, Record) and end.failure is None:
                return Undone(taken.step, taken.record, State.DONE)
            failure = end if isinstance(end, Failure) else end.failure
            assert failure
            text = failure.text
            if isinstance(end, Record) and end.state is State.UNKNOWN:
                return Undone(taken.step, taken.record, State.UNKNOWN, text)
            if failure.fault is Fault.LINK or not failure.nothing_sent:  # the bank has not said no
                break
        return Undone(taken.step, taken.record, State.FAILED, text)

    async def _insist(self, job: Job, part: str, wanted: Own, device: int) -> Record | Failure:
        """Where the device is away it is tried again."""
        pause = self._patience.pause
        for tries_left in reversed(range(_TRIES)):
            end = await self._tried(job, part, wanted, device)
            failure = end.failure if isinstance(end, Record) else None
            away = failure and failure.fault is Fault.LINK and failure.may_run_again
            if not away or not tries_left:
                return end
            await self._clock.sleep(pause)
            pause = min(2 * pause, self._patience.pause_most)
        raise AssertionError

    async def _tried(self, job: Job, part: str, wanted: Own, device: int) -> Record | Failure:
        given = await self._giving.give(job, part, wanted, device, hold=_HOLD, owed=True)
        if isinstance(given, Failure):
            return given
        record = await self._insistence.final(given)
        if record is None:
            raise Draining
        return record


def summed_up(trail: Trail) -> list[Undone]:
    """What has come of it, once all of it is over."""
    return [_summed_up(taken) for taken in filter(None, map(trail.of, _ORDER)) if taken.stands]


def _summed_up(taken: Taken) -> Undone:
    if taken.undone:
        return Undone(taken.step, taken.record, State.DONE)
    last = next((job.record for job in reversed(list(taken.undo.values())) if job.record.failure), None)
    if last is None or last.failure is None:
        return Undone(taken.step, taken.record, State.FAILED, _NO_WAY)
    state = State.UNKNOWN if last.state is State.UNKNOWN else State.FAILED
    return Undone(taken.step, taken.record, state, last.failure.text)


def _left(taken: Taken, why: Failure) -> Mapping[str, Own]:
    """The ways from the last one that was begun on: the bank has refused those before it."""
    ways = _ways(taken.step, taken.record, why)
    begun = [place for place, part in enumerate(ways) if part in taken.undo]
    return dict(list(ways.items())[max(begun, default=0) :])


def _ways(step: Step, done: Record, why: Failure) -> dict[str, Own]:
    asked, result = own.read(done.entry.request), done.outcome.card if done.outcome else None
    if asked.egais:
        return {UNDO[step][0]: Own(egais=bottles.undoing(asked.egais), because=why)}
    moves = cards.undoing(asked.card, result) if asked.card else ()
    return {part: Own(card=move, because=why) for part, move in zip(UNDO[step], moves, strict=False)}
