"""What a lower level of АТОЛ is to whoever uses it. No I/O."""

from typing import Any, Protocol

from drivers.atol.reply import Reply
from drivers.atol.request import Request
from drivers.registers import talk


class Link(talk.Link[Request[Any], Reply], Protocol):
    """Only the buffered one has task ids (tid), the other has None.

    `next_tid` is that of the next command, `tid_in_flight` that of a command whose answer was not read.
    """

    @property
    def next_tid(self) -> int | None: ...
    @property
    def tid_in_flight(self) -> int | None: ...
    def resume(self, tid: int) -> None: ...  # a task that was given `tid` or a later id may be in flight
