"""Registration of the register with a ФН, and the end of a ФН. Source: spec/shtrih-m.md 3.6, 3.7.

For people who may: each of these documents is final. Everything here raises ValueError for what does not fit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, IntFlag

from drivers.model.ffd import TaxSystem
from drivers.shtrih import numbers
from drivers.shtrih.numbers import Reader, u8, u16
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests.making import command, nothing

_INN, _RNM = 12, 20  # bytes
_OF_FFD_1_1 = 64  # bytes of an answer, at least
_WITH_REASON = (48, 53)  # bytes of an answer of the ФФД 1.05 to FF4C; the second with another date and time


class Cause(IntEnum):
    """Of FF05."""

    REGISTRATION = 0
    NEW_STORAGE = 1
    CHANGE = 2


class Reason(IntEnum):
    """Of FF34."""

    STORAGE = 1
    OFD = 2
    REQUISITES = 3
    SETTINGS = 4


class Work(IntFlag):
    """How the register works."""

    ENCRYPTION = 1 << 0
    AUTONOMOUS = 1 << 1
    AUTOMATIC = 1 << 2
    SERVICES = 1 << 3
    BSO = 1 << 4
    INTERNET = 1 << 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Requisites:
    inn: str
    rnm: str
    tax_systems: Iterable[TaxSystem]
    work: Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    document: int  # number of the ФД
    sign: int  # ФП
    time: datetime | None = None  # where firmware tells it


def begin_registration(password: int, cause: Cause) -> Request[None]:
    """FF05: tags of the document follow, then FF06, or FF34 after `Cause.CHANGE`. Mode 4."""
    return command(0xFF05, "begin registration", password, u8(cause), read=nothing, effect=Effect.MONEY)


def register(password: int, requisites: Requisites) -> Request[Registered]:
    """FF06."""
    return _document(0xFF06, "registration", password, _requisites(requisites))


def change_registration(password: int, requisites: Requisites, reason: Reason) -> Request[Registered]:
    """FF34."""
    return _document(0xFF34, "change of registration", password, _requisites(requisites) + u8(reason))


def begin_closing(password: int) -> Request[None]:
    """FF3D: tags of the document may follow, then FF3E. Mode 4."""
    return command(0xFF3D, "begin closing the ФН", password, read=nothing, effect=Effect.MONEY)


def close_storage(password: int) -> Request[Registered]:
    """FF3E: the ФН makes no more documents."""
    return _document(0xFF3E, "close the ФН", password, b"")


def _requisites(requisites: Requisites) -> bytes:
    inn = numbers.ascii_field(requisites.inn, _INN)
    rnm = numbers.ascii_field(requisites.rnm, _RNM)
    return inn + rnm + u8(sum({1 << system for system in requisites.tax_systems})) + u8(requisites.work)


def _document(code: int, title: str, password: int, parameters: bytes) -> Request[Registered]:
    return command(code, title, password, parameters, read=_registered, effect=Effect.MONEY)


def _registered(data: bytes) -> Registered:
    reader = Reader(data)
    return Registered(document=reader.u32(), sign=reader.u32(), time=reader.later_moment())


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationResult:
    """`tax_systems`: bit mask of tag 1062. `extended`, `ofd_inn` and a reason of many bits: from the ФФД 1.1 on."""

    time: datetime | None
    inn: str
    rnm: str
    tax_systems: int
    work: Work
    extended: int = 0
    ofd_inn: str = ""
    reason: int = 0
    document: int
    sign: int


def result(password: int) -> Request[RegistrationResult]:
    """FF09: the last registration."""
    return command(0xFF09, "result of registration", password, read=_result)


def result_by_number(password: int, number: int) -> Request[RegistrationResult]:
    """FF4C: the first registration is 1, changes follow."""
    return command(0xFF4C, "result of registration", password, u8(number), read=_result)


def _result(data: bytes) -> RegistrationResult:
    """Three layouts; which one it is shows by the length."""
    reader = Reader(data)
    time, inn, rnm = reader.moment(), reader.text(_INN), reader.text(_RNM)
    tax_systems, work = reader.u8(), Work(reader.u8())
    extended, ofd_inn, reason = _extension(reader, len(data))
    return RegistrationResult(
        time=time,
        inn=inn,
        rnm=rnm,
        tax_systems=tax_systems,
        work=work,
        extended=extended,
        ofd_inn=ofd_inn,
        reason=reason,
        document=reader.u32(),
        sign=reader.u32(),
    )


def _extension(reader: Reader, size: int) -> tuple[int, str, int]:
    if size >= _OF_FFD_1_1:
        return reader.u8(), reader.text(_INN), reader.u32()
    return 0, "", reader.u8() if size in _WITH_REASON else 0


def registration_tag(password: int, number: int, tag: int) -> Request[bytes]:
    """FF0E: one tag of registration `number` as TLV. 08h: it has none."""
    return command(0xFF0E, "tag of registration", password, u8(number) + u16(tag), read=bytes)


def registration_tag_by_60(password: int, number: int, tag: int) -> Request[bytes]:
    """FF60: as FF0E; firmware has the one or the other."""
    return command(0xFF60, "tag of registration", password, u8(number) + u16(tag), read=bytes)
