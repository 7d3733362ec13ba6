"""The journal for administrators: what was commanded and what became of it, the word of a person where nobody knows,
and who did what."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import tzinfo
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from drivers.ports import Clock, HasTape
from kkmserver.dialects.http import TellsAnswers
from kkmserver.dispatch.order import DeviceNotFound, Dispatch, NotUnknown, Ticket
from kkmserver.store.record import Found, Record
from kkmserver.web import journal_csv, rows, sieve
from kkmserver.web.gate import admin, body, number
from kkmserver.web.journal_row import RowDesk
from kkmserver.web.resolve import ResolveIn

_NO_STORE = {"cache-control": "no-store"}
_SECONDS = 2.0  # for a search, and as much for a count


def routes(
    dispatch: Dispatch,
    clock: Clock,
    tapes: Mapping[int, HasTape] | None = None,
    tellers: Mapping[str, TellsAnswers] | None = None,
) -> list[Route]:
    """`tellers`: APIs by name. The id of a command stands in a path as the client quoted it: app.py hands it on so."""
    desk = _Journal(dispatch, clock)
    return [
        Route("/journal", desk.list),
        Route("/journal.csv", desk.csv),
        Route("/journal-facets", desk.facets),
        Route("/journal/{id:path}/resolve", desk.resolve, methods=["POST"]),
        *RowDesk(dispatch, clock, {} if tapes is None else tapes, tellers or {}).routes(),
        Route("/journal/{id:path}", desk.one),
        Route("/audit", desk.deeds),
    ]


class _Journal:
    def __init__(self, dispatch: Dispatch, clock: Clock) -> None:
        self._dispatch, self._clock = dispatch, clock

    async def list(self, request: Request) -> Response:
        """Where time ran out, headers tell how far it came; `before` goes on from there."""
        admin(request)
        wanted = sieve.wanted(request, self._zone())
        found = await self._dispatch.search(wanted, _SECONDS)
        answer = await asyncio.to_thread(_told, lambda: [rows.brief(record) for record in found.records])
        answer.headers.update(_searched(found))
        if request.query_params.get("count", "") == "1":
            counted = await self._dispatch.count(wanted, _SECONDS)
            answer.headers.update({**_searched(counted), **_searched(found), "x-total-count": str(counted.count)})
        return answer

    async def csv(self, request: Request) -> Response:
        admin(request)
        wanted = replace(sieve.wanted(request, self._zone()), limit=1)
        name = f"kkmserver-journal-{self._clock.local():%Y-%m-%d}.csv"
        headers = {**_NO_STORE, "content-disposition": f'attachment; filename="{name}"'}
        pieces = journal_csv.table(self._dispatch, wanted, self._zone())
        return StreamingResponse(pieces, media_type="text/csv; charset=utf-8", headers=headers)

    async def facets(self, request: Request) -> Response:
        admin(request)
        found = await self._dispatch.facets()
        return _told(
            lambda: {
                "commands": list(found.names),
                "dialects": list(found.dialects),
                "clients": list(found.clients),
            }
        )

    async def one(self, request: Request) -> Response:
        admin(request)
        record = _known(await self._dispatch.find(_id(request)))
        with_request = request.query_params.get("request", "") == "1"
        return await asyncio.to_thread(_told, lambda: rows.full(record, with_request=with_request))

    async def resolve(self, request: Request) -> Response:
        visitor, word = admin(request), await body(request, ResolveIn)
        resolution = word.resolution(visitor.client, self._zone())
        try:
            ticket = await self._dispatch.resolve(_id(request), resolution)
        except NotUnknown as error:
            raise HTTPException(409, "Что стало с этой командой, уже известно: решать нечего") from error
        except DeviceNotFound as error:
            text = "Устройства этой команды больше нет или оно отключено: напечатать снова не на чем"
            raise HTTPException(409, text) from error
        return _told(lambda: rows.full(_known(ticket)))

    async def deeds(self, request: Request) -> Response:
        admin(request)
        limit = number(request, "limit", 1, sieve.MOST) or sieve.LIMIT
        found = await self._dispatch.deeds(number(request, "before"), limit)
        return _told(lambda: [rows.deed(one) for one in found])

    def _zone(self) -> tzinfo | None:
        return self._clock.local().tzinfo


def _told(make: Callable[[], object]) -> Response:
    """What may be megabytes is made in a thread: a request has up to 16 of them, a thousand errors eight."""
    return JSONResponse(make(), headers=_NO_STORE)


def _searched(found: Found) -> dict[str, str]:
    if found.until is None:
        return {}
    moment = found.until.accepted_at.isoformat(timespec="milliseconds")
    return {"x-searched-until": moment, "x-searched-before": str(found.until.seq)}


def _id(request: Request) -> str:
    return unquote(request.path_params["id"])


def _known(ticket: Ticket | None) -> Record:
    if ticket is None:
        raise HTTPException(404, "Команды с таким IdCommand в журнале нет")
    return ticket.record
