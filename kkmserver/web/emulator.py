"""The page of an emulated device: its paper as pictures, and switches for what may go wrong with it."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kkmserver.web.assets import folder, read_assets, respond
from kkmserver.web.emulator_door import guarded

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from drivers.emulation.machine import Document

_LATEST = 20  # documents in the list
_MOST_BODY = 4096
_GARBAGE = b"\xff\x00\x55\xaa"
_NO_STORE = {"cache-control": "no-store"}
_FILES = ("emulator.css", "emulator.js", "icon.svg")

CONDITIONS: Mapping[str, str] = {
    "power": "Питание включено",
    "paper_out": "Кончилась бумага",
    "paper_low": "Бумага кончается",
    "paper_jam": "Застряла бумага",
    "cover_open": "Открыта крышка",
    "head_open": "Поднята печатающая головка",
    "ribbon_out": "Кончилась красящая лента",
    "cutter_error": "Заклинило нож",
    "overheated": "Перегрелась головка",
    "paused": "Пауза",
    "offline": "Отключён от связи (offline)",
    "buffer_full": "Буфер полон",
    "drawer_open": "Открыт денежный ящик",
    "empty": "На весах пусто",
    "unstable": "Груз качается",
    "overload": "Перегрузка",
    "underload": "Снята платформа",
    "not_zeroed": "При включении на весах лежал груз",
    "measuring_error": "Ошибка измерения",
    "broken": "Неисправен датчик веса",
    "old_firmware": "Старая прошивка",
    "paper": "Бумага заправлена",
    "near_end": "Бумага кончается",
    "cutter_stuck": "Заклинило нож",
    "printer_gone": "Нет связи с печатающим устройством",
    "printer_broken": "Механическая ошибка печати",
    "printer_busy": "Печатающее устройство занято",
    "battery_low": "Села батарея",
    "connected": "Касса подключена к службе",
    "register_gone": "Касса не подключена к службе",
    "memory_broken": "Неисправна память кассы",
    "configuration_broken": "Неисправны настройки кассы",
    "unauthorised": "Касса не авторизована",
    "card_broken": "Неисправна карта памяти",
    "storage_bad": "ФН не в фискальном режиме",
    "storage_silent": "ФН не отвечает",
    "storage_broken": "ФН неисправен",
    "storage_expired": "Срок ФН истёк",
    "archive_full": "Архив ФН заполнен",
    "ofd_overdue": "ОФД давно не подтверждает документы",
    "wrong_time": "Часы отстали от ФН",
    "finishes_after_power": "Допечатывает документ после сбоя питания",
}
FAULTS: Mapping[str, tuple[str, str]] = {  # name -> words, unit; no unit = on or off
    "silent": ("Не отвечает на вопросы", ""),
    "garbage": ("Отвечает мусором", ""),
    "answer_delay": ("Опаздывает с ответом на", "с"),
    "answer_pause": ("Отвечает по байту через", "с"),
    "cut_answer": ("Обрывает ответ после", "байт"),
    "junk_before": ("Мусор перед ответом", ""),
    "bad_sum": ("Портит контрольную сумму", ""),
    "refuses": ("Отказывает", ""),
    "http_500": ("Отвечает ошибкой 500", ""),
    "bytes_per_second": ("Принимает не быстрее", "байт/с"),
    "reset_after": ("Обрывает связь после", "байт"),
    "stall_after": ("Замирает после", "байт"),
    "power_cut_after": ("Теряет питание после", "байт"),
    "power_cut_after_labels": ("Теряет питание после", "этикеток"),
}


class Emulator(Protocol):
    """A virtual device that listens on a port while it is entered: `async with emulator:`."""

    async def __aenter__(self) -> object: ...
    async def __aexit__(self, kind: Any, error: Any, trace: Any, /) -> object: ...
    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def connection(self) -> str: ...  # as the settings spell it
    @property
    def connected(self) -> bool: ...
    @property
    def documents(self) -> Sequence["Document"]: ...  # oldest first
    @property
    def notes(self) -> Sequence[str]: ...  # what left no dots, in words
    @property
    def conditions(self) -> Mapping[str, bool]: ...
    async def switch(self, name: str, on: bool) -> None: ...  # raises ValueError for an unknown name

    # A frozen dataclass; each of its fields named in FAULTS gets a switch: bool and bytes on or off, else a number.
    faults: Any


def create_app(emulator: Emulator, title: str, *, everywhere: bool = False) -> Starlette:
    """`everywhere`: people at other computers may look and switch too; otherwise only loopback names are answered."""
    desk = _Desk(emulator, title)
    routes = [
        Route("/", desk.page),
        Route("/static/{name}", desk.static),
        Route("/state", desk.state),
        Route("/documents/{number:int}.png", desk.picture),
        Route("/conditions", desk.switch, methods=["POST"]),
        Route("/faults", desk.fault, methods=["POST"]),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _refuse})
    app.add_middleware(guarded(everywhere))
    return app


class _Desk:
    def __init__(self, emulator: Emulator, title: str) -> None:
        self._emulator, self._title = emulator, title
        found = read_assets(folder())
        self._page = found["emulator.html"]
        self._assets = {name: found[name] for name in _FILES}

    async def page(self, request: Request) -> Response:
        return respond(self._page, request)

    async def static(self, request: Request) -> Response:
        asset = self._assets.get(request.path_params["name"])
        if asset is None:
            raise HTTPException(404)
        return respond(asset, request)

    async def state(self, _request: Request) -> Response:
        emulator = self._emulator
        return _json(
            {
                "title": self._title,
                "connection": emulator.connection,
                "connected": emulator.connected,
                "conditions": [
                    {"name": name, "title": CONDITIONS.get(name, name), "on": on}
                    for name, on in emulator.conditions.items()
                ],
                "faults": [_fault(emulator.faults, field) for field in _fault_fields(emulator.faults)],
                "notes": list(emulator.notes)[-_LATEST:],
                "documents": [_listed(document) for document in reversed(emulator.documents[-_LATEST:])],
            }
        )

    async def picture(self, request: Request) -> Response:
        number = request.path_params["number"]
        for document in self._emulator.documents:
            if document.number == number:
                return Response(document.png(), media_type="image/png", headers={"cache-control": "private"})
        raise HTTPException(404, f"Документа {number} уже или ещё нет")

    async def switch(self, request: Request) -> Response:
        given = await _given(request)
        name, on = given.get("name"), given.get("on")
        if not isinstance(name, str) or name not in self._emulator.conditions or not isinstance(on, bool):
            raise HTTPException(400, "Нужны name – одно из состояний – и on: true или false")
        await self._emulator.switch(name, on)
        return await self.state(request)

    async def fault(self, request: Request) -> Response:
        given = await _given(request)
        faults = self._emulator.faults
        field = next((field for field in _fault_fields(faults) if field.name == given.get("name")), None)
        if field is None:
            raise HTTPException(400, "Такой неисправности у этого устройства нет")
        value = _checked(field, given.get("value"))
        self._emulator.faults = dataclasses.replace(faults, **{field.name: value})
        return await self.state(request)


def _fault_fields(faults: "DataclassInstance") -> list["dataclasses.Field[Any]"]:
    return [field for field in dataclasses.fields(faults) if field.name in FAULTS]


def _fault(faults: object, field: "dataclasses.Field[Any]") -> dict[str, Any]:
    """`value`: a number, true, or null when all is well."""
    title, unit = FAULTS[field.name]
    value = getattr(faults, field.name)
    shown = None if value == field.default else value if unit else True
    return {"name": field.name, "title": title, "unit": unit, "value": shown}


def _checked(field: "dataclasses.Field[Any]", value: object) -> object:
    """The value for the dataclass; null and false make it well. Raises HTTPException."""
    if value is None or value is False:
        return field.default
    if isinstance(field.default, bool | bytes):
        return _GARBAGE if isinstance(field.default, bytes) else True
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 10**9:
        raise HTTPException(400, "Нужно число от 0 до 1 000 000 000")
    return float(value) if isinstance(field.default, float) else int(value)


async def _given(request: Request) -> dict[str, Any]:
    """JSON of a POST; a form of a foreign page cannot send this type. Raises HTTPException."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, "Нужен application/json")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BODY:
            raise HTTPException(413, "Запрос слишком велик")
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, "Это не JSON") from error
    if not isinstance(given, dict):
        raise HTTPException(400, "Нужен объект JSON")
    return given


def _listed(document: "Document") -> dict[str, Any]:
    return {
        "number": document.number,
        "time": document.time.isoformat(timespec="milliseconds"),
        "codes": [list(code) for code in document.barcodes],
        "text": document.text(),
        "png": f"/documents/{document.number}.png?v={int(document.time.timestamp() * 1000)}",
    }


async def _refuse(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    text = error.detail if isinstance(error, HTTPException) else ""
    return _json({"error": "Такой страницы нет" if text == HTTPStatus(404).phrase else text}, status)


def _json(content: object, status: int = 200) -> Response:
    return JSONResponse(content, status, headers=_NO_STORE)
