"""Further APIs, each on a port of its own: [dialects.bit], [dialects.itkassa], [dialects.ikkm]; and [smtp]."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import AfterValidator, Field, model_validator

from kkmserver.config_faults import shown
from kkmserver.config_values import Number, Origin, Section

_SHORTEST, _LONGEST = 16, 128  # characters of what lets somebody in
_AS_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]*")  # what a header may be called, RFC 9110, 5.1
_VISIBLE = re.compile(r"[!-~]*")
MAIL = re.compile(r"[\w.+%&'/!#$*^`{|}~-]+@[\w-]+(\.[\w-]+)*")  # nothing that a header of a letter takes for syntax
_RATE = re.compile(r"(\d{1,2}(\.\d{1,2})?)?")


def _long_enough(value: str) -> str:
    """The text of a fault does not repeat a secret."""
    if not _SHORTEST <= len(value) <= _LONGEST:
        raise ValueError(f"нужно знаков не меньше {_SHORTEST} и не больше {_LONGEST}: короткий ключ можно подобрать")
    return value


def _token(value: str) -> str:
    if not _AS_HEADER.fullmatch(value):
        raise ValueError("нужны латинские буквы и цифры без пробелов: токен передают и названием заголовка")
    return _long_enough(value)


def _api_key(value: str) -> str:
    if not _VISIBLE.fullmatch(value):
        raise ValueError("нужны латинские буквы, цифры и знаки без пробелов")
    return _long_enough(value)


def _guid(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        raise ValueError(f"{shown(value)} – не GUID; он пишется так: 3f2504e0-4f89-41d3-9a0c-0305e82c3301") from None


def _mail(value: str) -> str:
    if value and not MAIL.fullmatch(value):
        raise ValueError(f"{shown(value)} – не адрес почты; он пишется так: kassa@shop.example")
    return value


def _first_key(value: str) -> str:
    """Source: spec/ikkm.md 2."""
    if value and not re.fullmatch(r"[1-9]\d{3,17}", value):
        raise ValueError("нужно целое число из 4–18 цифр без нуля впереди, в кавычках; пусто – сервер придумает сам")
    return value


def _rate(value: str) -> str:
    if not _RATE.fullmatch(value):
        raise ValueError(f'{shown(value)} – не ставка; пишите проценты числом в кавычках, "12", или "" – без налога')
    return value


def _not_empty(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """MinLen would also complain where an element is faulty."""
    if not values:
        raise ValueError("список пуст, нужно хотя бы одно значение")
    return values


def _unlike(signs: Callable[[Any], Iterable[object]], text: str) -> AfterValidator:
    """No two tables of a list may have a sign in common."""

    def check(tables: tuple[Any, ...]) -> tuple[Any, ...]:
        found = [sign for table in tables for sign in signs(table)]
        if len(set(found)) < len(found):
            raise ValueError(text)
        return tables

    return AfterValidator(check)


Token = Annotated[str, AfterValidator(_token)]
ApiKey = Annotated[str, AfterValidator(_api_key)]
Guid = Annotated[str, AfterValidator(_guid)]
Mail = Annotated[str, AfterValidator(_mail)]
Port = Annotated[int, Ge(0), Le(65535)]  # 0 = any free one
Pause = Annotated[float, Ge(0), Le(7 * 86400)]  # seconds


class DoorSettings(Section):
    """Where an API of its own port listens."""

    enabled: bool = False
    host: str = ""  # "" = as [server]
    tls: bool = False  # with the certificate of [server]


class BitToken(Section):
    """What opens one device: a register, a pool of them, or a card terminal."""

    token: Token = Field(repr=False)
    device: Number


class BitSettings(DoorSettings):
    """БИТ драйвер ККТ."""

    port: Port = 44735
    origins: tuple[Origin, ...] = ()  # pages that may call
    memory_hours: Annotated[float, Ge(0), Le(8760)] = 24.0  # for how long an order is known by its id
    exempt_orders: tuple[str, ...] = ("122",)  # ids that old clients send with every order
    tokens: Annotated[
        tuple[BitToken, ...],
        _unlike(
            lambda one: [one.token.lower()],  # names of headers have no case
            "два одинаковых токена (регистр букв не учитывается): у каждого устройства – свой",
        ),
    ] = ()


class Organization(Section):
    """One shop: who has one of its keys may print at its registers."""

    id: Guid
    name: Annotated[str, MinLen(1)]
    api_keys: Annotated[tuple[ApiKey, ...], AfterValidator(_not_empty)] = Field(repr=False)
    devices: Annotated[tuple[Number, ...], AfterValidator(_not_empty)]  # registers or pools


class ItkassaSettings(DoorSettings):
    """Анти Касса."""

    port: Port = 5895
    retries: Annotated[tuple[Pause, ...], AfterValidator(_not_empty), MaxLen(100)] = (
        0,
        30,
        120,
        600,
        1800,
        7200,
        21600,
        86400,
    )
    organizations: Annotated[
        tuple[Organization, ...],
        _unlike(lambda one: [one.id], "у двух организаций один id"),
        _unlike(lambda one: one.api_keys, "один ключ из api_keys записан дважды: по нему узнают организацию"),
    ] = ()


class IkkmTax(Section):
    """`rate`: percent, "" = without tax. `included`: in the amount; else it comes on top of it."""

    code: Annotated[int, Ge(1), Le(9999)]
    name: Annotated[str, MinLen(1)]
    rate: Annotated[str, AfterValidator(_rate)]
    included: bool = True

    @property
    def percent(self) -> Decimal | None:
        return Decimal(self.rate) if self.rate else None


class IkkmRegister(Section):
    """One register, which has a port to itself."""

    device: Number
    port: Port = 8080
    first_key: Annotated[str, AfterValidator(_first_key)] = Field(default="", repr=False)  # "" = made at random
    items: bool = True  # whether receipts may name their goods
    cashier: str = ""
    cashier_id: str = "1"
    senior: bool = True  # whether this cashier may see reports of shifts
    taxes: Annotated[
        tuple[IkkmTax, ...], _unlike(lambda one: [one.code], "у двух налогов один code")
    ] = ()  # none = the register's own


class IkkmSettings(DoorSettings):
    """iKKM."""

    registers: Annotated[
        tuple[IkkmRegister, ...],
        _unlike(lambda one: [one.device], "одна касса записана дважды: у кассы один порт и один ключ"),
    ] = ()


class SmtpSettings(Section):
    """Where letters go out. An empty host: no letters are sent."""

    host: str = ""
    port: Annotated[int, Ge(1), Le(65535)] = 587
    security: Literal["none", "starttls", "tls"] = "starttls"
    login: str = ""
    password: str = Field(default="", repr=False)
    sender: Mail = ""

    @model_validator(mode="after")
    def _complete(self) -> "SmtpSettings":
        if self.host and not self.sender:
            raise ValueError("задан host, а от чьего имени писать, не сказано: задайте sender")
        if bool(self.login) != bool(self.password):
            raise ValueError("login и password задают вместе или не задают совсем")
        return self
