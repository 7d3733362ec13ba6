"""The line to one register, on the lower level it was switched to."""

from typing import Any

from drivers.ports import Clock, Transport
from drivers.registers import line
from drivers.registers.connection import byte_gap
from drivers.shtrih import link, link_v2
from drivers.shtrih.codec import Reply
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.request import Request
from drivers.shtrih.talk import Link, Timing
from drivers.transports.address import shown


class Line(line.Line[Request[Any], Reply]):
    def __init__(self, transport: Transport, options: ShtrihOptions, clock: Clock) -> None:
        super().__init__(transport, _link(options), options, clock)


def _link(options: ShtrihOptions) -> Link:
    gap = byte_gap(options.connection, options.byte_timeout)
    timing = Timing(tries=options.tries, answer=options.answer_timeout, gap=gap)
    address = shown(options.connection)
    return link_v2.Link(timing, address) if options.link == "v2" else link.Link(timing, address)
