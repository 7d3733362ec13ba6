"""Label templates: who may use the server sees and tries them, administrators change them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import unquote

from annotated_types import Ge, Le, MaxLen
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from drivers.ports import Clock
from kkmserver.config import Config, ConfigError
from kkmserver.keeper import NotTaken
from kkmserver.template_shelf import Kept, Listed, NotWritten, Shelf, TemplateChanged, TemplateRefused, variables
from kkmserver.templates import MOST_BYTES, TemplateNotFound
from kkmserver.web.faults import Faulty
from kkmserver.web.gate import admin, body

_NO_STORE = {"cache-control": "no-store"}
_LIMIT = 2 * MOST_BYTES  # bytes of a request: JSON is wordier than TOML
_DRAWING = 2  # at a time: drawing takes a core
_IN_LINE = 16  # pictures that are drawn or waited for
_BUSY = "Слишком много картинок рисуется сразу. Повторите через несколько секунд"

T = TypeVar("T")
Template = Annotated[dict[str, Any], Field(description="Ключи и значения, как в файле TOML.")]
Value = Annotated[str, MaxLen(4096)]


class SaveIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    tag: str | None = Field(None, description="Из ответа GET; null – шаблон новый.")
    template: Template


class DropIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    tag: str = Field(description="Из ответа GET.")


class SampleIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    template: Template
    fields: Annotated[dict[str, Value], MaxLen(200)] = Field(default_factory=dict, description="Поле → значение.")
    dpi: Annotated[int, Ge(100), Le(600), Field(description="Точек на дюйм.")] = 203


Audit = Callable[[str, str, str, str], Awaitable[None]]  # action, subject, detail, who


def routes(
    now: Callable[[], Config], ensure_file: Callable[[], Awaitable[Path]], audit: Audit, clock: Clock
) -> list[Route]:
    """`now`: the settings as they are; `ensure_file`: a server without a settings file gets one, and with it a folder
    of templates of its own."""
    desk = _Labels(now, ensure_file, audit, clock)
    return [
        Route("/labels", desk.list),
        Route("/labels-schema", desk.schema),
        Route("/labels/preview", desk.preview, methods=["POST"]),
        Route("/labels/{name}", desk.serve, methods=["GET", "PUT", "DELETE"]),
    ]


class _Labels:
    def __init__(
        self, now: Callable[[], Config], ensure_file: Callable[[], Awaitable[Path]], audit: Audit, clock: Clock
    ) -> None:
        self._now, self._ensure_file, self._audit, self._clock = now, ensure_file, audit, clock
        self._known: Shelf | None = None
        self._changing = asyncio.Lock()
        self._drawing = asyncio.Semaphore(_DRAWING)
        self._here = 0

    @property
    def _shelf(self) -> Shelf:
        """Of the folder that the settings name now."""
        folder = Path(self._now().labels.templates)
        if self._known is None or self._known.folder != folder:
            self._known = Shelf(folder)
        return self._known

    async def list(self, request: Request) -> Response:  # noqa: ARG002
        found = await asyncio.to_thread(self._shelf.all)
        return _json([_listed(one) for one in found])

    async def schema(self, request: Request) -> Response:  # noqa: ARG002
        return _json(await asyncio.to_thread(_schema))

    async def serve(self, request: Request) -> Response:
        """One route: of several, a refusal of other methods would name only the first."""
        known = {"PUT": self.put, "DELETE": self.drop}
        return await known.get(request.method, self.get)(request)

    async def get(self, request: Request) -> Response:
        return _json(_shown(await _done(self._shelf.get, _name(request))))

    async def put(self, request: Request) -> Response:
        visitor, wanted = admin(request), await body(request, SaveIn, _LIMIT)
        async with self._changing:
            await self._own_folder()
            kept = await _done(self._shelf.put, _name(request), wanted.tag, wanted.template)
        await self._audit("template", kept.name, "создан" if wanted.tag is None else "изменён", visitor.client)
        return _json(_shown(kept))

    async def drop(self, request: Request) -> Response:
        visitor, wanted, name = admin(request), await body(request, DropIn), _name(request)
        async with self._changing:
            await self._own_folder()
            await _done(self._shelf.drop, name, wanted.tag)
        await self._audit("template", name, "удалён", visitor.client)
        return Response(status_code=204, headers=_NO_STORE)

    async def preview(self, request: Request) -> Response:
        wanted = await body(request, SampleIn, _LIMIT)
        if self._here >= _IN_LINE:
            raise HTTPException(503, _BUSY)
        self._here += 1
        try:
            async with self._drawing:
                picture = await _done(self._drawn, wanted)
        finally:
            self._here -= 1
        return Response(picture, media_type="image/png", headers=_NO_STORE)

    def _drawn(self, wanted: SampleIn) -> bytes:
        from kkmserver import label_sample  # fonts and barcodes are loaded when somebody draws

        return label_sample.png(wanted.template, wanted.fields, wanted.dpi, self._shelf.folder, self._clock.local())

    async def _own_folder(self) -> None:
        """The templates that came with the program are not written to: it may be updated, or closed for writing."""
        if self._now().path is None:
            try:
                await self._ensure_file()
            except (ConfigError, NotTaken) as error:
                raise HTTPException(
                    409, f"Шаблон не сохранён: серверу негде держать свои настройки. {error}"
                ) from error


async def _done(work: Callable[..., T], *values: object) -> T:
    """In a thread. Raises HTTPException."""
    try:
        return await asyncio.to_thread(work, *values)
    except TemplateNotFound as error:
        raise HTTPException(404, error.text) from error
    except (TemplateChanged, NotWritten) as error:
        raise HTTPException(409, str(error)) from error
    except TemplateRefused as error:
        raise Faulty(error.faults) from error


def _schema() -> dict[str, Any]:
    from kkmserver import label_fields
    from kkmserver.web import setting_shapes

    kinds = {kind: [setting_shapes.field(one) for one in found] for kind, found in label_fields.kinds().items()}
    return {"kinds": kinds, "symbologies": label_fields.symbologies()}


def _listed(one: Listed) -> dict[str, Any]:
    template = one.template
    found = variables(template) if template else []
    return {
        "name": one.name,
        "title": template.title if template else "",
        "width": _number(template.width) if template else 0,
        "height": _number(template.height) if template else 0,
        "fields": [{"name": each.name, "needed": each.needed, "default": each.default} for each in found],
        "fault": one.fault,
    }


def _shown(kept: Kept) -> dict[str, Any]:
    """`template` is null where the file is no TOML."""
    table = _numbers(kept.table) if kept.table else None
    return {"name": kept.name, "tag": kept.tag, "template": table, "toml": kept.text, "fault": kept.fault}


def _numbers(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _numbers(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_numbers(one) for one in value]
    if isinstance(value, Decimal):
        return _number(value)
    return value if isinstance(value, str | int | float | None) else str(value)  # dates stand in no template


def _number(value: Decimal) -> int | float | None:
    """What JSON has no word for is null."""
    if not value.is_finite():
        return None
    return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)


def _name(request: Request) -> str:
    return unquote(request.path_params["name"])


def _json(content: Any) -> Response:
    return JSONResponse(content, headers=_NO_STORE)
