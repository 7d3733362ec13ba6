"""Mass printing: tables of receipts are brought, looked through, started, followed and reported on."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kkmserver.dialects.itkassa.registry_desk import NotStarted, RegistryDesk
from kkmserver.dialects.itkassa.registry_file import MOST_BYTES, FileRefused
from kkmserver.dialects.itkassa.registry_report import as_csv, as_xlsx
from kkmserver.dialects.itkassa.registry_store import Receipt, ReceiptState, Registry, RegistryState
from kkmserver.web import registry_json, registry_shops
from kkmserver.web.body import BodyTooLarge, BodyTooSlow, Disconnected, read_body
from kkmserver.web.gate import NothingIn, body, number
from kkmserver.web.premises import Audit
from kkmserver.web.registry_forms import ChangeIn, StartIn, TableIn
from kkmserver.web.registry_ready import NO_STORE, FindDesk, needed, served

_LISTED = 100  # registries
_PAGE = 200  # receipts
_SECONDS = 60.0  # for a file to arrive
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILES = ("application/octet-stream", "text/csv", _XLSX)


def routes(find: FindDesk, audit: Audit, local: Callable[[], datetime]) -> list[Route]:
    """`find`: the desk as long as the API is switched on; `local`: now, in the shop's zone."""
    desk = _Registries(find, audit, local)
    one = "/itkassa/registry/{id}"
    return [
        *registry_shops.routes(find, audit),
        served("/itkassa/registry", desk.serve, methods=["GET", "POST"]),
        served(one, desk.serve_one, methods=["GET", "PATCH", "DELETE"]),
        served(f"{one}/start", desk.start, methods=["POST"]),
        served(f"{one}/cancel", desk.cancel, methods=["POST"]),
        served(f"{one}/receipts", desk.receipts),
        served(f"{one}/report.csv", desk.report),
        served(f"{one}/report.xlsx", desk.report),
    ]


class _Registries:
    def __init__(self, find: FindDesk, audit: Audit, local: Callable[[], datetime]) -> None:
        self._find, self._audit, self._local = find, audit, local

    async def serve(self, request: Request) -> Response:
        return await (self._bring if request.method == "POST" else self._list)(request)

    async def serve_one(self, request: Request) -> Response:
        known = {"PATCH": self._change, "DELETE": self._drop}
        return await known.get(request.method, self._one)(request)

    async def start(self, request: Request) -> Response:
        wanted, desk = await body(request, StartIn), needed(self._find)
        one = await _found(desk, request)
        try:
            await desk.start(one, again=wanted.again, mended=wanted.mended)
        except NotStarted as error:
            raise HTTPException(409, str(error)) from error
        await self._note(request, "registry-start", one)
        return await self._told(desk, one.id)

    async def cancel(self, request: Request) -> Response:
        await body(request, NothingIn)
        desk = needed(self._find)
        one = await _found(desk, request)
        if one.state is not RegistryState.RUNNING:
            raise HTTPException(409, "Этот реестр сейчас не печатается")
        await desk.runs.cancel(one.id)
        await self._note(request, "registry-cancel", one)
        return await self._told(desk, one.id)

    async def receipts(self, request: Request) -> Response:
        """A page of them; `state` picks some."""
        desk = needed(self._find)
        one = await _found(desk, request)
        state = request.query_params.get("state", "")
        if state and state not in list(ReceiptState):
            raise HTTPException(422, f"Параметр state: допустимо только {', '.join(ReceiptState)}")
        first = number(request, "first", 0, 10**6) or 0
        found = await desk.registries.receipts(one.id, first, number(request, "limit", 1, 1000) or _PAGE, state)
        return JSONResponse([registry_json.receipt(each) for each in found], headers=NO_STORE)

    async def report(self, request: Request) -> Response:
        desk = needed(self._find)
        one = await _found(desk, request)
        form = request.url.path.rpartition(".")[2].lower()
        write: Callable[[Iterable[Receipt]], bytes] = as_csv if form == "csv" else as_xlsx
        content = await asyncio.to_thread(write, await desk.registries.receipts(one.id))
        name = quote(f"{one.name.rpartition('.')[0] or one.name} – отчёт {self._local():%Y-%m-%d}.{form}")
        place = f"attachment; filename=\"registry-report.{form}\"; filename*=UTF-8''{name}"
        kind = "text/csv; charset=utf-8" if form == "csv" else _XLSX
        return Response(content, headers={**NO_STORE, "content-disposition": place}, media_type=kind)

    async def _list(self, request: Request) -> Response:  # noqa: ARG002
        desk = needed(self._find)
        found = await desk.registries.all(_LISTED)
        told = [registry_json.head(one, await desk.registries.counts(one.id)) for one in found]
        return JSONResponse(told, headers=NO_STORE)

    async def _bring(self, request: Request) -> Response:
        desk, given = needed(self._find), await _table(request)
        shop = desk.office.organization(given.organization)
        if shop is None:
            raise HTTPException(422, "Укажите организацию: такой в настройках нет")
        who = request.state.visitor.client
        try:
            made = await desk.bring(shop.id, given.name, given.content, who)
        except FileRefused as error:
            raise HTTPException(422, str(error)) from error
        answer = await self._told(desk, made.id)
        answer.status_code = 201
        return answer

    async def _one(self, request: Request) -> Response:
        desk = needed(self._find)
        return await self._told(desk, (await _found(desk, request)).id)

    async def _change(self, request: Request) -> Response:
        wanted, desk = await body(request, ChangeIn), needed(self._find)
        one = _as_draft(await _found(desk, request))
        how: dict[str, Any] = {"register": wanted.register_id, "paper": wanted.paper, "cash": wanted.cash}
        try:
            await desk.change(one, columns=wanted.columns, **how)
        except ValueError as error:
            raise HTTPException(422, str(error)) from error
        return await self._told(desk, one.id)

    async def _drop(self, request: Request) -> Response:
        desk = needed(self._find)
        await desk.registries.drop(_as_draft(await _found(desk, request)).id)
        return Response(status_code=204, headers=NO_STORE)

    async def _told(self, desk: RegistryDesk, id: str) -> Response:  # noqa: A002
        one = await desk.registries.find(id)
        if one is None:
            raise HTTPException(404, _GONE)
        if one.state is RegistryState.DRAFT:
            told = registry_json.draft(await desk.look(one))
        else:
            told = registry_json.head(one, await desk.registries.counts(id))
        return JSONResponse(told, headers=NO_STORE)

    async def _note(self, request: Request, action: str, one: Registry) -> None:
        await self._audit(action, one.name, one.id, request.state.visitor.client)


_GONE = "Такого реестра нет: черновики хранятся неделю, напечатанные – год"


async def _found(desk: RegistryDesk, request: Request) -> Registry:
    found = await desk.registries.find(request.path_params["id"])
    if found is None:
        raise HTTPException(404, _GONE)
    return found


def _as_draft(one: Registry) -> Registry:
    if one.state is not RegistryState.DRAFT:
        raise HTTPException(409, "Этот реестр уже запущен, изменить его нельзя")
    return one


async def _table(request: Request) -> TableIn:
    """JSON, or the file itself. Raises HTTPException."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _FILES:
        return await body(request, TableIn, MOST_BYTES * 4 // 3 + 4096)
    try:
        content = await read_body(request.receive, MOST_BYTES, _SECONDS)
    except BodyTooLarge as error:
        raise HTTPException(413, f"Файл больше {MOST_BYTES // 2**20} МБ. Разделите реестр на части.") from error
    except (BodyTooSlow, Disconnected) as error:
        raise HTTPException(408, "Файл не пришёл целиком. Проверьте сеть и повторите") from error
    asked = request.query_params
    return TableIn.model_construct(
        organization=asked.get("organization", ""), name=asked.get("name", ""), content=content
    )
