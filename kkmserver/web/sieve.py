"""Which rows of the journal a request wants: what stands behind the question mark -> Wanted."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request

from kkmserver.store.record import State, Wanted
from kkmserver.web.gate import number

LIMIT, MOST = 50, 1000
LONGEST = 200  # characters of a word that is looked for
_DAY = len("2026-11-22")


def wanted(request: Request, zone: tzinfo | None) -> Wanted:
    """`zone`: the shop's, for moments without one. Raises HTTPException that names the parameter."""
    return Wanted(
        states=_states(request),
        device=number(request, "device"),
        before=number(request, "before"),
        limit=number(request, "limit", 1, MOST) or LIMIT,
        name=_word(request, "command"),
        dialect=_word(request, "dialect"),
        client=_word(request, "client"),
        text=_word(request, "text"),
        since=_moment(request, "since", zone, timedelta()),
        until=_moment(request, "until", zone, timedelta(days=1)),
    )


def address(id_command: str) -> str:
    """Where a row stands; an id may hold anything."""
    return f"/journal/{quote(id_command, safe='')}"


def _states(request: Request) -> tuple[State, ...] | None:
    """`?state=unknown,failed`."""
    names = [name for name in request.query_params.get("state", "").split(",") if name]
    try:
        return tuple(dict.fromkeys(State(name) for name in names)) or None
    except ValueError as error:
        raise HTTPException(422, f"Параметр state: допустимо {', '.join(State)}, несколько – через запятую") from error


def _word(request: Request, name: str) -> str | None:
    given = request.query_params.get(name, "").strip()
    if len(given) > LONGEST or "\0" in given:
        raise HTTPException(422, f"Параметр {name}: нужно не больше {LONGEST} знаков")
    return given or None


def _moment(request: Request, name: str, zone: tzinfo | None, day: timedelta) -> datetime | None:
    """A date is its beginning and `day`: up to a date is up to its end."""
    given = request.query_params.get(name, "").strip()
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given)
        if len(given) == _DAY:
            found = datetime.combine(found.date(), time()) + day
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        text = f"Параметр {name}: нужны дата вида 2026-11-22 или время вида 2026-11-22T15:04:05+03:00"
        raise HTTPException(422, text) from error
