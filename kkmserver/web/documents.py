"""/openapi.json: the API for programs; /docs shows it to people."""

import asyncio
import hashlib
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kkmserver.dialects.http import Dialect
from kkmserver.web.assets import Asset, respond


def routes(dialects: Sequence[Dialect]) -> list[Route]:
    return [Route("/openapi.json", _Document(dialects).serve)]


class _Document:
    """Made when somebody asks for it first; it changes only with the program."""

    def __init__(self, dialects: Sequence[Dialect]) -> None:
        self._dialects = dialects
        self._made: Asset | None = None

    async def serve(self, request: Request) -> Response:
        if self._made is None:
            self._made = await asyncio.to_thread(self._make)
        return respond(self._made, request)

    def _make(self) -> Asset:
        from kkmserver.web.openapi import document

        content = document([dialect.described() for dialect in self._dialects])
        return Asset(content, "application/json", f'"{hashlib.sha256(content).hexdigest()[:16]}"')
