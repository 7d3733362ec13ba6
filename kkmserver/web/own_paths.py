"""The console's own addresses for /openapi.json: health, metrics, devices, finding them, the journal, the audit.

What they take comes from the models that read it.
"""

from kkmserver.dialects.schema import Schema, many, reference, text, whole, whole_object
from kkmserver.store.record import State
from kkmserver.web.devices import ActiveIn, KeepIn
from kkmserver.web.journal_row import CopyIn
from kkmserver.web.labels import DropIn, SampleIn, SaveIn
from kkmserver.web.operations import ADMIN, FAULTS, FAULTY, got, posted
from kkmserver.web.own_doors import door_paths
from kkmserver.web.own_registry import registry_paths
from kkmserver.web.own_settings import settings_paths
from kkmserver.web.resolve import ResolveIn
from kkmserver.web.search import SearchIn
from kkmserver.web.session import SessionIn
from kkmserver.web.sieve import LONGEST

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
_PICTURE: Schema = {"name": "picture", "in": "path", "required": True, "description": "С единицы.", **_ONE_OF_MANY}
_TEMPLATE: Schema = {
    "name": "name",
    "in": "path",
    "required": True,
    "description": "Имя шаблона.",
    "schema": {"type": "string", "minLength": 1},
}
_COUNTED = {
    "x-total-count": "Сколько их всего, если просили.",
    "x-searched-until": "Поиск не успел дальше этого времени; нет – успел.",
    "x-searched-before": "С этим before его можно продолжить.",
}
_DEVICE, _ROW = reference("Device"), reference("JournalEntry")
_TEXT: Schema = {"type": "string"}


def own_paths() -> dict[str, Schema]:
    own = _health() | _session() | _live() | _devices() | _search() | _tape() | _journal() | _labels()
    return own | settings_paths() | door_paths() | registry_paths()


def _health() -> dict[str, Schema]:
    return {
        "/healthz": {"get": got("alive", "Сервер жив", _status("ok"), security=[])},
        "/readyz": {"get": _ready()},
        "/metrics": {"get": got("metrics", "Метрики для Prometheus", _TEXT, kind="text/plain")},
    }


def _devices() -> dict[str, Schema]:
    wire = got("wireLog", "Последнее, что шло по проводу", _TEXT, [_NUMBER], "text/plain", ADMIN)
    keep = posted("keepWireLog", "Писать обмен в папку данных или нет", KeepIn, _DEVICE, _NUMBER)
    switch = posted("switchDevice", "Включить или выключить устройство", ActiveIn, _DEVICE, _NUMBER)
    return {
        "/devices": {"get": got("devices", "Устройства и пулы", many(_DEVICE, "Все."))},
        "/devices/{number}/active": {"post": switch},
        "/devices/{number}/wire-log": {"get": wire, "post": keep},
    }


def _session() -> dict[str, Schema]:
    told = reference("Session")
    begin = posted("signIn", "Войти: пароль меняется на cookie", SessionIn, told) | {"security": []}
    begin["responses"] |= {
        "401": {"description": "Неверное имя или пароль."},
        "429": {"description": "Слишком много неверных паролей."},
    }
    end = got("signOut", "Выйти", {}, security=[])
    end["responses"] = {"204": {"description": "Cookie больше не действует."}}
    return {"/session": {"get": got("session", "Кто вошёл", told, security=[]), "post": begin, "delete": end}}


def _live() -> dict[str, Schema]:
    listen = got("events", "Что происходит, пока соединение открыто", reference("LiveEvent"), kind="text/event-stream")
    listen["parameters"] = [_header("Last-Event-ID", "Последнее полученное событие: продолжить после него.")]
    listen["responses"]["503"] = {"description": "Слушателей уже 32, или сервер останавливается."}
    count = whole_object({"count": whole("Сколько.")})
    doubts = got("doubts", "Сколько команд с неизвестным результатом", count, security=ADMIN)
    return {"/events": {"get": listen}, "/doubts": {"get": doubts}}


def _search() -> dict[str, Schema]:
    state, never = reference("Search"), {"404": {"description": "Поиска ещё не было."}}
    begin = posted("search", "Искать устройства: порты сервера и адреса его сети", SearchIn, state)
    begin["responses"]["202"] = begin["responses"].pop("200") | {"description": "Поиск начат."}
    begin["responses"]["409"] = {"description": "Поиск уже идёт."}
    begin["responses"]["422"] = FAULTY["422"]
    look = got("searchState", "Как идёт поиск и что найдено", state, security=ADMIN)
    stop = got("stopSearch", "Остановить поиск", state, security=ADMIN)
    for one in (look, stop):
        one["responses"] |= never
    return {"/devices/search": {"post": begin, "get": look, "delete": stop}}


def _tape() -> dict[str, Schema]:
    sheets = many(reference("TapeDocument"), "Документы.")
    all_ = got("tape", "Бумага виртуального устройства, новое сначала", sheets, [_NUMBER, _limit()])
    picture = got("tapePicture", "Документ картинкой", {}, [_NUMBER, _SHEET], "image/png")
    words = got("tapeText", "Документ текстом", _TEXT, [_NUMBER, _SHEET], "text/plain")
    return {
        "/devices/{number}/tape": {"get": all_},
        "/devices/{number}/tape/{document}.png": {"get": picture},
        "/devices/{number}/tape/{document}.txt": {"get": words},
    }


def _journal() -> dict[str, Schema]:
    rows, deeds = many(reference("JournalRow"), "Строки."), many(reference("Deed"), "Дела.")
    pages = [_query("before", "Старше этого seq."), _limit()]
    resolve = posted("resolve", "Решить, чем кончилась команда с неизвестным результатом", ResolveIn, _ROW, _ID)
    resolve["responses"]["409"] = {"description": "Решать нечего, или печатать снова не на чем."}
    older = [_query("before", "Старше этого row."), _limit()]
    all_ = got(
        "journal", "Команды, новые сначала", rows, [*_sieve(), *pages, _yes("count", "посчитать все")], security=ADMIN
    )
    all_["responses"]["200"]["headers"] = {
        name: {"description": about, "schema": _TEXT} for name, about in _COUNTED.items()
    }
    table = got("journalTable", "Те же команды таблицей", _TEXT, [*_sieve(), pages[0]], "text/csv", ADMIN)
    facets = got("journalFacets", "Что бывает в журнале: для выбора", reference("JournalFacets"), security=ADMIN)
    one = got("entry", "Одна команда", _ROW, [_ID, _yes("request", "показать и запрос")], security=ADMIN)
    return {
        "/journal": {"get": all_},
        "/journal.csv": {"get": table},
        "/journal-facets": {"get": facets},
        "/journal/{id}": {"get": one},
        "/journal/{id}/resolve": {"post": resolve},
        **_row(),
        "/audit": {"get": got("audit", "Кто что сделал, новое сначала", deeds, older, security=ADMIN)},
    }


def _row() -> dict[str, Schema]:
    answer = got("entryAnswer", "Что ответили или ответили бы клиенту", {"type": "object"}, [_ID], security=ADMIN)
    paper = got("entryPaper", "Бумага команды", reference("Paper"), [_ID], security=ADMIN)
    picture = got("entryPicture", "Бумага картинкой", {}, [_ID, _PICTURE], "image/png", ADMIN)
    wire = got("entryWire", "Что шло по проводу", reference("Wire"), [_ID], security=ADMIN)
    copy = posted("copy", "Напечатать копию; она не фискальная", CopyIn, reference("PrintedCopy"), _ID)
    copy["responses"]["409"] = {"description": "Копии не будет; Error говорит почему."}
    return {
        "/journal/{id}/answer": {"get": answer},
        "/journal/{id}/paper": {"get": paper},
        "/journal/{id}/paper/{picture}.png": {"get": picture},
        "/journal/{id}/wire": {"get": wire},
        "/journal/{id}/copy": {"post": copy},
    }


def _labels() -> dict[str, Schema]:
    template = reference("Template")
    save = posted("saveTemplate", "Сохранить шаблон этикетки", SaveIn, template, _TEMPLATE)
    drop = posted("dropTemplate", "Удалить шаблон этикетки", DropIn, {}, _TEMPLATE)
    drop["responses"]["204"] = {"description": "Удалён."}
    del drop["responses"]["200"]
    for change in (save, drop):
        change["responses"]["409"] = {"description": "Файл изменился, имя занято или его не записать."}
    sample = posted("sampleLabel", "Как выйдет этикетка по этому шаблону", SampleIn, {}) | {
        "security": [{"basic": []}, {}]
    }
    sample["responses"]["200"]["content"] = {"image/png": {"schema": {}}}
    for form in (save, sample):
        form["responses"]["422"] = FAULTS
    listed = many(reference("TemplateListed"), "Шаблоны.")
    return {
        "/labels": {"get": got("templates", "Шаблоны этикеток", listed)},
        "/labels-schema": {"get": got("templateElements", "Из чего состоит шаблон", reference("TemplateElements"))},
        "/labels/preview": {"post": sample},
        "/labels/{name}": {
            "get": got("template", "Шаблон этикетки", template, [_TEMPLATE]),
            "put": save,
            "delete": drop,
        },
    }


def _sieve() -> list[Schema]:
    day = "2026-11-22 или 2026-11-22T15:04:05+03:00; без пояса – время магазина."
    return [
        _states(),
        _query("device", "Устройство или пул."),
        _word("command", "Имя команды."),
        _word("client", "Кто прислал."),
        _word("dialect", "На каком API пришла."),
        _word("text", "Часть IdCommand, ошибки, имени команды или того, кто прислал; регистр букв не важен."),
        _word("since", f"Принята не раньше: {day}"),
        _word("until", f"Принята раньше, а день – до его конца: {day}"),
    ]


def _ready() -> Schema:
    told = got("ready", "Сервер принимает команды", _status("ready"), security=[])
    why = whole_object({"status": text("Не готов.", "not ready"), "why": text("Почему.")})
    told["responses"]["503"] = {"description": "Не принимает.", "content": {"application/json": {"schema": why}}}
    return told


def _status(word: str) -> Schema:
    return whole_object({"status": {"const": word}})


def _header(name: str, about: str) -> Schema:
    return {"name": name, "in": "header", "description": about, "schema": _TEXT}


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


def _yes(name: str, about: str) -> Schema:
    return {"name": name, "in": "query", "description": f"1 – {about}.", "schema": {"enum": ["1"]}}


def _word(name: str, about: str) -> Schema:
    return {"name": name, "in": "query", "description": about, "schema": {"type": "string", "maxLength": LONGEST}}
