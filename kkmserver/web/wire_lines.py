"""What went over the wire for one command: of the device's wire log the lines of that time, else what the journal kept
of the exchange."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from kkmserver.store.record import Record

_MOMENT = len("2026-11-22 12:00:00.000")  # a line of the wire log begins with the shop's time
_SLACK = timedelta(milliseconds=1)  # which is cut to milliseconds


def of(record: Record, log: Sequence[str], zone: tzinfo | None) -> tuple[list[str], bool]:
    """The lines, and whether they are all there were. `log`: newest last, of the device that did it."""
    if record.started_at is None:
        return [], True
    timed = [(moment, line) for line in log if (moment := _moment(line, zone))]
    begin, end = record.started_at - _SLACK, record.finished_at
    found = [line for moment, line in timed if moment >= begin and (end is None or moment <= end)]
    if found:
        return found, timed[0][0] < begin
    return list(record.evidence.exchange) if record.evidence else [], False


def _moment(line: str, zone: tzinfo | None) -> datetime | None:
    try:
        return datetime.fromisoformat(line[:_MOMENT]).replace(tzinfo=zone)
    except ValueError:
        return None
