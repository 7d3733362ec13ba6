"""What requests to the console's own addresses have to bring: a right, numbers within bounds, a JSON body."""

import json
from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request

from kkmserver.dialects.http import Role
from kkmserver.web.body import BodyTooLarge, BodyTooSlow, Disconnected, read_body
from kkmserver.web.visitor import CHALLENGE, Visitor, quiet

_LIMIT, _SECONDS = 64 * 1024, 10.0  # of a body
_DIGITS = 18  # of a number: more would not fit the journal's 63 bits

_TEXTS = {
    "missing": "не указано",
    "extra_forbidden": "такого поля нет",
    "int_type": "нужно целое число",
    "int_parsing": "нужно целое число",
    "int_from_float": "нужно целое число",
    "string_type": "нужна строка",
    "bool_type": "нужно true или false",
    "bool_parsing": "нужно true или false",
    "model_type": "нужен объект",
    "model_attributes_type": "нужен объект",
    "greater_than_equal": "нужно не меньше {ge}",
    "less_than_equal": "нужно не больше {le}",
    "list_type": "нужен список",
    "too_long": "нужно не больше {max_length}",
    "string_too_short": "нужно знаков не меньше {min_length}",
    "string_too_long": "нужно знаков не больше {max_length}",
    "enum": "допустимо только {expected}",
    "value_error": "{error}",
}


class _NumberConvertor(Convertor[int]):
    """A number in a path that any `int` can hold; Starlette's own takes as many digits as there are."""

    regex = "[0-9]{1,9}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("number", _NumberConvertor())

Model = TypeVar("Model", bound=BaseModel)


class NothingIn(BaseModel):
    """An empty object: the type of the content keeps foreign pages out."""

    model_config = ConfigDict(extra="forbid")


def admin(request: Request) -> Visitor:
    """Raises HTTPException for everybody else; who gave no name is asked for one."""
    visitor: Visitor = request.state.visitor
    if visitor.role is Role.ADMIN:
        return visitor
    text = "Это может только администратор: войдите с его именем и паролем"
    if visitor.login:
        raise HTTPException(403, text)
    raise HTTPException(401, text, {} if quiet(request.url.path, dict(request.scope["headers"])) else CHALLENGE)


def number(request: Request, name: str, least: int = 0, most: int = 10**_DIGITS - 1) -> int | None:
    """A number behind the question mark; None where it is not given. Raises HTTPException."""
    given = request.query_params.get(name, "")
    if not given:
        return None
    if given.isascii() and given.isdigit() and len(given) <= _DIGITS and least <= int(given) <= most:
        return int(given)
    raise HTTPException(422, f"Параметр {name}: нужно целое число от {least} до {most}")


async def body(request: Request, model: type[Model], limit: int = _LIMIT) -> Model:
    """`limit`: bytes. Raises HTTPException.

    The type of the content is insisted on: a foreign page may send it only after asking, and is told no then.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "Передайте JSON и заголовок Content-Type: application/json")
    try:
        return model.model_validate(_object(await read_body(request.receive, limit, _SECONDS)))
    except BodyTooLarge as error:
        raise HTTPException(413, f"Запрос больше {limit // 1024} КиБ") from error
    except (BodyTooSlow, Disconnected) as error:
        raise HTTPException(408, f"Запрос не пришёл целиком за {_SECONDS:g} с. Проверьте сеть и повторите") from error
    except ValidationError as error:
        raise HTTPException(422, "; ".join(_told(fault) for fault in error.errors())) from error


def _object(content: bytes) -> Mapping[str, object]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise HTTPException(422, "Тело запроса не читается как JSON") from error
    if not isinstance(value, dict):
        raise HTTPException(422, "Тело запроса должно быть одним объектом JSON")
    return value


def _told(fault: ErrorDetails) -> str:
    """`document.number: нужно целое число`."""
    path = ".".join(str(part) for part in fault["loc"])
    text = _TEXTS.get(fault["type"], "такое значение не подходит").format(**fault.get("ctx", {}))
    return f"{path}: {text.replace(' or ', ' или ')}" if path else text
