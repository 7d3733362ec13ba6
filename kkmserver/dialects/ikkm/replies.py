"""Replies as this API has them: one integer, and words in the status line. Source: spec/ikkm.md 3."""

from kkmserver.dialects.door import JSON, Reply
from kkmserver.dialects.ikkm.codes import Refused
from kkmserver.dialects.kkm.encoding import Value, encode

_ALWAYS = {"access-control-allow-origin": "*", "cache-control": "no-store"}
_TEXT = {"content-type": "text/plain; charset=utf-8", **_ALWAYS}
_PREFLIGHT = {
    **_ALWAYS,
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "Content-Type",
    "access-control-allow-private-network": "true",
}

READY, REGISTERED, REPEATED, ERROR = 0, 200, 203, 400


def ready(reason: str = "OK") -> Reply:
    return _integer(200, READY, reason)


def registered(key: str, number: int, *, repeated: bool) -> Reply:
    """`number` of the cheque, `key` for the next operation."""
    return _integer(REPEATED if repeated else REGISTERED, int(key), str(number))


def refused(why: Refused) -> Reply:
    return _integer(ERROR, int(why.code), why.reason)


def told(value: Value) -> Reply:
    return Reply(200, encode(value), {"content-type": JSON, **_ALWAYS})


def preflight() -> Reply:
    return Reply(204, b"", _PREFLIGHT)


def _integer(status: int, number: int, reason: str) -> Reply:
    return Reply(status, str(number).encode("ascii"), _TEXT, reason)
