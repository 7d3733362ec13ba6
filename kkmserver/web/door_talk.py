"""One connection to the port of an API: requests by h11, replies in one piece."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

import h11

from kkmserver.dialects.door import Door, Knock, Reply

_LOG = logging.getLogger(__name__)

_READ = 64 * 1024
_HEAD = 64 * 1024  # bytes of a request line and its headers
_IDLE = 75.0  # seconds between requests of one connection
_LINGER = 2.0  # seconds given to a refused client to finish sending
_HINTS = (400, 413, 431)

DRAINING = "Сервер останавливается. Повторите запрос, когда он снова запустится"
INTERNAL = "Внутренняя ошибка сервера, подробности в его журнале. Проверьте, вышел ли документ, прежде чем повторять"


@dataclass(slots=True)
class Terms:
    """What all connections of a door go by, as it stands now. See DoorServer."""

    limit: int
    seconds: float
    count: Callable[[str, int], None]
    draining: bool = False


class Unfit(Exception):
    """A request that is not handed on."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


class Talk:
    """`go` raises ConnectionError, TimeoutError and h11.LocalProtocolError where nothing more can be said."""

    def __init__(self, door: Door, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, terms: Terms) -> None:
        self._door, self._reader, self._writer, self._terms = door, reader, writer, terms
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=_HEAD)
        self._last = self._behind = False
        self.answering = False  # a request is in the hands of the door

    def leave(self) -> bool:
        """No further request; False where none is being answered."""
        self._last = True
        return self.answering

    async def go(self) -> None:
        while not self._last and await self._begins():
            try:
                knock = await self._request()
            except Unfit as error:
                await self._refuse(error)
                return
            if knock is None:
                return
            self.answering = True
            await self._send(await self._answer(knock), knock.method)
            self.answering = False
            if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
                return
            self._http.start_next_cycle()

    async def _answer(self, knock: Knock) -> Reply:
        try:
            return await self._door.answer(knock)
        except Exception:  # noqa: BLE001 - the last line of defence: nobody gets less than an answer of the API
            _LOG.exception("%s: %s failed", self._door.name, knock.method)
            return self._door.refusal(500, INTERNAL)

    async def _refuse(self, unfit: Unfit) -> None:
        """Who is still sending would lose the answer in a reset."""
        self._last = True
        await self._send(self._door.refusal(unfit.status, unfit.text))
        if self._http.their_state in (h11.DONE, h11.MUST_CLOSE):
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(_LINGER):
                while await self._reader.read(_READ):
                    pass

    async def _begins(self) -> bool:
        """Whether there is anything more; waits for its first byte."""
        if self._http.trailing_data[0]:
            return True
        try:
            data = await asyncio.wait_for(self._reader.read(_READ), _IDLE)
        except TimeoutError:
            return False
        if data:
            self._http.receive_data(data)
        return bool(data)

    async def _request(self) -> Knock | None:
        """None: the other side has left. Raises Unfit."""
        try:
            async with asyncio.timeout(self._terms.seconds):
                head = await self._event()
                if not isinstance(head, h11.Request):
                    return None
                await self._say_go_on()
                knock = self._knock(head, await self._body())
        except TimeoutError as error:
            raise Unfit(408, f"Запрос не пришёл целиком за {self._terms.seconds:g} с") from error
        if self._terms.draining:
            raise Unfit(503, DRAINING)
        return knock

    def _knock(self, head: h11.Request, body: bytes) -> Knock:
        peer = self._writer.get_extra_info("peername")
        return Knock(
            method=head.method.decode("ascii"),
            target=head.target.decode("ascii"),
            headers=tuple((name.decode("ascii"), value.decode("latin-1")) for name, value in head.headers),
            body=body,
            peer=peer[0] if peer else "",
            rest=self._rest,
        )

    async def _say_go_on(self) -> None:
        if self._http.they_are_waiting_for_100_continue:
            go_on = h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue")
            await self._write(self._http.send(go_on))

    async def _body(self) -> bytes:
        parts, size = [], 0
        while isinstance(event := await self._event(), h11.Data):
            parts.append(bytes(event.data))
            size += len(event.data)
            if size > self._terms.limit:
                raise Unfit(413, f"Запрос больше {self._terms.limit // 1024} КиБ")
        return b"".join(parts)

    async def _event(self) -> object:
        """Raises Unfit."""
        while True:
            try:
                event = self._http.next_event()
            except h11.RemoteProtocolError as error:
                hint = error.error_status_hint
                raise Unfit(hint if hint in _HINTS else 400, "Запрос не читается как HTTP") from error
            if event is not h11.NEED_DATA:
                return event
            self._http.receive_data(await self._reader.read(_READ))

    async def _rest(self, seconds: float) -> bytes:
        """What stands behind the announced end; asked again, what has come since."""
        self._last = True
        if not self._behind:
            self._behind = True
            if there := bytes(self._http.trailing_data[0]):
                return there[: self._terms.limit]
        try:
            return await asyncio.wait_for(self._reader.read(_READ), seconds)
        except TimeoutError:
            return b""

    async def _send(self, reply: Reply, method: str = "") -> None:
        """Status line, headers and body in one piece: one published client reads once."""
        self._terms.count(self._door.name, reply.status)
        headers = [(name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in reply.headers.items()]
        headers.append((b"content-length", str(len(reply.body)).encode("ascii")))
        if self._last or self._terms.draining:
            headers.append((b"connection", b"close"))
        reason = (reply.reason or _phrase(reply.status)).encode("ascii", "replace")
        pieces = [
            self._http.send(h11.Response(status_code=reply.status, headers=headers, reason=reason)),
            self._http.send(h11.Data(data=b"" if method == "HEAD" else reply.body)),
            self._http.send(h11.EndOfMessage()),
        ]
        await self._write(b"".join(piece for piece in pieces if piece))

    async def _write(self, data: bytes | None) -> None:
        """A client that does not take its answer is waited for as long as one that does not send."""
        self._writer.write(data or b"")
        async with asyncio.timeout(self._terms.seconds):
            await self._writer.drain()


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
