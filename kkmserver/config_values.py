"""Values that settings are made of: what each may be, and how a wrong one is told."""

import re
from typing import Annotated

from annotated_types import Ge, Le
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kkmserver.config_faults import shown

_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://(\[[0-9a-f:.]+\]|[^\s/:?#@\[\]]+)(:\d{1,5})?")
_HASH = re.compile(r"scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$[A-Za-z0-9+/]{16,}={0,2}\$[A-Za-z0-9+/]{43}=")
_LONGEST_LOGIN = 100
_SCRYPT_MEMORY = 128 * 2**20  # bytes one check may take


class Section(BaseModel):
    """A table of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _origin(value: str) -> str:
    text = value.strip().lower()
    if text in ("*", "null") or _ORIGIN.fullmatch(text):
        return text
    raise ValueError(
        f"{shown(value)} – не адрес сайта; пишите его без пути и косой черты в конце, как https://shop.example, "
        'или "*" – любой сайт'
    )


def _password_hash(value: str) -> str:
    if not value:
        return value
    match = _HASH.fullmatch(value)
    n, r, p = (int(part) for part in match.groups()) if match else (0, 0, 0)
    if n < 2 or n & (n - 1) or r < 1 or p < 1 or 128 * n * r > _SCRYPT_MEMORY:
        raise ValueError("это не хеш пароля; задайте пароль командой kkmserver set-password")
    return value


def _login(value: str) -> str:
    login = value.strip()
    if not login or ":" in login:
        raise ValueError("имя не может быть пустым и не может содержать двоеточие")
    if len(login) > _LONGEST_LOGIN or not login.isprintable():
        raise ValueError(f"нужно имя, которое можно набрать: не больше {_LONGEST_LOGIN} знаков в одну строку")
    return login


Login = Annotated[str, AfterValidator(_login)]
PasswordHash = Annotated[str, AfterValidator(_password_hash)]
Seconds = Annotated[float, Ge(0.1), Le(3600)]
PollWatched = Annotated[float, Ge(0), Le(3600)]  # seconds
Number = Annotated[int, Field(strict=True, ge=1, le=9999)]
DeviceNumber = Annotated[int, Field(strict=True, ge=0, le=9999)]  # of one that is referred to; 0 = any
Beside = Annotated[int, Field(strict=True, ge=-1, le=9999)]  # the same; -1 = not said here
Origin = Annotated[str, AfterValidator(_origin)]
