"""For watchdogs, load balancers and Prometheus: does the server live, does it take commands, what has it done?"""

import asyncio
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kkmserver.dispatch.order import DeviceView, Dispatch
from kkmserver.web.metrics import Metrics

OPEN_PATHS = frozenset({"/healthz", "/readyz"})  # for watchdogs that know no password
_NO_STORE = {"cache-control": "no-store"}


def routes(dispatch: Dispatch, metrics: Metrics) -> list[Route]:
    desk = _Health(dispatch, metrics)
    return [Route("/healthz", desk.alive), Route("/readyz", desk.ready), Route("/metrics", desk.metrics)]


class _Health:
    def __init__(self, dispatch: Dispatch, metrics: Metrics) -> None:
        self._dispatch, self._metrics = dispatch, metrics

    async def alive(self, request: Request) -> Response:  # noqa: ARG002
        return JSONResponse({"status": "ok"}, headers=_NO_STORE)

    async def ready(self, request: Request) -> Response:  # noqa: ARG002
        why = self._dispatch.trouble
        if why:
            return JSONResponse({"status": "not ready", "why": why}, 503, headers=_NO_STORE)
        return JSONResponse({"status": "ready"}, headers=_NO_STORE)

    async def metrics(self, request: Request) -> Response:  # noqa: ARG002
        """The devices are looked at here, the writing is done in a thread: a hundred devices take a while."""
        views, ready = self._dispatch.devices(), not self._dispatch.trouble
        content, kind = await asyncio.to_thread(_told, self._metrics, views, ready)
        return Response(content, headers={"content-type": kind, **_NO_STORE})


def _told(metrics: Metrics, views: Sequence[DeviceView], ready: bool) -> tuple[bytes, str]:
    from kkmserver.web.exposition import exposition  # its library costs 60 ms; loaded when somebody asks

    return exposition(metrics, views, ready)
