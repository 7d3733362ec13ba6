"""Shift, reports, cash in the drawer. Source: spec/shtrih-m.md 3.4, 3.7."""

from dataclasses import dataclass
from datetime import date, datetime

from drivers.shtrih.numbers import Reader, money
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests.making import command, nothing, operator

_OPENING, _CLOSING = 120.0, 65.0  # seconds


def open_shift(password: int) -> Request[int]:
    """E0h, mode 4 -> 2.

    Documents give an answer without an error byte, both known drivers read one (spec 10.2). Where the "error" is 1..30
    and nothing follows, it may be the operator: ask 10h, mode 2 says that the shift is open.
    """
    return command(0xE0, "open shift", password, read=operator, patience=_OPENING, effect=Effect.MONEY)


def x_report(password: int) -> Request[int]:
    """40h, by the administrator. Documents of registers with a ФН do not name it: some may answer 37h."""
    return command(0x40, "X report", password, read=operator, effect=Effect.PAPER)


def z_report(password: int) -> Request[int]:
    """41h, by the administrator: closes the shift, modes 2, 3 -> 4."""
    return command(0x41, "Z report", password, read=operator, patience=_CLOSING, effect=Effect.MONEY)


def z_report_to_buffer(password: int) -> Request[int]:
    """C6h: closes the shift without paper, modes 2, 3 -> 4."""
    return command(0xC6, "Z report to buffer", password, read=operator, patience=_CLOSING, effect=Effect.MONEY)


def deposit(password: int, amount: int) -> Request[int]:
    """50h -> number of the document. Raises ValueError."""
    return command(0x50, "deposit", password, money(amount), read=_document_number, effect=Effect.MONEY)


def withdraw(password: int, amount: int) -> Request[int]:
    """51h -> number of the document; 46h where there is less in the drawer. Raises ValueError."""
    return command(0x51, "withdraw", password, money(amount), read=_document_number, effect=Effect.MONEY)


def _document_number(data: bytes) -> int:
    """0 where it is not told: the money has moved all the same."""
    return int.from_bytes(data[1:3], "little")


def begin_opening(password: int) -> Request[None]:
    """FF41: tags of the document may follow, then E0h or FF0B. Mode 4."""
    return command(0xFF41, "begin opening a shift", password, read=nothing, effect=Effect.MONEY)


def begin_closing(password: int) -> Request[None]:
    """FF42: tags of the document may follow, then 41h or FF43. Modes 2, 3."""
    return command(0xFF42, "begin closing a shift", password, read=nothing, effect=Effect.MONEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftDocument:
    shift: int
    document: int  # number of the ФД
    sign: int  # ФП
    time: datetime | None = None  # where firmware tells it


def open_in_storage(password: int) -> Request[ShiftDocument]:
    """FF0B: the document in the ФН without the report of E0h on some models. Mode 4."""
    title = "open a shift in the ФН"
    return command(0xFF0B, title, password, read=_shift_document, patience=_OPENING, effect=Effect.MONEY)


def close_in_storage(password: int) -> Request[ShiftDocument]:
    """FF43: the document in the ФН without the report of 41h on some models. Modes 2, 3."""
    title = "close a shift in the ФН"
    return command(0xFF43, title, password, read=_shift_document, patience=_CLOSING, effect=Effect.MONEY)


def _shift_document(data: bytes) -> ShiftDocument:
    reader = Reader(data)
    return ShiftDocument(shift=reader.u16(), document=reader.u32(), sign=reader.u32(), time=reader.later_moment())


def begin_settlement_state(password: int) -> Request[None]:
    """FF37: tags of the report may follow, then FF38. Mode 4, by many registers also 2."""
    return command(0xFF37, "begin a settlement state report", password, read=nothing, effect=Effect.MONEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementState:
    document: int
    sign: int
    unconfirmed: int  # documents that the ОФД has not confirmed
    since: date | None  # the first of them; None for none
    time: datetime | None = None  # where firmware tells it


def settlement_state(password: int) -> Request[SettlementState]:
    """FF38: report on the state of settlements («Отчёт о текущем состоянии расчётов»)."""
    return command(0xFF38, "settlement state report", password, read=_settlement_state, effect=Effect.MONEY)


def _settlement_state(data: bytes) -> SettlementState:
    reader = Reader(data)
    return SettlementState(
        document=reader.u32(),
        sign=reader.u32(),
        unconfirmed=reader.u32(),
        since=reader.year_first_day(),
        time=reader.later_moment(),
    )
