"""Requisites that several documents take from their host."""

from datetime import datetime

from drivers.emulation.fiscal import tlv
from drivers.pirit.emulator.core import Core
from drivers.pirit.emulator.document import Requisite
from drivers.pirit.emulator.parameters import Parameters
from drivers.pirit.emulator.refused import Why, wrong, wrong_state

_MOST = 64
_INN = 12


def cashier(p: Parameters) -> list[Requisite]:
    """`ИНН&Имя`: 1021 and 1203. Raises Refused 01/33 where there is no name."""
    inn, told, name = p.text(_MOST, Why.NO_CASHIER).rpartition("&")
    if not name:
        raise wrong_state(Why.NO_CASHIER)
    if told and not (inn.isdigit() and len(inn) in (10, _INN)):
        raise wrong(Why.NO_CASHIER, f"ИНН {inn}")
    return [text(1021, name), *([text(1203, inn, _INN)] if told else [])]


def place(core: Core, p: Parameters) -> list[Requisite]:
    """1009 and 1187 of a report, in 1.2."""
    if not core.marked_format:
        return []
    told = {1009: p.text(256), 1187: p.text(256)}
    return [text(tag, value) for tag, value in told.items() if value]


def text(tag: int, value: str, width: int = 0) -> Requisite:
    return tag, tlv.raw_text(value, width)


def byte(tag: int, value: int) -> Requisite:
    return tag, bytes((value,))


def nest(tag: int, parts: list[Requisite]) -> list[Requisite]:
    """One requisite of several; none of none."""
    return [(tag, b"".join(tlv.pack(inner, value) for inner, value in parts))] if parts else []


def time(tag: int, value: datetime) -> Requisite:
    return tlv.parse(tlv.time(tag, value))[0]
