"""Finding devices, for administrators: one search at a time, begun, looked at and stopped over HTTP."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from drivers.search.offer import Found
from drivers.search.ranges import RangeRefused, parse
from kkmserver.dispatch.order import Dispatch
from kkmserver.web.gate import admin, body
from kkmserver.web.searching import Busy, Searches, Searching

_NO_STORE = {"cache-control": "no-store"}
_MOST_TOLD = 300  # characters of the audit

Audit = Callable[[str, str, str, str], Awaitable[None]]  # action, subject, detail, who


def _range(text: str) -> str:
    """As the audit will tell it. Raises RangeRefused."""
    parse(text)
    return text.strip()


class SearchIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    serial: StrictBool = Field(default=True, description="Искать на последовательных портах сервера.")
    tcp: list[Annotated[str, Field(max_length=300), AfterValidator(_range)]] = Field(
        default=[], max_length=64, description="Адреса своей сети: 192.168.1.0/24, 192.168.1.10-50, kassa:7778."
    )
    seconds: Annotated[int, Field(strict=True, ge=1, le=300)] = Field(
        default=60, description="Сколько секунд искать самое большее."
    )

    def told(self) -> str:
        where = (["последовательные порты"] if self.serial else []) + self.tcp
        return f"начат: {', '.join(where)}"[:_MOST_TOLD]


def routes(searches: Searches, dispatch: Dispatch, audit: Audit) -> list[Route]:
    desk = _Desk(searches, dispatch, audit)
    return [Route("/devices/search", desk.serve, methods=["GET", "POST", "DELETE"])]


class _Desk:
    def __init__(self, searches: Searches, dispatch: Dispatch, audit: Audit) -> None:
        self._searches, self._dispatch, self._audit = searches, dispatch, audit

    async def serve(self, request: Request) -> Response:
        """One route: of three, a refusal of other methods would name only the first."""
        match request.method:
            case "POST":
                return await self.begin(request)
            case "DELETE":
                return await self.stop(request)
            case _:
                return await self.look(request)

    async def begin(self, request: Request) -> Response:
        visitor, wanted = admin(request), await body(request, SearchIn)
        if why := self._dispatch.trouble:
            raise HTTPException(503, why)
        ranges = [parse(text) for text in wanted.tcp]
        if not wanted.serial and not ranges:
            raise HTTPException(422, "tcp: искать негде. Укажите адреса или включите serial")
        try:
            begun = await self._searches.begin(ranges, serial=wanted.serial, seconds=wanted.seconds)
        except RangeRefused as error:
            raise HTTPException(422, f"tcp: {error}") from error
        except Busy as error:
            raise HTTPException(409, "Поиск уже идёт. Дождитесь конца или остановите его запросом DELETE") from error
        await self._audit("search", begun.id, wanted.told(), visitor.client)
        return _told(begun, 202)

    async def look(self, request: Request) -> Response:
        admin(request)
        return _told(self._last())

    async def stop(self, request: Request) -> Response:
        """One that is over stays as it is."""
        visitor, last = admin(request), self._last()
        if await self._searches.stop():
            await self._audit("search", last.id, "остановлен", visitor.client)
        return _told(self._last())

    def _last(self) -> Searching:
        if self._searches.last is None:
            raise HTTPException(404, "Поиска ещё не было. Начните его запросом POST")
        return self._searches.last


def _told(searching: Searching, status: int = 200) -> Response:
    return JSONResponse(_shown(searching), status, headers=_NO_STORE)


def _shown(searching: Searching) -> dict[str, Any]:
    run = searching.run
    return {
        "id": searching.id,
        "running": not run.end,
        "asked": run.asked,
        "total": run.total,
        "found": [_found(one) for one in run.found],
        "skipped": [{"place": one.place, "why": one.why} for one in run.skipped],
        "began": searching.began.isoformat(timespec="seconds"),
        "ends": searching.ends.isoformat(timespec="seconds"),
        "end": run.end.value,
    }


def _found(found: Found) -> dict[str, Any]:
    return {
        "driver": found.driver,
        "connection": found.connection,
        "model": found.model,
        "serial": found.serial,
        "inn": found.inn,
        "options": dict(found.options),
        "note": found.note,
    }
