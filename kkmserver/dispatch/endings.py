"""Results of commands that are in no worker's hands."""

from collections.abc import Callable

from drivers.ports import Clock
from kkmserver.dispatch.account import Account, Spent
from kkmserver.dispatch.device import Patience
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.meter import Meter
from kkmserver.dispatch.results import Results
from kkmserver.dispatch.verdict import Verdict, final
from kkmserver.store.record import Journal


class Endings:
    def __init__(
        self, journal: Journal, clock: Clock, patience: Patience, on_final: Callable[[Job], None], meter: Meter
    ) -> None:
        """`on_final` hears of every job whose final state is on disk."""
        self._journal, self._clock, self._patience = journal, clock, patience
        self._on_final, self._meter = on_final, meter

    async def write(self, job: Job, verdict: Verdict, took: float = 0.0) -> None:
        """`took`: seconds. Returns once it is on disk; cancelled before, the row stays as it is for the next start."""
        number = job.record.device
        account = Account(number, self._meter)
        results = Results(number, self._journal, self._clock, self._patience, self._on_final, account)
        results.write(job, final(job.record, verdict, self._clock.now()), Spent(0.0, took))
        try:
            await results.written()
        finally:
            await results.give_up()
