"""Knife, drawer, sound. Source: spec/service-plus.md A3 (34h, 80h to 82h)."""

from drivers.pirit.fields import Fields, whole
from drivers.pirit.request import Effect, Request
from drivers.pirit.requests.making import DOCUMENT, QUESTION, on_paper, question, report

PULSE = 150  # ms


def cut() -> Request[None]:
    """34h."""
    return on_paper(0x34, "cut")


def open_drawer(pulse: int = PULSE) -> Request[None]:
    """80h: 50..500 ms. Raises ValueError."""
    return report(0x80, "open drawer", whole(pulse, 50, 500), effect=Effect.PAPER, patience=DOCUMENT)


def is_drawer_open() -> Request[bool]:
    """81h. Viki Print 57 and 57+ always say no."""
    return question(0x81, "drawer", read=lambda data: Fields(data).whole() == 1)


def beep(length: int = 100) -> Request[None]:
    """82h: 10..2000 ms. Raises ValueError."""
    return on_paper(0x82, "beep", whole(length, 10, 2000), patience=QUESTION)
