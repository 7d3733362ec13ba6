"""The journal for administrators: what was commanded and what became of it, the word of a person where nobody knows,
and who did what."""

import asyncio
from collections.abc import Callable
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from drivers.ports import Clock
from kkmserver.dispatch.order import DeviceNotFound, Dispatch, NotUnknown, Ticket
from kkmserver.store.record import State, Wanted
from kkmserver.web import rows
from kkmserver.web.gate import admin, body, number
from kkmserver.web.resolve import ResolveIn

_NO_STORE = {"cache-control": "no-store"}
_LIMIT, _MOST = 50, 1000


def routes(dispatch: Dispatch, clock: Clock) -> list[Route]:
    """The id of a command stands in a path as the client quoted it: app.py hands it on so."""
    desk = _Journal(dispatch, clock)
    return [
        Route("/journal", desk.list),
        Route("/journal/{id:path}/resolve", desk.resolve, methods=["POST"]),
        Route("/journal/{id:path}", desk.one),
        Route("/audit", desk.deeds),
    ]


class _Journal:
    def __init__(self, dispatch: Dispatch, clock: Clock) -> None:
        self._dispatch, self._clock = dispatch, clock

    async def list(self, request: Request) -> Response:
        admin(request)
        wanted = Wanted(
            states=_states(request),
            device=number(request, "device"),
            before=number(request, "before"),
            limit=number(request, "limit", 1, _MOST) or _LIMIT,
        )
        found = await self._dispatch.rows(wanted)
        return await asyncio.to_thread(_told, lambda: [rows.brief(record) for record in found])

    async def one(self, request: Request) -> Response:
        admin(request)
        record = _known(await self._dispatch.find(_id(request))).record
        with_request = request.query_params.get("request", "") == "1"
        return await asyncio.to_thread(_told, lambda: rows.full(record, with_request=with_request))

    async def resolve(self, request: Request) -> Response:
        visitor, word = admin(request), await body(request, ResolveIn)
        resolution = word.resolution(visitor.client, self._clock.local().tzinfo)
        try:
            ticket = await self._dispatch.resolve(_id(request), resolution)
        except NotUnknown as error:
            raise HTTPException(409, "Что стало с этой командой, уже известно: решать нечего") from error
        except DeviceNotFound as error:
            text = "Устройства этой команды больше нет или оно отключено: напечатать снова не на чем"
            raise HTTPException(409, text) from error
        return _told(lambda: rows.full(_known(ticket).record))

    async def deeds(self, request: Request) -> Response:
        admin(request)
        limit = number(request, "limit", 1, _MOST) or _LIMIT
        found = await self._dispatch.deeds(number(request, "before"), limit)
        return _told(lambda: [rows.deed(one) for one in found])


def _told(make: Callable[[], object]) -> Response:
    """What may be megabytes is made in a thread: a request has up to 16 of them, a thousand errors eight."""
    return JSONResponse(make(), headers=_NO_STORE)


def _id(request: Request) -> str:
    return unquote(request.path_params["id"])


def _known(ticket: Ticket | None) -> Ticket:
    if ticket is None:
        raise HTTPException(404, "Команды с таким IdCommand в журнале нет")
    return ticket


def _states(request: Request) -> tuple[State, ...] | None:
    """`?state=unknown,failed`."""
    names = [name for name in request.query_params.get("state", "").split(",") if name]
    try:
        return tuple(dict.fromkeys(State(name) for name in names)) or None
    except ValueError as error:
        raise HTTPException(422, f"Параметр state: допустимо {', '.join(State)}, несколько – через запятую") from error
