"""How the device stands at the other server. Nothing is printed or changed."""

import uuid
from dataclasses import replace

from drivers.errors import KkmError, WrongState
from drivers.model.state import DeviceKind, DeviceState
from drivers.notation.members import Members
from drivers.ports import Clock, Errand
from drivers.remote.answer import Answer, Asked
from drivers.remote.forwarding import Forwarding, Parcel
from drivers.remote.options import Address, RemoteOptions
from drivers.remote.request import Request, list_query
from drivers.remote.state import seen_of, state_of, unit_of

_HOLD = 5  # seconds at most to wait for a register that is printing; its state comes with the next question then
_READ_STATE = "GetDataKKT"


class Looking:
    def __init__(self, forwarding: Forwarding, options: RemoteOptions, address: Address, clock: Clock) -> None:
        self._forwarding, self._options, self._clock = forwarding, options, clock
        self._hold = min(_HOLD, options.hold)
        self._server = str(address)
        self._address = f"tcp://{address.host}:{address.port}"
        self._is_register = DeviceKind(options.kind) is DeviceKind.REGISTER
        self._met = False
        self._waited_for = ""  # id of a GetDataKKT whose answer did not come in time
        self._last: DeviceState | None = None  # with all that a register tells

    @property
    def address(self) -> str:
        """As DeviceState has it."""
        return self._address

    async def meet(self) -> None:
        """A KkmServer answers there, lets us in and has the device; asked once, and again after `lost`.

        So a wrong setting is found before anything is sent. Raises DeviceOffline, WrongState.
        """
        if not self._met:
            await self._unit()

    def lost(self) -> None:
        """The connection broke."""
        self._met = False

    async def away(self) -> bool:
        """The other server is there and does not reach the device."""
        try:
            unit = await self._unit()
            return not seen_of(unit, self._clock.local().tzinfo, self._address).online
        except KkmError:
            return False

    async def state(self) -> DeviceState:
        """Of a register that is busy printing: its last one, as far as `List` has nothing newer. Raises KkmError."""
        unit = await self._unit()
        seen = seen_of(unit, self._clock.local().tzinfo, self._address)
        if not self._is_register or not seen.online or seen.fault:
            return seen
        answer = await self._read_state()
        if answer.pending:
            return replace(self._last, online=True, paper_out=seen.paper_out) if self._last else seen
        if not answer.done:
            return replace(seen, fault=answer.error)
        self._last = state_of(answer.members, unit, self._clock.local().tzinfo, self._address)
        return self._last

    async def _unit(self) -> Members:
        try:
            answer = await self._forwarding.question(list_query(self._options.device))
            unit = unit_of(answer, self._options.device)
        except KkmError:
            self.lost()
            raise
        if unit is None:
            self.lost()
            raise WrongState(
                f"На сервере {self._server} нет устройства с номером {self._options.device}. Проверьте ключ device: "
                "номера показывает команда List того сервера."
            )
        self._met = True
        return unit

    async def _read_state(self) -> Answer:
        """One question at a time waits there, however long the register prints."""
        id_command = self._waited_for or uuid.uuid4().hex
        asked = Asked(id_command, _READ_STATE)
        known = await self._forwarding.find(asked, self._hold) if self._waited_for else None
        if known is None:
            parcel = Parcel(Request(_READ_STATE, {}), Errand(id=id_command))
            known = await self._forwarding.deliver(parcel, self._hold)
        self._waited_for = id_command if known.pending else ""
        return known
