"""The line to one register, on the lower level that was chosen for it."""

import random
from typing import Any

from drivers.atol import link_auto, link_v2, link_v3
from drivers.atol.codec_v3 import IDS
from drivers.atol.link_v3 import Timing
from drivers.atol.numbers import bcd
from drivers.atol.options import AtolOptions
from drivers.atol.reply import Reply
from drivers.atol.request import Request
from drivers.atol.talk import Link
from drivers.ports import Clock, Transport
from drivers.registers import line
from drivers.registers.connection import by_tcp
from drivers.transports.address import shown


class Line(line.Line[Request[Any], Reply]):
    def __init__(self, transport: Transport, options: AtolOptions, clock: Clock) -> None:
        self._tasks = _link(options, shown(options.connection))
        super().__init__(transport, self._tasks, options, clock)

    @property
    def next_tid(self) -> int | None:
        """The task id of the next command: for the mark. None of a register without task ids."""
        return self._tasks.next_tid

    @property
    def tid_in_flight(self) -> int | None:
        """Of a command whose answer was not read."""
        return self._tasks.tid_in_flight

    def resume(self, tid: int) -> None:
        """Before `open`: a command that was given `tid` or a later id may be in flight, of an earlier process.

        `open` then looks for it, waits for its end, and only then drops the register's queue.
        """
        self._tasks.resume(tid)

    @property
    def _clings(self) -> bool:
        """A task goes on without the connection, and its result waits."""
        return self.tid_in_flight is not None


def _link(options: AtolOptions, address: str) -> Link:
    password = bcd(options.password_operator, 2)
    timing = Timing(
        tries=options.tries,
        answer=options.answer_timeout,
        poll_after=options.poll_after,
        poll_every=options.poll_every,
    )
    v3 = link_v3.Link(timing, password, address, first_tid=random.randrange(IDS))  # noqa: S311 - no secret
    if options.link == "v3" or (options.link == "auto" and by_tcp(options.connection)):
        return v3
    v2 = link_v2.Link(password, address)
    return v2 if options.link == "v2" else link_auto.Link(v3, v2)
