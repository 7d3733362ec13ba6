"""Has the printer printed what it was sent? Decided by its answers and the time, with no I/O."""

from typing import Literal

from drivers.labels import texts
from drivers.labels.options import LabelOptions
from drivers.labels.status import Status

# Seconds a label may take, and millimetres of it a second: an inch is the slowest speed that languages can set. Some
# printers say no more than "printing" from the first label of a window to the last.
_EACH, _SLOWEST = 2.0, 25.0


def _patience(options: LabelOptions, count: int) -> float:
    """Seconds `count` labels may take without any progress that can be seen. Peeled off, each waits for a hand."""
    hand = options.operator_timeout if options.after == "peel" else 0
    return options.timeout + hand + count * (_EACH + options.height / _SLOWEST)


class Wait:
    """For one window of `count` labels. Feed it every answer, and None for an answer that did not come."""

    def __init__(self, options: LabelOptions, calm: int, count: int, now: float) -> None:
        self._calm = calm
        self._patience = _patience(options, count), options.operator_timeout
        self._idle, self._since = 0, now
        self._last: tuple[object, ...] = ()
        self.proven = False  # all of it is printed
        self.trouble = ""  # what keeps the printer from it, as it was told last

    def see(self, status: Status | None, now: float) -> Literal["wait", "over", "stuck"]:
        self._note(status, now)
        if status is not None and not self.trouble:
            self._idle = self._idle + 1 if status.idle else 0
            self.proven = self._idle >= self._calm
            if self.proven or status.idle is None:
                return "over"
        else:
            self._idle = 0
        return "stuck" if now - self._since > self._patience[bool(self.trouble)] else "wait"

    def _note(self, status: Status | None, now: float) -> None:
        """Silence is a trouble: Zebra's printers do not answer ~HS without media, without ribbon, with the head open
        or too hot. Any change begins the time anew.
        """
        self.trouble = texts.SILENT if status is None else status.trouble()
        seen = (self.trouble, status.left if status else 0, status.native if status else 0)
        if seen != self._last:
            self._last, self._since = seen, now
