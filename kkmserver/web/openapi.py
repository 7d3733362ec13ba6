"""/openapi.json: what the dialects tell of themselves, the console's own addresses, and what web/ answers by itself."""

import json
from collections.abc import Iterable, Mapping, Sequence

from kkmserver import __version__
from kkmserver.dialects.http import Described
from kkmserver.dialects.schema import Schema
from kkmserver.web.own_answers import OWN_SCHEMAS
from kkmserver.web.own_paths import own_paths

_BY_OURSELVES = {
    "400": "Заголовки запроса не годятся.",
    "401": "Нужны имя и пароль, или они неверны.",
    "403": "Отсюда обращаться нельзя; Error говорит, что настроить.",
    "408": "Запрос не пришёл целиком вовремя.",
    "413": "Запрос слишком велик.",
    "429": "Слишком много неверных паролей; Retry-After говорит, сколько секунд ждать.",
    "500": "Ошибка сервера; проверьте, вышел ли документ, прежде чем повторять.",
    "503": "Сервер сейчас не может ответить.",
    "508": "Запрос ходит по кругу между серверами.",
}
_EMPTY = "204"
_REQUEST_ID = {
    "name": "X-Request-Id",
    "in": "header",
    "description": "Слово, под которым запрос будет в журналах; ответ его повторяет. Нет – сервер придумает.",
    "schema": {"type": "string", "pattern": "^[ -~]{1,128}$"},
}


def document(dialects: Sequence[Described]) -> bytes:
    """The whole document, JSON in UTF-8. The first dialect words the refusals of web/."""
    paths = {path: item for one in dialects for path, item in one.paths.items()} | own_paths()
    schemas = _together([*(one.schemas for one in dialects), OWN_SCHEMAS])
    whole = {
        "openapi": "3.1.0",
        "info": {
            "title": "KkmServer",
            "version": __version__,
            "description": "\n".join(one.about for one in dialects),
        },
        "servers": [{"url": "/"}],
        "security": [{"basic": []}, {}],
        "paths": {path: _with_refusals(item, dialects[0].refusal) for path, item in paths.items()},
        "components": {
            "schemas": schemas,
            "parameters": {"RequestId": _REQUEST_ID},
            "securitySchemes": {
                "basic": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "Имя и пароль сервера. Пока пароль не задан, без них пускают с этого компьютера; "
                    "администратору – имя Admin и пустой пароль.",
                }
            },
        },
    }
    return json.dumps(whole, ensure_ascii=False).encode()


def _together(parts: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """Raises ValueError where one name would mean two things."""
    found: dict[str, object] = {}
    for name, schema in (item for part in parts for item in part.items()):
        if found.setdefault(name, schema) != schema:
            raise ValueError(name)
    return found


def _with_refusals(item: object, refusal: Mapping[str, object]) -> Schema:
    """What any request may be answered, whatever its address does."""
    assert isinstance(item, dict)
    return {method: _operation(operation, refusal) for method, operation in item.items()}


def _operation(operation: Schema, refusal: Mapping[str, object]) -> Schema:
    content = {"application/json": {"schema": refusal}}
    ours = {status: {"description": about, "content": content} for status, about in _BY_OURSELVES.items()}
    told = {status: _with_content(status, answer, content) for status, answer in operation["responses"].items()}
    parameters = [*operation.get("parameters", ()), {"$ref": "#/components/parameters/RequestId"}]
    return {**operation, "parameters": parameters, "responses": dict(sorted((ours | told).items()))}


def _with_content(status: str, answer: Schema, content: Schema) -> Schema:
    return answer if status == _EMPTY else {"content": content, **answer}
