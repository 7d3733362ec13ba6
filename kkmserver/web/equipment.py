"""Devices and pools of the settings file, for administrators: add, change, remove, try."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Member
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kkmserver import fields, tables
from kkmserver.config_edit import drop_table, put_table
from kkmserver.fields import Field
from kkmserver.keeper import Written
from kkmserver.web.catalogue import catalogue
from kkmserver.web.changing import Place, change
from kkmserver.web.faults import Faulty
from kkmserver.web.gate import admin, body
from kkmserver.web.named_key import named_key
from kkmserver.web.premises import Premises
from kkmserver.web.trial import tried

Kind = Literal["devices", "pools"]
_NO_STORE = {"cache-control": "no-store"}
_WORDS: Mapping[Kind, str] = {"devices": "Устройства", "pools": "Пула"}
_DEEDS: Mapping[Kind, str] = {"devices": "device", "pools": "pool"}


class TableIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    tag: str = Member(description="Из ответа GET: по нему видно, что файл с тех пор не менялся.")
    table: dict[str, Any] = Member(description="Ключи раздела; секрет null остаётся прежним.")


class TagIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    tag: str = Member(description="Из ответа GET.")


class TryIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    table: dict[str, Any] = Member(description="Ключи раздела [[devices]].")


def routes(premises: Premises) -> list[Route]:
    desk, devices, pools = _Equipment(premises), _Tables(premises, "devices"), _Tables(premises, "pools")
    return [
        Route("/drivers", desk.drivers),
        Route("/settings/devices/try", desk.trial, methods=["POST"]),
        Route("/settings/devices", devices.all, methods=["GET", "POST"]),
        Route("/settings/devices/{number:number}", devices.one, methods=["PUT", "DELETE"]),
        Route("/settings/pools", pools.add, methods=["POST"]),
        Route("/settings/pools/{number:number}", pools.one, methods=["PUT", "DELETE"]),
    ]


class _Equipment:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    async def drivers(self, request: Request) -> Response:
        admin(request)
        return JSONResponse(await asyncio.to_thread(catalogue), headers=_NO_STORE)

    async def trial(self, request: Request) -> Response:
        _, wanted = admin(request), await body(request, TryIn)
        keeper, number = self._premises.keeper, wanted.table.get("number")
        known = await asyncio.to_thread(_known, "devices", wanted.table)
        same = [one for one in _listed(await keeper.look(), "devices") if one.get("number") == number]
        table = tables.to_write(wanted.table, same[0] if same else {}, known)
        answer = await tried(table, self._premises.now(), keeper.target.absolute().parent)
        return JSONResponse(answer, headers=_NO_STORE)


class _Tables:
    """Of one kind."""

    def __init__(self, premises: Premises, kind: Kind) -> None:
        self._premises, self._keeper, self._kind = premises, premises.keeper, kind

    async def all(self, request: Request) -> Response:
        """One route: of two, a refusal of other methods would name only the first."""
        return await (self.add(request) if request.method == "POST" else self.look(request))

    async def one(self, request: Request) -> Response:
        return await (self.replace(request) if request.method == "PUT" else self.remove(request))

    async def look(self, request: Request) -> Response:
        admin(request)
        return await self._told(200)

    async def add(self, request: Request) -> Response:
        visitor, wanted = admin(request), await body(request, TableIn)

        written = await self._keeper.look()
        given = {"number": tables.free_number(written.values), **wanted.table}

        def edit(written: Written) -> str:
            return put_table(written.text, self._kind, None, tables.to_write(given, {}, _known(self._kind, given)))

        await self._change(wanted.tag, edit, len(_listed(written, self._kind)), given)
        await self._note("added", given["number"], wanted.table, visitor.client)
        return await self._told(201)

    async def replace(self, request: Request) -> Response:
        visitor, wanted = admin(request), await body(request, TableIn)
        number = request.path_params["number"]
        place = self._place(await self._keeper.look(), number)
        given = {"number": number, **wanted.table}

        def edit(written: Written) -> str:
            before = _listed(written, self._kind)[place]
            text = put_table(written.text, self._kind, place, tables.to_write(given, before, _known(self._kind, given)))
            return self._renumbered(text, written, number, given["number"])

        await self._change(wanted.tag, edit, place, given)
        await self._note("changed", number, wanted.table, visitor.client)
        return await self._told(200)

    async def remove(self, request: Request) -> Response:
        visitor, wanted = admin(request), await body(request, TagIn)
        number = request.path_params["number"]
        place = self._place(await self._keeper.look(), number)

        def edit(written: Written) -> str:
            text = self._without(written, number)
            return drop_table(text, self._kind, place)

        await self._change(wanted.tag, edit, None, {})
        await self._note("removed", number, {}, visitor.client)
        return await self._told(200)

    def _renumbered(self, text: str, written: Written, before: int, now: Any) -> str:
        if self._kind == "devices" and now != before:
            for i, pool in enumerate(_listed(written, "pools")):
                if before in pool["members"]:
                    text = put_table(text, "pools", i, tables.with_member(pool, before, now))
        return text

    def _without(self, written: Written, number: int) -> str:
        """Pools lose the device. Raises Faulty for one that would have none left."""
        text = written.text
        if self._kind == "pools":
            return text
        for i, pool in enumerate(_listed(written, "pools")):
            left = tables.without_member(pool, number)
            if not left["members"]:
                said = f"в пуле «{pool.get('name')}» не останется устройств; сначала удалите пул"
                raise Faulty([(("pools", i, "members"), said)])
            if left != pool:
                text = put_table(text, "pools", i, left)
        return text

    async def _change(self, tag: str, edit: Any, place: int | None, given: Mapping[str, Any]) -> None:
        def relative(path: Place, text: str) -> Place | None:
            if path[:2] != (self._kind, place):
                return None
            return path[2:] or named_key(text, {one.key: one.title.ru for one in _known(self._kind, given)})

        await change(self._keeper, tag, edit, relative)

    def _place(self, written: Written, number: int) -> int:
        for place, table in enumerate(_listed(written, self._kind)):
            if table.get("number") == number:
                return place
        raise HTTPException(404, f"{_WORDS[self._kind]} с номером {number} в настройках нет")

    async def _note(self, what: str, number: Any, table: Mapping[str, Any], who: str) -> None:
        """Which keys, never their values: some are secrets."""
        detail = ", ".join([what, *table])
        await self._premises.audit(f"{_DEEDS[self._kind]}-settings", str(number), detail, who)

    async def _told(self, status: int) -> Response:
        written = await self._keeper.look()
        shown = {
            "tag": written.tag,
            "devices": [
                {
                    "number": one.get("number"),
                    "name": one.get("name"),
                    "driver": one.get("driver"),
                    "table": tables.shown(one),
                }
                for one in _listed(written, "devices")
            ],
            "pools": [
                {"number": one.get("number"), "name": one.get("name"), "table": tables.shown(one)}
                for one in _listed(written, "pools")
            ],
            "next": tables.free_number(written.values),
        }
        return JSONResponse(shown, status, headers=_NO_STORE)


def _listed(written: Written, kind: Kind) -> Sequence[dict[str, Any]]:
    found: Sequence[dict[str, Any]] = written.values.get(kind, [])
    return found


def _known(kind: Kind, table: Mapping[str, Any]) -> Sequence[Field]:
    """None of a driver that nobody knows, or that cannot be loaded: the check of the whole tells."""
    if kind == "pools":
        return fields.pool_fields()
    try:
        return fields.driver_fields(str(table.get("driver")))
    except (KeyError, ImportError):
        return ()
