"""The settings of an УТМ."""

from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlsplit

from annotated_types import Gt, Le

from drivers.errors import RequestRefused

_BAD_URL = "Адрес УТМ (ключ url): нужен адрес вида http://192.168.1.10:8080, без имени и пароля."


@dataclass(frozen=True, slots=True)
class UtmOptions:
    """Keys of the device's table in the config. What a command tells itself goes before `inn` … `register`."""

    url: str = "http://localhost:8080"  # of the УТМ
    format: Literal["cheque", "v3"] = "cheque"  # of the documents: the older one, or ChequeV3
    fsrar_id: str = ""  # 12 digits, the place of sale at ЕГАИС; v3 needs it
    inn: str = ""  # of the organization
    kpp: str = ""  # of the place of sale; an organization must have one
    organization: str = ""  # its name
    address: str = ""  # of the place of sale
    register: str = ""  # factory number of the ККТ
    connect_timeout: Annotated[float, Gt(0), Le(60)] = 5.0  # seconds
    answer_timeout: Annotated[float, Gt(0), Le(280)] = 30.0  # seconds; an УТМ may take 10 and more


def base_url(options: UtmOptions) -> str:
    """Without a slash at the end. Raises RequestRefused for settings that cannot be used."""
    if options.format == "v3" and not _is_fsrar(options.fsrar_id):
        raise RequestRefused('ФСРАР ИД (ключ fsrar_id): для format = "v3" нужны 12 цифр, они есть на странице УТМ.')
    try:
        parts = urlsplit(options.url.strip())
        port = parts.port
    except ValueError as error:
        raise RequestRefused(_BAD_URL) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise RequestRefused(_BAD_URL)
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise RequestRefused(_BAD_URL)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def _is_fsrar(text: str) -> bool:
    return len(text) == 12 and text.isascii() and text.isdigit()
