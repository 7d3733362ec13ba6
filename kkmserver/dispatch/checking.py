"""Whether a receipt can be registered at all, asked before anything is taken for it."""

import logging
from collections.abc import Callable, Mapping

from drivers.errors import KkmError, NotSupported, RequestRefused, WrongState
from drivers.model.command import Command
from drivers.model.outcome import Outcome
from kkmserver.dispatch.amended import amended
from kkmserver.dispatch.pooled import Pooled
from kkmserver.dispatch.preview import preview
from kkmserver.dispatch.recovery import homeless
from kkmserver.dispatch.verdict import Verdict, refused
from kkmserver.dispatch.worker import Worker
from kkmserver.store.record import Record

_LOG = logging.getLogger("kkmserver.dispatch")


class Checking:
    """A driver that can show what it would print refuses what it would refuse then, and touches nothing; whatever else
    keeps it from showing says nothing of the receipt. `workers` is everybody's."""

    def __init__(self, workers: Mapping[int, Worker], pools: Callable[[], Mapping[int, Pooled]]) -> None:
        self._workers, self._pools = workers, pools

    async def refusal(self, command: Command, record: Record, prefer: int) -> Verdict | None:
        """None: nothing is known against it. `prefer`: the member of a pool that is to register it."""
        worker = self._workers.get(prefer) or self._workers.get(record.device)
        pool = self._pools().get(record.device)
        if worker is None and pool is None:
            return homeless(record)
        if worker is None and pool:
            worker = next(iter(pool.those(record.entry.among)), None)
        return await _refusal(worker, command) if worker else None


async def _refusal(worker: Worker, command: Command) -> Verdict | None:
    try:
        await preview(worker.device, amended(Outcome(), command))
    except NotSupported:
        return None
    except RequestRefused as error:
        return refused(error, nothing_sent=True)
    except WrongState as error:
        return None if worker.waiting else refused(error, nothing_sent=True)  # what is before it may change the state
    except KkmError as error:
        _LOG.debug("device %d shows no receipt: %s", worker.number, error.code)
    except Exception:  # noqa: BLE001  # the last line of defence against a driver's bugs
        _LOG.exception("device %d shows no receipt: the driver has a bug", worker.number)
    return None
