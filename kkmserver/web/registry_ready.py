"""Whether there is a desk for registries: the API it belongs to may be switched off."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kkmserver.dialects.itkassa.registry_desk import RegistryDesk
from kkmserver.dialects.itkassa.store import StoreBroken

NO_STORE = {"cache-control": "no-store"}
FindDesk = Callable[[], RegistryDesk | None]


def needed(find: FindDesk) -> RegistryDesk:
    """Raises HTTPException."""
    desk = find()
    if desk is None:
        raise HTTPException(404, "API «Анти Касса» выключен: включите его в настройках, [dialects.itkassa] enabled")
    return desk


def served(path: str, answer: Callable[[Request], Awaitable[Response]], methods: Sequence[str] = ("GET",)) -> Route:
    """A route that tells of a disk that takes nothing in words."""

    async def told(request: Request) -> Response:
        try:
            return await answer(request)
        except StoreBroken as error:
            raise HTTPException(503, str(error)) from error

    return Route(path, told, methods=list(methods))
