"""Bytes of a request -> its JSON object, read as leniently as clients in the field need it.

Source: spec/kkmserver.md 1.4, 6 (quirks 4, 8, 17, 18).
"""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from kkmserver.dialects.kkm.refusal import NotReadable

Json = None | bool | int | Decimal | str | list["Json"] | dict[str, "Json"]
Members = Mapping[str, Json]

DEPTH = 64
MOST_PARTS = 500_000  # commas and opening brackets: ten thousand rows with every member they can have, twice over
# Mending costs a call per string; a picture of a few megabytes still passes, a hostile body stops the server briefly.
MENDABLE = 4_000_000
_LONGEST_NUMBER = 400

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?'  # an open string runs to the end, so no character is looked at twice
_COMMENTS = re.compile(rf"{_STRING}|//[^\r\n]*+|/\*.*?(?:\*/|\Z)|\u00a0++", re.DOTALL)
_COMMAS = re.compile(rf"{_STRING}|,(?=\s*+[}}\]])", re.DOTALL)
_CONSTANT = re.compile(rf"{_STRING}|(-?Infinity|NaN)", re.DOTALL)
_NOT_LINE_END = re.compile(r"[^\r\n]")
_OBJECTS = frozenset(("userattribute", "agentdata", "purveyordata", "goodcodedata", "egais"))  # clients send them empty
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class _NotANumber(ValueError):
    """NaN or Infinity."""


def parse(body: bytes) -> dict[str, Json]:
    """The object in `body`, its member names in lower case at every level.

    Members that are null or blank text are left out: both mean "absent". Of members with one name the last counts.
    Numbers are int or Decimal; one of absurd length stays text, and whoever wants a number refuses it. Halves of
    surrogate pairs become U+FFFD. Raises NotReadable, with line and column where they are known.
    """
    _refuse_crowd(body)
    text = _decode(body)
    try:
        value = _load(text)
    except json.JSONDecodeError as error:
        value = _load_mended(text, error)
    except RecursionError:
        raise _too_deep() from None
    if text.count("{") + text.count("[") > DEPTH:
        _check_depth(value)
    if _SURROGATE.search(text):
        value = _mend_surrogates(value)
    if not isinstance(value, dict):
        raise NotReadable('Тело запроса должно быть одним объектом JSON: {"Command": …}.')
    return value


def _refuse_crowd(body: bytes) -> None:
    """Millions of tiny values fit a body and would take minutes and gigabytes; counting them takes milliseconds."""
    if len(body) > MOST_PARTS and body.count(b",") + body.count(b"{") + body.count(b"[") > MOST_PARTS:
        raise NotReadable(
            f"В запросе слишком много полей и строк: не больше {MOST_PARTS}. Разделите его на несколько команд."
        )


def _decode(body: bytes) -> str:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable(
            f"Тело запроса не в кодировке UTF-8 (байт {error.start + 1}). Передайте JSON в UTF-8."
        ) from None
    if not text or text.isspace():
        raise NotReadable("Тело запроса пустое. Передайте объект JSON с полем Command.")
    return text


def _load(text: str) -> Json:
    try:
        value: Json = json.loads(
            text,
            strict=False,
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_exact,
            parse_constant=_refuse_constant,
        )
    except _NotANumber as error:
        raise NotReadable(_constant_text(text, str(error))) from None
    return value


def _load_mended(text: str, error: json.JSONDecodeError) -> Json:
    if len(text) > MENDABLE:
        raise NotReadable(_place(error)) from None
    try:
        return _load(_without_trailing_commas(_without_comments(text)))
    except json.JSONDecodeError as still:
        raise NotReadable(_place(still)) from None
    except RecursionError:
        raise _too_deep() from None


def _without_comments(text: str) -> str:
    """Comments become blanks of the same length, so that later errors name the right place.

    So do no-break spaces: samples copied from a web page are indented with them.
    """
    if "//" not in text and "/*" not in text and "\u00a0" not in text:
        return text
    return _COMMENTS.sub(lambda m: m[0] if m[0][0] == '"' else _NOT_LINE_END.sub(" ", m[0]), text)


def _without_trailing_commas(text: str) -> str:
    return _COMMAS.sub(lambda m: " " if m[0] == "," else m[0], text)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = {name.lower(): value for name, value in pairs}
    return {name: value for name, value in members.items() if not _absent(value) and not _is_php(name, value)}


def _is_php(name: str, value: Json) -> bool:
    """PHP writes an object without members as []."""
    return type(value) is list and not value and name in _OBJECTS


def _absent(value: Json) -> bool:
    return value is None or (type(value) is str and (not value or value.isspace()))


def _whole(token: str) -> int | Decimal | str:
    return int(token) if len(token) < 20 else _exact(token)


def _exact(token: str) -> Decimal | str:
    if len(token) > _LONGEST_NUMBER:
        return token
    try:
        return Decimal(token)
    except InvalidOperation:  # the exponent has more digits than decimal can hold
        return token


def _refuse_constant(token: str) -> Json:
    raise _NotANumber(token)


def _constant_text(text: str, token: str) -> str:
    found = next((m.start(1) for m in _CONSTANT.finditer(text) if m[1]), 0)
    line = text.count("\n", 0, found) + 1
    column = found - text.rfind("\n", 0, found)
    return f"В строке {line}, столбце {column} стоит {token}: это не число JSON. Передайте число или null."


def _place(error: json.JSONDecodeError) -> str:
    seen = f"«{error.doc[error.pos]}»" if error.pos < len(error.doc) else "конец текста"
    return (
        f"Тело запроса не читается как JSON: строка {error.lineno}, столбец {error.colno}, там {seen}."
        " Проверьте кавычки, запятые и скобки рядом с этим местом."
    )


def _too_deep() -> NotReadable:
    return NotReadable(f"Слишком глубокая вложенность JSON: не больше {DEPTH} уровней.")


def _check_depth(value: Json) -> None:
    level: list[Json] = [value]
    for _ in range(DEPTH):
        level = [child for item in level for child in _children(item)]
        if not level:
            return
    raise _too_deep()


def _children(value: Json) -> list[Json]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [item for item in inner if isinstance(item, dict | list)]


def _mend_surrogates(value: Json) -> Json:
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, list):
        return [_mend_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {str(_mend_surrogates(name)): _mend_surrogates(item) for name, item in value.items()}
    return value
