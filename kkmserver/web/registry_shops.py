"""Organisations of the Анти Касса API for the console: their registers, where results are told, and a test of that."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kkmserver.config_doors import Organization
from kkmserver.dialects.http import Role
from kkmserver.dialects.itkassa import wishes
from kkmserver.dialects.itkassa.members import Wrong
from kkmserver.dialects.itkassa.registry_desk import RegistryDesk
from kkmserver.web.faults import Faulty
from kkmserver.web.gate import NothingIn, admin, body
from kkmserver.web.premises import Audit
from kkmserver.web.registry_forms import WishesIn
from kkmserver.web.registry_ready import NO_STORE, FindDesk, needed, served

_SECRET = "callbackApiKey"  # noqa: S105  # its name


def routes(find: FindDesk, audit: Audit) -> list[Route]:
    desk = _Shops(find, audit)
    return [
        served("/itkassa/organizations", desk.list),
        served("/itkassa/organizations/{id}", desk.change, methods=["PATCH"]),
        served("/itkassa/organizations/{id}/test-callback", desk.test, methods=["POST"]),
    ]


class _Shops:
    def __init__(self, find: FindDesk, audit: Audit) -> None:
        self._find, self._audit = find, audit

    async def list(self, request: Request) -> Response:
        """None where the API is switched off."""
        desk = self._find()
        shops = desk.office.settings.organizations if desk else ()
        whole = request.state.visitor.role is Role.ADMIN
        return JSONResponse([await _shown(desk, one, whole=whole) for one in shops if desk], headers=NO_STORE)

    async def change(self, request: Request) -> Response:
        visitor, wanted = admin(request), await body(request, WishesIn)
        desk = needed(self._find)
        shop = _shop(desk, request)
        async with desk.telling:
            before = await desk.office.store.wishes(shop.id)
            try:
                after = wishes.changed(before, wanted.model_dump(exclude_unset=True))
            except Wrong as error:
                raise Faulty([((where,), why) for where, why in error.faults.items()]) from error
            await desk.office.store.wish(shop.id, after)
        desk.office.callbacks.wake()
        await self._audit("itkassa-settings", shop.name, ", ".join(wanted.model_fields_set), visitor.client)
        return JSONResponse(await _shown(desk, shop, whole=True), headers=NO_STORE)

    async def test(self, request: Request) -> Response:
        admin(request)
        await body(request, NothingIn)
        desk = needed(self._find)
        try:
            answered = await desk.office.callbacks.test(_shop(desk, request).id)
        except ValueError as error:
            raise HTTPException(409, str(error)) from error
        told = {"status": answered.status, "trouble": answered.trouble, "first": answered.first}
        return JSONResponse(told | {"milliseconds": answered.milliseconds}, headers=NO_STORE)


async def _shown(desk: RegistryDesk, shop: Organization, *, whole: bool) -> dict[str, Any]:
    """`settings` and `callbacks` for administrators alone; the secret key is told of, not told."""
    retries = desk.office.callbacks.retries
    told = wishes.told(await desk.office.store.wishes(shop.id)) if whole else {}
    key = told.pop(_SECRET, "")
    return {
        "id": shop.id,
        "name": shop.name,
        "registers": [{"id": guid, "name": name} for guid, name in desk.registers(shop.id).items()],
        "settings": {**told, "callbackApiKeySet": bool(key)} if whole else None,
        "callbacks": await retries.counts(shop.id) if whole else None,
        "trouble": await retries.last_trouble(shop.id) if whole else "",
    }


def _shop(desk: RegistryDesk, request: Request) -> Organization:
    found = desk.office.organization(request.path_params["id"])
    if found is None:
        raise HTTPException(404, "Такой организации в настройках нет")
    return found
