"""Who a worker reports to: the pools that its device belongs to."""

from typing import TYPE_CHECKING, Protocol

from kkmserver.dispatch.job import Job
from kkmserver.dispatch.verdict import Verdict

if TYPE_CHECKING:
    from kkmserver.dispatch.worker import Worker


class Foreman(Protocol):
    """Called from the worker's task; returns at once."""

    def served(self, worker: "Worker", job: Job, verdict: Verdict) -> Verdict | None:
        """Before a verdict becomes a result; what it returns does.

        None: nothing of it has reached this device, and the command was given to another one; this one forgets it.
        """
        ...

    def seen(self, worker: "Worker", trouble: str) -> None:
        """After a status question. `trouble`: why it cannot work; "" = it can."""
        ...


class Alone:
    """Of a device in no pool."""

    def served(self, worker: "Worker", job: Job, verdict: Verdict) -> Verdict | None:  # noqa: ARG002
        return verdict

    def seen(self, worker: "Worker", trouble: str) -> None:  # noqa: ARG002
        return None
