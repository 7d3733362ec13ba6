"""Reports, copies, printing that was interrupted. Source: spec/atol.md 6.3.

A report is printed after its answer: ask 45h until the mode leaves 2.2, 3.2, 7.1. Source: spec/atol.md 7.2.
"""

from enum import IntEnum

from drivers.atol.numbers import u8
from drivers.atol.request import Effect, Request
from drivers.atol.requests.making import command, nothing


class Report(IntEnum):
    X = 0x01
    SECTIONS = 0x02
    CASHIERS = 0x03
    HOURS = 0x05
    QUANTITIES = 0x07
    SERVICE = 0x08
    SETTLEMENTS = 0x09  # state of settlements
    GOODS = 0x10


class Demo(IntEnum):
    DEMO = 0
    INFORMATION = 1
    RUN = 3
    OFD_TEST = 6


def x_report(report: Report = Report.X) -> Request[None]:
    """67h, in mode 2. The state of settlements is a document of the ФН."""
    effect = Effect.MONEY if report is Report.SETTLEMENTS else Effect.PAPER
    return command(0x67, "X report", u8(report), read=nothing, effect=effect)


def z_report() -> Request[None]:
    """5Ah, in mode 3; closes the shift."""
    return command(0x5A, "Z report", read=nothing, effect=Effect.MONEY)


def copy_last() -> Request[None]:
    """95h."""
    return command(0x95, "copy of the last document", read=nothing, effect=Effect.PAPER)


def drop_last() -> Request[None]:
    """97h: the buffer that 95h prints from."""
    return command(0x97, "drop the last document", read=nothing)


def resume_printing() -> Request[None]:
    """55h, once the paper is back."""
    return command(0x55, "resume printing", read=nothing, effect=Effect.PAPER)


def demo(kind: Demo) -> Request[None]:
    """82h."""
    return command(0x82, "demo print", bytes([1, kind, 0]), read=nothing, effect=Effect.PAPER)
