"""Ids for APIs whose clients repeat under one key what was refused, and mean it to be done now."""

from kkmserver.dispatch.order import Dispatch, Ticket
from kkmserver.store.record import Record, State

_MOST = 1000  # tries of one key


async def next_id(dispatch: Dispatch, key: str, name: str = "") -> tuple[str, Ticket | None]:
    """The id that the next try under `key` has, and what is known of it.

    A try that has moved nothing makes way for the next one: `key`, `key~2`, `key~3` … Where the refusal was not the
    client's own fault (no paper, no link) the dispatcher runs the same row again, if it is the same command: `name`,
    "" = it is. A try whose outcome is not known does not make way. Raises JournalBroken.
    """
    again: tuple[str, Ticket] | None = None
    for number in range(1, _MOST):
        id = key if number == 1 else f"{key}~{number}"  # noqa: A001
        ticket = await dispatch.find(id)
        if ticket is None:
            return again or (id, None)
        record = ticket.record
        if not _over(record):
            return id, ticket
        again = (id, ticket) if _runs_again(record, name) else None
    return f"{key}~{_MOST}", None


def _over(record: Record) -> bool:
    return record.state is State.FAILED and record.failure is not None and record.failure.nothing_sent


def _runs_again(record: Record, name: str) -> bool:
    return record.failure is not None and record.failure.may_run_again and name in ("", record.entry.name)
