"""The steps around a receipt on their way to their devices."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Protocol

from drivers.errors import Fault
from kkmserver.dispatch.insistence import Insistence
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.order import DeviceNotFound, IdReused, Order, QueueFull, Target, Ticket
from kkmserver.dispatch.steps import id_of
from kkmserver.store.own import OWN, Own
from kkmserver.store.record import Entry, Failure

_NOT_TAKEN: Mapping[type[Exception], str] = {
    DeviceNotFound: "Нужное для этого устройство не настроено или отключено.",
    QueueFull: "Слишком много команд ждут нужного для этого устройства.",
    IdReused: "С таким IdCommand уже была другая команда.",
}


class Submit(Protocol):
    async def __call__(self, order: Order, *, owed: bool) -> Ticket:
        """`owed`: also while the server is stopping, and into a full queue. Raises what Dispatch.submit raises."""
        ...


class Giving:
    def __init__(self, submit: Submit, insistence: Insistence) -> None:
        self._submit, self._insistence = submit, insistence

    async def give(
        self, job: Job, part: str, own: Own, device: int, *, attempt: int = 0, hold: float = 0.0, owed: bool = False
    ) -> Ticket | Failure:
        """Of the receipt `job`, in its `attempt` or the present one; `device` 0 = any that can.

        The ticket of the first where it was given before. Raises Draining.
        """
        order = _order(job.entry, id_of(job.entry.id, part, attempt or job.record.attempt), own, device, hold, job.via)
        ask: Callable[[], Awaitable[Ticket]] = partial(self._submit, order, owed=owed)
        try:
            return await self._insistence.on(ask)
        except (DeviceNotFound, QueueFull, IdReused) as error:
            text = next(text for kind, text in _NOT_TAKEN.items() if isinstance(error, kind))
            return Failure(code="not_taken", text=text, fault=Fault.STATE, nothing_sent=True)


def _order(entry: Entry, id: str, own: Own, device: int, hold: float, via: tuple[str, ...]) -> Order:  # noqa: A002
    return Order(
        id=id,
        dialect=OWN,
        name=type(own.command).__name__,
        command=own.command,
        target=Target(number=device),
        client=entry.client,
        request=own.written(),
        fingerprint=own.fingerprint(),
        hold=hold or entry.hold,
        request_id=entry.request_id,
        via=via,
    )
