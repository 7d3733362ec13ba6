"""The further APIs for the console: where they listen, and the changing keys of registers; no other secrets."""

import sqlite3
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kkmserver.dialects.door import HasKey, KeyInUse
from kkmserver.door_words import DOORS
from kkmserver.gates import OpenGate
from kkmserver.web.gate import NothingIn, admin, body
from kkmserver.web.premises import Premises

_NO_STORE = {"cache-control": "no-store"}
_NO_KEY = "У этой кассы нет ключа: API iKKM выключен, или кассы в нём нет ([[dialects.ikkm.registers]])"
_IN_USE = "Касса как раз выполняет операцию с этим ключом. Повторите, когда она закончит"
_NO_DISK = "Новый ключ не записан, действует прежний. Проверьте диск сервера"


def routes(premises: Premises) -> list[Route]:
    desk = _Doors(premises)
    return [
        Route("/doors", desk.list),
        Route("/doors/ikkm/{number:number}/key", desk.key, methods=["GET", "POST"]),
    ]


class _Doors:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    async def list(self, request: Request) -> Response:
        admin(request)
        return JSONResponse([_shown(one) for one in self._premises.gates()], headers=_NO_STORE)

    async def key(self, request: Request) -> Response:
        """The one that counts; POST sets another one. Both are deeds."""
        visitor, number = admin(request), request.path_params["number"]
        anew = request.method == "POST"
        if anew:
            await body(request, NothingIn)
        holder = self._premises.keys.get(number)
        if holder is None:
            raise HTTPException(404, _NO_KEY)
        key = await _renewed(holder) if anew else holder.key
        await self._premises.audit("ikkm-key", str(number), "новый" if anew else "показан", visitor.client)
        return JSONResponse({"key": key}, headers=_NO_STORE)


async def _renewed(holder: HasKey) -> str:
    try:
        return await holder.renew()
    except KeyInUse as error:
        raise HTTPException(409, _IN_USE) from error
    except sqlite3.Error as error:
        raise HTTPException(503, _NO_DISK) from error


def _shown(one: OpenGate) -> dict[str, Any]:
    title = DOORS[f"dialects.{one.dialect}"][0]
    return {
        "name": one.dialect,
        "title": {"ru": title.ru, "en": title.en},
        "addresses": list(one.addresses),
        "device": one.device or None,
        "clients": one.clients,
    }
