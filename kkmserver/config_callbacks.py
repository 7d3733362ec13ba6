"""[[callbacks]] of the settings: sites that are asked for commands, because they cannot reach the shop themselves."""

import ssl
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from annotated_types import Ge, Le, MinLen
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from kkmserver.config_faults import explain, shown, unknown_key
from kkmserver.config_values import Seconds

Fault = tuple[tuple[str | int, ...], str]  # path of the key, text


def _url(value: str) -> str:
    """The text of a fault does not repeat what may hold a password."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError("адрес записан неправильно") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("нужен адрес страницы вида https://shop.example/kassa")
    if "@" in parts.netloc:
        raise ValueError("имя и пароль в адресе не указывают, для них есть ключи login и password")
    return value


def _login(value: str) -> str:
    if ":" in value:
        raise ValueError("в имени не может быть двоеточия")
    return value


class CallbackConfig(BaseModel):
    """One site. Two with the same settings are equal."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True, extra="forbid", allow_inf_nan=False)

    name: Annotated[str, MinLen(1)]  # also the key under which results are kept for it
    url: Annotated[str, AfterValidator(_url)]
    login: Annotated[str, AfterValidator(_login)] = ""  # "" with an empty password: nothing is sent
    password: str = Field("", repr=False)
    token: str = Field("", repr=False)
    every: Annotated[float, Ge(1), Le(86400)] = 30.0  # seconds between two questions
    timeout: Seconds = 30.0  # for one question and its whole answer
    verify: bool = True  # false: any certificate will do, also a stranger's
    ca: str = ""  # file with the root certificate that signed the site's; "" = those of the system


def read_callbacks(raw: object, folder: Path, faults: list[Fault]) -> tuple[CallbackConfig, ...]:
    """The sites in the order of the file, `ca` absolute. What is wrong with them is added to `faults`."""
    if not isinstance(raw, list) or not all(isinstance(table, dict) for table in raw):
        faults.append((("callbacks",), "сайты описывают разделами [[callbacks]], в двойных скобках"))
        return ()
    found: list[CallbackConfig] = []
    for i, table in enumerate(raw):
        site = _site(i, table, folder, faults)
        if site and site.name in (other.name for other in found):
            faults.append((("callbacks", i, "name"), f"имя {shown(site.name)} уже есть у другого сайта"))
        elif site:
            found.append(site)
    return tuple(found)


def _site(index: int, table: Mapping[str, Any], folder: Path, faults: list[Fault]) -> CallbackConfig | None:
    at = ("callbacks", index)
    try:
        site = CallbackConfig.model_validate(table)
    except ValidationError as error:
        faults += [((*at, *e["loc"]), _said(e, list(CallbackConfig.model_fields))) for e in error.errors()]
        return None
    if not site.ca:
        return site
    path = folder / site.ca
    try:
        ssl.create_default_context(cafile=path)
    except OSError:  # an SSLError is one
        faults.append(((*at, "ca"), f"файл {shown(site.ca)} не читается; нужен корневой сертификат в виде PEM"))
    return site.model_copy(update={"ca": str(path)})


def _said(error: Any, keys: Sequence[str]) -> str:
    return unknown_key(str(error["loc"][-1]), keys) if error["type"] == "extra_forbidden" else explain(error)
