"""The settings file as a support engineer may see it."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from drivers.transports.redact import mask_text

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value]"

_STARS = "***"
_SECRET = re.compile(r"pass|secret|token|hash|credential|\bpin\b|_pin|pin_|(?<!tls_)key|пароль", re.IGNORECASE)
_TELLING = 3  # characters; a shorter secret would blot out half of a text
_USER = re.compile(r"(?<=://)([^:/@\n]*):.*@")  # scheme://login:password@host
_QUERY = re.compile(r"([?&;][^=&;\s]*(?:pass|secret|token|key|pin|hash)[^=&;\s]*=)[^&;\s]*", re.IGNORECASE)
_HEADING = re.compile(r"\s*(\[\[?[\w.\- ]+\]\]?)\s*(?:#.*)?$")
_ASSIGNED = re.compile(r"\s*([\w.\-]+)\s*=")


def settings(path: Path) -> str:
    """Its values without comments, secrets masked; of a file that is no TOML only the keys. Raises OSError."""
    import tomlkit

    text = path.read_bytes().decode("utf-8-sig", "replace")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return f"# Файл не разбирается ({error}), поэтому здесь только имена ключей.\n" + "".join(_bones(text))
    return mask_text(tomlkit.dumps(_without_secrets(values)))


def text(said: str, path: Path) -> str:
    """What somebody says of the file, without the secrets that it holds."""
    try:
        values = tomllib.loads(path.read_bytes().decode("utf-8-sig", "replace"))
    except (OSError, tomllib.TOMLDecodeError):
        values = {}
    for secret in sorted(_secrets(values), key=len, reverse=True):
        said = said.replace(secret, _STARS)
    return mask_text(address(said))


def address(text: str) -> str:
    """A connection or URL without its password."""
    return _QUERY.sub(rf"\1{_STARS}", _USER.sub(rf"\1:{_STARS}@", text))


def _secrets(value: Value, hidden: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _secrets(one, hidden or bool(_SECRET.search(key)))
    elif isinstance(value, list):
        for one in value:
            yield from _secrets(one, hidden)
    elif hidden and len(str(value)) >= _TELLING:
        yield str(value)


def _without_secrets(values: dict[str, Value]) -> dict[str, Value]:
    return {key: _hidden(value) if _SECRET.search(key) else _shown(value) for key, value in values.items()}


def _hidden(value: Value) -> Value:
    """An empty one says that there is none, which is worth knowing."""
    return "" if value == "" else _STARS


def _shown(value: Value) -> Value:
    if isinstance(value, dict):
        return _without_secrets(value)
    if isinstance(value, list):
        return [_shown(one) for one in value]
    return address(value) if isinstance(value, str) else value


def _bones(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if found := _HEADING.match(line):
            yield f"{found[1]}\n"
        elif found := _ASSIGNED.match(line):
            yield f"{found[1]} = …\n"
        else:
            yield "…\n" if line.strip() else "\n"
