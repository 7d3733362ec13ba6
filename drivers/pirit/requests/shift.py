"""Shift and reports. Source: spec/service-plus.md A3."""

from enum import IntEnum

from drivers.pirit.fields import text, trimmed, whole
from drivers.pirit.request import Request
from drivers.pirit.requests.making import nothing, on_paper, question, report

_NAME, _ADDRESS = 64, 256


def operator(name: str, inn: str = "") -> str:
    """As every command takes the cashier (1021, 1203): the ИНН before the name."""
    return f"{inn}&{name}" if inn else name


def x_report(who: str) -> Request[None]:
    """20h."""
    return on_paper(0x20, "X report", text(who, _NAME))


def z_report(who: str, address: str = "", place: str = "") -> Request[None]:
    """21h: closes the shift. 1009 and 1187 are of ФФД 1.2, where they differ from the registration.

    In ФФД 1.2 it fetches keys for the ФН, which takes long. Bit 8 of the flags after it: repeat it (A2, A8).
    """
    return report(0x21, "Z report", *_closing(who, address, place), findable=True)


def open_shift(who: str, address: str = "", place: str = "") -> Request[None]:
    """23h. As `z_report`."""
    return report(0x23, "open shift", *_opening(who, address, place), findable=True)


def settlement_state(who: str, address: str = "", place: str = "") -> Request[None]:
    """59h: «Отчёт о текущем состоянии расчётов»."""
    return report(0x59, "settlement state report", *_opening(who, address, place), findable=True)


def emergency_z_report() -> Request[None]:
    """A0h: closes a shift whose ФН has failed; then the ФН is replaced."""
    return report(0xA0, "emergency Z report")


def copy_of_z_report() -> Request[None]:
    """A1h: the last one once more on paper."""
    return on_paper(0xA1, "copy of the Z report")


class ReportTag(IntEnum):
    """Of 25h: to which report the next one belongs (P1)."""

    REGISTRATION = 1
    OPEN_SHIFT = 2
    CLOSE_SHIFT = 3
    SETTLEMENT_STATE = 4
    CLOSE_STORAGE = 5


def report_tag(of: ReportTag, value: str) -> Request[None]:
    """25h: an own requisite of the report that follows; of ФФД 1.2."""
    return question(0x25, "requisite of a report", whole(of), text(value, 32), read=nothing)


def _opening(who: str, address: str, place: str) -> tuple[bytes, ...]:
    return trimmed((text(who, _NAME),), _where(address, place))


def _closing(who: str, address: str, place: str) -> tuple[bytes, ...]:
    """The second parameter is reserved."""
    return trimmed((text(who, _NAME),), (b"", *_where(address, place)))


def _where(address: str, place: str) -> tuple[bytes, bytes]:
    return text(address, _ADDRESS), text(place, _ADDRESS)
