"""The KkmServer API: POST /Execute. Source: spec/kkmserver.md."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ParamSpec, TypeVar

from drivers.model.command import Command
from drivers.ports import Clock
from kkmserver.dialects.http import Answer, Call, Described, Endpoint
from kkmserver.dialects.kkm import answer
from kkmserver.dialects.kkm.answer import OUTCOME_REFUSED, Members, Status
from kkmserver.dialects.kkm.card_numbers import without_cards
from kkmserver.dialects.kkm.catalogue import DEVICE
from kkmserver.dialects.kkm.encoding import encode
from kkmserver.dialects.kkm.goods_code import GoodCodeDataRequestIn, product_code
from kkmserver.dialects.kkm.head import HeadIn
from kkmserver.dialects.kkm.lenient import Json, parse
from kkmserver.dialects.kkm.machine import ServerFacts, server_data
from kkmserver.dialects.kkm.preview import Previews
from kkmserver.dialects.kkm.reading import Reading, Rules
from kkmserver.dialects.kkm.refusal import NotReadable, Refused
from kkmserver.dialects.kkm.request import (
    DeviceRequest,
    decode,
    device_request,
    echo_id,
    echo_number,
    name_of,
    usual_request,
    validated,
)
from kkmserver.dialects.kkm.server import GetRezultIn, ListIn, OnOffUnutIn, list_of
from kkmserver.dialects.kkm.transaction import TransactionIn
from kkmserver.dialects.kkm.turned_away import ERRORS, TurnedAway, turned_away
from kkmserver.dialects.kkm.unit_names import UnitNames
from kkmserver.dispatch.order import DeviceNotFound, Dispatch, NotCancellable, Order, Target, Ticket
from kkmserver.store.record import JournalBroken, Record

NAME = "kkm"

P = ParamSpec("P")
T = TypeVar("T")

_BIG = 256 * 1024  # bytes; reading more than that on the event loop would be felt by every other client
_BIG_AT_A_TIME = 2  # a body takes many times its size in memory while it is read

_FAULTY = "faulty_request"  # for count_refused
_TOO_LATE = "Команда уже завершена, отменить её нельзя. Что с ней стало, сказано в Rezult."
_NO_WAY_BACK = "Команда уже выполняется, и прервать её нельзя. Дождитесь её конца."
_NOT_CANCELLED = "Журнал сервера не записывается: команда не отменена и будет выполнена. Проверьте диск сервера."


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an error answer repeats of the request."""

    name: str
    id: str
    number: int


class KkmDialect:
    """Implements Dialect; `dispatch` does the work, this translates."""

    name = NAME

    def __init__(
        self,
        dispatch: Dispatch,
        *,
        clock: Clock,
        facts: ServerFacts,
        rules: Rules | None = None,
        count_refused: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`count_refused` is told why a command was not accepted, in one of a few words."""
        self._dispatch, self._clock, self._facts, self._rules = dispatch, clock, facts, rules or Rules()
        self._count_refused = count_refused
        self._previews = Previews(dispatch, self._reading)
        self._names = UnitNames(dispatch, clock)
        self._big = asyncio.Semaphore(_BIG_AT_A_TIME)

    def reload(self, rules: Rules) -> None:
        """The settings have changed; what is being read goes on as it began."""
        self._rules = rules

    def endpoints(self) -> Mapping[tuple[str, str], Endpoint]:
        return {
            ("POST", "/execute"): self._sync,
            ("POST", "/execute/sync"): self._sync,
            ("POST", "/execute/async"): self._async,
            ("POST", "/preview"): self._previews.serve,
        }

    def described(self) -> Described:
        from kkmserver.dialects.kkm.openapi.document import described  # loaded when somebody asks

        return described()

    async def answer_of(self, record: Record) -> bytes:
        return encode(self._of_record(record, await self._warnings(record)))

    def refusal(self, status: int, text: str) -> bytes:  # noqa: ARG002
        return encode(answer.common("", Status.ERROR, text, ""))

    async def _sync(self, call: Call) -> Answer:
        return await self._execute(call, hold=True)

    async def _async(self, call: Call) -> Answer:
        return await self._execute(call, hold=False)

    async def _execute(self, call: Call, *, hold: bool) -> Answer:
        usual = usual_request(call.body, self._reading()) if len(call.body) <= _BIG else None
        if usual is not None:
            return await self._by_device(usual, call, hold=hold)
        try:
            members = await self._aside(call.body, parse, call.body)
        except NotReadable as error:
            self._count_refused(_FAULTY)
            return Answer(error.http, self.refusal(error.http, error.text))
        try:
            return await self._answer(name_of(members), members, call, hold=hold)
        except Refused as error:
            self._count_refused(_FAULTY)
            return Answer(error.http, encode(_refused(_asked(members), Status.ERROR, error.text)))

    async def _answer(self, name: str, members: dict[str, Json], call: Call, *, hold: bool) -> Answer:
        if name in DEVICE:
            request = await self._aside(call.body, device_request, name, members, self._reading())
            return await self._by_device(request, call, hold=hold)
        try:
            return Answer(200, encode(await self._by_server(name, members, call, hold=hold)))
        except ERRORS as error:
            return self._turned_away(_asked(members), turned_away(error))

    async def _by_device(self, request: DeviceRequest, call: Call, *, hold: bool) -> Answer:
        try:
            return Answer(200, encode(await self._carried_out(request, call, hold=hold)))
        except ERRORS as error:
            head = request.head
            asked = _Asked(request.name, head.id_command, head.num_device)
            return self._turned_away(asked, turned_away(error, head.target(), call.via))

    def _turned_away(self, asked: _Asked, why: TurnedAway) -> Answer:
        if asked.name in DEVICE:
            self._count_refused(why.reason)
        return Answer(why.http, encode(_refused(asked, why.status, why.text, nothing_sent=why.id_is_new)))

    async def _carried_out(self, request: DeviceRequest, call: Call, *, hold: bool) -> Members:
        """Raises what Dispatch.submit raises."""
        head = request.head
        order = Order(
            id=head.id_command,
            dialect=NAME,
            name=request.name,
            command=request.command,
            target=head.target(),
            client=call.client,
            request=without_cards(call.body) if isinstance(head, TransactionIn) and head.tells_a_card() else call.body,
            fingerprint=request.fingerprint(),
            hold=head.hold(),
            request_id=call.request_id,
            via=call.via,
        )
        ticket = await self._dispatch.submit(order)
        return self._of_record(await _settled(ticket, head.wait() if hold else 0.0), request.warnings)

    async def _by_server(self, name: str, members: dict[str, Json], call: Call, *, hold: bool) -> Members:
        reading = self._reading()
        if name == "GetRezult":
            lookup = validated(GetRezultIn, members, reading)
            return await self._lookup(lookup, lookup.hold() if hold else 0.0)
        if name == "CancelCommand":
            return await self._cancel(validated(HeadIn, members, reading).id_command, call.client)
        if name == "OnOffUnut":
            return await self._switch(validated(OnOffUnutIn, members, reading), call.client)
        id_command = echo_id(members)
        if name == "GetGoodCodeData":
            return _goods_code(validated(GoodCodeDataRequestIn, members, reading), reading, id_command)
        local = self._clock.local()
        if name == "List":
            units = list_of(validated(ListIn, members, reading), self._dispatch.devices(), local.tzinfo)
            return {"ListUnit": units, **answer.common(name, Status.OK, "", id_command)}
        return {"ServerData": server_data(self._facts, local), **answer.common(name, Status.OK, "", id_command)}

    async def _switch(self, request: OnOffUnutIn, who: str) -> Members:
        try:
            await self._dispatch.switch(request.num_device, request.id_device, request.active, who)
        except DeviceNotFound as error:
            target = Target(number=request.num_device, guid=request.id_device)
            return answer.common("OnOffUnut", Status.NOT_FOUND, turned_away(error, target).text, request.id_command)
        return answer.common("OnOffUnut", Status.OK, "", request.id_command)

    async def _lookup(self, request: GetRezultIn, seconds: float) -> Members:
        try:
            ticket = await self._dispatch.find(request.id_command) if request.id_command else None
        except JournalBroken:
            return answer.of_unread_id(request.id_command)
        if ticket is None:
            return answer.of_unknown_id(request.id_command)
        record = await _settled(ticket, seconds)
        return answer.of_lookup(self._of_record(record, await self._warnings(record)))

    async def _cancel(self, id_command: str, who: str) -> Members:
        """Answers as GetRezult does, with what came of the command that was called off."""
        error = ""
        try:
            ticket = await self._dispatch.cancel(id_command, who) if id_command else None
        except NotCancellable:
            ticket = await self._dispatch.find(id_command)
            error = _TOO_LATE if ticket and ticket.record.finished else _NO_WAY_BACK
        except JournalBroken:
            ticket, error = await self._dispatch.find(id_command), _NOT_CANCELLED
        if ticket is None:
            return answer.of_unknown_id(id_command, "CancelCommand")
        record = ticket.record
        return answer.of_lookup(self._of_record(record, await self._warnings(record)), "CancelCommand", error)

    def _reading(self) -> Reading:
        return Reading(self._rules, self._clock.local)

    def _of_record(self, record: Record, warnings: tuple[str, ...]) -> Members:
        zone = self._clock.local().tzinfo if record.outcome else None
        return answer.of_record(record, self._names.of(record.device), warnings, zone)

    async def _warnings(self, record: Record) -> tuple[str, ...]:
        """Remarks made when the request was read; they are not kept, so it is read again, once there is a result."""
        stored, at = record.entry.request, record.entry.accepted_at
        if not record.finished:
            return ()
        try:
            return (await self._aside(stored, decode, stored, reading_at(at, self._rules, self._clock))).warnings
        except Refused:
            return ()

    async def _aside(self, body: bytes, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` at once, or in a thread when the body it has to do with is big."""
        if len(body) <= _BIG:
            return read(*args, **kwargs)
        async with self._big:
            return await asyncio.to_thread(read, *args, **kwargs)


@dataclass(frozen=True, slots=True)
class Decoder:
    """What recovery reads stored requests with. Raises Refused."""

    rules: Rules
    clock: Clock

    def __call__(self, request: bytes, accepted_at: datetime) -> Command:
        return decode(request, reading_at(accepted_at, self.rules, self.clock)).command


def reading_at(moment: datetime, rules: Rules, clock: Clock) -> Reading:
    """As it would have been read at that moment, in the shop's zone."""
    return Reading(rules, lambda: moment.astimezone(clock.local().tzinfo))


def _goods_code(request: GoodCodeDataRequestIn, reading: Reading, id_command: str) -> Members:
    data = request.described(reading)
    members = {"DataProductCode": product_code(data), **answer.common("GetGoodCodeData", Status.OK, "", id_command)}
    return members | answer.remarks(data.remarks)


async def _settled(ticket: Ticket, seconds: float) -> Record:
    record = ticket.record
    return record if record.finished or not seconds else await ticket.wait(seconds)


def _asked(members: Mapping[str, Json]) -> _Asked:
    name = members.get("command")
    return _Asked(name[:100] if isinstance(name, str) else "", echo_id(members), echo_number(members))


def _refused(asked: _Asked, status: Status, text: str, *, nothing_sent: bool = True) -> Members:
    """Nothing ran; a device command still names the number that was asked for.

    `nothing_sent`: under its id, that is; an id that was used before may have printed something then.
    """
    members = answer.common(asked.name, status, text, asked.id)
    if asked.name not in DEVICE:
        return members
    return members | answer.on_device(asked.number, "") | answer.not_done(OUTCOME_REFUSED, nothing_sent=nothing_sent)
