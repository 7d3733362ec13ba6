"""What one command of the journal has to show beside itself: the answer of its client, its paper, its wire; a copy."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated
from urllib.parse import unquote

from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from drivers.ports import Clock, HasTape
from kkmserver.dialects.http import TellsAnswers
from kkmserver.dispatch import copies
from kkmserver.dispatch.order import (
    DeviceNotFound,
    Dispatch,
    Draining,
    IdReused,
    Order,
    Overloaded,
    QueueFull,
    Ticket,
    TooFast,
)
from kkmserver.store import own
from kkmserver.store.record import Record
from kkmserver.web import sieve, wire_lines
from kkmserver.web.gate import admin, body
from kkmserver.web.paper import NoPaper, Papers

_NO_STORE = {"cache-control": "no-store"}
_NO_ANSWER = "На эту строку журнала клиенту не отвечали: команду дал сам сервер или человек на его странице"
_OFF = "API этой команды сейчас выключен. Включите его в настройках, чтобы увидеть ответ"
_DRAINING = "Сервер останавливается. Напечатайте копию, когда он снова запустится"
_LATER = "Сейчас команд слишком много. Напечатайте копию чуть позже"
_OTHERS = "Этот номер уже у другой команды. Обновите страницу и напечатайте копию ещё раз"
_NO_DEVICE = "Устройства этой команды больше нет или оно отключено: напечатать копию не на чем"


class CopyIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$", description="Номер копии: с тем же второй раз не выйдет.")] = ""


class RowDesk:
    def __init__(
        self, dispatch: Dispatch, clock: Clock, tapes: Mapping[int, HasTape], tellers: Mapping[str, TellsAnswers]
    ) -> None:
        self._dispatch, self._clock = dispatch, clock
        self._papers = Papers(dispatch, tapes)
        self._tellers = tellers

    def routes(self) -> list[Route]:
        return [
            Route("/journal/{id:path}/answer", self.answer),
            Route("/journal/{id:path}/paper/{picture:number}.png", self.picture),
            Route("/journal/{id:path}/paper", self.paper),
            Route("/journal/{id:path}/wire", self.wire),
            Route("/journal/{id:path}/copy", self.copy, methods=["POST"]),
        ]

    async def answer(self, request: Request) -> Response:
        record = await self._record(request)
        teller = self._tellers.get(record.entry.dialect)
        if teller is None:
            raise HTTPException(404, _NO_ANSWER if record.entry.dialect == own.OWN else _OFF)
        content = await teller.answer_of(record)
        return Response(content, media_type="application/json; charset=utf-8", headers=_NO_STORE)

    async def paper(self, request: Request) -> Response:
        record = await self._record(request)
        found = await self._papers.of(record)
        place = f"{sieve.address(record.entry.id)}/paper"
        pictures = [f"{place}/{number}.png" for number in range(1, found.pictures + 1)]
        return JSONResponse({"source": found.source, "why": found.why, "pictures": pictures}, headers=_NO_STORE)

    async def picture(self, request: Request) -> Response:
        record = await self._record(request)
        try:
            content = await self._papers.picture(record, request.path_params["picture"])
        except NoPaper as error:
            raise HTTPException(404, error.why) from error
        return Response(content, media_type="image/png", headers=_NO_STORE)

    async def wire(self, request: Request) -> Response:
        record = await self._record(request)
        view = next((one for one in self._dispatch.devices() if one.number == record.device), None)
        log = self._dispatch.wire_log(record.device) if view and view.wire_log is not None else []
        lines, whole = wire_lines.of(record, log, self._clock.local().tzinfo)
        return JSONResponse({"lines": lines, "whole": whole}, headers=_NO_STORE)

    async def copy(self, request: Request) -> Response:
        visitor, given = admin(request), await body(request, CopyIn)
        record = await self._record(request)
        view = next((one for one in self._dispatch.devices() if one.number == record.device), None)
        command = await asyncio.to_thread(self._dispatch.command_of, record.entry)
        try:
            order = copies.order(record, command, view, visitor.client, request.headers.get("x-request-id", ""))
        except copies.NoCopy as error:
            raise HTTPException(409, str(error)) from error
        ticket = await self._submitted(replace(order, id=given.id or order.id))
        await self._dispatch.note("copy", record.entry.id, f"копия: {ticket.record.entry.id}", visitor.client)
        return JSONResponse({"id": ticket.record.entry.id}, headers=_NO_STORE)

    async def _submitted(self, order: Order) -> Ticket:
        try:
            return await self._dispatch.submit(order)
        except DeviceNotFound as error:
            raise HTTPException(409, _NO_DEVICE) from error
        except IdReused as error:
            raise HTTPException(409, _OTHERS) from error
        except (QueueFull, Overloaded, TooFast) as error:
            raise HTTPException(409, _LATER) from error
        except Draining as error:
            raise HTTPException(503, _DRAINING) from error

    async def _record(self, request: Request) -> Record:
        """With its request."""
        admin(request)
        ticket = await self._dispatch.find(unquote(request.path_params["id"]))
        if ticket is None:
            raise HTTPException(404, "Команды с таким IdCommand в журнале нет")
        return ticket.record
