"""The console's own addresses for /openapi.json: health, metrics, devices, finding them, the journal, the audit.

What they take comes from the models that read it.
"""

from typing import Any

from pydantic import BaseModel

from kkmserver.dialects.schema import Schema, many, reference, text, whole_object
from kkmserver.store.record import State
from kkmserver.web.devices import ActiveIn, KeepIn
from kkmserver.web.resolve import ResolveIn
from kkmserver.web.search import SearchIn

_ADMIN: list[Schema] = [{"basic": []}]
_ONE_OF_MANY: Schema = {"schema": {"type": "integer", "minimum": 0, "maximum": 10**9 - 1}}
_NUMBER: Schema = {"name": "number", "in": "path", "required": True, "description": "Номер устройства.", **_ONE_OF_MANY}
_SHEET: Schema = {"name": "document", "in": "path", "required": True, "description": "Номер на ленте.", **_ONE_OF_MANY}
_ID: Schema = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "IdCommand.",
    "schema": {"type": "string", "minLength": 1},
}
_DEVICE, _ROW = reference("Device"), reference("JournalEntry")
_TEXT: Schema = {"type": "string"}
_FAULTY: Schema = {"404": {"description": "Такого нет."}, "422": {"description": "Параметр не годится."}}


def own_paths() -> dict[str, Schema]:
    return _health() | _devices() | _search() | _tape() | _journal()


def _health() -> dict[str, Schema]:
    return {
        "/healthz": {"get": _get("alive", "Сервер жив", _status("ok"), security=[])},
        "/readyz": {"get": _ready()},
        "/metrics": {"get": _get("metrics", "Метрики для Prometheus", _TEXT, kind="text/plain")},
    }


def _devices() -> dict[str, Schema]:
    wire = _get("wireLog", "Последнее, что шло по проводу", _TEXT, [_NUMBER], "text/plain", _ADMIN)
    keep = _post("keepWireLog", "Писать обмен в папку данных или нет", KeepIn, _DEVICE, _NUMBER)
    switch = _post("switchDevice", "Включить или выключить устройство", ActiveIn, _DEVICE, _NUMBER)
    return {
        "/devices": {"get": _get("devices", "Устройства и пулы", many(_DEVICE, "Все."))},
        "/devices/{number}/active": {"post": switch},
        "/devices/{number}/wire-log": {"get": wire, "post": keep},
    }


def _search() -> dict[str, Schema]:
    state, never = reference("Search"), {"404": {"description": "Поиска ещё не было."}}
    begin = _post("search", "Искать устройства: порты сервера и адреса его сети", SearchIn, state)
    begin["responses"]["202"] = begin["responses"].pop("200") | {"description": "Поиск начат."}
    begin["responses"]["409"] = {"description": "Поиск уже идёт."}
    begin["responses"]["422"] = _FAULTY["422"]
    look = _get("searchState", "Как идёт поиск и что найдено", state, security=_ADMIN)
    stop = _get("stopSearch", "Остановить поиск", state, security=_ADMIN)
    for one in (look, stop):
        one["responses"] |= never
    return {"/devices/search": {"post": begin, "get": look, "delete": stop}}


def _tape() -> dict[str, Schema]:
    sheets = many(reference("TapeDocument"), "Документы.")
    all_ = _get("tape", "Бумага виртуального устройства, новое сначала", sheets, [_NUMBER, _limit()])
    picture = _get("tapePicture", "Документ картинкой", {}, [_NUMBER, _SHEET], "image/png")
    words = _get("tapeText", "Документ текстом", _TEXT, [_NUMBER, _SHEET], "text/plain")
    return {
        "/devices/{number}/tape": {"get": all_},
        "/devices/{number}/tape/{document}.png": {"get": picture},
        "/devices/{number}/tape/{document}.txt": {"get": words},
    }


def _journal() -> dict[str, Schema]:
    rows, deeds = many(reference("JournalRow"), "Строки."), many(reference("Deed"), "Дела.")
    wanted = [_states(), _query("device", "Устройство или пул."), _query("before", "Старше этого seq."), _limit()]
    resolve = _post("resolve", "Решить, чем кончилась команда с неизвестным результатом", ResolveIn, _ROW, _ID)
    resolve["responses"]["409"] = {"description": "Решать нечего, или печатать снова не на чем."}
    older = [_query("before", "Старше этого row."), _limit()]
    return {
        "/journal": {"get": _get("journal", "Команды, новые сначала", rows, wanted, security=_ADMIN)},
        "/journal/{id}": {"get": _get("entry", "Одна команда", _ROW, [_ID, _with_request()], security=_ADMIN)},
        "/journal/{id}/resolve": {"post": resolve},
        "/audit": {"get": _get("audit", "Кто что сделал, новое сначала", deeds, older, security=_ADMIN)},
    }


def _get(
    operation: str,
    summary: str,
    schema: Schema,
    parameters: list[Schema] | None = None,
    kind: str = "application/json",
    security: list[Schema] | None = None,
) -> Schema:
    told: Schema = {"operationId": operation, "summary": summary, "tags": ["Работа сервера"]}
    if parameters:
        told["parameters"] = parameters
    if security is not None:
        told["security"] = security
    answers = {"200": {"description": "Готово.", "content": {kind: {"schema": schema}}}}
    return told | {"responses": answers | (_FAULTY if parameters else {})}


def _post(operation: str, summary: str, model: type[BaseModel], answer: Schema, *parameters: Schema) -> Schema:
    told = _get(operation, summary, answer, [*parameters], security=_ADMIN)
    told["requestBody"] = {"required": True, "content": {"application/json": {"schema": _inlined(model)}}}
    told["responses"]["415"] = {"description": "Нужен Content-Type: application/json."}
    return told


def _inlined(model: type[BaseModel]) -> Schema:
    """The model's schema without definitions of its own: a document has them elsewhere."""
    schema = model.model_json_schema()
    found: Schema = _put_in(schema, schema.pop("$defs", {}))
    return found


def _put_in(value: Any, defined: Schema) -> Any:
    if isinstance(value, list):
        return [_put_in(one, defined) for one in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return _put_in(defined[value["$ref"].rpartition("/")[2]], defined)
    return {name: _put_in(one, defined) for name, one in value.items()}


def _ready() -> Schema:
    told = _get("ready", "Сервер принимает команды", _status("ready"), security=[])
    why = whole_object({"status": text("Не готов.", "not ready"), "why": text("Почему.")})
    told["responses"]["503"] = {"description": "Не принимает.", "content": {"application/json": {"schema": why}}}
    return told


def _status(word: str) -> Schema:
    return whole_object({"status": {"const": word}})


def _query(name: str, about: str, least: int = 0, most: int = 10**18 - 1) -> Schema:
    schema = {"type": "integer", "minimum": least, "maximum": most}
    return {"name": name, "in": "query", "description": about, "schema": schema}


def _limit() -> Schema:
    return _query("limit", "Сколько строк.", 1, 1000)


def _states() -> Schema:
    listed = {"type": "array", "items": {"enum": list(State)}}
    return {
        "name": "state",
        "in": "query",
        "description": "Состояния через запятую.",
        "schema": listed,
        "style": "form",
        "explode": False,
    }


def _with_request() -> Schema:
    return {"name": "request", "in": "query", "description": "1 – показать и запрос.", "schema": {"enum": ["1"]}}
