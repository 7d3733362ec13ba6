"""Beginning of work, clock, table of settings. Source: spec/service-plus.md A3 (10h to 14h)."""

from datetime import datetime
from decimal import Decimal
from enum import IntEnum

from drivers.pirit.fields import Fields, clock, day, text, whole
from drivers.pirit.request import Effect, Request
from drivers.pirit.requests.making import DOCUMENT, nothing, question, report

MOST_SETTING = 256  # letters


class Setting(IntEnum):
    """Numbers of the table. The specification names 32, 40, 41 and 201 to 204, P1 the others."""

    PRINTER = 1  # bit mask: 1 full cut, 7 nothing is printed
    RECEIPT = 2  # bit mask: 5 reopens a shift that is over by itself, 7 numbers come from outside
    DRAWER = 4  # bit 0: the register opens it by itself where cash is paid
    CALCULATION = 5  # bit mask: 0 cash is not checked, 2 takes all cash out before Z
    TAXES = 6  # bit mask: 3 taxes are rounded once for a receipt
    ORGANIZATION = 30  # 0, 1 name; 2, 3 address
    FOOTER = 31  # 0..4: lines at the end of a receipt
    PAYMENT_NAMES = 32  # 0..15
    TAX_NAMES = 40  # 0..5
    TAX_RATES = 41  # 0..5, per cent
    DEPARTMENTS = 50  # 1..16
    AUTOMATIC_NUMBER = 70  # 1036
    OFD_INN = 71  # 1017
    OFD_NAME = 81  # 1046
    SENDER_EMAIL = 82  # 1117
    TAX_SITE = 83  # 1060
    PLACE = 85  # 1187
    MARKING_ADDRESS = 201
    MARKING_PORT = 202
    MARKING_URL = 203
    MARKING_TIMEOUT = 204


PAYMENT_TYPES = 16
TAXES = 6


def start_work(now: datetime) -> Request[None]:
    """10h: due after every start of the register, and sets its clock where it is less than 8 minutes off.

    Error 0Bh: it is more than that, and yet the command was carried out; 0Ch: it was not (P1).
    """
    return question(0x10, "start work", day(now.date()), clock(now.time()), read=nothing)


def read_setting(number: int, index: int = 0) -> Request[str]:
    """11h."""
    return question(0x11, "read setting", whole(number), whole(index), read=lambda data: Fields(data).text())


def read_rate(index: int) -> Request[Decimal]:
    """11h of setting 41: per cent."""
    return question(
        0x11, "read tax rate", whole(Setting.TAX_RATES), whole(index), read=lambda data: Fields(data).decimal()
    )


def write_setting(number: int, index: int, value: str) -> Request[None]:
    """12h."""
    parameters = whole(number), whole(index), text(value, MOST_SETTING)
    return question(0x12, "write setting", *parameters, read=nothing)


def read_clock() -> Request[datetime | None]:
    """13h: None where it shows no date."""
    return question(0x13, "clock", read=lambda data: Fields(data).moment())


def set_clock(now: datetime) -> Request[None]:
    """14h, with a closed shift.

    Error 0Ah: it is over 24 hours ahead, and the same again would confirm it (inferred): so it is never repeated.
    """
    return report(0x14, "set clock", day(now.date()), clock(now.time()), effect=Effect.MONEY, patience=DOCUMENT)
