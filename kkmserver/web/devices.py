"""The list of devices for the console, and what an administrator may switch: the device itself, its wire log."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kkmserver.dispatch.order import DeviceView, Dispatch
from kkmserver.web.gate import admin, body

_NO_STORE = {"cache-control": "no-store"}


class ActiveIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    active: StrictBool = Field(description="true – включить.")


class KeepIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    keep: StrictBool = Field(description="true – писать.")


def routes(dispatch: Dispatch, show: Callable[[DeviceView], Mapping[str, Any]]) -> list[Route]:
    desk = _Devices(dispatch, show)
    return [
        Route("/devices", desk.all),
        Route("/devices/{number:number}/active", desk.switch, methods=["POST"]),
        Route("/devices/{number:number}/wire-log", desk.wire_log, methods=["GET", "POST"]),
    ]


class _Devices:
    def __init__(self, dispatch: Dispatch, show: Callable[[DeviceView], Mapping[str, Any]]) -> None:
        self._dispatch, self._shown = dispatch, show

    async def all(self, request: Request) -> Response:  # noqa: ARG002
        return JSONResponse([self._shown(view) for view in self._dispatch.devices()], headers=_NO_STORE)

    async def switch(self, request: Request) -> Response:
        """Switching on ends a block, too."""
        visitor, wanted = admin(request), await body(request, ActiveIn)
        view = self._view(request)
        await self._dispatch.switch(view.number, "", wanted.active, visitor.client)
        return self._one(request)

    async def wire_log(self, request: Request) -> Response:
        """One route: of two, a refusal of other methods would name only the first."""
        return await (self.keep(request) if request.method == "POST" else self.wire(request))

    async def wire(self, request: Request) -> Response:
        admin(request)
        lines = self._dispatch.wire_log(self._wired(request).number)
        return PlainTextResponse("".join(f"{line}\n" for line in lines), headers=_NO_STORE)

    async def keep(self, request: Request) -> Response:
        visitor, wanted = admin(request), await body(request, KeepIn)
        await self._dispatch.keep_wire_log(self._wired(request).number, wanted.keep, visitor.client)
        return self._one(request)

    def _one(self, request: Request) -> Response:
        return JSONResponse(self._shown(self._view(request)), headers=_NO_STORE)

    def _view(self, request: Request) -> DeviceView:
        number = request.path_params["number"]
        found = next((view for view in self._dispatch.devices() if view.number == number), None)
        if found is None:
            raise HTTPException(404, f"Устройства с номером {number} нет")
        return found

    def _wired(self, request: Request) -> DeviceView:
        view = self._view(request)
        if view.wire_log is None:
            raise HTTPException(404, f"У устройства {view.number} нет обмена, который можно записать")
        return view
