"""INECRMAN: a session is opened once, its key kept, commands sent under it. Source: spec/mercury.md 1.1, 2, 5.

The code of a key that is not valid any more (the service was restarted) is unknown. So after any error the state of the
register is asked under the same key; where that fails too, the session is opened anew. Then a question is asked once
more; what has an effect is not, for nobody knows whether the session was lost before it or in its midst.
"""

from contextlib import suppress
from typing import Any, TypeVar

from drivers.errors import FrameError, KkmError, OutcomeUnknown
from drivers.http_service.address import ServiceAddress, address_of
from drivers.http_service.client import HttpService, Named
from drivers.http_service.fields import Fields, fields_of
from drivers.http_service.question import Question
from drivers.mercury import codes
from drivers.mercury.commands import session, status
from drivers.mercury.commands.status import Status
from drivers.mercury.options import MARGIN, MercuryOptions
from drivers.mercury.request import Patience, Request
from drivers.ports import DeviceContext
from drivers.registers.request import Effect

A = TypeVar("A")
_NAMED = Named("Служба INECRMAN", "она запущена на компьютере кассы")
_PATH = "/api.json"
_STATUS = status.status()


class _Refused(Exception):
    """`result` other than 0."""

    def __init__(self, result: int, description: str) -> None:
        super().__init__(description)
        self.result, self.description = result, description


class Service:
    """Owned by one task, as the register is."""

    def __init__(self, http: HttpService, options: MercuryOptions) -> None:
        self._http, self._options = http, options
        self._key: str | None = None
        self._may_free = options.free_port  # no use of it has come to nothing since there was a session

    def __str__(self) -> str:
        return str(self._http)

    @property
    def connected(self) -> bool:
        """There is a session: it may be lost all the same."""
        return self._key is not None

    async def open(self) -> None:
        """A session. Raises DeviceOffline, OperatorNeeded with `nothing_sent`, FrameError."""
        options = self._options
        wanted = session.open_session(options.port_name, options.baud_rate, options.model)
        self._key = None
        try:
            self._key = await self._opened(wanted)
        except _Refused as error:
            raise codes.no_session(error.result, error.description) from error
        except KkmError:
            self._may_free = options.free_port  # there may be a session whose key nobody has heard
            raise
        self._may_free = options.free_port

    async def _opened(self, wanted: Request[str]) -> str:
        """A session whose key was lost with a broken connection, or with us, may hold the port.

        Freed once, not as long as a register is away: whether ClosePorts spares those of others is unknown.
        """
        try:
            return await self._exchange(wanted)
        except _Refused:
            if not self._may_free:
                raise
        await self._exchange(session.close_ports())
        self._may_free = False
        return await self._exchange(wanted)

    async def ask(self, request: Request[A]) -> A:
        """Its answer, in a session.

        Raises DeviceOffline where the command was not carried out or only asks, OutcomeUnknown where it may have been,
        what `codes` makes of a refusal, FrameError of a question whose answer makes no sense.
        """
        if self._key is None and not request.keyless:
            await self.open()
        try:
            return await self._exchange(request)
        except _Refused as error:
            return await self._explained(request, error)

    async def close(self) -> None:
        """Free the port for others; never raises."""
        if self._key is not None:
            with suppress(KkmError, _Refused):  # it ends by itself with the service
                await self._exchange(session.close_session())
        self._key = None
        await self._http.close()

    async def _explained(self, request: Request[A], error: _Refused) -> A:
        """Raises what the refusal means; an answer where the session was lost and the request only asks."""
        if request.keyless:
            raise codes.without_state(error.result, error.description, request.name, request.effect) from error
        state = await self._state(request, error)
        if state is not None:
            raise codes.error_of(error.result, error.description, request.name, state, request.effect) from error
        await self._reopened(request, error)
        try:
            return await self._exchange(request)
        except _Refused as again:
            raise codes.without_state(again.result, again.description, request.name, request.effect) from again

    async def _state(self, request: Request[Any], error: _Refused) -> Status | None:
        """Under the same key; None where the service does not know the key, or so it seems."""
        if request.name == _STATUS.name:
            return None
        try:
            return await self._exchange(_STATUS)
        except _Refused:
            return None
        except KkmError as lost:
            raise codes.without_state(error.result, error.description, request.name, request.effect) from lost

    async def _reopened(self, request: Request[Any], error: _Refused) -> None:
        """For a question. Of anything else it raises, once there is a session again: OutcomeUnknown."""
        await self._open_for(request, error)
        if request.effect is not Effect.NONE:
            raise OutcomeUnknown(
                f"{self}: сеанс связи с кассой был потерян, выполнена ли команда {request.name}, неизвестно. "
                "Проверьте последний документ кассы.",
                native=error.result,
            )

    async def _open_for(self, request: Request[Any], error: _Refused) -> None:
        """Raises what opening raises, but promises nothing of a request with an effect."""
        try:
            await self.open()
        except KkmError as failed:
            if request.effect is Effect.NONE:
                raise
            raise OutcomeUnknown(failed.text, native=error.result) from failed

    async def _exchange(self, request: Request[A]) -> A:
        """Raises _Refused; DeviceOffline, OutcomeUnknown, FrameError as HttpService.ask."""
        question = self._question(request)
        answer = await self._http.ask(question)
        if not answer.good:
            raise self._http.unreadable(question, f"HTTP {answer.status}")
        try:
            told = fields_of(answer.body)
            _check(told)
            return request.read(told)
        except FrameError as error:
            raise self._http.unreadable(question, error.text) from error

    def _question(self, request: Request[Any]) -> Question:
        key = {} if request.keyless else {"sessionKey": self._key}
        return Question(
            method="POST",
            path="",
            content={**key, "command": request.name, **request.content},
            harmless=request.effect is Effect.NONE,
            seconds=self._seconds(request.patience),
        )

    def _seconds(self, patience: Patience) -> float:
        options = self._options
        match patience:
            case Patience.READ:
                return options.answer_timeout
            case Patience.DOCUMENT:
                return options.document_timeout
            case Patience.MARKING:
                return options.marking_timeout + MARGIN


def make_service(context: DeviceContext, options: MercuryOptions) -> Service:
    """Raises RequestRefused for a connection that is no address of a service."""
    address = address_of(options.connection)
    if not address.path:
        address = ServiceAddress(address.host, address.port, _PATH)
    http = HttpService(context.open_transport, address, _NAMED, connect_seconds=options.connect_timeout)
    return Service(http, options)


def _check(told: Fields) -> None:
    """Raises _Refused; FrameError where the answer does not say how it went."""
    if "result" not in told:
        raise FrameError("не читается поле result")
    if result := told.whole("result"):
        raise _Refused(result, told.words("description"))
