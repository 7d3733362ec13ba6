"""The line to one register."""

import secrets
from typing import Any

from drivers.pirit.codec import Reply
from drivers.pirit.link import Link, Timing
from drivers.pirit.options import FrameOptions
from drivers.pirit.request import Request
from drivers.ports import Clock, Transport
from drivers.registers import line
from drivers.registers.connection import byte_gap
from drivers.transports.address import shown


class Line(line.Line[Request[Any], Reply]):
    def __init__(self, transport: Transport, options: FrameOptions, clock: Clock) -> None:
        super().__init__(transport, _link(options), options, clock)


def _link(options: FrameOptions) -> Link:
    """Its ids begin anywhere: an answer to the program that ran before must not fit."""
    dialect = options.dialect()
    gap = byte_gap(options.connection, options.byte_timeout)
    timing = Timing(tries=options.tries, answer=options.answer_timeout, gap=gap, doubt=options.document_timeout)
    first = dialect.first + secrets.randbelow(dialect.last - dialect.first + 1)
    return Link(dialect, timing, shown(options.connection), first)
