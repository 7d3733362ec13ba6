"""Marked goods in the ФФД 1.2. Source: spec/shtrih-m.md 3.8.

Codes are given as scanned, GS (1Dh) included. Everything here raises ValueError for what does not fit.
"""

from dataclasses import dataclass
from enum import IntEnum, IntFlag

from drivers.shtrih.numbers import Reader, u8
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests.making import command

_PATIENCE = 40.0  # seconds: it asks a server
_SERVER_TIMEOUT, _SERVER_REASON = 0xFF, 0x20
UNCHANGED = 255  # planned status: goods keep the status they have
WITHOUT_CODE = b"\xff"  # appended to a code of ОСУ (объёмно-сортовой учёт)


class Result(IntFlag):
    """Tag 2106; the first two are tag 2004 as well: what the ФН itself found."""

    CHECKED = 1 << 0
    POSITIVE = 1 << 1
    STATUS_RECEIVED = 1 << 2
    STATUS_RIGHT = 1 << 3
    AUTONOMOUS = 1 << 4


class NotChecked(IntEnum):
    """Why the ФН did not check a code."""

    CHECKED = 0
    NOT_CHECKABLE = 1  # codes of this type are not
    NO_KEY = 2
    NO_SIGNATURE = 3  # groups 91 and 92 are missing or bad
    OTHER = 4


class Decision(IntEnum):
    """Of FF69."""

    REJECT = 0
    ACCEPT = 1
    CLEAR = 2  # every code that was checked


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCheck:
    """`local`: tag 2004. `result` is None where the server did not answer, `storage_code` tells why."""

    local: Result
    reason: int  # a `NotChecked`, or a number that is not known
    code_type: int  # tag 2100
    storage_code: int | None = None  # 0 = fine; None where nobody asked the server
    server_reason: int | None = None  # of storage_code 20h
    result: Result | None = None  # tag 2106
    server: bytes = b""  # TLV: 2105, 2005, 2114...

    @property
    def timed_out(self) -> bool:
        return self.storage_code == _SERVER_TIMEOUT


def check_code(password: int, code: bytes, planned: int, *, part: bytes = b"") -> Request[CodeCheck]:
    """FF61. `planned`: tag 2003, or `UNCHANGED`; `part`: TLVs where part of a pack is sold."""
    parameters = u8(planned) + u8(0) + u8(len(code)) + u8(len(part)) + code + part
    title = "check marking code"
    return command(0xFF61, title, password, parameters, read=_check, patience=_PATIENCE, effect=Effect.MONEY)


def _check(data: bytes) -> CodeCheck:
    """Only what the ФН found itself is always there; the rest is as long as it says, or ends early."""
    reader = Reader(data)
    local, reason, code_type = Result(reader.u8()), reader.u8(), reader.u8()
    size = reader.u8()
    extra = Reader(reader.take(min(size, reader.left)))
    storage_code = extra.u8() if extra.left else None
    second = extra.u8() if extra.left else None
    asked_in_vain = storage_code == _SERVER_REASON
    return CodeCheck(
        local=local,
        reason=reason,
        code_type=code_type,
        storage_code=storage_code,
        server_reason=second if asked_in_vain else None,
        result=None if asked_in_vain or second is None else Result(second),
        server=extra.rest(),
    )


def decide(password: int, decision: Decision) -> Request[Result | None]:
    """FF69 -> tag 2106 as it is stored, where firmware tells it."""
    effect = Effect.NONE if decision is Decision.CLEAR else Effect.MONEY
    return command(0xFF69, "accept marking code", password, u8(decision), read=_decided, effect=effect)


def _decided(data: bytes) -> Result | None:
    return Result(data[0]) if data else None


class CodeKind(IntEnum):
    """What the register takes a code for: the two bytes in the order they come."""

    UNKNOWN = 0x0000
    GS1_DATA_MATRIX = 0x444D
    EAN_8 = 0x4508
    EAN_13 = 0x450D
    ITF_14 = 0x490E
    FUR = 0x5246
    EGAIS_20 = 0xC514
    EGAIS_30 = 0xC51E


@dataclass(frozen=True, slots=True)
class Bound:
    kind: int  # a `CodeKind`, or a number that is not known
    matrix_type: int
    check: CodeCheck | None = None  # where it had not been checked before


def bind_code(password: int, code: bytes) -> Request[Bound]:
    """FF67: the code of the operation before it; of the one to come with a cash core and МОБАЙЛ-Ф."""
    parameters = u8(len(code)) + code
    title = "bind marking code"
    return command(0xFF67, title, password, parameters, read=_bound, patience=_PATIENCE, effect=Effect.MONEY)


def bind_code_without_exchange(password: int, code: bytes) -> Request[Bound]:
    """FF67 for ОСУ: goods that leave without their own code."""
    parameters = u8(len(code)) + code + WITHOUT_CODE
    title = "bind marking code"
    return command(0xFF67, title, password, parameters, read=_bound, patience=_PATIENCE, effect=Effect.MONEY)


def _bound(data: bytes) -> Bound:
    """Goods are bound once there is no error: what is missing of the rest is not asked for."""
    reader = Reader(data.ljust(3, b"\x00"))
    kind, matrix_type = int.from_bytes(reader.take(2), "big"), reader.u8()
    return Bound(kind, matrix_type, _check(reader.rest()) if reader.left >= 4 else None)
