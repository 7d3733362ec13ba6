"""The dialect's part of /openapi.json: its addresses, and the schemas they speak of. Source: spec/kkmserver.md 1, 2."""

from kkmserver.dialects.http import Described
from kkmserver.dialects.kkm.names import WITHOUT_MEANING
from kkmserver.dialects.kkm.openapi.answers import ANY_ANSWER, REFUSAL, answer_schemas
from kkmserver.dialects.kkm.openapi.command_texts import COMMAND_TEXTS
from kkmserver.dialects.kkm.openapi.examples import example
from kkmserver.dialects.kkm.openapi.requests import component, request_schemas
from kkmserver.dialects.schema import Schema, reference

_ANY_REQUEST, _PRINTABLE = "AnyRequest", "Printable"
_ON_PAPER = ("RegisterCheck", "PrintDocument")
_ABOUT = f"""\
Все команды – это `POST /Execute` с одним объектом JSON в UTF-8; что сделать, говорит `Command`. Ответ на известную
команду всегда с кодом 200: получилось ли, говорят `Status` и `Error`. Поля результата есть только у того, что сделано.

Схема запроса показывает строгую форму. Принимается больше: регистр букв в именах полей не важен; числа и флаги могут
быть строками (`"100,50"`, `"true"`), даты – со временем, долями секунды и поясом; `null` и пустая строка – то же, что
отсутствие поля; комментарии и лишние запятые пропускаются; неизвестные поля не мешают.
{", ".join(f"`{name}`" for name in sorted(WITHOUT_MEANING))} принимаются и ни на что не влияют.

Суммы – в рублях, количество – до шести знаков после запятой, даты – по часам магазина, без пояса;
`0001-01-01T00:00:00` – даты нет.

Не пришёл ответ – повторите запрос с тем же `IdCommand` или спросите `GetRezult`: второй раз ничего не напечатается.
"""


def described() -> Described:
    requests, answers = request_schemas(), answer_schemas()
    assert requests.keys().isdisjoint(answers), "one name for two schemas"
    any_request = {_ANY_REQUEST: _any(list(COMMAND_TEXTS)), _PRINTABLE: _any(list(_ON_PAPER))}
    return Described(
        about=_ABOUT,
        paths={
            "/Execute": _execute("execute", "Выполнить команду и дождаться её, не дольше Timeout"),
            "/Execute/sync": _execute("executeSync", "То же, что /Execute"),
            "/Execute/async": _execute("executeAsync", "Принять команду и ответить сразу, результат даст GetRezult"),
            "/preview": _preview(),
        },
        schemas={**any_request, **requests, **answers},
        refusal=reference(REFUSAL),
    )


def _any(names: list[str]) -> Schema:
    references = {name: reference(component(name)) for name in names}
    mapping = {name: target["$ref"] for name, target in references.items()}
    return {"oneOf": list(references.values()), "discriminator": {"propertyName": "Command", "mapping": mapping}}


def _execute(operation: str, summary: str) -> Schema:
    post = {
        "operationId": operation,
        "summary": summary,
        "tags": ["Команды"],
        "requestBody": _body(_ANY_REQUEST, list(COMMAND_TEXTS)),
        "responses": {
            "200": _json("Команда известна. Получилось ли, говорят Status и Error.", reference(ANY_ANSWER)),
            "400": _refusal("Тело – не объект JSON в UTF-8 или в нём нет Command."),
            "501": _refusal("Такой команды нет."),
            "508": _refusal("Команда ходит по кругу между серверами."),
        },
    }
    return {"post": post}


def _preview() -> Schema:
    picture = {"image/png": {}, "image/svg+xml": {"schema": {"type": "string"}}}
    labels = {"description": "Сколько этикеток было бы напечатано.", "schema": {"type": "integer"}}
    shown = {"description": "Картинка.", "content": picture, "headers": {"X-Labels": labels}}
    chosen = {
        "name": "format",
        "in": "query",
        "description": "Вид картинки; не указан – по заголовку Accept.",
        "schema": {"enum": ["png", "svg"]},
    }
    post = {
        "operationId": "preview",
        "summary": "Как выглядел бы документ на бумаге; ничего не печатается. Расширение этого сервера",
        "tags": ["Команды"],
        "parameters": [chosen],
        "requestBody": _body(_PRINTABLE, list(_ON_PAPER)),
        "responses": {
            "200": shown,
            "400": _refusal("Запрос не читается, или эту команду посмотреть нельзя."),
            "404": _refusal("Нет такого устройства."),
            "422": _refusal("Устройство этого не напечатает; Error говорит почему."),
            "501": _refusal("Такой команды нет."),
            "503": _refusal("Слишком много картинок рисуется сразу."),
        },
    }
    return {"post": post}


def _body(schema: str, names: list[str]) -> Schema:
    examples = {component(name): {"summary": name, "value": example(name)} for name in names}
    return {"required": True, "content": {"application/json": {"schema": reference(schema), "examples": examples}}}


def _refusal(about: str) -> Schema:
    return _json(about, reference(REFUSAL))


def _json(about: str, schema: Schema) -> Schema:
    return {"description": about, "content": {"application/json": {"schema": schema}}}
