"""The one register of a door: commands for it, as orders of the dispatcher."""

import hashlib
from collections.abc import Mapping

from drivers.model.command import OpenShift
from drivers.model.counters import CounterBlock
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from kkmserver.config_doors import IkkmRegister
from kkmserver.dialects.ikkm import failures, request, taxes
from kkmserver.dialects.ikkm.codes import Code, Refused
from kkmserver.dialects.ikkm.receipt import Terms
from kkmserver.dialects.ikkm.request import NAME, Request
from kkmserver.dialects.told import ERRORS, ended
from kkmserver.dispatch.order import DeviceView, Dispatch, Order, Target, Ticket
from kkmserver.store.record import Record, State


class Desk:
    """Methods raise Refused."""

    def __init__(self, dispatch: Dispatch, settings: IkkmRegister) -> None:
        self._dispatch, self.settings = dispatch, settings

    @property
    def view(self) -> DeviceView:
        number = self.settings.device
        found = next((one for one in self._dispatch.devices() if one.number == number), None)
        if found is None:
            raise Refused(Code.INTERNAL, "Device not found")
        return found

    @property
    def terms(self) -> Terms:
        own = self.view.taxes
        return Terms(
            taxes=taxes.directory(own, self.settings.taxes),
            by_amount=bool(own),
            items=self.settings.items,
            cashier=self.settings.cashier,
        )

    @property
    def has_own_codes(self) -> bool:
        """Its errors have the numbers of this API."""
        return bool(self.view.taxes)

    @property
    def opens_shifts(self) -> bool:
        return OpenShift in self.view.commands

    def request(self, name: str, given: Mapping[str, str] | None = None) -> Request:
        return Request(name, given or {}, self.terms)

    async def submit(self, asked: Request, client: str, id: str = "", device: int = 0) -> Ticket:  # noqa: A002
        """Under one `id` everything counts as the same, whatever it asks: the key decides."""
        body = asked.to_json()
        order = Order(
            id=id,
            dialect=NAME,
            name=asked.name,
            command=asked.command(),
            target=Target(number=device or self.settings.device),
            client=client,
            request=body,
            fingerprint=hashlib.sha256(id.encode() or body).digest(),
        )
        try:
            return await self._dispatch.submit(order)
        except ERRORS as error:
            raise failures.not_accepted(error) from error

    async def done(self, asked: Request, client: str, id: str = "") -> Outcome:  # noqa: A002
        record = await ended(await self.submit(asked, client, id))
        return self.outcome(record)

    def outcome(self, record: Record) -> Outcome:
        if record.state is State.DONE and record.outcome is not None:
            return record.outcome
        raise failures.of_record(record, own_codes=self.has_own_codes)

    async def state(self, client: str) -> DeviceState:
        outcome = await self.done(self.request(request.STATE), client)
        if outcome.state is None:
            raise Refused(Code.INTERNAL)
        return outcome.state

    async def counters(self, client: str) -> tuple[CounterBlock, ...]:
        return (await self.done(self.request(request.COUNTERS), client)).counters

    def terminal(self) -> int:
        """The number of the only bank terminal: a payment is not begun at one that was not meant."""
        kind = DeviceKind.TERMINAL
        found = [one.number for one in self._dispatch.devices() if one.kind is kind and one.active]
        if len(found) != 1:
            raise Refused(Code.INTERNAL, "No bank terminal")
        return found[0]
