"""What a family of registers says of itself: for the table in docs/devices/README.md, which is made of it."""

from dataclasses import dataclass
from enum import StrEnum


class Link(StrEnum):
    SERIAL = "COM, USB-COM"
    TCP = "TCP"
    HTTP = "HTTP service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """`driver`: its name in the settings. `formats`: ФФД, the newest last. `page`: below docs/devices.

    `evidence`: what it was written from. `seen`: a real register has met this driver. In English, as the docs are.
    """

    driver: str
    models: str
    links: tuple[Link, ...]
    formats: tuple[str, ...]
    evidence: str
    page: str
    seen: bool = False
